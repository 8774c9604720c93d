package main

import (
	"encoding/hex"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"framelab/codec"
)

// §1.3 and §5.7: the RFC's own handshake and its own masked "Hello".
func TestRFCExample(t *testing.T) {
	s := startApart(t)
	c := dial(t, s.addr)
	c.send(request(s.addr))
	resp, _ := c.response()
	require.Equal(t, http.StatusSwitchingProtocols, resp.StatusCode)
	require.Equal(t, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", resp.Header.Get("Sec-WebSocket-Accept"))
	require.Equal(t, "websocket", resp.Header.Get("Upgrade"))
	require.Equal(t, "Upgrade", resp.Header.Get("Connection"))
	require.Empty(t, resp.Header.Values("Sec-WebSocket-Extensions"))
	require.Empty(t, resp.Header.Values("Sec-WebSocket-Protocol"))
	hello, err := hex.DecodeString("818537fa213d7f9f4d5158")
	require.NoError(t, err)
	c.send(hello)
	c.wants(codec.OpText, "Hello")
	c.send(closeFrame(1000, "bye"))
	c.wantsClose(1000)
}

// §5.4, §5.5, §5.6: what comes back for legal frames.
func TestEcho(t *testing.T) {
	s := startApart(t)
	long := strings.Repeat("가나다", 20000)
	for name, tc := range map[string]struct {
		send []string
		op   codec.Opcode
		want []string
	}{
		"empty text":      {[]string{string(text(""))}, codec.OpText, []string{""}},
		"125 bytes":       {[]string{string(text(long[:123]))}, codec.OpText, []string{long[:123]}},
		"126 bytes":       {[]string{string(text(long[:126]))}, codec.OpText, []string{long[:126]}},
		"65535 bytes":     {[]string{string(text(long[:65535]))}, codec.OpText, []string{long[:65535]}},
		"65536 bytes":     {[]string{string(frame(true, codec.OpBinary, long[:65536]))}, codec.OpBinary, []string{long[:65536]}},
		"180000 bytes":    {[]string{string(text(long))}, codec.OpText, []string{long}},
		"two at once":     {[]string{string(text("a")) + string(text("b"))}, codec.OpText, []string{"a", "b"}},
		"three fragments": {[]string{string(frame(false, codec.OpText, "He")), string(frame(false, codec.OpContinuation, "l")) + string(frame(true, codec.OpContinuation, "lo"))}, codec.OpText, []string{"Hello"}},
		"a rune cut in two": {[]string{string(frame(false, codec.OpText, "\xea\xb0")), string(frame(true, codec.OpContinuation, "\x80"))},
			codec.OpText, []string{"가"}},
	} {
		t.Run(name, func(t *testing.T) {
			c := dialOpen(t, s)
			for _, b := range tc.send {
				c.send([]byte(b))
			}
			for _, want := range tc.want {
				c.wants(tc.op, want)
			}
			c.send(closeFrame(0, ""))
			c.wantsClose(0)
		})
	}
}

// §5.5.2, §5.5.3: every ping of 0 to 125 bytes comes back, also between fragments.
func TestPings(t *testing.T) {
	s := startApart(t)
	c := dialOpen(t, s)
	payload := strings.Repeat("\x00\xffp", 42)
	for n := range 126 {
		c.send(frame(true, codec.OpPing, payload[:n]))
		c.wants(codec.OpPong, payload[:n])
	}
	c.send(frame(false, codec.OpText, "He"))
	c.send(frame(true, codec.OpPing, "now"))
	c.wants(codec.OpPong, "now")
	c.send(frame(true, codec.OpPong, "unasked"))
	c.send(frame(true, codec.OpContinuation, "llo"))
	c.wants(codec.OpText, "Hello")
}

// §5.5.1, §7.4: a Close is answered with its own code, one that must not be sent with 1002.
func TestCloseCodes(t *testing.T) {
	s := startApart(t)
	for _, code := range []uint16{1000, 1001, 1003, 1007, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999} {
		c := dialOpen(t, s)
		c.send(closeFrame(code, "§"))
		c.wantsClose(codec.CloseCode(code))
	}
	for _, code := range []uint16{1, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65535} {
		c := dialOpen(t, s)
		c.send(closeFrame(code, ""))
		c.wantsClose(codec.CloseProtocolError)
	}
}

// §5, §7.1.7: illegal bytes end the connection with the right code, delivered.
func TestIllegalFrames(t *testing.T) {
	s := startApart(t)
	for _, tc := range []struct {
		name, bytes string
		code        codec.CloseCode
	}{
		{"RSV1 without an extension (§5.2)", "c18537fa213d7f9f4d5158", 1002},
		{"RSV2 (§5.2)", "a18537fa213d", 1002},
		{"RSV3 (§5.2)", "9180", 1002},
		{"reserved data opcode (§5.2)", "83ff", 1002},
		{"reserved control opcode (§5.2)", "8b80", 1002},
		{"unmasked (§5.1)", "810548656c6c6f", 1002},
		{"unmasked, one byte of length alone (§5.1)", "8105", 1002},
		{"ping of 126 bytes, two bytes of it (§5.5)", "89fe", 1002},
		{"fragmented ping (§5.5)", "0980", 1002},
		{"orphan continuation (§5.4)", "8080", 1002},
		{"message inside a message (§5.4)", "018037fa213d8180", 1002},
		{"length with the top bit (§5.2)", "82ff8000000000000000", 1002},
		{"length of all ones (§5.2)", "82ffffffffffffffffff", 1002},
		{"length of 2⁶³−1 (§10.4)", "82ff7fffffffffffffff", 1009},
		{"0 in 16 bits (§5.2)", "82fe0000", 1002},
		{"125 in 16 bits (§5.2)", "82fe007d", 1002},
		{"125 in 64 bits (§5.2)", "82ff000000000000007d", 1002},
		{"65535 in 64 bits (§5.2)", "82ff000000000000ffff", 1002},
		{"Close of one byte (§5.5.1)", "888100000000", 1002},
		{"text of a surrogate (§8.1)", "8183" + "00000000" + "eda080", 1007},
		{"text that ends inside a rune (§8.1)", "8181" + "00000000" + "c3", 1007},
		{"overlong text (§8.1)", "8182" + "00000000" + "c080", 1007},
		{"above U+10FFFF at its second byte (§8.1)", "8184" + "00000000" + "f490", 1007},
		{"Close reason not UTF-8 (§8.1)", "8883" + "00000000" + "03e8ff", 1007},
	} {
		t.Run(tc.name, func(t *testing.T) {
			b, err := hex.DecodeString(tc.bytes)
			require.NoError(t, err)
			c := dialOpen(t, s)
			c.send(append(text("before"), b...))
			c.wants(codec.OpText, "before")
			c.wantsClose(tc.code)
		})
	}
}

// §10.4: each limit at its edge, and one over.
func TestLimits(t *testing.T) {
	s := startApart(t, "-max-message", "1000", "-max-frame", "600", "-max-fragments", "4")
	for _, tc := range []struct {
		name   string
		frames []string
		code   codec.CloseCode // 0: echoed
	}{
		{"frame at the limit", []string{string(text(strings.Repeat("x", 600)))}, 0},
		{"frame over it", []string{string(text(strings.Repeat("x", 601)))}, 1009},
		{"frame over it, header alone", []string{string(text(strings.Repeat("x", 601))[:4])}, 1009},
		{"message at the limit", []string{string(frame(false, codec.OpText, strings.Repeat("x", 500))), string(frame(true, codec.OpContinuation, strings.Repeat("x", 500)))}, 0},
		{"message over it", []string{string(frame(false, codec.OpText, strings.Repeat("x", 500))), string(frame(true, codec.OpContinuation, strings.Repeat("x", 501)))}, 1009},
		{"fragments at the limit", append(fragments(3), string(frame(true, codec.OpContinuation, ""))), 0},
		{"fragments over it", fragments(5), 1008},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := dialOpen(t, s)
			c.send([]byte(strings.Join(tc.frames, "")))
			if tc.code != 0 {
				c.wantsClose(tc.code)
				return
			}
			h, _, err := c.next()
			require.NoError(t, err)
			require.Equal(t, codec.OpText, h.Opcode)
		})
	}
}

// fragments returns the first n frames of a message that does not end.
func fragments(n int) []string {
	list := []string{string(frame(false, codec.OpText, "x"))}
	for range n - 1 {
		list = append(list, string(frame(false, codec.OpContinuation, "")))
	}
	return list
}

// The default limits do not stop one peer with 200 connections, or with 10,000 messages
// sent before it reads one.
func TestBusyPeer(t *testing.T) {
	s := startApart(t)
	var open []*client
	for range 200 {
		open = append(open, dialOpen(t, s))
	}
	for i, c := range open {
		c.send(text(fmt.Sprint(i)))
	}
	for i, c := range open {
		c.wants(codec.OpText, fmt.Sprint(i))
	}
	c := open[0]
	go c.Write([]byte(strings.Repeat(string(text(strings.Repeat("x", 64))), 10000)))
	for range 10000 {
		c.wants(codec.OpText, strings.Repeat("x", 64))
	}
}
