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
	const key = "00000000"
	for _, tt := range []struct {
		name   string
		role   Role
		rsv    RSV
		limits Limits
		stream string
		rule   Rule
		bit    uint64
	}{
		// §5.1: which side masks.
		{"5.1 unmasked to a server", Server, 0, Limits{}, "81 05", FrameMaskMissing, 8},
		{"5.1 masked to a client", Client, 0, Limits{}, "81 85", FrameMaskForbidden, 8},
		{"5.1 second frame unmasked", Server, 0, Limits{}, "8280" + key + "8200", FrameMaskMissing, 56},
		{"5.1 mask before length", Server, 0, Limits{}, "897e", FrameMaskMissing, 8},

		// §5.2: RSV bits, opcode, length.
		{"5.2 RSV1", Client, 0, Limits{}, "c1", FrameRSV1, 1},
		{"5.2 RSV2", Client, RSV1, Limits{}, "a1", FrameRSV2, 2},
		{"5.2 RSV3", Client, RSV1, Limits{}, "91", FrameRSV3, 3},
		{"7692 6.1 RSV1 on a control frame", Client, RSV1, Limits{}, "c9", FrameRSV1NotFirst, 1},
		{"7692 6.1 RSV1 on a continuation", Client, RSV1, Limits{}, "0100 40", FrameRSV1NotFirst, 17},
		{"5.2 RSV before opcode", Client, 0, Limits{}, "ff", FrameRSV1, 1},
		{"5.2 reserved data opcode", Client, 0, Limits{}, "83", FrameOpcodeReserved, 4},
		{"5.2 reserved data opcode 7", Client, 0, Limits{}, "07", FrameOpcodeReserved, 4},
		{"5.2 reserved control opcode", Client, 0, Limits{}, "8b", FrameOpcodeReserved, 4},
		{"5.2 reserved control opcode F", Client, 0, Limits{}, "8f", FrameOpcodeReserved, 4},
		{"5.2 top bit, smallest", Client, 0, Limits{}, "82 7f 80", FrameLengthTopBit, 16},
		{"5.2 top bit, largest", Server, 0, Limits{}, "82 ff ff", FrameLengthTopBit, 16},
		{"5.2 top bit before a limit", Client, 0, Limits{MaxFrame: 5}, "82 7f ff", FrameLengthTopBit, 16},
		{"5.2 0 in 16 bits", Client, 0, Limits{}, "82 7e 0000", FrameLengthNotMinimal, 16},
		{"5.2 124 in 16 bits", Client, 0, Limits{}, "82 7e 007c", FrameLengthNotMinimal, 16},
		{"5.2 125 in 16 bits", Server, 0, Limits{}, "82 fe 007d", FrameLengthNotMinimal, 16},
		{"5.2 125 in 64 bits", Client, 0, Limits{}, "82 7f 000000000000", FrameLengthNotMinimal, 16},
		{"5.2 65535 in 64 bits", Server, 0, Limits{}, "82 ff 000000000000", FrameLengthNotMinimal, 16},
		{"5.2 not minimal before a limit", Client, 0, Limits{MaxFrame: 5}, "82 7e 0050", FrameLengthNotMinimal, 16},

		// §5.4: fragmentation.
		{"5.4 nothing to continue", Client, 0, Limits{}, "80", FrameContinuationOrphan, 4},
		{"5.4 nothing to continue, not last", Client, 0, Limits{}, "00", FrameContinuationOrphan, 4},
		{"5.4 nothing to continue any more", Client, 0, Limits{}, "0100 8000 80", FrameContinuationOrphan, 36},
		{"5.4 nothing to continue after a ping", Client, 0, Limits{}, "8900 80", FrameContinuationOrphan, 20},
		{"5.4 text inside a message", Client, 0, Limits{}, "0100 81", FrameMessageInterleaved, 20},
		{"5.4 binary inside a message", Client, 0, Limits{}, "0100 0000 8900 02", FrameMessageInterleaved, 52},

		// §5.5: control frames.
		{"5.5 fragmented ping", Client, 0, Limits{}, "09", FrameControlFragmented, 0},
		{"5.5 fragmented Close", Client, 0, Limits{}, "08", FrameControlFragmented, 0},
		{"5.5 fragmented before RSV", Client, 0, Limits{}, "7f", FrameControlFragmented, 0},
		{"5.5 ping of 126 bytes", Server, 0, Limits{}, "89 fe", FrameControlTooLong, 9},
		{"5.5 pong in 64 bits", Client, 0, Limits{}, "8a 7f", FrameControlTooLong, 9},
		{"5.5 Close of 126 bytes", Client, 0, Limits{}, "88 7e", FrameControlTooLong, 9},
		{"5.5.1 body of one byte", Client, 0, Limits{}, "88 01", CloseBodyOneByte, 9},
		{"5.5.1 body of one byte, masked", Server, 0, Limits{}, "88 81", CloseBodyOneByte, 9},
		{"5.5.1 reason not UTF-8", Client, 0, Limits{}, "88 05 03e8 61ff", CloseReasonNotUTF8, 40},
		{"5.5.1 reason ends in a character", Client, 0, Limits{}, "88 04 03e8 e282", CloseReasonNotUTF8, 48},
		{"5.5.1 reason inside a text message", Client, 0, Limits{}, "0101e2 88 03 03e8 82", CloseReasonNotUTF8, 56},

		// §7.4: close codes.
		{"7.4 code 0", Client, 0, Limits{}, "88 02 00", CloseCodeNotSendable, 16},
		{"7.4 code 1004", Client, 0, Limits{}, "88 02 03ec", CloseCodeNotSendable, 16},
		{"7.4 code 1005, masked", Server, 0, Limits{}, "88 82 01020304 02ef", CloseCodeNotSendable, 48},
		{"7.4 code 2999", Client, 0, Limits{}, "88 02 0bb7", CloseCodeNotSendable, 16},
		{"7.4 code 5000", Client, 0, Limits{}, "88 02 1388", CloseCodeNotSendable, 16},
		{"7.4 code 65535", Client, 0, Limits{}, "88 02 ff", CloseCodeNotSendable, 16},
		{"7.4 code after a frame", Client, 0, Limits{}, "8101 61 88 02 00", CloseCodeNotSendable, 40},

		// §8.1: UTF-8.
		{"8.1 impossible byte", Client, 0, Limits{}, "8105 6162ff", MessageTextNotUTF8, 32},
		{"8.1 overlong", Client, 0, Limits{}, "8105 c0", MessageTextNotUTF8, 16},
		{"8.1 surrogate at its second byte", Client, 0, Limits{}, "8105 eda0", MessageTextNotUTF8, 24},
		{"8.1 above U+10FFFF", Client, 0, Limits{}, "8105 f490", MessageTextNotUTF8, 24},
		{"8.1 masked", Server, 0, Limits{}, "8183 37fa213d 56dede", MessageTextNotUTF8, 64},
		{"8.1 unfinished at FIN", Client, 0, Limits{}, "8102 e282", MessageTextNotUTF8, 32},
		{"8.1 across fragments", Client, 0, Limits{}, "0101 e2 8901 61 8002 82ff", MessageTextNotUTF8, 72},
		{"8.1 unfinished, empty last fragment", Client, 0, Limits{}, "0101 e2 8000", MessageTextNotUTF8, 40},
		{"8.1 unfinished before ASCII, masked", Server, 0, Limits{}, "0181 00000000 e2 8081 00000000 61", MessageTextNotUTF8, 104},
		{"8.1 unfinished, empty last fragment, masked", Server, 0, Limits{}, "0181 00000000 e2 8080 00000000", MessageTextNotUTF8, 104},

		// §10.4: limits of this endpoint.
		{"10.4 frame, 7 bits", Client, 0, Limits{MaxFrame: 9}, "820a", FrameTooBig, 9},
		{"10.4 frame, 16 bits, by the first byte", Client, 0, Limits{MaxFrame: 300}, "827e02", FrameTooBig, 16},
		{"10.4 frame, 16 bits", Client, 0, Limits{MaxFrame: 300}, "827e012d", FrameTooBig, 16},
		{"10.4 frame, 64 bits, by the first byte", Client, 0, Limits{MaxFrame: 1 << 20}, "827f7f", FrameTooBig, 16},
		{"10.4 frame, one over", Client, 0, Limits{MaxFrame: 1 << 20}, "827f0000000000100001", FrameTooBig, 16},
		{"10.4 frame before message", Client, 0, Limits{MaxFrame: 9, MaxMessage: 9}, "820a", FrameTooBig, 9},
		{"10.4 message by an early prefix", Client, 0, Limits{MaxFrame: 1020, MaxMessage: 700}, "827e03", MessageTooBig, 16},
		{"10.4 message in one frame", Client, 0, Limits{MaxMessage: 9}, "820a", MessageTooBig, 9},
		{"10.4 message over fragments", Client, 0, Limits{MaxMessage: 3}, "0202 6161 8900 8002", MessageTooBig, 57},
		{"10.4 sum overflows", Client, 0, Limits{MaxMessage: math.MaxUint64}, "0201 61 807f7fffffffffffffff", 0, 0},
		{"10.4 fragments", Client, 0, Limits{MaxFragments: 2}, "0200 0000 8900 80", MessageTooManyFragments, 52},
		{"10.4 one fragment", Client, 0, Limits{MaxFragments: 1}, "0200 00", MessageTooManyFragments, 20},
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
