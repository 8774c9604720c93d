package main

import (
	"bufio"
	"bytes"
	"compress/flate"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"framelab/codec"
)

const offersDeflate = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n"

// ask connects and does a handshake at a path, with any further fields.
func ask(ctx context.Context, addr, path, fields string) (net.Conn, *http.Response, error) {
	c, err := dialer(ctx).DialContext(ctx, "tcp", addr)
	if err != nil {
		return nil, nil, err
	}
	c.SetDeadline(time.Now().Add(patience))
	head := bytes.Replace(request(addr), []byte("/echo"), []byte(path), 1)
	if _, err = c.Write(append(append(head[:len(head)-2:len(head)-2], fields...), "\r\n"...)); err != nil {
		c.Close()
		return nil, nil, err
	}
	resp, err := http.ReadResponse(bufio.NewReaderSize(onlyReader{c}, 1), nil)
	if err != nil {
		c.Close()
		return nil, nil, err
	}
	return c, resp, nil
}

type narrowKey struct{}

// narrow makes connections buffer little unread data.
func narrow(ctx context.Context) context.Context { return context.WithValue(ctx, narrowKey{}, true) }

func dialer(ctx context.Context) *net.Dialer {
	d := &net.Dialer{}
	if ctx.Value(narrowKey{}) != nil {
		d.Control = func(_, _ string, c syscall.RawConn) (err error) {
			c.Control(func(fd uintptr) { err = syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_RCVBUF, 4<<10) })
			return err
		}
	}
	return d
}

// askAll opens n connections at the same time, and returns those that got a 101.
func (a *assault) askAll(ctx context.Context, n int, path, fields string) (opened []net.Conn, refused int, err error) {
	var mu sync.Mutex
	err = inParallel(ctx, n, func(int) error {
		c, resp, err := ask(ctx, a.addr, path, fields)
		mu.Lock()
		defer mu.Unlock()
		switch {
		case err != nil:
			refused++
		case resp.StatusCode != http.StatusSwitchingProtocols:
			refused++
			c.Close()
		default:
			opened = append(opened, c)
		}
		return nil
	})
	return opened, refused, err
}

// bomb returns one message in DEFLATE that inflates to n zeros; half omits its end.
func bomb(n int, half bool) []byte {
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestCompression)
	if err == nil {
		w.Write(make([]byte, n))
		err = w.Flush()
	}
	if err != nil {
		panic(err) // writing to a buffer never fails
	}
	if !half {
		b.Truncate(b.Len() - 4)
	}
	h := codec.Header{Fin: !half, RSV: codec.RSV1, Opcode: codec.OpBinary, Masked: true, Key: 0x37fa213d}
	return codec.AppendFrame(nil, h, b.Bytes())
}

// throw sends b on all connections at the same time, reads until the connection ends or
// the time is up, and reports the outcomes.
func (a *assault) throw(conns []net.Conn, b []byte, d time.Duration) {
	var echoed, cut, other atomic.Int64
	var wg sync.WaitGroup
	go_ := make(chan struct{})
	for _, c := range conns {
		wg.Go(func() {
			<-go_
			c.SetDeadline(time.Now().Add(d))
			if _, err := c.Write(b); err != nil {
				other.Add(1)
				return
			}
			h, payload, err := readFrame(c)
			switch {
			case err != nil:
				other.Add(1)
			case h.Opcode == codec.OpClose && bytes.HasPrefix(payload, []byte{0x03, 0xF5}):
				cut.Add(1)
			case h.Opcode == codec.OpBinary:
				echoed.Add(1)
			default:
				other.Add(1)
			}
		})
	}
	before := time.Now()
	close(go_)
	wg.Wait()
	a.say("%d echoed, %d closed with 1013, %d otherwise, in %v", echoed.Load(), cut.Load(), other.Load(), time.Since(before).Round(time.Millisecond))
}

// readFrame reads one frame, and returns at most 64 KiB of its payload.
func readFrame(c net.Conn) (codec.Header, []byte, error) {
	var b [codec.MaxHeader]byte
	for n := 1; ; n++ {
		if _, err := io.ReadFull(c, b[n-1:n]); err != nil {
			return codec.Header{}, nil, err
		}
		if h, size := codec.ParseHeader(b[:n]); size > 0 {
			payload := make([]byte, min(h.Length, 64<<10))
			if _, err := io.ReadFull(c, payload); err != nil {
				return h, nil, err
			}
			_, err := io.CopyN(io.Discard, c, int64(h.Length)-int64(len(payload)))
			return h, payload, err
		}
	}
}

