package codec

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Requests that are not an opening handshake, by item of §4.2.1, each with the text that
// begins at its fault; "" means the end of the head, where absence is marked.
var brokenRequests = []struct {
	name, head string
	rule       Rule
	at         string
}{
	// Item 1: a GET, HTTP/1.1 or higher, a resource name.
	{"POST", edit("GET", "POST"), RequestMethod, "POST"},
	{"HEAD", edit("GET", "HEAD"), RequestMethod, "HEAD"},
	{"get in lower case", edit("GET", "get"), RequestMethodUnknown, "get"},
	{"a made-up method", edit("GET", "FOO"), RequestMethodUnknown, "FOO"},
	{"CONNECT", edit("GET /chat", "CONNECT server.example.com:80"), RequestMethod, "CONNECT"},
	{"POST after empty lines", "\r\n\r\n" + edit("GET", "POST"), RequestMethod, "POST"},
	{"a target of * after an empty line", "\r\n" + edit("/chat", "*"), RequestTarget, "*"},
	{"HTTP/1.0 after an empty line", "\r\n" + edit("HTTP/1.1", "HTTP/1.0"), RequestVersion, "HTTP/1.0"},
	{"the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", RequestHTTP2, "PRI"},
	{"HTTP/1.0", edit("HTTP/1.1", "HTTP/1.0"), RequestVersion, "HTTP/1.0"},
	{"target *", edit("/chat", "*"), RequestTarget, "*"},
	{"target of CONNECT", edit("/chat", "server.example.com:80"), RequestTarget, "server.example.com:80"},
	{"ws scheme on the wire", edit("/chat", "ws://server.example.com/chat"), RequestTarget, "ws:"},
	{"http without a host", edit("/chat", "http:///chat"), RequestTarget, "http:"},
	{"http with a user", edit("/chat", "http://me@server.example.com/chat"), RequestTarget, "http:"},
	{"http with a port and no host", edit("/chat", "http://:80/chat"), RequestTarget, "http:"},
	{"http with a port of letters", edit("/chat", "http://server.example.com:http/chat"), RequestTarget, "http:"},
	{"fragment", edit("/chat", "/chat#top"), RequestTargetFragment, "/chat#"},
	{"fragment of a URI", edit("/chat", "http://server.example.com/#"), RequestTargetFragment, "http:"},

	// Item 2: Host.
	{"no Host", edit("Host: server.example.com\r\n", ""), RequestHostMissing, ""},
	{"two Hosts", add("Host: server.example.com\r\n"), RequestHostDuplicate, "server.example.com\r\n\r\n"},
	{"two Hosts, one in lower case", add("host: other.example.com\r\n"), RequestHostDuplicate, "other"},
	{"empty Host", edit("Host: server.example.com", "Host:"), RequestHostMalformed, "\r\nUpgrade"},
	{"Host with a path", edit("Host: server.example.com", "Host: server.example.com/x"), RequestHostMalformed, "server"},
	{"Host with a user", edit("Host: s", "Host: me@s"), RequestHostMalformed, "me@"},
	{"Host with a port of letters", edit("example.com", "example.com:http"), RequestHostMalformed, "server"},
	{"Host of a port", edit("server.example.com", ":80"), RequestHostMalformed, ":80"},
	{"two Hosts in one", edit("server.example.com", "a.example, b.example"), RequestHostMalformed, "a.example"},
	{"IPv6 Host without its end", edit("server.example.com", "[::1"), RequestHostMalformed, "[::1"},
	{"IPv6 Host of nothing", edit("server.example.com", "[]"), RequestHostMalformed, "[]"},
	{"IPv6 Host of nothing, with a port", edit("server.example.com", "[]:80"), RequestHostMalformed, "[]:80"},
	{"IPv6 Host with more after it", edit("server.example.com", "[::1]x"), RequestHostMalformed, "[::1]x"},

	// No body: RFC 9112 §6.
	{"Transfer-Encoding", add("Transfer-Encoding: chunked\r\n"), RequestTransferEncoding, "chunked"},
	{"Transfer-Encoding: identity", add("transfer-encoding: identity\r\n"), RequestTransferEncoding, "identity"},
	{"two Content-Lengths", add("Content-Length: 0\r\nX: \r\nContent-Length: 00\r\n"), RequestLengthDuplicate, "00"},
	{"Content-Length with a sign", add("Content-Length: +0\r\n"), RequestLengthMalformed, "+0"},
	{"Content-Length that is empty", add("Content-Length: \r\n"), RequestLengthMalformed, "\r\n\r\n"},
	{"Content-Length of a list", add("Content-Length: 0, 0\r\n"), RequestLengthMalformed, "0, 0"},
	{"Content-Length beyond 64 bits", add("Content-Length: 18446744073709551616\r\n"), RequestLengthMalformed, "18446"},
	{"a body", add("Content-Length: 1\r\n"), RequestBody, "1\r\n\r\n"},

	// Item 3: Upgrade.
	{"no Upgrade", edit("Upgrade: websocket\r\n", ""), RequestUpgradeMissing, ""},
	{"Upgrade that is not a list of protocols", edit("websocket", "websocket, web socket"), RequestUpgradeMalformed, "websocket, web"},
	{"Upgrade with an empty version", edit("websocket", "websocket, h2c/"), RequestUpgradeMalformed, "websocket, h2c"},
	{"Upgrade to something else", edit("websocket", "h2c"), RequestUpgradeNoWebSocket, "h2c"},
	{"Upgrade with a longer name", edit("websocket", "websockets"), RequestUpgradeNoWebSocket, "websockets"},
	{"Upgrade with a version", edit("websocket", "websocket/13"), RequestUpgradeNoWebSocket, "websocket/13"},
	{"empty Upgrade", edit("Upgrade: websocket", "Upgrade:"), RequestUpgradeNoWebSocket, "\r\nConnection"},

	// Item 4: Connection.
	{"no Connection", edit("Connection: Upgrade\r\n", ""), RequestConnectionMissing, ""},
	{"Connection that is not a list of tokens", edit("Connection: Upgrade", "Connection: Upgrade, \"x\""), RequestConnectionMalformed, "Upgrade, \"x"},
	{"Connection: not-upgraded", edit("Connection: Upgrade", "Connection: not-upgraded"), RequestConnectionNoUpgrade, "not-up"},
	{"Connection: keep-alive", edit("Connection: Upgrade", "Connection: keep-alive"), RequestConnectionNoUpgrade, "keep"},
	{"two Connections without it", edit("Connection: Upgrade", "Connection: a\r\nConnection: b"), RequestConnectionNoUpgrade, "b\r\nSec"},

	// Item 5: Sec-WebSocket-Key.
	{"no key", edit("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", ""), RequestKeyMissing, ""},
	{"two keys", add("Sec-WebSocket-Key: x3JJHMbDL1EzLkh9GBhXDw==\r\n"), RequestKeyDuplicate, "x3JJ"},
	{"24 characters of non-base64", edit("dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBs*SBub25jZQ=="), RequestKeyNotBase64, "dGhl"},
	{"base64url", edit("dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNh-_BsZSBub25jZQ=="), RequestKeyNotBase64, "dGhl"},
	{"a key without padding", edit("jZQ==", "jZQ"), RequestKeyNotBase64, "dGhl"},
	{"a key with one =", edit("jZQ==", "jZQ="), RequestKeyNotBase64, "dGhl"},
	{"a key of padding", edit("dGhlIHNhbXBsZSBub25jZQ==", "===="), RequestKeyNotBase64, "===="},
	{"an empty key", edit("Key: dGhlIHNhbXBsZSBub25jZQ==", "Key:"), RequestKeyNotBase64, "\r\nSec-WebSocket-Version"},
	{"a space inside the key", edit("dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNh XBsZSBub25jZQ=="), RequestKeyNotBase64, "dGhl"},
	{"a key of 15 bytes", edit("dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25j"), RequestKeyNot16Bytes, "dGhl"},
	{"a key of 17 bytes", edit("dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25jZXM="), RequestKeyNot16Bytes, "dGhl"},
	{"a key of 18 bytes", edit("dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25jZXMh"), RequestKeyNot16Bytes, "dGhl"},
	{"a key of 32 bytes", edit("dGhlIHNhbXBsZSBub25jZQ==", strings.Repeat("AAAA", 10)+"AAA="), RequestKeyNot16Bytes, "AAAA"},

	// Item 6: Sec-WebSocket-Version.
	{"no version", edit("Sec-WebSocket-Version: 13\r\n", ""), RequestWebSocketVersionMissing, ""},
	{"two versions", add("Sec-WebSocket-Version: 13\r\n"), RequestWebSocketVersionDuplicate, "13\r\n\r\n"},
	{"an empty version", edit("Version: 13", "Version:"), RequestWebSocketVersionMalformed, "\r\n\r\n"},
	{"a version with a zero before it", edit(": 13", ": 013"), RequestWebSocketVersionMalformed, "013"},
	{"a list of versions", edit(": 13", ": 13, 8"), RequestWebSocketVersionMalformed, "13, 8"},
	{"version 256", edit(": 13", ": 256"), RequestWebSocketVersionMalformed, "256"},
	{"a version of many digits", edit(": 13", ": 13000000000000000000013"), RequestWebSocketVersionMalformed, "1300"},
	{"version 8", edit(": 13", ": 8"), RequestWebSocketVersionUnsupported, "8\r\n"},
	{"version 0", edit(": 13", ": 0"), RequestWebSocketVersionUnsupported, "0\r\n"},
	{"version 255", edit(": 13", ": 255"), RequestWebSocketVersionUnsupported, "255"},

	// Item 7: Origin.
	{"two Origins", add("Origin: http://a.example\r\nOrigin: http://b.example\r\n"), RequestOriginDuplicate, "http://b"},
	{"two Origins in one", add("Origin: http://a.example http://b.example\r\n"), RequestOriginMalformed, "http://a"},
	{"Origin without a scheme", add("Origin: a.example\r\n"), RequestOriginMalformed, "a.example"},
	{"Origin with a path", add("Origin: http://a.example/\r\n"), RequestOriginMalformed, "http://a"},
	{"Origin that is empty", add("Origin:\r\n"), RequestOriginMalformed, "\r\n\r\n"},
	{"Origin Null", add("Origin: Null\r\n"), RequestOriginMalformed, "Null"},
	{"Origin whose scheme begins with a digit", add("Origin: 1http://a\r\n"), RequestOriginMalformed, "1http"},

	// Item 8: Sec-WebSocket-Protocol.
	{"empty list of subprotocols", add("Sec-WebSocket-Protocol: ,\r\n"), RequestSubprotocolMalformed, ",\r\n"},
	{"subprotocol with a space", add("Sec-WebSocket-Protocol: chat, super chat\r\n"), RequestSubprotocolMalformed, "chat, super"},
	{"subprotocol with a slash", add("Sec-WebSocket-Protocol: chat/2\r\n"), RequestSubprotocolMalformed, "chat/2"},
	{"subprotocol twice", add("Sec-WebSocket-Protocol: chat, superchat, chat\r\n"), RequestSubprotocolDuplicate, "chat, super"},
	{"subprotocol twice over two lines", add("Sec-WebSocket-Protocol: chat\r\nSec-WebSocket-Protocol: chat\r\n"), RequestSubprotocolDuplicate, "chat\r\nSec-WebSocket-Protocol"},
	{"subprotocol twice among many", add("Sec-WebSocket-Protocol: " + numbers(40) + "7\r\n"), RequestSubprotocolDuplicate, "0,1,2"},

	// Item 9: Sec-WebSocket-Extensions.
	{"empty list of extensions", add("Sec-WebSocket-Extensions:\r\n"), RequestExtensionsMalformed, "\r\n\r\n"},
	{"extension that is malformed", add("Sec-WebSocket-Extensions: a b\r\n"), RequestExtensionsMalformed, "a b"},
	{"extension that is malformed on the second line", add("Sec-WebSocket-Extensions: a\r\nSec-WebSocket-Extensions: b;\r\n"), RequestExtensionsMalformed, "b;"},
}

