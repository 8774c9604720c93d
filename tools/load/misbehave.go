package main

import (
	"math/rand/v2"
	"net"
	"time"

	"framelab/codec"
)

// misbehaviours are the actions of bad connections until either side closes them. They
// run in their own goroutines.
var misbehaviours = []struct {
	name string
	do   func(c net.Conn, addr string)
}{
	{"slow: a handshake one byte at a time", func(c net.Conn, addr string) {
		for _, b := range request(addr) {
			if _, err := c.Write([]byte{b}); err != nil {
				return
			}
			time.Sleep(100 * time.Millisecond)
		}
	}},
	{"slow: a message one byte at a time", func(c net.Conn, addr string) {
		if open(c, addr) != nil {
			return
		}
		h := codec.Header{Fin: true, Opcode: codec.OpBinary, Masked: true, Key: codec.MaskKey(rand.Uint32())}
		for _, b := range codec.AppendFrame(nil, h, make([]byte, 10000)) {
			c.SetDeadline(time.Now().Add(patience))
			if _, err := c.Write([]byte{b}); err != nil {
				return
			}
			time.Sleep(50 * time.Millisecond)
		}
	}},
	{"silent from the start", func(net.Conn, string) {}},
	{"silent after a frame's header", func(c net.Conn, addr string) {
		if open(c, addr) == nil {
			c.Write(codec.AppendHeader(nil, codec.Header{Fin: true, Opcode: codec.OpBinary, Masked: true, Length: 10 << 20}))
		}
	}},
	{"garbage instead of a request", func(c net.Conn, addr string) { garbage(c, 1<<20) }},
	{"garbage instead of frames", func(c net.Conn, addr string) {
		if open(c, addr) == nil {
			garbage(c, 1<<20)
		}
	}},
	{"never reading", func(c net.Conn, addr string) {
		if open(c, addr) != nil {
			return
		}
		h := codec.Header{Fin: true, Opcode: codec.OpBinary, Masked: true, Key: codec.MaskKey(rand.Uint32())}
		f := codec.AppendFrame(nil, h, make([]byte, 256<<10))
		for range 200 {
			c.SetDeadline(time.Now().Add(patience))
			if _, err := c.Write(f); err != nil {
				return
			}
		}
	}},
	{"resetting in the middle of a message", func(c net.Conn, addr string) {
		if open(c, addr) != nil {
			return
		}
		h := codec.Header{Fin: true, Opcode: codec.OpBinary, Masked: true, Key: 1}
		f := codec.AppendFrame(nil, h, make([]byte, 64<<10))
		c.Write(f[:len(f)-1])
		c.(*net.TCPConn).SetLinger(0)
		c.Close()
	}},
	{"fragments without end", func(c net.Conn, addr string) {
		if open(c, addr) != nil {
			return
		}
		h := codec.Header{Opcode: codec.OpBinary, Masked: true, Key: 1}
		for range 5000 {
			if _, err := c.Write(codec.AppendFrame(nil, h, nil)); err != nil {
				return
			}
			h.Opcode = codec.OpContinuation
		}
	}},
}

// misbehave runs the misbehaviour of the i-th bad connection.
func misbehave(c net.Conn, addr string, i int) {
	go misbehaviours[i%len(misbehaviours)].do(c, addr)
}

func garbage(c net.Conn, n int) {
	b := make([]byte, 4096)
	rnd := rand.New(rand.NewPCG(uint64(n), 2))
	for ; n > 0; n -= len(b) {
		for i := range b {
			b[i] = byte(rnd.Uint32())
		}
		c.SetDeadline(time.Now().Add(patience))
		if _, err := c.Write(b); err != nil {
			return
		}
	}
}
