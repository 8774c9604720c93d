package codec

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Streams of several masked frames in one piece. The fast path of a Decoder must leave
// every fault to the slow path.
var maskedStreams = []struct {
	name   string
	stream string // header bytes in bits, the rest in hex; masked with zeros
	rule   Rule
	bit    uint64
	whole  int // how many frames precede the fault
}{
	{name: "§5.4: a whole text inside a fragmented text",
		stream: "[0 000 0001][1 0000001] 00000000 61  [1 000 0001][1 0000110] 00000000 616263646566",
		rule:   FrameMessageInterleaved, bit: 8*7 + 4, whole: 1},
	{name: "§5.4: a whole binary message inside a fragmented text",
		stream: "[0 000 0001][1 0000001] 00000000 61  [1 000 0010][1 0000110] 00000000 616263646566",
		rule:   FrameMessageInterleaved, bit: 8*7 + 4, whole: 1},
	{name: "§5.4: a whole text inside a fragmented binary message, after a ping",
		stream: "[0 000 0010][1 0000001] 00000000 61  [1 000 1001][1 0000000] 00000000  [1 000 0001][1 0000110] 00000000 616263646566",
		rule:   FrameMessageInterleaved, bit: 8*13 + 4, whole: 2},
	{name: "§5.4: a whole text after the last fragment",
		stream: "[0 000 0001][1 0000001] 00000000 61  [1 000 0000][1 0000001] 00000000 62  [1 000 0001][1 0000110] 00000000 616263646566",
		whole:  3},
	{name: "§8.1: ASCII inside a cut character, 8 bytes",
		stream: "[0 000 0001][1 0000010] 00000000 e282  [0 000 0000][1 0001000] 00000000 4141414141414141  [1 000 0000][1 0000001] 00000000 ac",
		rule:   MessageTextNotUTF8, bit: 8 * (8 + 6), whole: 1},
	{name: "§8.1: ASCII inside a cut character, 40 bytes, the last fragment",
		stream: "[0 000 0001][1 0000010] 00000000 e282  [1 000 0000][1 0101000] 00000000 41414141414141414141414141414141414141414141414141414141414141414141414141414141",
		rule:   MessageTextNotUTF8, bit: 8 * (8 + 6), whole: 1},
	{name: "§8.1: ASCII inside a cut character, 3 bytes",
		stream: "[0 000 0001][1 0000010] 00000000 e282  [1 000 0000][1 0000011] 00000000 414141",
		rule:   MessageTextNotUTF8, bit: 8 * (8 + 6), whole: 1},
	{name: "§8.1: a cut character continues after a ping",
		stream: "[0 000 0001][1 0000010] 00000000 e282  [1 000 1001][1 0001000] 00000000 4141414141414141  [1 000 0000][1 0001001] 00000000 ac4141414141414141",
		whole:  3},
}

func TestDecoderMaskedFragments(t *testing.T) {
	for _, tc := range maskedStreams {
		t.Run(tc.name, func(t *testing.T) {
			ctx, stream := Context{Role: Server}, unhex(tc.stream)
			want := Fault{Rule: tc.rule, Bit: tc.bit}
			got := decode(t, newDecoder(ctx), stream)
			assert.Equal(t, want, got.fault)
			assert.Len(t, got.frames, tc.whole)
			assert.Equal(t, got, decode(t, newDecoder(ctx), single(stream)...), "byte by byte")
			assert.Equal(t, want, firstFault(AppendDissection(nil, stream, ctx)), "dissected")
		})
	}
}