func TestCheckUpgradeRefuses(t *testing.T) { // §4.2.1
	for _, c := range brokenRequests {
		t.Run(c.name, func(t *testing.T) {
			at := len(c.head)
			if c.at != "" {
				at = strings.Index(c.head, c.at)
			}
			if strings.HasPrefix(c.name, "subprotocol ") {
				at = strings.Index(c.head, "Protocol: ") + len("Protocol: ")
			}
			if c.name == "two versions" {
				at = strings.LastIndex(c.head, c.at)
			}
			want := Fault{Rule: c.rule, Bit: uint64(at) * 8}
			require.Equal(t, want, faultOf(t, c.head))

			// Without UpgradeOnly, CheckUpgrade has the same verdict on the first line.
			var r Request
			if n, err := r.Parse([]byte(c.head), HeadLimits{}); err == nil {
				require.Equal(t, len(c.head), n)
				require.Equal(t, c.rule, r.CheckUpgrade())
				require.Equal(t, want, r.Fault())
				_, err = AppendSwitchingProtocols(nil, &r, "", "")
				require.Equal(t, c.rule, err, "the request is not accepted")
			}
			require.NotZero(t, c.rule.Status())
			require.NotEqual(t, 101, c.rule.Status())
		})
	}
}

func TestCheckUpgradeAccepts(t *testing.T) { // §4.2.1
	for name, head := range map[string]string{
		"the least":                          plainRequest,
		"a browser's":                        browserRequest,
		"HTTP/1.2":                           edit("HTTP/1.1", "HTTP/1.2"),
		"an http URI":                        edit("/chat", "http://server.example.com/chat"),
		"an HTTPS URI, Host in capitals":     edit("/chat", "HTTPS://SERVER.example.com?x=1"),
		"empty lines first":                  "\r\n\r\n" + plainRequest,                      // RFC 9112 §2.2
		"a Host that differs from the URI's": edit("/chat", "http://other.example.com/chat"), // RFC 9112 §3.2.2
		"a Host without the URI's port":      edit("/chat", "http://server.example.com:8080/chat"),
		"a URI of IPv6":                      edit("/chat", "http://[::1]:8080/chat"),
		"a query":                            edit("/chat", "/chat?a=[b|c]"),
		"a port":                             edit("example.com", "example.com:8080"),
		"IPv6":                               edit("server.example.com", "[::1]:8080"),
		"names in lower case":                strings.ReplaceAll(strings.ReplaceAll(plainRequest, "Sec-WebSocket", "sec-websocket"), "Host", "hOST"),
		"values in other cases":              strings.ReplaceAll(edit("websocket", "WebSocket"), "n: Upgrade", "n: uPGRADE"),
		"keep-alive, Upgrade":                edit("n: Upgrade", "n: keep-alive, Upgrade"),
		"Connection over two lines":          edit("n: Upgrade", "n: keep-alive\r\nConnection: Upgrade"),
		"Connection with empty elements":     edit("n: Upgrade", "n: ,, Upgrade ,"),
		"Upgrade lists more":                 edit("websocket", "h2c, foo/2 , websocket"),
		"Upgrade over two lines":             edit("websocket", "h2c\r\nUpgrade: websocket"),
		"no white space":                     strings.ReplaceAll(plainRequest, ": ", ":"),
		"much white space":                   strings.ReplaceAll(plainRequest, ": ", ": \t  "),
		"white space after values":           strings.ReplaceAll(plainRequest, "\r\nSec", " \t\r\nSec"),
		"the key of §4.1, not canonical":     edit("dGhlIHNhbXBsZSBub25jZQ==", "AQIDBAUGBwgJCgsMDQ4PEC=="),
		"Content-Length: 0":                  add("Content-Length: 0\r\n"),
		"Origin null":                        add("Origin: null\r\n"),
		"Origin with a port":                 add("Origin: http://localhost:8080\r\n"),
		"Origin of an extension":             add("Origin: chrome-extension://abcdef\r\n"),
		"subprotocols over two lines":        add("Sec-WebSocket-Protocol: chat\r\nSec-WebSocket-Protocol: superchat\r\n"),
		"subprotocols that differ in case":   add("Sec-WebSocket-Protocol: chat, Chat\r\n"),
		"subprotocols with an empty element": add("Sec-WebSocket-Protocol: chat,,superchat\r\n"),
		"many subprotocols":                  add("Sec-WebSocket-Protocol: " + numbers(40) + "\r\n"),
		"extensions":                         add("Sec-WebSocket-Extensions: foo, bar; baz=2\r\n"),
		"a value that is not ASCII":          add("X-Name: 안녕\r\n"),
		"an empty value":                     add("X-Name:\r\n"),
	} {
		t.Run(name, func(t *testing.T) {
			require.Zero(t, faultOf(t, head))
		})
	}
}

