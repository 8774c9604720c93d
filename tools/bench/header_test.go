package bench

import (
	"bytes"
	"errors"
	"testing"

	"framelab/codec"

	"github.com/gobwas/ws"
	gorilla "github.com/gorilla/websocket"
	"github.com/lxzan/gws"
)

func BenchmarkEncodeHeader(b *testing.B) { compare(b, encodeArms()) }
func BenchmarkDecodeHeader(b *testing.B) { compare(b, decodeArms()) }
func BenchmarkDecodeEmpty(b *testing.B)  { compare(b, decodeEmptyArms()) }

// encodeLengths are the payload lengths of the headers that are written in turn, one for
// every form of a length.
var encodeLengths = [4]int{5, 125, 1000, 65536}

// encodeArm writes the headers of a server's frames, which have no masking key, because
// gws draws its own when it writes a client's. write writes n of them, each to the
// beginning of its output, and returns the last.
func encodeArm(library string, write func(n int) []byte) arm {
	return arm{
		library: library,
		check: func() error {
			for i, expected := range [][]byte{{0x82, 5}, {0x82, 125}, {0x82, 126, 0x03, 0xe8}, {0x82, 127, 0, 0, 0, 0, 0, 1, 0, 0}} {
				if got := write(i + 1); !bytes.Equal(got, expected) {
					return errors.New("a header written wrongly")
				}
			}
			return nil
		},
		run: func(n int) { write(n) },
	}
}

// encodeArms: gorilla is omitted, because it writes a header only as part of a frame.
func encodeArms() []arm {
	var headers [4]codec.Header
	var theirs [4]ws.Header
	for i, n := range encodeLengths {
		headers[i] = codec.Header{Fin: true, Opcode: codec.OpBinary, Length: uint64(n)}
		theirs[i] = ws.Header{Fin: true, OpCode: ws.OpBinary, Length: int64(n)}
	}
	arms := []arm{
		encodeArm("framelab", func(n int) []byte {
			buf := make([]byte, 0, codec.MaxHeader)
			for i := range n {
				buf = headers[i&3].Append(buf[:0])
			}
			return buf
		}),
		encodeArm("gobwas", func(n int) []byte {
			var out bytes.Buffer
			for i := range n {
				out.Reset()
				ws.WriteHeader(&out, theirs[i&3])
			}
			return out.Bytes()
		}),
		// gws copies the header to the place before the payload.
		encodeArm("gws", func(n int) []byte {
			buf, size := make([]byte, 14), 0
			for i := range n {
				var h gwsHeader
				size, _ = gwsGenerate(&h, true, true, false, gws.OpcodeBinary, encodeLengths[i&3])
				copy(buf[14-size:], h[:size])
			}
			return buf[14-size:]
		}),
	}
	return append(arms, coderEncodeArms()...)
}

// decodeFrames are the headers to decode: those of masked binary frames without a
// payload, one right after the other.
const decodeFrames = 64

func decodeStream(first byte) []byte {
	return bytes.Repeat([]byte{first, 0x80, 0x37, 0xfa, 0x21, 0x3d}, decodeFrames)
}

// decodeArm decodes and checks one header after the other. prepare returns a function
// that does so with n headers of a stream, which starts over at its end, and that reports
// whether all of them were legal for a server to receive.
func decodeArm(library string, prepare func(stream []byte) func(n int) bool) arm {
	legal := prepare(decodeStream(0x82))
	return arm{
		library: library,
		check: func() error {
			if !legal(2 * decodeFrames) {
				return errors.New("a legal header refused")
			}
			for _, b := range []byte{0x92, 0x83, 0x80} {
				if prepare(decodeStream(b))(1) {
					return errors.New("an illegal header taken for legal")
				}
			}
			return nil
		},
		run: func(n int) { legal(n) },
	}
}

// decodeEmptyArms are decodeArms with this codec's Decoder, which checks more, consumes
// the empty payload, and returns a chunk.
func decodeEmptyArms() []arm {
	arms := decodeArms()
	for i := range arms {
		if arms[i].library == "framelab" {
			arms[i] = decoderArm()
		}
	}
	return arms
}

func decoderArm() arm {
	return decodeArm("framelab", func(stream []byte) func(n int) bool {
		d, c, rest := codec.Decoder{Role: codec.Server}, codec.Chunk{}, stream
		return func(n int) bool {
			p := rest
			for range n {
				if len(p) == 0 {
					p = stream
				}
				n, err := d.Decode(p, &c)
				if err != nil || c.Header.Key != 0x37fa213d {
					return false
				}
				p = p[n:]
			}
			rest = p
			return true
		}
	})
}

// decodeArms: only gobwas has a function that just checks a header. gws and coder check
// one in the middle of reading a message; their checks of a header that is not a
// continuation are written out here, for this codec's Header too.
func decodeArms() []arm {
	arms := []arm{
		decodeArm("framelab", func(stream []byte) func(n int) bool {
			rest := stream
			return func(n int) bool {
				var h codec.Header
				p := rest
				for range n {
					if len(p) == 0 {
						p = stream
					}
					size := h.Parse(p)
					if size == 0 || h.Length > 16<<20 || h.RSV != 0 || !h.Masked {
						return false
					}
					if h.Opcode != codec.OpText && h.Opcode != codec.OpBinary {
						return false
					}
					p = p[size:]
				}
				rest = p
				return true
			}
		}),
		decodeArm("gobwas", func(stream []byte) func(n int) bool {
			r := &endless{all: stream}
			return func(n int) bool {
				for range n {
					h, err := ws.ReadHeader(r)
					if err != nil || ws.CheckHeader(h, ws.StateServerSide) != nil {
						return false
					}
				}
				return true
			}
		}),
		decodeArm("gws", func(stream []byte) func(n int) bool {
			r, h := &endless{all: stream}, new(gwsHeader)
			return func(n int) bool {
				for range n {
					size, err := gwsParse(h, r)
					if err != nil || size > 16<<20 || h[0]&0x70 != 0 || h[1]&0x80 == 0 {
						return false
					}
					if op := h[0] & 0xf; op != 1 && op != 2 {
						return false
					}
				}
				return true
			}
		}),
		// gorilla also records the beginning of a message here.
		decodeArm("gorilla", func(stream []byte) func(n int) bool {
			c := gorillaServer(&endless{all: stream})
			return func(n int) bool {
				for range n {
					if op, err := gorillaAdvance(c); err != nil || op != gorilla.BinaryMessage {
						return false
					}
				}
				return true
			}
		}),
	}
	return append(arms, coderDecodeArms()...)
}