func bombs(ctx context.Context, a *assault) error {
	conns, refused, err := a.askAll(ctx, a.size, "/echo", offersDeflate)
	if err != nil {
		return err
	}
	defer closeAll(conns)
	b := bomb(16<<20, false)
	a.say("%d open, %d refused; a message has %d bytes", len(conns), refused, len(b))
	a.throw(conns, b, time.Minute)
	return nil
}

func halfMessages(ctx context.Context, a *assault) error {
	conns, refused, err := a.askAll(ctx, a.size, "/echo?takeover=both", offersDeflate)
	if err != nil {
		return err
	}
	defer closeAll(conns)
	window, half := bomb(40<<10, false), bomb(64<<10, true)
	a.say("%d open, %d refused", len(conns), refused)
	inParallel(ctx, len(conns), func(i int) error {
		conns[i].SetDeadline(time.Now().Add(patience))
		if _, err := conns[i].Write(window); err == nil {
			readFrame(conns[i])
		}
		conns[i].Write(half)
		return nil
	})
	sleep(ctx, time.Second)
	a.say("half messages are there")
	sleep(ctx, 2*time.Second)
	return nil
}

func halfHeads(ctx context.Context, a *assault) error {
	head := append([]byte("GET / HTTP/1.1\r\nHost: "+a.addr+"\r\nX: "), bytes.Repeat([]byte("x"), 16000)...)
	conns := make([]net.Conn, a.size)
	refused := atomic.Int64{}
	err := inParallel(ctx, a.size, func(i int) error {
		c, err := (&net.Dialer{}).DialContext(ctx, "tcp", a.addr)
		if err != nil {
			return err
		}
		conns[i] = c
		c.SetDeadline(time.Now().Add(patience))
		if _, err := c.Write(head); err != nil {
			refused.Add(1)
		}
		return nil
	})
	defer func() {
		for _, c := range conns {
			if c != nil {
				c.Close()
			}
		}
	}()
	a.say("half heads are there, %d could not be sent", refused.Load())
	return err
}

func blockedEchoes(ctx context.Context, a *assault) error {
	conns, refused, err := a.askAll(narrow(ctx), a.size, "/echo", "")
	if err != nil {
		return err
	}
	defer closeAll(conns)
	a.say("%d open, %d refused", len(conns), refused)
	h := codec.Header{Fin: true, Opcode: codec.OpBinary, Masked: true, Key: 0x37fa213d}
	f := codec.AppendFrame(nil, h, make([]byte, 60<<10))
	inParallel(ctx, len(conns), func(i int) error {
		conns[i].SetDeadline(time.Now().Add(200 * time.Millisecond))
		for range 100 {
			if _, err := conns[i].Write(f); err != nil {
				return nil // the server has stopped reading
			}
		}
		return nil
	})
	a.say("all wait to be read")
	sleep(ctx, 2*time.Second)
	return nil
}

func fullLog(ctx context.Context, a *assault) error {
	answered := 0
	for range a.size {
		c, err := (&net.Dialer{Timeout: time.Second}).DialContext(ctx, "tcp", a.addr)
		if err != nil {
			break
		}
		c.SetDeadline(time.Now().Add(time.Second))
		c.Write([]byte("nonsense\r\n\r\n"))
		_, err = http.ReadResponse(bufio.NewReader(c), nil)
		c.Close()
		if err != nil {
			break
		}
		answered++
	}
	a.say("%d of %d refusals were answered", answered, a.size)
	before := time.Now()
	a.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-a.done:
		a.say("it ended %v after SIGTERM", time.Since(before).Round(time.Millisecond))
	case <-time.After(8 * time.Second):
		a.say("it has not ended 8 s after SIGTERM")
		a.cmd.Process.Signal(syscall.SIGTERM)
		select {
		case <-a.done:
			a.say("a second signal has ended it")
		case <-time.After(time.Second):
			a.say("a second signal does nothing")
		}
	}
	return nil
}

