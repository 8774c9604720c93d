package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// A load is a number of connections that send, wait for the echo, and send again.
type load struct {
	conns   int
	payload int // size of a message in bytes
	batch   int // number of messages in one write, before any echo is read
}

// frame returns a binary frame in the layout of RFC 6455 §5.2: a client's with a masking
// key, a server's without.
func frame(payload []byte, masked bool) []byte {
	out := []byte{0x82}
	switch n := len(payload); {
	case n <= 125:
		out = append(out, byte(n))
	case n <= 0xffff:
		out = binary.BigEndian.AppendUint16(append(out, 126), uint16(n))
	default:
		out = binary.BigEndian.AppendUint64(append(out, 127), uint64(n))
	}
	if !masked {
		return append(out, payload...)
	}
	key := [4]byte{0x37, 0xfa, 0x21, 0x3d}
	out[1] |= 0x80
	out = append(out, key[:]...)
	for i, b := range payload {
		out = append(out, b^key[i&3])
	}
	return out
}

// bytes returns what a connection writes at a time, and what it expects back.
func (l load) bytes(plain bool) (out, back []byte) {
	payload := bytes.Repeat([]byte("Hello, "), l.payload/7+1)[:l.payload]
	out = bytes.Repeat(frame(payload, true), l.batch)
	if plain {
		return out, out
	}
	return out, bytes.Repeat(frame(payload, false), l.batch)
}

// cost returns the server's processor time per message, in nanoseconds, under the load
// for the given time.
func (l load) cost(p *process, long time.Duration) (float64, error) {
	out, back := l.bytes(p.plain)
	conns := make([]net.Conn, l.conns)
	for i := range conns {
		c, err := p.dial()
		if err != nil {
			return 0, err
		}
		defer c.Close()
		conns[i] = c
	}
	var messages atomic.Int64
	var failed error
	var once sync.Once
	drive := func(until time.Time) {
		var wg sync.WaitGroup
		for _, c := range conns {
			wg.Go(func() {
				got := make([]byte, len(back))
				for time.Now().Before(until) {
					err := exchange(c, out, got)
					if err == nil && !bytes.Equal(got, back) {
						err = errors.New("the echo is different")
					}
					if err != nil {
						once.Do(func() { failed = err })
						return
					}
					messages.Add(int64(l.batch))
				}
			})
		}
		wg.Wait()
	}
	drive(time.Now().Add(long / 8)) // until buffers have their final size
	messages.Store(0)
	before, err := p.cpu()
	if err != nil {
		return 0, err
	}
	drive(time.Now().Add(long))
	after, err := p.cpu()
	if err != nil || failed != nil {
		return 0, errors.Join(err, failed)
	}
	return float64(after-before) / float64(messages.Load()), nil
}

// exchange writes out and then reads len(got) bytes.
func exchange(c net.Conn, out, got []byte) error {
	c.SetDeadline(time.Now().Add(10 * time.Second))
	if _, err := c.Write(out); err != nil {
		return err
	}
	_, err := io.ReadFull(c, got)
	return err
}

// dial opens a connection, with the opening handshake unless the server is plain TCP.
func (p *process) dial() (net.Conn, error) {
	c, err := net.Dial("tcp", p.addr)
	if err != nil || p.plain {
		return c, err
	}
	c.SetDeadline(time.Now().Add(10 * time.Second))
	request := fmt.Sprintf("GET /echo HTTP/1.1\r\nHost: %s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"+
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n", p.addr)
	if _, err = c.Write([]byte(request)); err == nil {
		err = readHead(c)
	}
	if err != nil {
		c.Close()
		return nil, err
	}
	return c, nil
}

// readHead reads the head of a response and nothing after it.
func readHead(c net.Conn) error {
	var head []byte
	for b := make([]byte, 1); !bytes.HasSuffix(head, []byte("\r\n\r\n")); {
		if _, err := c.Read(b); err != nil {
			return err
		}
		head = append(head, b[0])
	}
	if !bytes.HasPrefix(head, []byte("HTTP/1.1 101 ")) {
		return fmt.Errorf("the WebSocket was refused: %.60q", head)
	}
	return nil
}
