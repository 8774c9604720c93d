package codec

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const plainResponse = "HTTP/1.1 101 Switching Protocols\r\n" +
	"Upgrade: websocket\r\n" +
	"Connection: Upgrade\r\n" +
	"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"

func sentRequest(t testing.TB) *Request {
	var r Request
	_, err := r.Parse([]byte(add("Sec-WebSocket-Protocol: chat, superchat\r\nSec-WebSocket-Extensions: foo; a=1\r\nSec-WebSocket-Extensions: bar\r\n")), HeadLimits{})
	require.NoError(t, err)
	require.NoError(t, r.CheckUpgrade())
	return &r
}

func answer(old, new string) string {
	if !strings.Contains(plainResponse, old) {
		panic("no " + old)
	}
	return strings.Replace(plainResponse, old, new, 1)
}

func more(lines string) string { return answer("xOo=\r\n", "xOo=\r\n"+lines) }

// Responses that a client must refuse, each with the text that begins at its fault (""
// means the end of the head). Heads that cannot be read come first.
var brokenResponses = []struct {
	name, head string
	rule       Rule
	at         string
}{
	{"not HTTP", "SSH-2.0\r\n", ResponseVersionMalformed, "SSH"},
	{"a frame", "\x81\x05Hello", ResponseVersionMalformed, "\x81"},
	{"a tab after the version", answer("1.1 ", "1.1\t"), ResponseVersionMalformed, "\t101"},
	{"HTTP/2.0", answer("HTTP/1.1", "HTTP/2.0"), ResponseVersion, "2.0"},
	{"HTTP/1.0", answer("HTTP/1.1", "HTTP/1.0"), ResponseVersion, "HTTP"},
	{"an interim response of HTTP/1.0", "HTTP/1.0 100 Continue\r\n\r\n", ResponseVersion, "HTTP"},
	{"a status of four digits that begins as 100", answer("101", "1000"), ResponseStatusMalformed, "0 Switching"},
	{"a status of two digits", answer("101", "10"), ResponseStatusMalformed, " Switching"},
	{"a status of four digits", answer("101", "1010"), ResponseStatusMalformed, "0 Switching"},
	{"a status of letters", answer("101", "1o1"), ResponseStatusMalformed, "o1"},
	{"a status that begins with 0", answer("101", "010"), ResponseStatusMalformed, "010"},
	{"no space after the status", answer("101 Switching Protocols", "101"), ResponseStatusSpace, "\r\nUpgrade"},
	{"two spaces before the status", answer(" 101", "  101"), ResponseStatusMalformed, " 101"},
	{"a tab after the status", answer("101 ", "101\t"), ResponseStatusMalformed, "\tSwitching"},
	{"bare LF after the reason", answer("Protocols\r\n", "Protocols\n"), HeadBareLF, "\nUpgrade"},
	{"BEL in the reason", answer("Protocols", "Proto\acols"), HeadControl, "\a"},
	{"lone CR after the reason", answer("Protocols\r\n", "Protocols\rx"), HeadBareCR, "\rx"},
	{"white space before the first field", answer("Upgrade:", " Upgrade:"), HeadLeadingSpace, " Upgrade"},

	// Step 1.
	{"200", answer("101 Switching Protocols", "200 OK"), ResponseStatus, "200"},
	{"426", answer("101 Switching Protocols", "426 Upgrade Required"), ResponseStatus, "426"},
	// Step 2.
	{"no Upgrade", answer("Upgrade: websocket\r\n", ""), ResponseUpgradeMissing, ""},
	{"two Upgrades", more("Upgrade: x\r\n"), ResponseUpgradeDuplicate, "x\r\n\r\n"},
	{"a different Upgrade", answer("websocket", "h2c"), ResponseUpgrade, "h2c"},
	{"a list in Upgrade", answer("websocket", "websocket, h2c"), ResponseUpgrade, "websocket, h2c"},
	// Step 3.
	{"no Connection", answer("Connection: Upgrade\r\n", ""), ResponseConnectionMissing, ""},
	{"Connection that is not a list of tokens", answer("Connection: Upgrade", "Connection: Upgrade, a b"), ResponseConnectionMalformed, "Upgrade, a"},
	{"Connection without Upgrade", answer("Connection: Upgrade", "Connection: upgraded"), ResponseConnectionNoUpgrade, "upgraded"},
	// Step 4.
	{"no accept", answer("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n", ""), ResponseAcceptMissing, ""},
	{"two accepts", more("Sec-WebSocket-Accept: X3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"), ResponseAcceptDuplicate, "X3pP"},
	{"a wrong accept", answer("s3pP", "s3pQ"), ResponseAcceptWrong, "s3pQ"},
	{"an accept in a different case", answer("s3pP", "S3pP"), ResponseAcceptWrong, "S3pP"},
	{"an empty accept", answer(": s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", ":"), ResponseAcceptWrong, "\r\n\r\n"},
	// Step 5.
	{"two lines of extensions", more("Sec-WebSocket-Extensions: foo\r\nSec-WebSocket-Extensions: bar\r\n"), ResponseExtensionsDuplicate, "bar\r\n\r\n"},
	{"malformed extensions", more("Sec-WebSocket-Extensions: foo;\r\n"), ResponseExtensionsMalformed, "foo;"},
	{"no extension in the list", more("Sec-WebSocket-Extensions:\r\n"), ResponseExtensionsMalformed, "\r\n\r\n"},
	{"an extension not offered", more("Sec-WebSocket-Extensions: foo, baz\r\n"), ResponseExtensionNotOffered, "foo, baz"},
	// Step 6.
	{"two subprotocols", more("Sec-WebSocket-Protocol: chat\r\nSec-WebSocket-Protocol: superchat\r\n"), ResponseSubprotocolDuplicate, "superchat"},
	{"a list of subprotocols", more("Sec-WebSocket-Protocol: chat, superchat\r\n"), ResponseSubprotocolMalformed, "chat, super"},
	{"an empty subprotocol", more("Sec-WebSocket-Protocol:\r\n"), ResponseSubprotocolMalformed, "\r\n\r\n"},
	{"a subprotocol not offered", more("Sec-WebSocket-Protocol: Chat\r\n"), ResponseSubprotocolNotOffered, "Chat"},
}

