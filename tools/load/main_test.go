package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"framelab/codec"
)

// The whole command, with fewer connections, of which more misbehave.
func TestLoad(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	var out bytes.Buffer
	require.NoError(t, run(ctx, options{conns: 600, bad: 20, rounds: 3, soak: 2 * time.Second, repo: "../.."}, &out), &out)
	assert.Equal(t, 3, strings.Count(out.String(), ": 570 echoes intact"), &out)
	assert.Contains(t, out.String(), "2s of soak: ")
}

// A changed echo is detected.
func TestLoadFindsFaults(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	for _, fault := range []string{"changed", "lost", "closed"} {
		addr := faulty(t, fault)
		good, bad, err := connect(ctx, addr, options{conns: 4})
		require.NoError(t, err)
		require.Empty(t, bad)
		err = echoAll(ctx, good, 0)
		if fault == "closed" {
			require.NoError(t, err)
			require.Eventually(t, func() bool { return stillOpen(ctx, good) != nil }, 5*time.Second, 10*time.Millisecond)
		} else {
			require.Error(t, err, fault)
		}
		closeAll(good)
	}
}

// faulty starts a server that opens WebSockets and mishandles the first message of each:
// it changes a byte, loses the message, or ends the connection after it.
func faulty(t *testing.T, fault string) (addr string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go answer(c, fault)
		}
	}()
	return l.Addr().String()
}

func answer(c net.Conn, fault string) {
	defer c.Close()
	r := bufio.NewReader(c)
	if _, err := http.ReadRequest(r); err != nil {
		return
	}
	io.WriteString(c, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n")
	b, err := r.Peek(2)
	for n := 2; err == nil; n++ {
		if h, size := codec.ParseHeader(b); size > 0 {
			r.Discard(size)
			payload := make([]byte, h.Length)
			io.ReadFull(r, payload)
			codec.Mask(payload, h.Key)
			if fault == "changed" {
				payload[len(payload)/2] ^= 1
			}
			if fault != "lost" {
				c.Write(codec.AppendFrame(nil, codec.Header{Fin: true, Opcode: h.Opcode}, payload))
			}
			return
		}
		b, err = r.Peek(n + 1)
	}
}

// Every attack runs at a small size, and the server still echoes after it; an unknown
// attack is refused with a list of the known ones.
func TestAttacks(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), 4*time.Minute)
	defer cancel()
	var out bytes.Buffer
	o := options{attack: "bombs,half,heads,blocked,log,chat,taps,end", size: 40, repo: "../..", flags: []string{"-max-message=1MiB"}}
	require.NoError(t, runAttacks(ctx, o, &out), &out)
	for name := range strings.SplitSeq(o.attack, ",") {
		assert.Regexp(t, name+": peak [0-9.]+ MiB; good echoes: ", out.String())
	}
	out.Reset()
	require.ErrorContains(t, runAttacks(ctx, options{attack: "bombs,nothing"}, &out), "nothing")
	assert.Equal(t, len(attacks), strings.Count(out.String(), "\n"))
}
