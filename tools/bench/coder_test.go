//go:build !js

package bench

import (
	"bufio"
	"bytes"
	"compress/flate"
	"context"
	"io"
	"net/http"
	_ "unsafe" // for go:linkname

	"framelab/codec"

	"github.com/coder/websocket"
)

// coderHeader has the same memory layout as coder/websocket's header.
type coderHeader struct {
	fin, rsv1, rsv2, rsv3 bool
	opcode                int
	payloadLength         int64
	masked                bool
	maskKey               uint32
}

//go:linkname coderReadHeader github.com/coder/websocket.readFrameHeader
func coderReadHeader(r *bufio.Reader, buf []byte) (coderHeader, error)

//go:linkname coderWriteHeader github.com/coder/websocket.writeFrameHeader
func coderWriteHeader(h coderHeader, w *bufio.Writer, buf []byte) error

func coderEncodeArms() []arm {
	var out bytes.Buffer
	w, scratch := bufio.NewWriterSize(&out, 16), make([]byte, 8)
	return []arm{encodeArm("coder", func(n int) []byte {
		for i := range n {
			out.Reset()
			w.Reset(&out)
			coderWriteHeader(coderHeader{fin: true, opcode: 2, payloadLength: int64(encodeLengths[i&3])}, w, scratch)
			w.Flush()
		}
		return out.Bytes()
	})}
}

func coderDecodeArms() []arm {
	return []arm{decodeArm("coder", func(stream []byte) func(n int) bool {
		r, scratch := bufio.NewReader(&endless{all: stream}), make([]byte, 8)
		return func(n int) bool {
			for range n {
				h, err := coderReadHeader(r, scratch)
				if err != nil || h.rsv1 || h.rsv2 || h.rsv3 || !h.masked || h.maskKey != 0x3d21fa37 || h.opcode != 1 && h.opcode != 2 {
					return false
				}
			}
			return true
		}
	})}
}

// coderServer returns a server's connection that reads from r.
func coderServer(r io.Reader) *websocket.Conn {
	c := must(websocket.Accept(newHijackable(fakeConn{r, io.Discard}), upgradeRequest(), nil))
	c.SetReadLimit(-1)
	return c
}

func coderStreamArms(payload []byte, count int) []arm {
	return []arm{streamArm("coder", codec.OpBinary, payload, count, func(stream []byte) next {
		c, buf, ctx := coderServer(&endless{all: stream}), make([]byte, len(payload)+1), context.Background()
		return func(n int) (last []byte) {
			for range n {
				_, r, err := c.Reader(ctx)
				if err != nil {
					return nil
				}
				last = readAll(r, buf)
			}
			return last
		}
	})}
}

func coderHandshakeArms(request string) []arm {
	return []arm{httpArm("coder", request, func(w *hijackable, r *http.Request) error {
		_, err := websocket.Accept(w, r, nil)
		return err
	})}
}

//go:linkname coderFlateWriter github.com/coder/websocket.getFlateWriter
func coderFlateWriter(w io.Writer) *flate.Writer

//go:linkname coderPutFlateWriter github.com/coder/websocket.putFlateWriter
func coderPutFlateWriter(w *flate.Writer)

//go:linkname coderFlateReader github.com/coder/websocket.getFlateReader
func coderFlateReader(r io.Reader, dict []byte) io.Reader

//go:linkname coderPutFlateReader github.com/coder/websocket.putFlateReader
func coderPutFlateReader(r io.Reader)

func coderDeflateArms(messages []string) []arm {
	return []arm{deflateArm("coder", messages, false, func() compressor {
		return func(dst *bytes.Buffer, message []byte) {
			w := coderFlateWriter(dst)
			must(w.Write(message))
			w.Flush()
			coderPutFlateWriter(w)
			trimmed(dst)
		}
	})}
}

type switchable struct{ io.Writer }

func coderTakeoverArms(messages []string) []arm {
	return []arm{deflateArm("coder", messages, true, func() compressor {
		var out switchable
		w := coderFlateWriter(&out)
		return func(dst *bytes.Buffer, message []byte) {
			out.Writer = dst
			must(w.Write(message))
			w.Flush()
			trimmed(dst)
		}
	})}
}

func coderInflateArms(a func(string, inflateFunc) arm, all func(io.Reader, []byte) ([]byte, error)) []arm {
	return []arm{a("coder", func(in *bytes.Reader, dst []byte) ([]byte, error) {
		r := coderFlateReader(in, nil)
		defer coderPutFlateReader(r)
		return all(r, dst)
	})}
}