func chatBurst(ctx context.Context, a *assault) error {
	before, cpu := time.Now(), a.processor()
	members, refused, err := a.askAll(ctx, a.size, "/mychat", "Sec-WebSocket-Protocol: chat\r\n")
	if err != nil {
		return err
	}
	defer closeAll(members)
	var heard, cut atomic.Int64
	const lines, size = 20, 60_000
	var wg sync.WaitGroup
	for _, c := range members {
		wg.Go(func() {
			for n := 0; n < lines; {
				c.SetDeadline(time.Now().Add(patience))
				h, payload, err := readFrame(c)
				if err != nil || h.Opcode == codec.OpClose {
					cut.Add(1)
					return
				}
				if len(payload) > size {
					n++
				}
			}
			heard.Add(1)
		})
	}
	sleep(ctx, time.Second) // all announcements of joins have been received
	a.say("%d members, %d refused; it took %v and %v of processor", len(members), refused,
		time.Since(before).Round(time.Millisecond), (a.processor() - cpu).Round(10*time.Millisecond))
	if len(members) == 0 {
		return nil
	}
	if a.size > 50 {
		closeAll(members[50:]) // send a burst to fewer members: this is not a test of the loopback interface
	}
	var burst []byte
	for range lines {
		h := codec.Header{Fin: true, Opcode: codec.OpText, Masked: true, Key: codec.MaskKey(rand.Uint32())}
		burst = codec.AppendFrame(burst, h, bytes.Repeat([]byte("x"), size))
	}
	members[0].Write(burst)
	wg.Wait()
	a.say("%d members have heard the burst, %d were cut off", heard.Load(), cut.Load()-int64(max(0, len(members)-50)))
	return nil
}

// rawPages lets pages play a plan and leave the responses unread; another page then waits
// until there is room for it.
func rawPages(ctx context.Context, a *assault) error {
	// Some 800 KB of requests get more response bytes than a run may have.
	requests := bytes.Repeat([]byte("GET / HTTP/1.1\r\nHost: "+a.addr+"\r\n\r\n"), 18000)
	plan := fmt.Appendf(nil, `{"pieces":[{"base64":%s}],"waitMs":10000}`, jsonBase64(requests))
	h := codec.Header{Fin: true, Opcode: codec.OpText, Masked: true, Key: 1}
	f := codec.AppendFrame(nil, h, plan)
	pages, refused, err := a.askAll(narrow(ctx), a.size, "/raw", "")
	if err != nil {
		return err
	}
	defer closeAll(pages)
	for range 4 { // the first ones fill the system's buffers
		for _, c := range pages {
			c.SetDeadline(time.Now().Add(5 * time.Second))
			c.Write(f)
		}
		sleep(ctx, 2*time.Second)
	}
	a.say("%d pages have a plan played and do not read, %d were refused", len(pages), refused)
	sleep(ctx, time.Second)
	small := codec.AppendFrame(nil, h, fmt.Appendf(nil, `{"pieces":[{"base64":%s}],"waitMs":0}`, jsonBase64([]byte("GET /healthz HTTP/1.1\r\n"))))
	for before := time.Now(); time.Since(before) < 150*time.Second; sleep(ctx, time.Second) {
		c, _, err := ask(ctx, a.addr, "/raw", "")
		if err != nil {
			return err
		}
		c.Write(small)
		_, payload, err := readFrame(c)
		c.Close()
		if err != nil {
			return err
		}
		if !bytes.Contains(payload, []byte(`"refused"`)) {
			a.say("a place was free after %v", time.Since(before).Round(time.Second))
			return nil
		}
	}
	a.say("no place was free after 150 s")
	return nil
}

func tapVisits(ctx context.Context, a *assault) error {
	err := inParallel(ctx, a.size, func(i int) error {
		c, resp, err := ask(ctx, a.addr, fmt.Sprintf("/tap/%032d", i), "")
		if err != nil {
			return err
		}
		if resp.StatusCode == http.StatusSwitchingProtocols {
			c.(*net.TCPConn).SetLinger(0)
		}
		return c.Close()
	})
	a.say("all have been there")
	return err
}

func endAmidBombs(ctx context.Context, a *assault) error {
	conns, _, err := a.askAll(ctx, a.size, "/echo", offersDeflate)
	if err != nil {
		return err
	}
	defer closeAll(conns)
	b := bomb(16<<20, false)
	for _, c := range conns {
		go func() {
			c.SetDeadline(time.Now().Add(20 * time.Second))
			for range 100 {
				if _, err := c.Write(b); err != nil {
					return
				}
			}
		}()
	}
	sleep(ctx, time.Second)
	before := time.Now()
	a.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-a.done:
		a.say("it ended %v after SIGTERM: %v", time.Since(before).Round(time.Millisecond), a.cmd.ProcessState)
	case <-time.After(20 * time.Second):
		a.say("it has not ended 20 s after SIGTERM")
	}
	return nil
}

// jsonBase64 returns bytes as a string of JSON.
func jsonBase64(b []byte) string { return `"` + base64.StdEncoding.EncodeToString(b) + `"` }
