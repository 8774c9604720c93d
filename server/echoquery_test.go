package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"framelab/codec"
	"framelab/server/conn"
	"framelab/server/info"
)

// Each invalid value is refused with a sentence that names it.
func TestEchoQueriesRefused(t *testing.T) {
	s := start(t)
	for _, query := range []string{
		"ping=0", "ping=60001", "ping=-5", "ping=often", "ping=", "ping=1&ping=2",
		"fragment=0", "fragment=1048577", "fragment=x",
		"delay=0", "delay=10001", "delay=1s",
		"close=999", "close=1004", "close=1015", "close=1016", "close=2999", "close=5000", "close=x",
		"reason=x", "close=1005&reason=x", "close=1006&reason=x", "close=1000&reason=%FF", "close=1000&reason=" + strings.Repeat("x", 124),
		"after=1", "close=1000&after=-1", "close=1000&after=1000001",
		"subprotocol=a%20b", "subprotocol=a,b%22",
		"deflate=on", "deflate=", "takeover=yes", "takeover=", "takeover=both&deflate=off", "server_max_window_bits=9&deflate=off",
		"server_max_window_bits=7", "server_max_window_bits=16", "client_max_window_bits=x", "client_max_window_bits=",
		"tap=short",
	} {
		body := refusedAt(t, s, 400, "/echo?"+query)
		last := query[strings.LastIndexByte(query, '&')+1:]
		name, _, _ := strings.Cut(last, "=")
		assert.Contains(t, body, name, query)
		assert.Regexp(t, `^The query parameter “.*is not valid: `+name+` .*\.\n$`, body, query)
	}
	assert.Contains(t, refusedAt(t, s, 400, "/echo?x=%zz"), "RFC 3986")
	assert.Contains(t, refusedAt(t, s, 400, "/echo?ping=no"), `or "once"`)
	c := openAt(t, s, "/echo?unknown=1&also=")
	c.send(text("x"))
	c.wants(codec.OpText, "x")
}

func TestEchoPings(t *testing.T) {
	s := start(t)
	before := time.Now()
	c := openAt(t, s, "/echo?ping=20")
	for i := range 5 {
		c.wants(codec.OpPing, fmt.Sprint("ping ", i+1))
		c.send(frame(true, codec.OpPong, fmt.Sprint("ping ", i+1)))
	}
	assert.GreaterOrEqual(t, time.Since(before), 95*time.Millisecond)
	c.Close()
	c = openAt(t, s, "/echo?ping=once")
	c.wants(codec.OpPing, "ping 1")
	c.send(text("x"))
	c.wants(codec.OpText, "x")
	require.NoError(t, c.SetReadDeadline(time.Now().Add(50*time.Millisecond)))
	_, _, err := c.next()
	require.True(t, conn.IsTimeout(err), "once is once")
}

// ping=once is sent before anything that the client's first bytes lead to, even if they
// come with the handshake and end the connection.
func TestEchoPingsBeforeItAnswers(t *testing.T) {
	s := start(t)
	for range 20 {
		c := dial(t, s.addr)
		head := bytes.Replace(request(s.addr), []byte("/echo"), []byte("/echo?ping=once&close=4000&after=1"), 1)
		c.send(append(head, text("x")...))
		resp, _ := c.response()
		require.Equal(t, 101, resp.StatusCode)
		c.wants(codec.OpPing, "ping 1")
		c.wants(codec.OpText, "x")
		c.answersClose(4000)
		c.Close()
	}
}

func TestEchoFragments(t *testing.T) {
	s := start(t, "-max-fragments", "10")
	c := openAt(t, s, "/echo?fragment=3")
	for _, tc := range []struct {
		sent string
		want []string
	}{
		{"", []string{""}},
		{"abc", []string{"abc"}},
		{"Hello", []string{"Hel", "lo"}},
		{"가나", []string{"가", "나"}},
		{"a가나", []string{"a\xea\xb0", "\x80\xeb\x82", "\x98"}},
		{strings.Repeat("x", 99), append(append([]string(nil), repeat(strings.Repeat("x", 10), 9)...), "xxxxxxxxx")}, // no more than -max-fragments
	} {
		c.send(text(tc.sent))
		for i, want := range tc.want {
			h, got, err := c.next()
			require.NoError(t, err)
			require.Equal(t, want, got)
			require.Equal(t, i == len(tc.want)-1, h.Fin)
			require.Equal(t, map[bool]codec.Opcode{true: codec.OpText, false: codec.OpContinuation}[i == 0], h.Opcode)
		}
	}
	// A ping goes between the frames of a message that is larger than -max-pending.
	c = openAt(t, start(t, "-max-pending", "1KiB"), "/echo?fragment=1000")
	c.send(frame(true, codec.OpBinary, strings.Repeat("y", 100000)))
	var got strings.Builder
	for fin := false; !fin; {
		h, payload, err := c.next()
		require.NoError(t, err)
		got.WriteString(payload)
		fin = h.Fin
	}
	require.Equal(t, strings.Repeat("y", 100000), got.String())
}

