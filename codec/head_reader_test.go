package codec

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// faultOf returns the first fault of a request: Parse's, or else CheckUpgrade's.
func faultOf(t *testing.T, head string) Fault {
	t.Helper()
	var r Request
	n, err := r.Parse([]byte(head), HeadLimits{UpgradeOnly: true})
	if err == nil && n > 0 {
		err = r.CheckUpgrade()
	}
	if err == nil {
		require.Zero(t, r.Fault())
	} else {
		require.Equal(t, r.Fault().Rule, err)
	}
	return r.Fault()
}

// edit returns plainRequest with one text replaced.
func edit(old, new string) string {
	if !strings.Contains(plainRequest, old) {
		panic("no " + old)
	}
	return strings.Replace(plainRequest, old, new, 1)
}

// add returns plainRequest with more field lines at its end.
func add(lines string) string { return edit("13\r\n\r\n", "13\r\n"+lines+"\r\n") }

// Heads that cannot be read, each with the text that begins at its fault. The verdict
// needs no byte after the first one of it, except for a lone CR, which the next byte
// shows.
var brokenHeads = []struct {
	name, head string
	rule       Rule
	at         string
}{
	{"bare LF after the request line", edit("HTTP/1.1\r\n", "HTTP/1.1\n"), HeadBareLF, "\nHost"},
	{"bare LF after a field", edit("websocket\r\n", "websocket\n"), HeadBareLF, "\nConn"},
	{"bare LF for the blank line", edit("13\r\n\r\n", "13\r\n\n"), HeadBareLF, "\n"},
	{"bare LF in a name", edit("Upgrade: w", "Upgr\nade: w"), HeadBareLF, "\nade"},
	{"bare LF in the method", "G\nET / HTTP/1.1\r\n\r\n", HeadBareLF, "\n"},
	{"lone CR in a value", edit("websocket", "web\rsocket"), HeadBareCR, "\rsocket"},
	{"lone CR after the request line", edit("1.1\r\n", "1.1\rx"), HeadBareCR, "\rx"},
	{"lone CR for the blank line", edit("13\r\n\r\n", "13\r\n\rx"), HeadBareCR, "\rx"},
	{"NUL in a value", edit("websocket", "web\x00socket"), HeadNUL, "\x00"},
	{"NUL in a name", edit("Upgrade: w", "Upg\x00rade: w"), HeadNUL, "\x00"},
	{"NUL in the target", edit("/chat", "/ch\x00at"), HeadNUL, "\x00"},
	{"NUL for a field line", edit("Upgrade: w", "\x00Upgrade: w"), HeadNUL, "\x00"},
	{"BEL in a value", edit("websocket", "web\asocket"), HeadControl, "\a"},
	{"DEL in a value", edit("websocket", "web\x7fsocket"), HeadControl, "\x7f"},
	{"escape in a name", edit("Upgrade: w", "Upg\x1brade: w"), HeadControl, "\x1b"},
	{"space before the first field", edit("Host", " Host"), HeadLeadingSpace, " Host"},
	{"tab before the first field", edit("Host", "\tHost"), HeadLeadingSpace, "\tHost"},
	{"obs-fold with a space", edit("websocket", "\r\n websocket"), HeadObsFold, " websocket"},
	{"obs-fold with a tab", edit("websocket", "\r\n\twebsocket"), HeadObsFold, "\twebsocket"},
	{"space before the colon", edit("Upgrade: w", "Upgrade : w"), HeadSpaceBeforeColon, " : w"},
	{"tab before the colon", edit("Upgrade: w", "Upgrade\t: w"), HeadSpaceBeforeColon, "\t: w"},
	{"no name", edit("Upgrade: w", ": w"), HeadNameEmpty, ": websocket"},
	{"parentheses in a name", edit("Upgrade: w", "Up(grade): w"), HeadNameNotToken, "(grade"},
	{"a name whose first character is not legal", edit("Upgrade: w", "@Upgrade: w"), HeadNameNotToken, "@"},
	{"a name that is not ASCII", edit("Upgrade: w", "Upgra\xc3\xa9: w"), HeadNameNotToken, "\xc3"},
	{"no colon", edit("Upgrade: websocket", "Upgrade"), HeadColonMissing, "\r\nConnection"},
	{"no method", " / HTTP/1.1\r\n\r\n", RequestMethodNotToken, " /"},
	{"lone CR first", "\r" + plainRequest, HeadBareCR, "\rGET"},
	{"lone CR after an empty line", "\r\n\r" + plainRequest, HeadBareCR, "\rGET"},
	{"bare LF first", "\n" + plainRequest, HeadBareLF, "\nGET"},
	{"a space after an empty line", "\r\n " + plainRequest, RequestMethodNotToken, " GET"},
	{"TLS instead of HTTP", "\x16\x03\x01\x02\x00", HeadControl, "\x16"},
	{"a method in quotes", "\"GET\" / HTTP/1.1\r\n\r\n", RequestMethodNotToken, "\"GET"},
	{"a method ended by a tab", "GET\t/ HTTP/1.1\r\n\r\n", RequestMethodNotToken, "\t/"},
	{"two spaces before the target", edit("GET /", "GET  /"), RequestTargetMalformed, " /chat"},
	{"a target that is not ASCII", edit("/chat", "/\xec\x95\x88"), RequestTargetMalformed, "\xec"},
	{"no target", "GET\x20\r\n\r\n", RequestTargetMalformed, "\r\n\r\n"},
	{"HTTP/0.9", "GET /\r\n\r\n", RequestVersionMissing, "\r\n\r\n"},
	{"a version without its name", edit("HTTP/1.1", "1.1"), RequestVersionMalformed, "1.1"},
	{"a version in lower case", edit("HTTP/1.1", "http/1.1"), RequestVersionMalformed, "http"},
	{"a version of three digits", edit("HTTP/1.1", "HTTP/1.10"), RequestVersionMalformed, "0\r\n"},
	{"a version with a comma", edit("HTTP/1.1", "HTTP/1,1"), RequestVersionMalformed, ",1"},
	{"a space after the version", edit("HTTP/1.1", "HTTP/1.1 "), RequestVersionMalformed, " \r\n"},
	{"a space in the target", edit("/chat", "/my chat"), RequestVersionMalformed, "chat HTTP"},
	{"HTTP/2.0", edit("HTTP/1.1", "HTTP/2.0"), RequestVersionMajor, "2.0"},
	{"HTTP/0.9 by name", edit("HTTP/1.1", "HTTP/0.9"), RequestVersionMajor, "0.9"},
}

