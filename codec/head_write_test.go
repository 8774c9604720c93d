package codec

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAppendSwitchingProtocols(t *testing.T) { // §4.2.2 item 5
	r := sentRequest(t)
	b, err := AppendSwitchingProtocols([]byte("> "), r, "", "")
	require.NoError(t, err)
	require.Equal(t, "> "+plainResponse, string(b))
	for _, c := range []struct{ subprotocol, extensions string }{
		{"chat", ""}, {"superchat", "foo; a=1"}, {"", "bar, foo"}, {"chat", "foo; a=" + strings.Repeat("1", 200)},
	} {
		b, err := AppendSwitchingProtocols(nil, r, c.subprotocol, c.extensions)
		require.NoError(t, err)
		require.Zero(t, acceptFault(t, string(b)))
		require.Equal(t, c.subprotocol != "", strings.Contains(string(b), "\r\nSec-WebSocket-Protocol: "+c.subprotocol+"\r\n"))
		require.Equal(t, c.extensions != "", strings.Contains(string(b), "\r\nSec-WebSocket-Extensions: "+c.extensions+"\r\n"))
	}
	for _, c := range []struct {
		subprotocol, extensions string
		rule                    Rule
	}{
		{"mqtt", "", ResponseSubprotocolNotOffered},
		{"Chat", "", ResponseSubprotocolNotOffered},
		{"chat, superchat", "", ResponseSubprotocolMalformed},
		{"chat\r\nX: y", "", ResponseSubprotocolMalformed},
		{"chat\x00", "", ResponseSubprotocolMalformed},
		{"chat\n", "", ResponseSubprotocolMalformed},
		{"", "baz", ResponseExtensionNotOffered},
		{"", "foo, baz", ResponseExtensionNotOffered},
		{"", "foo\r\nX: y", ResponseExtensionsMalformed},
		{"", "foo; a=\"\r\n\"", ResponseExtensionsMalformed},
		{"", "foo; a=\x00", ResponseExtensionsMalformed},
		{"", " ", ResponseExtensionsMalformed},
	} {
		b, err := AppendSwitchingProtocols([]byte("> "), r, c.subprotocol, c.extensions)
		require.Equal(t, Misuse(c.rule), err)
		require.Equal(t, "> ", string(b), "nothing is appended")
	}
	_, err = AppendSwitchingProtocols(nil, &Request{}, "", "")
	require.Equal(t, HeadIncomplete, err)
	_, err = r.Parse([]byte(edit("GET", "POST")), HeadLimits{})
	require.NoError(t, err)
	_, err = AppendSwitchingProtocols(nil, r, "", "")
	require.Equal(t, RequestMethod, err, "the earlier verdict was about a different head")
}

func TestAppendRefusal(t *testing.T) { // §4.2.1, §4.2.2, §4.4
	for rule := range Rule(NumRules) {
		const sentence = "Sec-WebSocket-Key is missing.\r\nInjected: 안녕"
		b := AppendRefusal(nil, rule, sentence)
		status := rule.Status()
		if status == 0 {
			status = 400
		}
		var resp Response
		n, err := resp.Parse(b, HeadLimits{})
		require.NoError(t, err)
		require.Equal(t, sentence, string(b[n:]))
		require.Equal(t, status, resp.Status)
		require.NotEmpty(t, resp.Reason, "status %d", status)
		_, injected := resp.Get("Injected")
		require.False(t, injected)
		for name, want := range map[string]string{
			"Content-Type": "text/plain; charset=utf-8", "X-Content-Type-Options": "nosniff",
			"Content-Length": strconv.Itoa(len(sentence)),
		} {
			got, _ := resp.Get(name)
			require.Equal(t, want, string(got))
		}
		var connection []string
		for e := range resp.Values("Connection") {
			connection = append(connection, string(e))
		}
		require.Contains(t, connection, "close")
		allow, ok := resp.Get("Allow")
		require.Equal(t, status == 405, ok)
		version, ok := resp.Get("Sec-WebSocket-Version")
		unknown := rule == RequestWebSocketVersionMissing || rule == RequestWebSocketVersionDuplicate || rule == RequestWebSocketVersionMalformed
		require.Equal(t, status == 426 || unknown, ok, rule)
		if ok {
			require.Equal(t, "13", string(version))
		}
		upgrade, _ := resp.Get("Upgrade")
		switch status {
		case 405:
			require.Equal(t, "GET", string(allow))
		case 426:
			require.Equal(t, "websocket", string(upgrade))
			require.Contains(t, connection, "upgrade")
		}
	}
}