// Each required field is left out in turn, and so is each pair: the verdict names the
// first absent one in the order of §4.2.1.
func TestRequiredFieldsLeftOut(t *testing.T) {
	lines := strings.SplitAfter(plainRequest, "\r\n")[1:6]
	rules := []Rule{RequestHostMissing, RequestUpgradeMissing, RequestConnectionMissing, RequestKeyMissing, RequestWebSocketVersionMissing}
	for i, a := range lines {
		for k, b := range lines[i:] {
			head := strings.Replace(strings.Replace(plainRequest, a, "", 1), b, "", 1)
			require.Equal(t, Fault{rules[i], uint64(len(head)) * 8}, faultOf(t, head), "without %q and %q (%d)", a, b, k)
		}
	}
}

func TestStatusOfRefusals(t *testing.T) { // faults: POST, HTTP/1.0, version absent and unsupported
	for rule, status := range map[Rule]int{
		RequestMethod: 405, RequestMethodUnknown: 501, RequestTargetTooLong: 414, RequestVersion: 505, RequestHTTP2: 505, RequestVersionMajor: 505,
		RequestWebSocketVersionMissing: 400, RequestWebSocketVersionUnsupported: 426, RequestHostMissing: 400,
	} {
		require.Equal(t, status, rule.Status(), rule.Name())
	}
}

func TestCheckUpgradeOfAnIncompleteHead(t *testing.T) {
	var r Request
	require.Equal(t, HeadIncomplete, r.CheckUpgrade())
	_, err := r.Parse([]byte(plainRequest[:len(plainRequest)-2]), HeadLimits{})
	require.NoError(t, err)
	require.Equal(t, HeadIncomplete, r.CheckUpgrade())
	var broken Request
	_, err = broken.Parse([]byte("GET\n"), HeadLimits{})
	require.Equal(t, HeadBareLF, err)
	require.Equal(t, HeadBareLF, broken.CheckUpgrade())
}