// §4.2.1, RFC 9112 §2.2, §3, §5: however a head is cut, it is refused at the first
// impossible byte and not before.
func TestABrokenHeadIsRefusedAtItsFirstImpossibleByte(t *testing.T) {
	for _, c := range brokenHeads {
		t.Run(c.name, func(t *testing.T) {
			at := strings.Index(c.head, c.at)
			if c.name == "bare LF for the blank line" {
				at = len(c.head) - 1
			}
			want := Fault{Rule: c.rule, Bit: uint64(at) * 8}
			require.Equal(t, want, faultOf(t, c.head))
			decided := at + 1
			if c.rule == HeadBareCR {
				decided++
			}
			var r Request
			for n := range decided {
				size, err := r.Parse([]byte(c.head[:n]), HeadLimits{})
				require.NoError(t, err, "after %d bytes", n)
				require.Zero(t, size)
			}
			_, err := r.Parse([]byte(c.head[:decided]), HeadLimits{})
			require.Equal(t, c.rule, err)
			require.Equal(t, want, r.Fault())
		})
	}
}

// However a valid head is cut, and if each part is in a new buffer, the result is the
// same, and its size is exactly the head's.
func TestEverySplitOfAHeadIsReadAlike(t *testing.T) { // §4.1
	frames := "\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"
	for _, head := range []string{plainRequest, browserRequest, edit("/chat", "http://server.example.com/chat?x"), "\r\n\r\n\r\n" + plainRequest} {
		var whole Request
		n, err := whole.Parse([]byte(head+frames), HeadLimits{})
		require.NoError(t, err)
		require.Equal(t, len(head), n, "the first frame is not part of the head")
		for i := range head {
			var r Request
			n, err := r.Parse([]byte(head[:i]), HeadLimits{UpgradeOnly: true})
			require.NoError(t, err)
			require.Zero(t, n)
			moved := []byte(head + frames)
			n, err = r.Parse(moved, HeadLimits{UpgradeOnly: true})
			require.NoError(t, err)
			require.Equal(t, len(head), n)
			require.Equal(t, whole.Method, r.Method)
			require.Equal(t, whole.Target, r.Target)
			require.Equal(t, whole.Version, r.Version)
			require.Equal(t, whole.Fields, r.Fields)
			require.NoError(t, r.CheckUpgrade())
			for k := range moved {
				moved[k] = 'x' // every field must now be full of x: it aliases this buffer
			}
			require.Equal(t, "xxx", string(r.Method))
			require.Equal(t, strings.Repeat("x", len(whole.Target)), string(r.Target))
			require.Equal(t, "xxxxxxxx", string(r.Version))
			for _, f := range r.Fields {
				require.Equal(t, strings.Repeat("x", len(f.Name)+len(f.Value)), string(f.Name)+string(f.Value))
			}
		}
	}
}

func TestTheNextHeadStartsFresh(t *testing.T) {
	var r Request
	two := []byte(plainRequest + browserRequest)
	n, err := r.Parse(two, HeadLimits{})
	require.NoError(t, err)
	m, err := r.Parse(two[n:], HeadLimits{})
	require.NoError(t, err)
	require.Equal(t, len(browserRequest), m)
	require.Equal(t, "/echo", string(r.Target))
	_, err = r.Parse([]byte("GET\n"), HeadLimits{})
	require.Equal(t, HeadBareLF, err)
	n, err = r.Parse(two, HeadLimits{})
	require.NoError(t, err)
	require.Equal(t, len(plainRequest), n)
	require.NoError(t, r.CheckUpgrade())
	// A head that is abandoned half way.
	_, err = r.Parse([]byte("GET / HTTP/1.1\r\nHo"), HeadLimits{})
	require.NoError(t, err)
	r.Reset()
	_, err = r.Parse(two, HeadLimits{})
	require.NoError(t, err)
	require.Equal(t, "/chat", string(r.Target))
}

// The empty lines before a request belong to it, and its parts begin after them (RFC 9112
// §2.2).
func TestEmptyLinesFirst(t *testing.T) {
	head := "\r\n\r\n" + plainRequest
	var r Request
	n, err := r.Parse([]byte(head+"\r\n"), HeadLimits{})
	require.NoError(t, err)
	require.Equal(t, len(head), n)
	require.Equal(t, 4, r.Start())
	require.Equal(t, "GET", string(r.Method))
	require.NoError(t, r.CheckUpgrade())
	n, err = r.Parse([]byte(plainRequest), HeadLimits{})
	require.NoError(t, err)
	require.Equal(t, len(plainRequest), n)
	require.Zero(t, r.Start(), "of the head before")
}