// acceptFault returns the first fault of a response: Parse's, then CheckAccept's.
func acceptFault(t *testing.T, head string) Fault {
	t.Helper()
	req := sentRequest(t)
	var resp Response
	n, err := resp.Parse([]byte(head), HeadLimits{UpgradeOnly: true})
	if err == nil && n > 0 {
		err = resp.CheckAccept(req)
	}
	if err == nil {
		require.Zero(t, resp.Fault())
	} else {
		require.Equal(t, resp.Fault().Rule, err)
	}
	return resp.Fault()
}

func TestCheckAcceptRefuses(t *testing.T) { // §4.1
	for _, c := range brokenResponses {
		t.Run(c.name, func(t *testing.T) {
			at := len(c.head)
			if c.at != "" {
				at = strings.Index(c.head, c.at)
			}
			want := Fault{Rule: c.rule, Bit: uint64(at) * 8}
			require.Equal(t, want, acceptFault(t, c.head))
			require.Zero(t, c.rule.CloseCode(), "no frame can be sent yet")
			var resp Response
			if n, err := resp.Parse([]byte(c.head), HeadLimits{}); err == nil {
				require.Equal(t, len(c.head), n)
				require.Equal(t, c.rule, resp.CheckAccept(sentRequest(t)))
				require.Equal(t, want, resp.Fault())
			}
			// However the head is cut, the verdict is the same.
			var slow Response
			var size int
			var err error
			for i := range c.head {
				if size, err = slow.Parse([]byte(c.head[:i+1]), HeadLimits{UpgradeOnly: true}); err != nil {
					break
				}
			}
			if err == nil {
				require.Equal(t, len(c.head), size)
				err = slow.CheckAccept(sentRequest(t))
			}
			require.Equal(t, c.rule, err)
			require.Equal(t, want, slow.Fault())
		})
	}
}

