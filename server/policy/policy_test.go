package policy

import (
	"fmt"
	"net"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"framelab/codec"
)

// Text from a peer is quoted at a bounded length and without control characters.
func TestQuote(t *testing.T) {
	assert.Equal(t, "“a?b”", Quote("a\x01b"))
	assert.Equal(t, "“?”", Quote("\xff"))
	assert.LessOrEqual(t, len(Quote(strings.Repeat("x", 5000))), 120)
}

// Clients leave out the port of the scheme itself, and that of no other.
func TestPortsThatAreLeftOut(t *testing.T) {
	for port, scheme := range map[int]string{80: "http", 443: "https", 8080: ""} {
		p := New(&net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: port}, Config{})
		for _, host := range []string{"127.0.0.1", "localhost", "[::1]"} {
			assert.Equal(t, scheme != "", p.CheckHost(host).Status == 0, "%s, port %d", host, port)
			assert.Equal(t, scheme == "http", p.CheckOrigin("http://"+host).Status == 0)
			assert.Equal(t, scheme == "https", p.CheckOrigin("https://"+host).Status == 0)
			assert.Zero(t, p.CheckOrigin(fmt.Sprintf("http://%s:%d", host, port)).Status)
		}
	}
}

// Every rule that can refuse a request has a sentence of its own.
func TestEveryRuleHasItsSentence(t *testing.T) {
	said := map[string]codec.Rule{}
	for r := codec.Rule(1); int(r) < codec.NumRules; r++ {
		if r.Status() == 0 {
			continue
		}
		s := Sentence(r)
		assert.Regexp(t, `^[A-Z].*\.$`, s, r.Name())
		assert.Zero(t, said[s], "%s says what another says", r.Name())
		said[s] = r
	}
}

// RFC 9112 §3.2: a target's path, of the origin form and of the absolute form. In
// a query can contain a URL (RFC 3986 §3.4).
func TestTargetPath(t *testing.T) {
	for target, path := range map[string]string{
		"/echo":                           "/echo",
		"/echo?close=4001":                "/echo",
		"/echo?reason=http://x.example/y": "/echo",
		"/en/?ref=http://x/echo":          "/en/",
		"/en/#http://x/echo":              "/en/",
		"/a://b/echo":                     "/a://b/echo",
		"http://x.example/echo?a=b":       "/echo",
		"ws://x.example/echo":             "/echo",
		"http://x.example":                "",
		"http://x.example?/echo":          "",
		"*":                               "*",
	} {
		require.Equal(t, path, TargetPath([]byte(target)), target)
	}
}
