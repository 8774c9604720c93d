package codec

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A decoded is the result of decoding a stream: its complete frames and its end.
type decoded struct {
	frames []decodedFrame
	fault  Fault
}

type decodedFrame struct {
	header  Header
	message Opcode
	payload string
}

// decode passes copies of the pieces of a stream to d, and checks each chunk against the
// documentation of Decode.
func decode(t testing.TB, d *Decoder, pieces ...[]byte) (got decoded) {
	var c Chunk
	var payload []byte
	for _, piece := range pieces {
		p := bytes.Clone(piece)
		for len(p) > 0 {
			n, err := d.Decode(p, &c)
			if err != nil {
				got.fault = d.Fault()
				if err != got.fault.Rule || n != 0 || c.Message != 0 || c.Payload != nil {
					t.Fatalf("%v with %v, %d bytes, %+v", err, got.fault, n, c)
				}
				if n, again := d.Decode(p, &c); again != err || n != 0 || d.Fault() != got.fault {
					t.Fatal("a failed decoder continued")
				}
				return got
			}
			if n == 0 {
				t.Fatal("no progress")
			}
			if c.Message != 0 {
				if c.Offset != uint64(len(payload)) || c.First() != (len(payload) == 0) {
					t.Fatalf("chunk at %d after %d bytes", c.Offset, len(payload))
				}
				if cap(c.Payload) != len(c.Payload) || len(c.Payload) > 0 && &c.Payload[0] != &p[n-len(c.Payload)] {
					t.Fatal("the payload is not part of the input")
				}
				payload = append(payload, c.Payload...)
				if c.Last() != (uint64(len(payload)) == c.Header.Length) || c.Final() != (c.Last() && c.Header.Fin) {
					t.Fatal("Last or Final is wrong")
				}
				if c.Last() {
					got.frames = append(got.frames, decodedFrame{c.Header, c.Message, string(payload)})
					payload = payload[:0]
				}
			}
			p = p[n:]
		}
	}
	return got
}

// single splits b into single bytes.
func single(b []byte) (pieces [][]byte) {
	for i := range b {
		pieces = append(pieces, b[i:i+1])
	}
	return pieces
}

// checkFault gives a stream to a Decoder and to the dissection: whole, byte by byte and
// cut in two. Rule and place are always the same, and the verdict comes with the stream's
// last byte, not before.
func checkFault(t *testing.T, ctx Context, stream []byte, rule Rule, bit uint64) {
	t.Helper()
	want := Fault{Rule: rule, Bit: bit}
	assert.Equal(t, want, decode(t, newDecoder(ctx), stream).fault, "whole")
	assert.Equal(t, want, decode(t, newDecoder(ctx), single(stream)...).fault, "byte by byte")
	for cut := range stream {
		require.Equal(t, want, decode(t, newDecoder(ctx), stream[:cut], stream[cut:]).fault, "cut at %d", cut)
	}
	assert.Equal(t, want, firstFault(AppendDissection(nil, stream, ctx)), "dissected")
	if rule != 0 {
		shorter := stream[:len(stream)-1]
		assert.Zero(t, decode(t, newDecoder(ctx), shorter).fault, "one byte less")
		assert.Zero(t, firstFault(AppendDissection(nil, shorter, ctx)), "one byte less, dissected")
	}
}

func newDecoder(ctx Context) *Decoder {
	return &Decoder{Role: ctx.Role, RSV: ctx.RSV, Limits: ctx.Limits}
}