// 8 RSV values × 16 opcodes × FIN × inside a message or not × RSV1 negotiated or not,
// against a second, independent statement of the rules.
func TestDecoderFirstByteTable(t *testing.T) {
	for b0 := range 256 {
		for _, inside := range []bool{false, true} {
			for _, rsv := range []RSV{0, RSV1, RSV2, RSV1 | RSV2 | RSV3} {
				fin, op := b0&0x80 != 0, b0&15
				control, data := op >= 8, op == 1 || op == 2
				want := Fault{}
				switch {
				case control && !fin:
					want = Fault{FrameControlFragmented, 0}
				case b0&0x40 != 0 && rsv&RSV1 == 0:
					want = Fault{FrameRSV1, 1}
				case b0&0x40 != 0 && (control || op == 0):
					want = Fault{FrameRSV1NotFirst, 1}
				case b0&0x20 != 0 && rsv&RSV2 == 0:
					want = Fault{FrameRSV2, 2}
				case b0&0x10 != 0 && rsv&RSV3 == 0:
					want = Fault{FrameRSV3, 3}
				case op >= 3 && op <= 7 || op >= 11:
					want = Fault{FrameOpcodeReserved, 4}
				case op == 0 && !inside:
					want = Fault{FrameContinuationOrphan, 4}
				case data && inside:
					want = Fault{FrameMessageInterleaved, 4}
				}
				var prefix []byte
				if inside {
					prefix = []byte{0x02, 0x00}
					if want.Rule != 0 {
						want.Bit += 16
					}
				}
				ctx := Context{Role: Client, RSV: rsv}
				stream := append(prefix, byte(b0))
				if got := decode(t, newDecoder(ctx), stream).fault; got != want {
					t.Fatalf("%02x inside %v, RSV %03b: %v, want %v", b0, inside, rsv, got, want)
				}
				if got := firstFault(AppendDissection(nil, stream, ctx)); got != want {
					t.Fatalf("%02x inside %v, RSV %03b dissected: %v, want %v", b0, inside, rsv, got, want)
				}
			}
		}
	}
}

// Every length at which something changes, in every form, for both roles, with and
// without a limit, against arithmetic with big numbers.
func TestDecoderLengths(t *testing.T) {
	lengths := []uint64{0, 1, 124, 125, 126, 127, 0xfffe, 0xffff, 0x10000, 1<<31 - 1, 1 << 31, 1<<31 + 1,
		1<<32 - 1, 1 << 32, 1<<32 + 1, 1 << 53, 1<<63 - 1, 1 << 63, math.MaxUint64}
	for _, role := range []Role{Client, Server} {
		for _, limit := range []uint64{0, 1 << 20, 1<<32 - 1} {
			for _, form := range []LengthForm{Length7, Length16, Length64} {
				for _, l := range lengths {
					h := Header{Fin: true, Opcode: OpBinary, Masked: role == Server, LengthForm: form, Length: l}
					b := AppendHeader(nil, h)
					h, _ = ParseHeader(b)
					var want Rule
					switch {
					case l >= 1<<63:
						want = FrameLengthTopBit
					case h.LengthForm == Length16 && l <= 125, h.LengthForm == Length64 && l <= 65535:
						want = FrameLengthNotMinimal
					case limit > 0 && l > limit:
						want = FrameTooBig
					}
					ctx := Context{Role: role, Limits: Limits{MaxFrame: limit}}
					for _, pieces := range [][][]byte{{b}, single(b), {append(bytes.Clone(b), "x"[:min(l, 1)]...)}} {
						if got := decode(t, newDecoder(ctx), pieces...).fault.Rule; got != want {
							t.Fatalf("%+v, limit %d: %v, want %v", h, limit, got, want)
						}
					}
				}
			}
		}
	}
}

// A ping, a pong and a Close frame at every fragment boundary do not affect the message.
func TestDecoderControlBetweenFragments(t *testing.T) {
	fragments := []string{"0101e2", "000182", "0000", "8001ac"}
	for at := 1; at < len(fragments); at++ {
		for _, control := range []string{"890170", "8a0170"} {
			stream := strings.Join(fragments[:at], "") + control + strings.Join(fragments[at:], "")
			got := decode(t, &Decoder{Role: Client}, single(unhex(stream))...)
			require.Zero(t, got.fault)
			require.Len(t, got.frames, 5)
			var text string
			for i, f := range got.frames {
				if i == at {
					require.Equal(t, "p", f.payload)
					require.True(t, f.message.IsControl())
					continue
				}
				require.Equal(t, OpText, f.message)
				text += f.payload
			}
			require.Equal(t, "€", text)
		}
		got := decode(t, &Decoder{Role: Client}, unhex(strings.Join(fragments[:at], "")+"880203e8"+"ff"))
		require.Zero(t, got.fault)
		require.Len(t, got.frames, at+1)
	}
}