// A client skips any number of interim responses.
func TestInterimResponses(t *testing.T) { // RFC 9110 §15.2
	before := "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 \r\nLink: </x>\r\nContent-Length: 3\r\n\r\n"
	for _, c := range []struct {
		last string
		want Fault
	}{
		{plainResponse, Fault{}},
		{answer("101 Switching Protocols", "404 Not Found"), Fault{ResponseStatus, uint64(len(before)+9) * 8}},
		{answer("Upgrade: websocket", "Upgrade: h2c"), Fault{ResponseUpgrade, uint64(len(before)+len("HTTP/1.1 101 Switching Protocols\r\nUpgrade: ")) * 8}},
	} {
		b := []byte(before + c.last)
		var resp Response
		at := 0
		for range 2 {
			n, err := resp.Parse(b[at:], HeadLimits{UpgradeOnly: true})
			require.NoError(t, err)
			require.True(t, resp.Interim())
			at += n
		}
		resp.Parse(b[at:], HeadLimits{})
		require.False(t, resp.Interim())
		spans := AppendResponseDissection(nil, b, sentRequest(t), HeadLimits{})
		requireTiled(t, b, spans)
		require.Equal(t, c.want, firstOf(spans))
		checkResponse(t, b, sentRequest(t), HeadLimits{})
	}
	// After an interim response the client still waits.
	spans := AppendResponseDissection(nil, []byte("HTTP/1.1 100 \r\n\r\n"), sentRequest(t), HeadLimits{})
	require.Equal(t, Span{Start: 17 * 8, Missing: 1, Part: PartHead}, lastHead(spans))
	resp := Response{Status: 101}
	require.False(t, resp.Interim())
}

func TestCheckAcceptAccepts(t *testing.T) { // §4.1, §4.2.2
	for _, head := range []string{
		plainResponse,
		answer("Switching Protocols", ""),
		answer("Switching Protocols", "Hello, 안녕\t!"),
		answer("websocket", "WebSocket"),
		answer("Connection: Upgrade", "connection: keep-alive, upgrade"),
		answer(": s3pP", ": \t s3pP"),
		more("Sec-WebSocket-Protocol: superchat\r\n"),
		more("Sec-WebSocket-Extensions: bar, foo; a=1\r\n"),
		more("Sec-WebSocket-Version: 13\r\nSet-Cookie: a=b\r\n"),
	} {
		require.Zero(t, acceptFault(t, head), head)
	}
}

func TestResponseParse(t *testing.T) {
	frame := "\x81\x05Hello"
	for i := range plainResponse {
		var resp Response
		n, err := resp.Parse([]byte(plainResponse[:i]), HeadLimits{})
		require.NoError(t, err)
		require.Zero(t, n)
		require.Equal(t, HeadIncomplete, resp.CheckAccept(sentRequest(t)))
		resp.Reset()
		n, err = resp.Parse([]byte(plainResponse[:i]), HeadLimits{})
		require.NoError(t, err)
		require.Zero(t, n)
		moved := []byte(plainResponse + frame)
		n, err = resp.Parse(moved, HeadLimits{})
		require.NoError(t, err)
		require.Equal(t, len(plainResponse), n)
		require.Equal(t, 101, resp.Status)
		v, ok := resp.Get("upgrade")
		require.True(t, ok)
		require.Equal(t, "websocket", string(v))
		for e := range resp.Values("connection") {
			require.Equal(t, "Upgrade", string(e))
		}
		require.Equal(t, "HTTP/1.1", string(resp.Version))
		require.Equal(t, "Switching Protocols", string(resp.Reason))
		for k := range moved {
			moved[k] = 'x'
		}
		require.Equal(t, "xxxxxxxx", string(resp.Version))
		require.Equal(t, "xxxxxxxxxxxxxxxxxxx", string(resp.Reason))
		require.Equal(t, "xxxxxxx", string(resp.Fields[0].Name))
	}
	var resp Response
	_, err := resp.Parse([]byte("HTTP/1.1\n"), HeadLimits{})
	require.Equal(t, HeadBareLF, err)
	require.Equal(t, HeadBareLF, resp.CheckAccept(sentRequest(t)))
	_, err = resp.Parse([]byte(plainResponse), HeadLimits{MaxBytes: 50})
	require.Equal(t, HeadTooBig, err)
}

// For a request without a key no accept is right, not even that of an empty key.
func TestCheckAcceptWithoutAKey(t *testing.T) { // §4.1
	var req Request
	_, err := req.Parse([]byte(edit("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", "")), HeadLimits{})
	require.NoError(t, err)
	var resp Response
	_, err = resp.Parse([]byte(answer("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", string(AppendAccept(nil, nil)))), HeadLimits{})
	require.NoError(t, err)
	require.Equal(t, ResponseAcceptWrong, resp.CheckAccept(&req))
}