// Every rule of frames, by section: the shortest stream that breaks it and the place. The
// verdict comes as early as the bytes allow.
func TestDecoderRules(t *testing.T) {
	for _, tt := range []struct {
		name   string
		role   Role
		rsv    RSV
		limits Limits
		stream string // header bytes in bits, [FIN RSV opcode][MASK length], the rest in hex
		rule   Rule
		bit    uint64
	}{
		// §5.1: which side masks.
		{name: "5.1 unmasked to a server", role: Server, stream: "[1 000 0001][0 0000101]", rule: FrameMaskMissing, bit: 8},
		{name: "5.1 masked to a client", role: Client, stream: "[1 000 0001][1 0000101]", rule: FrameMaskForbidden, bit: 8},
		{name: "5.1 second frame unmasked", role: Server, stream: "[1 000 0010][1 0000000] 00000000  [1 000 0010][0 0000000]", rule: FrameMaskMissing, bit: 56},
		{name: "5.1 mask before length", role: Server, stream: "[1 000 1001][0 1111110]", rule: FrameMaskMissing, bit: 8},

		// §5.2: RSV bits, opcode, length.
		{name: "5.2 RSV1", role: Client, stream: "[1 100 0001]", rule: FrameRSV1, bit: 1},
		{name: "5.2 RSV2", role: Client, rsv: RSV1, stream: "[1 010 0001]", rule: FrameRSV2, bit: 2},
		{name: "5.2 RSV3", role: Client, rsv: RSV1, stream: "[1 001 0001]", rule: FrameRSV3, bit: 3},
		{name: "7692 6.1 RSV1 on a control frame", role: Client, rsv: RSV1, stream: "[1 100 1001]", rule: FrameRSV1NotFirst, bit: 1},
		{name: "7692 6.1 RSV1 on a continuation", role: Client, rsv: RSV1, stream: "[0 000 0001][0 0000000]  [0 100 0000]", rule: FrameRSV1NotFirst, bit: 17},
		{name: "5.2 RSV before opcode", role: Client, stream: "[1 111 1111]", rule: FrameRSV1, bit: 1},
		{name: "5.2 reserved data opcode", role: Client, stream: "[1 000 0011]", rule: FrameOpcodeReserved, bit: 4},
		{name: "5.2 reserved data opcode 7", role: Client, stream: "[0 000 0111]", rule: FrameOpcodeReserved, bit: 4},
		{name: "5.2 reserved control opcode", role: Client, stream: "[1 000 1011]", rule: FrameOpcodeReserved, bit: 4},
		{name: "5.2 reserved control opcode F", role: Client, stream: "[1 000 1111]", rule: FrameOpcodeReserved, bit: 4},
		{name: "5.2 top bit, smallest", role: Client, stream: "[1 000 0010][0 1111111] 80", rule: FrameLengthTopBit, bit: 16},
		{name: "5.2 top bit, largest", role: Server, stream: "[1 000 0010][1 1111111] ff", rule: FrameLengthTopBit, bit: 16},
		{name: "5.2 top bit before a limit", role: Client, limits: Limits{MaxFrame: 5}, stream: "[1 000 0010][0 1111111] ff", rule: FrameLengthTopBit, bit: 16},
		{name: "5.2 0 in 16 bits", role: Client, stream: "[1 000 0010][0 1111110] 0000", rule: FrameLengthNotMinimal, bit: 16},
		{name: "5.2 124 in 16 bits", role: Client, stream: "[1 000 0010][0 1111110] 007c", rule: FrameLengthNotMinimal, bit: 16},
		{name: "5.2 125 in 16 bits", role: Server, stream: "[1 000 0010][1 1111110] 007d", rule: FrameLengthNotMinimal, bit: 16},
		{name: "5.2 125 in 64 bits", role: Client, stream: "[1 000 0010][0 1111111] 000000000000", rule: FrameLengthNotMinimal, bit: 16},
		{name: "5.2 65535 in 64 bits", role: Server, stream: "[1 000 0010][1 1111111] 000000000000", rule: FrameLengthNotMinimal, bit: 16},
		{name: "5.2 not minimal before a limit", role: Client, limits: Limits{MaxFrame: 5}, stream: "[1 000 0010][0 1111110] 0050", rule: FrameLengthNotMinimal, bit: 16},

		// §5.4: fragmentation.
		{name: "5.4 nothing to continue", role: Client, stream: "[1 000 0000]", rule: FrameContinuationOrphan, bit: 4},
		{name: "5.4 nothing to continue, not last", role: Client, stream: "[0 000 0000]", rule: FrameContinuationOrphan, bit: 4},
		{name: "5.4 nothing to continue any more", role: Client, stream: "[0 000 0001][0 0000000]  [1 000 0000][0 0000000]  [1 000 0000]", rule: FrameContinuationOrphan, bit: 36},
		{name: "5.4 nothing to continue after a ping", role: Client, stream: "[1 000 1001][0 0000000]  [1 000 0000]", rule: FrameContinuationOrphan, bit: 20},
		{name: "5.4 text inside a message", role: Client, stream: "[0 000 0001][0 0000000]  [1 000 0001]", rule: FrameMessageInterleaved, bit: 20},
		{name: "5.4 binary inside a message", role: Client, stream: "[0 000 0001][0 0000000]  [0 000 0000][0 0000000]  [1 000 1001][0 0000000]  [0 000 0010]", rule: FrameMessageInterleaved, bit: 52},

		// §5.5: control frames.
		{name: "5.5 fragmented ping", role: Client, stream: "[0 000 1001]", rule: FrameControlFragmented, bit: 0},
		{name: "5.5 fragmented Close", role: Client, stream: "[0 000 1000]", rule: FrameControlFragmented, bit: 0},
		{name: "5.5 fragmented before RSV", role: Client, stream: "[0 111 1111]", rule: FrameControlFragmented, bit: 0},
		{name: "5.5 ping of 126 bytes", role: Server, stream: "[1 000 1001][1 1111110]", rule: FrameControlTooLong, bit: 9},
		{name: "5.5 pong in 64 bits", role: Client, stream: "[1 000 1010][0 1111111]", rule: FrameControlTooLong, bit: 9},
		{name: "5.5 Close of 126 bytes", role: Client, stream: "[1 000 1000][0 1111110]", rule: FrameControlTooLong, bit: 9},
		{name: "5.5.1 body of one byte", role: Client, stream: "[1 000 1000][0 0000001]", rule: CloseBodyOneByte, bit: 9},
		{name: "5.5.1 body of one byte, masked", role: Server, stream: "[1 000 1000][1 0000001]", rule: CloseBodyOneByte, bit: 9},
		{name: "5.5.1 reason not UTF-8", role: Client, stream: "[1 000 1000][0 0000101] 03e861ff", rule: CloseReasonNotUTF8, bit: 40},
		{name: "5.5.1 reason ends in a character", role: Client, stream: "[1 000 1000][0 0000100] 03e8e282", rule: CloseReasonNotUTF8, bit: 48},
		{name: "5.5.1 reason inside a text message", role: Client, stream: "[0 000 0001][0 0000001] e2  [1 000 1000][0 0000011] 03e882", rule: CloseReasonNotUTF8, bit: 56},

		// §7.4: close codes.
		{name: "7.4 code 0", role: Client, stream: "[1 000 1000][0 0000010] 00", rule: CloseCodeNotSendable, bit: 16},
		{name: "7.4 code 1004", role: Client, stream: "[1 000 1000][0 0000010] 03ec", rule: CloseCodeNotSendable, bit: 16},
		{name: "7.4 code 1005, masked", role: Server, stream: "[1 000 1000][1 0000010] 01020304 02ef", rule: CloseCodeNotSendable, bit: 48},
		{name: "7.4 code 2999", role: Client, stream: "[1 000 1000][0 0000010] 0bb7", rule: CloseCodeNotSendable, bit: 16},
		{name: "7.4 code 5000", role: Client, stream: "[1 000 1000][0 0000010] 1388", rule: CloseCodeNotSendable, bit: 16},
		{name: "7.4 code 65535", role: Client, stream: "[1 000 1000][0 0000010] ff", rule: CloseCodeNotSendable, bit: 16},
		{name: "7.4 code after a frame", role: Client, stream: "[1 000 0001][0 0000001] 61  [1 000 1000][0 0000010] 00", rule: CloseCodeNotSendable, bit: 40},

		// §8.1: UTF-8.
		{name: "8.1 impossible byte", role: Client, stream: "[1 000 0001][0 0000101] 6162ff", rule: MessageTextNotUTF8, bit: 32},
		{name: "8.1 overlong", role: Client, stream: "[1 000 0001][0 0000101] c0", rule: MessageTextNotUTF8, bit: 16},
		{name: "8.1 surrogate at its second byte", role: Client, stream: "[1 000 0001][0 0000101] eda0", rule: MessageTextNotUTF8, bit: 24},
		{name: "8.1 above U+10FFFF", role: Client, stream: "[1 000 0001][0 0000101] f490", rule: MessageTextNotUTF8, bit: 24},
		{name: "8.1 masked", role: Server, stream: "[1 000 0001][1 0000011] 37fa213d 56dede", rule: MessageTextNotUTF8, bit: 64},
		{name: "8.1 unfinished at FIN", role: Client, stream: "[1 000 0001][0 0000010] e282", rule: MessageTextNotUTF8, bit: 32},
		{name: "8.1 across fragments", role: Client, stream: "[0 000 0001][0 0000001] e2  [1 000 1001][0 0000001] 61  [1 000 0000][0 0000010] 82ff", rule: MessageTextNotUTF8, bit: 72},
		{name: "8.1 unfinished, empty last fragment", role: Client, stream: "[0 000 0001][0 0000001] e2  [1 000 0000][0 0000000]", rule: MessageTextNotUTF8, bit: 40},
		{name: "8.1 unfinished before ASCII, masked", role: Server, stream: "[0 000 0001][1 0000001] 00000000 e2  [1 000 0000][1 0000001] 00000000 61", rule: MessageTextNotUTF8, bit: 104},
		{name: "8.1 unfinished, empty last fragment, masked", role: Server, stream: "[0 000 0001][1 0000001] 00000000 e2  [1 000 0000][1 0000000] 00000000", rule: MessageTextNotUTF8, bit: 104},

		// §10.4: limits of this endpoint.
		{name: "10.4 frame, 7 bits", role: Client, limits: Limits{MaxFrame: 9}, stream: "[1 000 0010][0 0001010]", rule: FrameTooBig, bit: 9},
		{name: "10.4 frame, 16 bits, by the first byte", role: Client, limits: Limits{MaxFrame: 300}, stream: "[1 000 0010][0 1111110] 02", rule: FrameTooBig, bit: 16},
		{name: "10.4 frame, 16 bits", role: Client, limits: Limits{MaxFrame: 300}, stream: "[1 000 0010][0 1111110] 012d", rule: FrameTooBig, bit: 16},
		{name: "10.4 frame, 64 bits, by the first byte", role: Client, limits: Limits{MaxFrame: 1 << 20}, stream: "[1 000 0010][0 1111111] 7f", rule: FrameTooBig, bit: 16},
		{name: "10.4 frame, one over", role: Client, limits: Limits{MaxFrame: 1 << 20}, stream: "[1 000 0010][0 1111111] 0000000000100001", rule: FrameTooBig, bit: 16},
		{name: "10.4 frame before message", role: Client, limits: Limits{MaxFrame: 9, MaxMessage: 9}, stream: "[1 000 0010][0 0001010]", rule: FrameTooBig, bit: 9},
		{name: "10.4 message by an early prefix", role: Client, limits: Limits{MaxFrame: 1020, MaxMessage: 700}, stream: "[1 000 0010][0 1111110] 03", rule: MessageTooBig, bit: 16},
		{name: "10.4 message in one frame", role: Client, limits: Limits{MaxMessage: 9}, stream: "[1 000 0010][0 0001010]", rule: MessageTooBig, bit: 9},
		{name: "10.4 message over fragments", role: Client, limits: Limits{MaxMessage: 3}, stream: "[0 000 0010][0 0000010] 6161  [1 000 1001][0 0000000]  [1 000 0000][0 0000010]", rule: MessageTooBig, bit: 57},
		{name: "10.4 sum overflows", role: Client, limits: Limits{MaxMessage: math.MaxUint64}, stream: "[0 000 0010][0 0000001] 61  [1 000 0000][0 1111111] 7fffffffffffffff"},
		{name: "10.4 fragments", role: Client, limits: Limits{MaxFragments: 2}, stream: "[0 000 0010][0 0000000]  [0 000 0000][0 0000000]  [1 000 1001][0 0000000]  [1 000 0000]", rule: MessageTooManyFragments, bit: 52},
		{name: "10.4 one fragment", role: Client, limits: Limits{MaxFragments: 1}, stream: "[0 000 0010][0 0000000]  [0 000 0000]", rule: MessageTooManyFragments, bit: 20},
	} {
		t.Run(tt.name, func(t *testing.T) {
			checkFault(t, Context{Role: tt.role, RSV: tt.rsv, Limits: tt.limits}, unhex(tt.stream), tt.rule, tt.bit)
		})
	}
}