func repeat(s string, n int) (all []string) {
	for range n {
		all = append(all, s)
	}
	return all
}

func TestEchoCloses(t *testing.T) {
	s := start(t)
	for _, tc := range []struct {
		code   int
		reason string
		after  int
	}{
		{1000, "", 1}, {1001, "bye", 0}, {3000, "이유", 2}, {4999, strings.Repeat("x", 123), 3}, {1013, "", 0},
	} {
		c := openAt(t, s, fmt.Sprintf("/echo?close=%d&reason=%s&after=%d", tc.code, url.QueryEscape(tc.reason), tc.after))
		for i := range tc.after {
			c.send(text(fmt.Sprint(i)))
			c.wants(codec.OpText, fmt.Sprint(i))
		}
		assert.Equal(t, tc.reason, c.answersClose(codec.CloseCode(tc.code)))
	}
	c := openAt(t, s, "/echo?close=1000") // after one without after
	c.send(append(text("one"), text("two, which comes after the Close")...))
	c.wants(codec.OpText, "one")
	c.answersClose(1000)

	c = openAt(t, s, "/echo?close=1005&after=0")
	h, payload, err := c.next()
	require.NoError(t, err)
	require.Equal(t, codec.OpClose, h.Opcode)
	require.Empty(t, payload)
	c.send(closeFrame(0, ""))
	c.wantsEnd()

	openAt(t, s, "/echo?close=1006&after=0").wantsEnd()
	c = openAt(t, s, "/echo?close=1006&after=1&delay=30")
	c.send(text("x"))
	c.wants(codec.OpText, "x")
	c.wantsEnd()
}

// A delayed answer is late by the requested time, pongs are not late, and the waiting
// bytes are bounded.
func TestEchoLate(t *testing.T) {
	s := start(t, "-max-pending", "64KiB")
	const delay = 300 * time.Millisecond
	c := openAt(t, s, "/echo?delay=300")
	before := time.Now()
	c.send(append(append(text("one"), text("two")...), frame(true, codec.OpPing, "p")...))
	c.wants(codec.OpPong, "p")
	time.Sleep(delay / 3)
	c.send(text("three"))
	c.wants(codec.OpText, "one")
	assert.GreaterOrEqual(t, time.Since(before), delay)
	c.wants(codec.OpText, "two")
	assert.Less(t, time.Since(before), 2*delay, "one has not held up two")
	c.wants(codec.OpText, "three")
	assert.GreaterOrEqual(t, time.Since(before), delay+delay/3)
	c.Close()

	c = openAt(t, s, "/echo?delay=10000")
	go c.Write([]byte(strings.Repeat(string(text(strings.Repeat("x", 1000))), 100)))
	assert.Contains(t, c.answersClose(codec.ClosePolicyViolation), "-max-pending")

	// At the server's end nothing waits any longer.
	c = openAt(t, s, "/echo?delay=10000")
	c.send(text("hurry"))
	time.Sleep(20 * time.Millisecond)
	s.stop()
	c.wants(codec.OpText, "hurry")
	c.answersClose(codec.CloseGoingAway)
	s.end(t)
}

func TestEchoSubprotocols(t *testing.T) {
	s := start(t)
	for _, tc := range []struct{ mine, offered, want string }{
		{"chat", "superchat, chat", "chat"},
		{"a,b", "b, a", "b"}, // the client's order (§4.2.2)
		{"a, b", "a", "a"},
		{"Chat", "chat", ""},
		{"chat", "", ""},
	} {
		c := dial(t, s.addr)
		edit := []string{"GET /echo?subprotocol=" + url.QueryEscape(tc.mine) + " HTTP/1.1"}
		if tc.offered != "" {
			edit = append(edit, "+Sec-WebSocket-Protocol: "+tc.offered)
		}
		c.send(request(s.addr, edit...))
		resp, _ := c.response()
		require.Equal(t, 101, resp.StatusCode)
		assert.Equal(t, tc.want, resp.Header.Get("Sec-WebSocket-Protocol"))
	}
}

// /server.json says what the query of /echo may ask for: the server accepts exactly that.
func TestEchoAsks(t *testing.T) {
	s := start(t)
	_, body := ask(t, s, "/server.json")
	var got info.Offer
	require.NoError(t, json.Unmarshal([]byte(body), &got))
	asks := got.Handshake.WebSockets["/echo"].Asks
	require.Len(t, asks, 7)
	for _, a := range asks {
		more := map[string]string{"reason": "&close=1000", "after": "&close=1000"}[a.Name]
		at := func(value any) string { return fmt.Sprintf("/echo?%s=%v%s", a.Name, value, more) }
		for _, word := range a.Words {
			openAt(t, s, at(word)).Close()
		}
		if a.Name == "reason" {
			continue
		}
		refusedAt(t, s, 400, at("something"))
		if a.Most == 0 {
			continue
		}
		openAt(t, s, at(a.Least)).Close()
		openAt(t, s, at(a.Most)).Close()
		refusedAt(t, s, 400, at(a.Least-1))
		refusedAt(t, s, 400, at(a.Most+1))
	}
}
