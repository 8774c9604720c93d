package main

import (
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"framelab/codec"
)

// The graceful end under load: every client that keeps sending sees echoes in
// order without a gap, then 1001, then the end of the stream.
func TestGracefulEndUnderLoad(t *testing.T) {
	for _, secure := range []bool{false, true} {
		t.Run(fmt.Sprint("tls ", secure), func(t *testing.T) {
			var flags []string
			if secure {
				flags = append(flags, "-tls")
			}
			s := start(t, flags...)
			const clients = 20
			ended := make(chan string, clients)
			var echoed atomic.Int64
			for range clients {
				var c *client
				if secure {
					c = dialTLS(t, s).open(s.addr)
				} else {
					c = dialOpen(t, s)
				}
				go func() {
					for i := 0; ; i++ { // until the Close is answered and the stream ends
						if _, err := c.Write(text(strconv.Itoa(i))); err != nil {
							return
						}
						time.Sleep(time.Millisecond)
					}
				}()
				go func() { ended <- readToEnd(c, &echoed) }()
			}
			require.Eventually(t, func() bool { return echoed.Load() > 50*clients }, patience, time.Millisecond)
			before := time.Now()
			s.stop()
			for range clients {
				assert.Equal(t, "1001, then the end", <-ended)
			}
			s.end(t)
			assert.Less(t, time.Since(before), 5*time.Second)
			_, err := net.Dial("tcp", s.addr)
			assert.Error(t, err, "nothing is accepted any more")
		})
	}
}

// readToEnd reads numbered echoes until a Close, answers it, and says how it ended.
func readToEnd(c *client, echoed *atomic.Int64) string {
	for i := 0; ; i++ {
		h, payload, err := c.next()
		switch {
		case err != nil:
			return "before a Close: " + err.Error()
		case h.Opcode == codec.OpClose:
			code := fmt.Sprint(int(payload[0])<<8 | int(payload[1]))
			c.Write(closeFrame(1001, ""))
			if _, err := c.r.ReadByte(); err != io.EOF {
				return code + ", then " + fmt.Sprint(err)
			}
			return code + ", then the end"
		case payload != strconv.Itoa(i):
			return fmt.Sprintf("%q instead of %d", payload, i)
		}
		echoed.Add(1)
	}
}

// Messages that had arrived whole when the shutdown began are echoed; others are not.
func TestEndEchoesWhatArrived(t *testing.T) {
	s := start(t)
	c := dialOpen(t, s)
	const n = 3000
	go func() {
		for i := range n {
			c.Write(text(strconv.Itoa(i)))
		}
		c.Write(text("cut off")[:8])
		s.stop()
	}()
	for i := range n {
		c.wants(codec.OpText, strconv.Itoa(i))
	}
	h, payload, err := c.next()
	require.NoError(t, err)
	require.Equal(t, codec.OpClose, h.Opcode)
	require.Equal(t, "\x03\xe9", payload[:2])
	c.Close()
	s.end(t)
}

// Peers that do not answer, or never finish a request, delay the shutdown for no
// more than five seconds.
func TestEndIsBounded(t *testing.T) {
	s := start(t)
	silent := dialOpen(t, s)                                           // never answers the Close
	dial(t, s.addr)                                                    // never sends
	dial(t, s.addr).send([]byte("GET / HT"))                           // never ends its head
	dial(t, s.addr).send([]byte("POST / HTTP/1.1\r\nHost: " + s.addr + // never ends its body
		"\r\nContent-Length: 500000\r\n\r\nx"))
	stuck := dialOpen(t, s) // never reads
	stuck.flood(frame(true, codec.OpBinary, strings.Repeat("x", 1<<20)))
	time.Sleep(100 * time.Millisecond)
	before := time.Now()
	s.end(t)
	require.Less(t, time.Since(before), 5*time.Second)
	silent.wantsClose(codec.CloseGoingAway)
}

// Without a connection the shutdown takes no time.
func TestEndAtOnce(t *testing.T) {
	s := start(t)
	c := dialOpen(t, s)
	idle := dial(t, s.addr)
	idle.send([]byte("GET /icon.svg HTTP/1.1\r\nHost: " + s.addr + "\r\n\r\n"))
	idle.response()
	before := time.Now()
	s.stop()
	h, _, err := c.next()
	require.NoError(t, err)
	require.Equal(t, codec.OpClose, h.Opcode)
	c.send(closeFrame(1001, ""))
	c.wantsEnd()
	c.Close()
	idle.wantsEnd()
	idle.Close()
	s.end(t)
	require.Less(t, time.Since(before), time.Second)
}
