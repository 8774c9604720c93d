package codec

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// With UpgradeOnly each part of the first line is judged as soon as it ends.
func TestUpgradeOnlyJudgesTheFirstLineEarly(t *testing.T) {
	for head, rule := range map[string]Rule{
		"POST ": RequestMethod, "FOO ": RequestMethodUnknown, "\r\nPOST ": RequestMethod, "PRI ": RequestHTTP2, "GET * ": RequestTarget,
		"GET /#a ": RequestTargetFragment, "GET / HTTP/1.0": RequestVersion,
	} {
		var r Request
		_, err := r.Parse([]byte(head[:len(head)-1]), HeadLimits{UpgradeOnly: true})
		require.NoError(t, err, head)
		_, err = r.Parse([]byte(head), HeadLimits{UpgradeOnly: true})
		require.Equal(t, rule, err, head)
	}
}

func TestKeyIsCanonical(t *testing.T) { // §4.1 item 7
	var r Request
	_, err := r.Parse([]byte(edit("dGhlIHNhbXBsZSBub25jZQ==", "AQIDBAUGBwgJCgsMDQ4PEC==")), HeadLimits{})
	require.NoError(t, err)
	require.False(t, r.KeyIsCanonical())
	require.Equal(t, "AQIDBAUGBwgJCgsMDQ4PEC==", string(r.Key()))
	_, err = r.Parse([]byte(plainRequest), HeadLimits{})
	require.NoError(t, err)
	require.True(t, r.KeyIsCanonical())
}

func TestWantsUpgrade(t *testing.T) {
	for head, want := range map[string]bool{
		plainRequest:                                      true,
		edit("websocket", "WebSocket"):                    true,
		edit("websocket", "h2c"):                          false,
		"GET / HTTP/1.1\r\n\r\n":                          false,
		edit("websocket", "h2c\r\nUpgrade: x, websocket"): true,
	} {
		var r Request
		_, err := r.Parse([]byte(head), HeadLimits{})
		require.NoError(t, err)
		require.Equal(t, want, r.WantsUpgrade())
	}
}

func TestRequestFields(t *testing.T) {
	var r Request
	_, err := r.Parse([]byte(add("X: a, b\r\nx:, c\r\nContent-Length: 7\r\n")), HeadLimits{})
	require.NoError(t, err)
	v, ok := r.Get("uPGRADE")
	require.True(t, ok)
	require.Equal(t, "websocket", string(v))
	_, ok = r.Get("absent")
	require.False(t, ok)
	var got []string
	for e := range r.Values("X") {
		got = append(got, string(e))
	}
	require.Equal(t, []string{"a", "b", "c"}, got)
	for e := range r.Values("X") {
		require.Equal(t, "a", string(e))
		break
	}
	n, err := r.ContentLength()
	require.NoError(t, err)
	require.Equal(t, uint64(7), n)
	require.Equal(t, "/chat", string(r.Resource()))
}

func TestContentLength(t *testing.T) { // RFC 9112 §6.3
	for lines, want := range map[string]struct {
		n   uint64
		err error
	}{
		"":                                {0, nil},
		"Content-Length: 12345678901\r\n": {12345678901, nil},
		"Content-Length: 9223372036854775799\r\n":             {9223372036854775799, nil},
		"Content-Length: 9223372036854775808\r\n":             {0, RequestLengthMalformed},
		"Content-Length: x\r\n":                               {0, RequestLengthMalformed},
		"Content-Length: 5\r\nContent-Length: 5\r\n":          {0, RequestLengthDuplicate},
		"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n": {0, RequestTransferEncoding},
	} {
		var r Request
		_, err := r.Parse([]byte(add(lines)), HeadLimits{})
		require.NoError(t, err)
		n, err := r.ContentLength()
		require.Equal(t, want.err, err, lines)
		require.Equal(t, want.n, n, lines)
	}
}

func TestResource(t *testing.T) { // §3
	for target, want := range map[string]string{
		"/chat?x": "/chat?x", "http://server.example.com/chat": "/chat",
		"https://server.example.com": "", "http://server.example.com?x": "?x",
	} {
		var r Request
		_, err := r.Parse([]byte(edit("/chat", target)), HeadLimits{})
		require.NoError(t, err)
		require.Equal(t, want, string(r.Resource()))
	}
	var r Request
	_, err := r.Parse([]byte("OPTIONS * HTTP/1.1\r\n\r\n"), HeadLimits{})
	require.NoError(t, err)
	require.Nil(t, r.Resource())
}