// Legal streams that are close to illegal ones.
func TestDecoderAccepts(t *testing.T) {
	for _, tt := range []struct {
		name   string
		ctx    Context
		stream string
		want   string // payloads of messages and control frames, by frame
	}{
		{"5.2 minimal lengths", Context{Role: Client}, "827d" + strings.Repeat("61", 125) + "827e007e" + strings.Repeat("62", 126), strings.Repeat("a", 125) + "|" + strings.Repeat("b", 126)},
		{"5.2 65535 in 16 bits", Context{Role: Client}, "827effff" + strings.Repeat("61", 65535), strings.Repeat("a", 65535)},
		{"5.2 65536 in 64 bits", Context{Role: Client}, "827f0000000000010000" + strings.Repeat("61", 65536), strings.Repeat("a", 65536)},
		{"5.2 RSV1 negotiated", Context{Role: Client, RSV: RSV1}, "4101ff 8001fe c10180", "\xff|\xfe|\x80"},
		{"5.2 RSV2 and RSV3 negotiated", Context{Role: Client, RSV: RSV2 | RSV3}, "3100 b000 a900 9800", "|||"},
		{"5.4 control frames between fragments", Context{Role: Client}, "0101 61 890170 000162 8a0171 800163", "a|p|b|q|c"},
		{"5.4 empty fragments", Context{Role: Client}, "0100 0000 8000 8200 8100", "||||"},
		{"5.5 control frames of 0 and 125 bytes", Context{Role: Client}, "8900 8a7d" + strings.Repeat("61", 125), "|" + strings.Repeat("a", 125)},
		{"5.5.1 empty Close", Context{Role: Client}, "8800", ""},
		{"5.5.1 Close with code and reason", Context{Role: Client}, "8805 03e8 e282ac", "\x03\xe8€"},
		{"5.5.1 bytes after a Close frame are ignored", Context{Role: Client}, "8800 ffffff", ""},
		{"8.1 characters cut between fragments", Context{Role: Client}, "0101e2 000182 8001ac", "\xe2|\x82|\xac"},
		{"8.1 binary needs no UTF-8", Context{Role: Client}, "8202ffff 0201ff 8001fe", "\xff\xff|\xff|\xfe"},
		{"10.4 at the limits", Context{Role: Client, Limits: Limits{MaxFrame: 3, MaxMessage: 5, MaxFragments: 2}}, "0203616161 89043031 3233 80026262 8203 636363", "aaa|0123|bb|ccc"},
		{"no role", Context{}, "820161 8281 00000000 62", "a|b"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			stream := unhex(tt.stream)
			for name, pieces := range map[string][][]byte{"whole": {stream}, "byte by byte": single(stream)} {
				got := decode(t, newDecoder(tt.ctx), pieces...)
				assert.Zero(t, got.fault, name)
				var payloads []string
				for _, f := range got.frames {
					payloads = append(payloads, f.payload)
				}
				assert.Equal(t, tt.want, strings.Join(payloads, "|"), name)
			}
			assert.Zero(t, firstFault(AppendDissection(nil, stream, tt.ctx)))
		})
	}
}