// A refusal tells a person where the fault is.
func TestAppendExplanation(t *testing.T) {
	for _, c := range []struct {
		head string
		f    Fault
		want string
	}{
		{"POST / HTTP/1.1\r\n\r\n", Fault{RequestMethod, 0}, "No. (byte 0, line 1, column 1; rule request.method, RFC 6455 §4.2.1.)\n"},
		{"GET / HTTP/1.1\r\nHost: a b\r\n\r\n", Fault{RequestHostMalformed, 22 * 8}, "No. (byte 22, line 2, column 7; rule request.host.malformed, RFC 9110 §7.2.)\n"},
		{"GET / HTTP/1.1\r\n\r\n", Fault{RequestHostMissing, 18 * 8}, "No. (byte 18, line 3, column 1; rule request.host.missing, RFC 6455 §4.2.1.)\n"},
		{"", Fault{HeadTooBig, 1 << 60}, "No. (byte 0, line 1, column 1; rule head.too-big, RFC 6585 §5.)\n"},
	} {
		require.Equal(t, c.want, string(AppendExplanation(nil, c.f, []byte(c.head), "No.")))
	}
}

// The whole head is read first, then its body's length is judged, then the handshake.
func TestReadUpgrade(t *testing.T) {
	whole := add("")
	for _, c := range []struct {
		head string
		n    int
		want Fault
	}{
		{"POST / HTTP/1.0\r\nHost: a\r\n", 0, Fault{}},
		{"POST / HTTP/1.1\r\nHost: a\n", 0, Fault{HeadBareLF, 24 * 8}},
		{whole + "\x81", len(whole), Fault{}},
		{edit("GET", "POST"), len(whole) + 1, Fault{RequestMethod, 0}},
		{edit("GET", "POST")[:len(whole)-1] + "Content-Length: 5\r\nContent-Length: 5\r\n\r\n", len(whole) + 39, Fault{RequestLengthDuplicate, uint64(len(whole)+18) * 8}},
		{edit("GET", "POST")[:len(whole)-1] + "Transfer-Encoding: chunked\r\n\r\n", len(whole) + 29, Fault{RequestTransferEncoding, uint64(len(whole)-1) * 8}},
	} {
		var r Request
		n, f := r.ReadUpgrade([]byte(c.head), HeadLimits{UpgradeOnly: true})
		require.Equal(t, c.want, f, "%q", c.head)
		require.Equal(t, c.n, n, "%q", c.head)
	}
}

func TestAppendErrorResponse(t *testing.T) {
	for status, line := range map[int]string{
		403: "HTTP/1.1 403 Forbidden\r\n", 503: "HTTP/1.1 503 Service Unavailable\r\n", 499: "HTTP/1.1 499 \r\n",
		200: "HTTP/1.1 500 Internal Server Error\r\n", 101: "HTTP/1.1 500 Internal Server Error\r\n", 600: "HTTP/1.1 500 Internal Server Error\r\n",
	} {
		require.True(t, strings.HasPrefix(string(AppendErrorResponse(nil, status, "x")), line), line)
	}
}

func TestChooseSubprotocol(t *testing.T) { // §4.2.2 item 4
	for _, c := range []struct {
		offered string
		mine    []string
		want    string
	}{
		{"Sec-WebSocket-Protocol: chat, superchat\r\n", []string{"superchat", "chat"}, "chat"},
		{"Sec-WebSocket-Protocol: chat, superchat\r\n", []string{"superchat"}, "superchat"},
		{"Sec-WebSocket-Protocol: mqtt\r\nX: y\r\nSec-WebSocket-Protocol: chat\r\n", []string{"chat"}, "chat"},
		{"Sec-WebSocket-Protocol: chat\r\n", []string{"Chat"}, ""},
		{"Sec-WebSocket-Protocol: superchat\r\n", []string{"chat"}, ""},
		{"Sec-WebSocket-Protocol: chat\r\n", nil, ""},
		{"", []string{"chat"}, ""},
	} {
		var r Request
		_, err := r.Parse([]byte(add(c.offered)), HeadLimits{})
		require.NoError(t, err)
		require.Equal(t, c.want, ChooseSubprotocol(&r, c.mine))
	}
	var offered []string
	for s := range sentRequest(t).Subprotocols() {
		offered = append(offered, string(s))
	}
	require.Equal(t, []string{"chat", "superchat"}, offered)
}

