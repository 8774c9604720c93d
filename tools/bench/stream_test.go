package bench

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"testing"
	"unicode/utf8"

	"framelab/codec"

	"github.com/gobwas/ws"
	gorilla "github.com/gorilla/websocket"
	"github.com/lxzan/gws"
)

func BenchmarkStream64(b *testing.B)     { compare(b, streamArms(64, 64)) }
func BenchmarkStreamText64(b *testing.B) { compare(b, streamTextArms()) }
func BenchmarkStream64K(b *testing.B)    { compare(b, streamArms(64<<10, 4)) }

// frames returns a client's stream of count frames with that payload.
func frames(op codec.Opcode, payload []byte, count int, key codec.MaskKey) (p []byte) {
	h := codec.Header{Fin: true, Opcode: op, Masked: true, Key: key}
	for range count {
		p = codec.AppendFrame(p, h, payload)
	}
	return p
}

// A next function reads n messages of a stream, which starts over at its end, unmasks and
// checks them, and returns the payload of the last, valid until the next call, or nil if
// it refuses one.
type next func(n int) []byte

// streamArm reads one message after the other. Libraries that read from an io.Reader copy
// from it, as they would from a buffered connection; this codec works in the buffer into
// which the connection was read.
//
// Because it unmasks in that buffer, the second round finds the payloads unmasked. For
// text, which is checked, the frames are therefore masked with the key 0 while time is
// taken: no library does less work for that key.
func streamArm(library string, op codec.Opcode, payload []byte, count int, prepare func(stream []byte) next) arm {
	key := codec.MaskKey(0x37fa213d)
	if op == codec.OpText {
		key = 0
	}
	timed := prepare(frames(op, payload, count, key))
	return arm{
		library: library,
		check: func() error {
			read := prepare(frames(op, payload, count, 0x37fa213d))
			for range count {
				if !bytes.Equal(read(1), payload) {
					return errors.New("a message read wrongly")
				}
			}
			if op != codec.OpText {
				return nil
			}
			bad := append(bytes.Clone(payload[1:]), 0xff)
			if prepare(frames(op, bad, 1, 0x37fa213d))(1) != nil {
				return errors.New("a text that is not UTF-8 was taken")
			}
			return nil
		},
		run: func(n int) { timed(n) },
	}
}

// pattern returns a payload in which a misplaced byte is always noticed.
func pattern(size int) []byte {
	p := make([]byte, size)
	for i := range p {
		p[i] = byte(i%95) + ' '
	}
	return p
}

func streamArms(size, count int) []arm {
	payload := pattern(size)
	a := func(library string, prepare func(stream []byte) next) arm {
		return streamArm(library, codec.OpBinary, payload, count, prepare)
	}
	floor := make([]byte, size)
	arms := []arm{
		{library: "copy", check: func() error { return nil }, run: func(n int) {
			for range n {
				copyBytes(floor, payload)
			}
		}},
		a("framelab", readFramelab),
		a("gobwas", func(stream []byte) next { return readGobwas(stream, size, false) }),
		a("gorilla", func(stream []byte) next { return readGorilla(stream, size) }),
		a("gws", func(stream []byte) next { return readGWS(stream, false) }),
	}
	return append(arms, coderStreamArms(payload, count)...)
}

// streamTextArms: gorilla and coder are omitted, because they do not check that a text is
// UTF-8.
func streamTextArms() []arm {
	payload := pattern(64)
	a := func(library string, prepare func(stream []byte) next) arm {
		return streamArm(library, codec.OpText, payload, 64, prepare)
	}
	return []arm{
		a("framelab", readFramelab),
		a("gobwas", func(stream []byte) next { return readGobwas(stream, 64, true) }),
		a("gws", func(stream []byte) next { return readGWS(stream, true) }),
	}
}

func readFramelab(stream []byte) next {
	d, c, rest := codec.Decoder{Role: codec.Server}, codec.Chunk{}, stream
	return func(n int) []byte {
		p := rest
		for range n {
			if len(p) == 0 {
				p = stream
			}
			n, err := d.Decode(p, &c)
			if err != nil {
				return nil
			}
			p = p[n:]
		}
		rest = p
		return c.Payload
	}
}

// readGobwas uses gobwas' lowest level: header, check, payload into one buffer,
// unmasking. That level has no UTF-8 check; the standard library's is used, which is
// faster than gobwas' own at a higher level.
func readGobwas(stream []byte, size int, text bool) next {
	r, buf := &endless{all: stream}, make([]byte, size)
	return func(n int) (last []byte) {
		for range n {
			h, err := ws.ReadHeader(r)
			if err != nil || ws.CheckHeader(h, ws.StateServerSide) != nil || h.Length > int64(size) {
				return nil
			}
			last = buf[:h.Length]
			if _, err := io.ReadFull(r, last); err != nil {
				return nil
			}
			ws.Cipher(last, h.Mask, 0)
			if text && !utf8.Valid(last) {
				return nil
			}
		}
		return last
	}
}

// gorillaServer returns a server's connection that reads from r.
func gorillaServer(r io.Reader) *gorilla.Conn {
	u := gorilla.Upgrader{ReadBufferSize: 4096, WriteBufferSize: 4096}
	return must(u.Upgrade(newHijackable(fakeConn{r, io.Discard}), upgradeRequest(), nil))
}

func readGorilla(stream []byte, size int) next {
	c, buf := gorillaServer(&endless{all: stream}), make([]byte, size+1)
	return func(n int) (last []byte) {
		for range n {
			_, r, err := c.NextReader()
			if err != nil {
				return nil
			}
			last = readAll(r, buf)
		}
		return last
	}
}

// readAll reads a whole message into buf.
func readAll(r io.Reader, buf []byte) []byte {
	n := 0
	for {
		m, err := r.Read(buf[n:])
		n += m
		if err == io.EOF {
			return buf[:n]
		}
		if err != nil {
			return nil
		}
	}
}

// A gwsHandler keeps the last message.
type gwsHandler struct {
	gws.BuiltinEventHandler
	last []byte
}

func (h *gwsHandler) OnMessage(_ *gws.Conn, m *gws.Message) {
	h.last = m.Bytes()
	m.Close() // its buffer goes back to a pool and is unchanged until the next message
}

func readGWS(stream []byte, text bool) next {
	h := &gwsHandler{}
	u := gws.NewUpgrader(h, &gws.ServerOption{CheckUtf8Enabled: text})
	r := &endless{all: stream}
	c := must(u.UpgradeFromConn(fakeConn{r, io.Discard}, bufio.NewReader(r), upgradeRequest()))
	return func(n int) []byte {
		for range n {
			if gwsRead(c) != nil {
				return nil
			}
		}
		return h.last
	}
}