// A header allocates nothing, whatever length it announces, and neither do whole or
// partial frames.
func TestDecoderAllocatesNothing(t *testing.T) {
	header := AppendHeader(nil, Header{Fin: true, Opcode: OpBinary, Masked: true, Length: 1<<63 - 1})
	require.Len(t, header, MaxHeader)
	frame := AppendFrame(nil, Header{Fin: true, Opcode: OpText, Masked: true}, []byte("Hello, world"))
	d, c := &Decoder{}, Chunk{}
	assert.Zero(t, testing.AllocsPerRun(100, func() {
		*d = Decoder{Role: Server}
		if n, err := d.Decode(header, &c); n != len(header) || err != nil {
			t.Fatal(n, err)
		}
		*d = Decoder{Role: Server}
		for range 3 {
			if n, err := d.Decode(frame, &c); n != len(frame) || err != nil {
				t.Fatal(n, err)
			}
		}
		d.Decode(frame[:9], &c)
		d.Decode(frame[9:], &c)
		if _, err := d.Decode(unhex89fe, &c); err != FrameControlTooLong {
			t.Fatal(err)
		}
	}))
}

var unhex89fe = []byte{0x89, 0xfe}

// A text longer than one block of validation, with a fault in every part of it, whole and
// in pieces.
func TestDecoderLargeText(t *testing.T) {
	text := bytes.Repeat([]byte("한글 and ascii "), 3*textBlock/15)
	for _, at := range []int{-1, 0, textBlock - 1, textBlock, 2*textBlock + 1, len(text) - 1} {
		bad := bytes.Clone(text)
		want := Fault{}
		if at >= 0 {
			bad[at] = 0xff
			want = Fault{MessageTextNotUTF8, 8 * uint64(8+firstImpossibleFast(bad))}
		}
		stream := AppendFrame(nil, Header{Fin: true, Opcode: OpText, Masked: true, Key: 0xfeedbeef}, bad)
		require.Equal(t, want, decode(t, &Decoder{Role: Server}, stream).fault)
		require.Equal(t, want, decode(t, &Decoder{Role: Server}, single(stream)...).fault)
		require.Equal(t, want, firstFault(AppendDissection(nil, stream, Context{Role: Server})))
	}
}

// firstImpossibleFast is firstImpossible for long texts: it skips the valid runes at the
// front.
func firstImpossibleFast(p []byte) (n int) {
	for _, r := range string(p) {
		if r == '\uFFFD' {
			break
		}
		n += len(string(r))
	}
	return n + firstImpossible(p[n:min(n+4, len(p))])
}