func TestAppendRequest(t *testing.T) { // §1.3, §4.1
	b, err := AppendRequest([]byte("> "), ClientRequest{
		Host: "server.example.com", Target: "/chat", Origin: "http://example.com",
		Key: [16]byte([]byte("the sample nonce")), Subprotocols: []string{"chat", "superchat"},
		Extensions: "foo; a=1", Fields: [][2]string{{"Cookie", "a=b"}},
	})
	require.NoError(t, err)
	require.Equal(t, "> GET /chat HTTP/1.1\r\n"+
		"Host: server.example.com\r\n"+
		"Upgrade: websocket\r\n"+
		"Connection: Upgrade\r\n"+
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"+
		"Origin: http://example.com\r\n"+
		"Sec-WebSocket-Protocol: chat, superchat\r\n"+
		"Sec-WebSocket-Extensions: foo; a=1\r\n"+
		"Sec-WebSocket-Version: 13\r\n"+
		"Cookie: a=b\r\n\r\n", string(b))
	b, err = AppendRequest(nil, ClientRequest{Host: "a"})
	require.NoError(t, err)
	require.True(t, strings.HasPrefix(string(b), "GET / HTTP/1.1\r\n"))
	require.Zero(t, faultOf(t, string(b)))
}

// Each string that goes into a head, with each byte that must not be in it.
func TestNothingIsInjectedIntoARequest(t *testing.T) {
	for _, bad := range []string{"a\r\nX: y", "a\rb", "a\nb", "a\x00b", "a\x1bb", "a\x7fb"} {
		for name, c := range map[string]ClientRequest{
			"host":        {Host: bad},
			"target":      {Host: "a", Target: "/" + bad},
			"origin":      {Host: "a", Origin: "http://" + bad},
			"subprotocol": {Host: "a", Subprotocols: []string{"chat", bad}},
			"extensions":  {Host: "a", Extensions: bad},
			"field name":  {Host: "a", Fields: [][2]string{{bad, "x"}}},
			"field value": {Host: "a", Fields: [][2]string{{"X", bad}}},
		} {
			b, err := AppendRequest([]byte("> "), c)
			require.Error(t, err, "%s %q", name, bad)
			require.Equal(t, "> ", string(b))
		}
	}
	for rule, c := range map[Rule]ClientRequest{
		RequestHostMalformed:        {},
		RequestHostDuplicate:        {Host: "a", Fields: [][2]string{{"host", "b"}}},
		RequestKeyDuplicate:         {Host: "a", Fields: [][2]string{{"Sec-WebSocket-Key", "b"}}},
		RequestBody:                 {Host: "a", Fields: [][2]string{{"Content-Length", "5"}}},
		RequestTarget:               {Host: "a", Target: "chat"},
		RequestTargetFragment:       {Host: "a", Target: "/#x"},
		RequestTargetMalformed:      {Host: "a", Target: "/my chat"},
		RequestSubprotocolMalformed: {Host: "a", Subprotocols: []string{"a,b"}},
		RequestSubprotocolDuplicate: {Host: "a", Subprotocols: []string{"a", "a"}},
		RequestExtensionsMalformed:  {Host: "a", Extensions: "a;"},
		RequestOriginMalformed:      {Host: "a", Origin: "a"},
		HeadNameEmpty:               {Host: "a", Fields: [][2]string{{"", "b"}}},
		HeadNameNotToken:            {Host: "a", Fields: [][2]string{{"a b", "b"}}},
	} {
		_, err := AppendRequest(nil, c)
		require.Equal(t, Misuse(rule), err)
	}
}

func TestHandshakeAllocatesNothing(t *testing.T) {
	var r Request
	in := []byte(browserRequest)
	out := make([]byte, 0, 512)
	run := func() {
		_, _ = r.Parse(in, HeadLimits{})
		_ = r.CheckUpgrade()
		out, _ = AppendSwitchingProtocols(out[:0], &r, "", "permessage-deflate; server_no_context_takeover; client_no_context_takeover")
	}
	run()
	require.Contains(t, string(out), "101 Switching")
	require.Zero(t, testing.AllocsPerRun(100, run))
}
