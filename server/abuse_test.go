package main

import (
	"hash/crc32"
	"math/rand/v2"
	"net"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"framelab/codec"
)

// abuses are what misbehaving clients do; tools/load does the like with ten
// thousand connections.
var abuses = map[string]func(c *client, host string){
	"slow handshake": func(c *client, host string) {
		for _, b := range request(host) {
			if _, err := c.Write([]byte{b}); err != nil {
				return
			}
			time.Sleep(10 * time.Millisecond)
		}
	},
	"silent":            func(*client, string) {},
	"silent in a frame": func(c *client, host string) { c.Write(append(request(host), 0x82, 0xFF, 0, 0, 0, 0, 0, 0xA0, 0, 0)) },
	"garbage head":      func(c *client, _ string) { c.Write([]byte(strings.Repeat("\x00\xFFgarbage", 5000))) },
	"garbage frames":    func(c *client, host string) { c.Write(append(request(host), strings.Repeat("\xFFgarbage", 5000)...)) },
	"never reading": func(c *client, host string) {
		floods(c, host, frame(true, codec.OpBinary, strings.Repeat("x", 256<<10)))
	},
	"pings, not reading": func(c *client, host string) {
		floods(c, host, []byte(strings.Repeat(string(frame(true, codec.OpPing, "ping")), 1000)))
	},
	"fragments": func(c *client, host string) {
		floods(c, host, []byte(strings.Repeat(string(frame(false, codec.OpContinuation, "")), 1000)))
	},
	"reset": func(c *client, host string) {
		c.Write(append(request(host), frame(true, codec.OpBinary, strings.Repeat("x", 1000))[:500]...))
		c.Conn.(*net.TCPConn).SetLinger(0)
		c.Close()
	},
}

func floods(c *client, host string, b []byte) {
	c.Write(request(host))
	for range 20 {
		if _, err := c.Write(b); err != nil {
			return
		}
	}
}

// Good connections get every echo unchanged while others misbehave. When all connections
// have ended, goroutines and memory are as they were.
func TestAbuse(t *testing.T) {
	s := start(t, "-idle-timeout", "45s")
	noise := make([]byte, 64<<10)
	for i := range noise {
		noise[i] = byte(rand.Uint32())
	}
	round := func() {
		var good, bad []*client
		for i := range 100 {
			good = append(good, dialOpen(t, s))
			if i%10 == 0 {
				for _, do := range abuses {
					if c := dial(t, s.addr); i < 10 {
						bad = append(bad, c)
						go do(c, s.addr)
					} else {
						c.Close()
					}
				}
			}
		}
		for n := range 3 {
			for i, c := range good {
				payload := noise[rand.IntN(len(noise)/2):][:1+rand.IntN(len(noise)/2)]
				c.send(frame(true, codec.OpBinary, string(payload)))
				h, got, err := c.next()
				require.NoError(t, err, "message %d of %d", n, i)
				require.Equal(t, codec.OpBinary, h.Opcode)
				require.Equal(t, crc32.ChecksumIEEE(payload), crc32.ChecksumIEEE([]byte(got)))
			}
		}
		for _, c := range append(good, bad...) {
			c.Close()
		}
		require.Eventually(t, func() bool { return s.gate.Count() == 0 }, patience, 10*time.Millisecond)
	}
	measure := func() (goroutines int, heap int64) {
		var m runtime.MemStats
		for range 3 { // pools are emptied by the second
			runtime.GC()
		}
		runtime.ReadMemStats(&m)
		return runtime.NumGoroutine(), int64(m.HeapAlloc)
	}
	round() // what the server makes only once
	goroutines, heap := measure()
	round()
	assert.Eventually(t, func() bool { return runtime.NumGoroutine() <= goroutines+2 }, patience, 10*time.Millisecond)
	_, after := measure()
	assert.Less(t, after-heap, int64(2<<20), "bytes of heap")
}
