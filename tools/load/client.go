package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"framelab/codec"
)

// workers is the number of connections handled at the same time.
const workers = 32

// patience bounds every exchange of a good connection.
const patience = 30 * time.Second

func request(addr string) []byte {
	return []byte("GET /echo HTTP/1.1\r\nHost: " + addr + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n")
}

// connect opens all connections; one in o.bad of them misbehaves.
func connect(ctx context.Context, addr string, o options) (good, bad []net.Conn, err error) {
	conns := make([]net.Conn, o.conns)
	err = inParallel(ctx, o.conns, func(i int) error {
		c, err := (&net.Dialer{}).DialContext(ctx, "tcp", addr)
		if err != nil {
			return err
		}
		conns[i] = c
		if o.bad > 0 && i%o.bad == o.bad-1 {
			misbehave(c, addr, i/o.bad)
			return nil
		}
		return open(c, addr)
	})
	for i, c := range conns {
		switch {
		case c == nil:
		case o.bad > 0 && i%o.bad == o.bad-1:
			bad = append(bad, c)
		default:
			good = append(good, c)
		}
	}
	if err != nil {
		closeAll(good)
		closeAll(bad)
	}
	return good, bad, err
}

// open does the opening handshake.
func open(c net.Conn, addr string) error {
	c.SetDeadline(time.Now().Add(patience))
	if _, err := c.Write(request(addr)); err != nil {
		return err
	}
	resp, err := http.ReadResponse(bufio.NewReaderSize(onlyReader{c}, 512), nil)
	if err != nil {
		return err
	}
	if resp.StatusCode != http.StatusSwitchingProtocols {
		return fmt.Errorf("the response to the handshake was %s", resp.Status)
	}
	return nil
}

type onlyReader struct{ io.Reader }

// echoAll sends one message on each connection, and compares the echo.
func echoAll(ctx context.Context, conns []net.Conn, round int) error {
	return inParallel(ctx, len(conns), func(i int) error {
		size := 64
		if i%97 == 0 {
			size = 64 << 10 // some are large
		}
		if err := exchange(conns[i], uint64(round)<<32|uint64(i), size); err != nil {
			return fmt.Errorf("connection %d, round %d: %w", i, round+1, err)
		}
		return nil
	})
}

// exchange sends one random message in two writes, and compares the checksum of its echo.
func exchange(c net.Conn, seed uint64, size int) error {
	payload := make([]byte, size)
	rnd := rand.New(rand.NewPCG(seed, 1))
	for i := range payload {
		payload[i] = byte(rnd.Uint32())
	}
	want := crc32.ChecksumIEEE(payload)
	h := codec.Header{Fin: true, Opcode: codec.OpBinary, Masked: true, Key: codec.MaskKey(rnd.Uint32())}
	f := codec.AppendFrame(nil, h, payload)
	c.SetDeadline(time.Now().Add(patience))
	cut := rnd.IntN(len(f))
	if _, err := c.Write(f[:cut]); err != nil {
		return err
	}
	if _, err := c.Write(f[cut:]); err != nil {
		return err
	}
	got, err := readMessage(c)
	switch {
	case err != nil:
		return err
	case len(got) != size || crc32.ChecksumIEEE(got) != want:
		return fmt.Errorf("the echo of %d bytes came back changed", size)
	}
	return nil
}

// readMessage reads frames until a binary one, answering pings.
func readMessage(c net.Conn) ([]byte, error) {
	for {
		var head [codec.MaxHeader]byte
		n := 2
		h, size := codec.Header{}, 0
		if _, err := io.ReadFull(c, head[:n]); err != nil {
			return nil, err
		}
		for h, size = codec.ParseHeader(head[:n]); size == 0; h, size = codec.ParseHeader(head[:n]) {
			if _, err := io.ReadFull(c, head[n:n+1]); err != nil {
				return nil, err
			}
			n++
		}
		if h.Length > 1<<20 {
			return nil, errors.New("a frame that the server had no reason to send")
		}
		payload := make([]byte, h.Length)
		if _, err := io.ReadFull(c, payload); err != nil {
			return nil, err
		}
		switch h.Opcode {
		case codec.OpBinary:
			return payload, nil
		case codec.OpPing:
			pong := codec.Header{Fin: true, Opcode: codec.OpPong, Masked: true, Key: codec.MaskKey(rand.Uint32())}
			if _, err := c.Write(codec.AppendFrame(nil, pong, payload)); err != nil {
				return nil, err
			}
		default:
			return nil, fmt.Errorf("%v instead of an echo: %q", h.Opcode, payload)
		}
	}
}

// soak repeats exchanges on all connections for a time.
func soak(ctx context.Context, conns []net.Conn, d time.Duration, progress func()) (int64, error) {
	var n atomic.Int64
	report := time.NewTicker(max(d/10, time.Second))
	defer report.Stop()
	for end, round := time.Now().Add(d), 1000; time.Now().Before(end); round++ {
		if err := echoAll(ctx, conns, round); err != nil {
			return n.Load(), err
		}
		n.Add(int64(len(conns)))
		select {
		case <-report.C:
			progress()
		default:
		}
	}
	return n.Load(), nil
}

// stillOpen returns an error if a good connection has ended: only pings may have arrived.
func stillOpen(ctx context.Context, conns []net.Conn) error {
	return inParallel(ctx, len(conns), func(i int) error {
		c := conns[i]
		for {
			// The deadline is a moment ahead, because a read after its deadline does not
			// even try.
			c.SetReadDeadline(time.Now().Add(5 * time.Millisecond))
			var b [64]byte
			n, err := c.Read(b[:])
			if errors.Is(err, os.ErrDeadlineExceeded) {
				return nil
			}
			if err != nil || b[0]&0x0F == byte(codec.OpClose) {
				return fmt.Errorf("good connection %d was closed: %v, %x", i, err, b[:n])
			}
		}
	})
}

func closeAll(conns []net.Conn) {
	for _, c := range conns {
		c.Close()
	}
}

// inParallel calls do for 0 to n-1 and returns the first error.
func inParallel(ctx context.Context, n int, do func(int) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(workers, n) {
		wg.Go(func() {
			for i := int(next.Add(1) - 1); i < n && ctx.Err() == nil; i = int(next.Add(1) - 1) {
				if err := do(i); err != nil {
					cancel(err)
				}
			}
		})
	}
	wg.Wait()
	return context.Cause(ctx)
}
