package main

import (
	"bufio"
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"framelab/codec"
)

// exchange sends bytes, ends the write side and returns all that comes back.
func exchange(t *testing.T, c *client, b []byte) string {
	t.Helper()
	c.send(b)
	c.Conn.(interface{ CloseWrite() error }).CloseWrite()
	all, err := io.ReadAll(c.r)
	require.NoError(t, err, "after %q", all)
	return string(all)
}

// responsesIn reads the responses to requests of the given methods.
func responsesIn(t *testing.T, all string, methods ...string) (list []*http.Response, rest string) {
	t.Helper()
	r := bufio.NewReader(strings.NewReader(all))
	for _, method := range methods {
		resp, err := http.ReadResponse(r, &http.Request{Method: method})
		require.NoError(t, err, "in %q", all)
		body, err := io.ReadAll(resp.Body)
		require.NoError(t, err, "in %q", all)
		resp.Body = io.NopCloser(bytes.NewReader(body))
		list = append(list, resp)
	}
	left, _ := io.ReadAll(r)
	return list, string(left)
}

// RFC 9110 and RFC 9112, by section: what requests get on the site and at /echo.
func TestHTTPStatus(t *testing.T) {
	s, secure := startApart(t), start(t, "-tls")
	long := strings.Repeat("x", 20<<10)
	for _, tc := range []struct {
		name, line string
		fields     string // beside Host; "Host:" replaces it
		status     int
		says       string
	}{
		// RFC 9112 §3: what is longer than is read.
		{"§3 long target", "GET /" + long + " HTTP/1.1", "", 414, "request.target.too-long"},
		{"§3 long target that does not end", "GET /" + long + long, "", 414, "request.target.too-long"},
		{"§3 long target at /echo", "GET /echo?" + long + " HTTP/1.1", "", 414, "request.target.too-long"},
		{"§3 long URI", "GET http://" + long + "/ HTTP/1.1", "", 414, "request.target.too-long"},
		{"§3 long target of HEAD", "HEAD /" + long + " HTTP/1.1", "", 414, ""},
		{"§3 long method", long + " / HTTP/1.1", "", 501, "request.method.unknown"},
		{"RFC 6585 §5 long field", "GET / HTTP/1.1", "X: " + long, 431, "head.too-big"},
		{"RFC 6585 §5 long field after a long target", "GET /" + long[:15<<10] + " HTTP/1.1", "X: " + long, 431, "head.too-big"},

		// §3.2: the form of the target.
		{"§3.2.4 *", "GET * HTTP/1.1", "", 400, "request.target.malformed"},
		{"§3.2.4 HEAD *", "HEAD * HTTP/1.1", "", 400, ""},
		{"§3.2.4 POST *", "POST * HTTP/1.1", "", 400, "request.target.malformed"},
		{"§3.2.4 OPTIONS *", "OPTIONS * HTTP/1.1", "", 405, "GET and HEAD"},
		{"§3.2.3 CONNECT", "CONNECT SELF HTTP/1.1", "", 405, "GET and HEAD"},
		{"§3.2.3 CONNECT to a path", "CONNECT / HTTP/1.1", "", 400, "request.target.malformed"},
		{"§3.2.3 GET of a host and a port", "GET SELF HTTP/1.1", "", 400, "request.target.malformed"},
		{"§3.2 a name", "GET icon.svg HTTP/1.1", "", 400, "request.target.malformed"},
		{"§3.2 a URI without an authority", "GET mailto:someone HTTP/1.1", "", 400, "request.target.malformed"},
		{"§3.2 an http URI without slashes", "GET http:/icon.svg HTTP/1.1", "", 400, "request.target.malformed"},
		{"§3.2 a fragment", "GET /icon.svg#x HTTP/1.1", "", 400, "request.target.malformed"},
		{"§3.2 a malformed Host", "GET /icon.svg HTTP/1.1", "Host: a b", 400, "request.host.malformed"},
		{"§3.2 a Host with a user", "GET /icon.svg HTTP/1.1", "Host: me@SELF", 400, "request.host.malformed"},

		// §3.2.2: a URI's authority counts, and Host is ignored.
		{"§3.2.2 ours", "GET http://SELF/icon.svg HTTP/1.1", "", 200, "<svg/>"},
		{"§3.2.2 in capitals", "GET HTTP://SELF/icon.svg HTTP/1.1", "", 200, "<svg/>"},
		{"§3.2.2 ours, another Host", "GET http://SELF/icon.svg HTTP/1.1", "Host: evil.example", 200, "<svg/>"},
		{"§3.2.2 ours, an empty Host", "GET http://SELF/icon.svg HTTP/1.1", "Host:", 200, "<svg/>"},
		{"§3.2.2 another's", "GET http://evil.example/icon.svg HTTP/1.1", "", 403, "evil.example"},
		{"§3.2.2 ours, no Host", "GET http://SELF/icon.svg HTTP/1.1", "-", 400, "request.host.missing"},
		{"§3.2.2 ours, two Hosts", "GET http://SELF/icon.svg HTTP/1.1", "Host: a\r\nHost: a", 400, "request.host.duplicate"},
		{"§3.2.2 ours, a malformed Host", "GET http://SELF/icon.svg HTTP/1.1", "Host: a/b", 400, "request.host.malformed"},
		{"§3.2.2 without a host", "GET http:///icon.svg HTTP/1.1", "", 400, "request.target.malformed"},
		{"§3.2.2 without a path", "GET http://SELF HTTP/1.1", "", 200, "root"},
		{"RFC 9110 §4.2.4 a user", "GET http://me@SELF/icon.svg HTTP/1.1", "", 400, "request.target.malformed"},
		{"§3.2.2 ours at /echo, another Host", "GET http://SELF/echo HTTP/1.1", "Host: evil.example\r\nHANDSHAKE", 101, ""},
		{"§3.2.2 another's at /echo", "GET http://evil.example/echo HTTP/1.1", "HANDSHAKE", 403, "evil.example"},
		{"§3.2.2 a user at /echo", "GET http://me@SELF/echo HTTP/1.1", "HANDSHAKE", 400, "request.target"},

		// RFC 9110 §7.4: a target of another scheme.
		{"RFC 9110 §7.4 https over TCP", "GET https://SELF/icon.svg HTTP/1.1", "", 421, "“https”, but this port serves http"},
		{"RFC 9110 §7.4 HTTPS over TCP", "GET HTTPS://SELF/icon.svg HTTP/1.1", "", 421, "“https”"},
		{"RFC 9110 §7.4 https over TCP at /echo", "GET https://SELF/echo HTTP/1.1", "HANDSHAKE", 421, "“https”"},
		{"RFC 9110 §7.4 http over TLS", "GET http://TLS/icon.svg HTTP/1.1", "", 421, "“http”, but this port serves https"},
		{"RFC 9110 §7.4 http over TLS at /echo", "GET http://TLS/echo HTTP/1.1", "HANDSHAKE", 421, "“http”"},
		{"RFC 9110 §7.4 https over TLS", "GET https://TLS/icon.svg HTTP/1.1", "", 200, "<svg/>"},
		{"RFC 9110 §7.4 ftp", "GET ftp://SELF/icon.svg HTTP/1.1", "", 421, "“ftp”"},
		{"RFC 9110 §7.4 ws", "GET ws://SELF/icon.svg HTTP/1.1", "", 421, "“ws”"},
		{"RFC 6455 §4.2.1 ws at /echo", "GET ws://SELF/echo HTTP/1.1", "HANDSHAKE", 400, "request.target"},

		// §6: bodies.
		{"§6.3 chunked", "POST /icon.svg HTTP/1.1", "Transfer-Encoding: chunked", 411, "Content-Length"},
		{"§6.3 Chunked", "POST /icon.svg HTTP/1.1", "Transfer-Encoding: Chunked", 411, "Content-Length"},
		{"§6.3 chunked, of GET", "GET /icon.svg HTTP/1.1", "Transfer-Encoding: chunked", 411, "Content-Length"},
		{"§6.3 chunked, of HEAD", "HEAD /icon.svg HTTP/1.1", "Transfer-Encoding: chunked", 411, ""},
		{"§6.3 chunked and expected", "POST /icon.svg HTTP/1.1", "Transfer-Encoding: chunked\r\nExpect: 100-continue", 411, "Content-Length"},
		{"§6.1 chunked with a length", "POST /icon.svg HTTP/1.1", "Transfer-Encoding: chunked\r\nContent-Length: 5", 400, "request.transfer-encoding"},
		{"§6.1 chunked in HTTP/1.0", "POST /icon.svg HTTP/1.0", "Transfer-Encoding: chunked", 400, "request.transfer-encoding"},
		{"§6.1 another coding", "POST /icon.svg HTTP/1.1", "Transfer-Encoding: gzip, chunked", 501, "“gzip”"},
		{"§6.1 two lines of codings", "POST /icon.svg HTTP/1.1", "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked", 501, "“gzip”"},
		{"§6.3 not chunked in the end", "POST /icon.svg HTTP/1.1", "Transfer-Encoding: chunked, gzip", 400, "request.transfer-encoding"},
		{"§6.1 chunked twice", "POST /icon.svg HTTP/1.1", "Transfer-Encoding: chunked, chunked", 400, "request.transfer-encoding"},
		{"§6.3 identity", "POST /icon.svg HTTP/1.1", "Transfer-Encoding: identity", 400, "request.transfer-encoding"},
		{"§6.3 nothing", "POST /icon.svg HTTP/1.1", "Transfer-Encoding:", 400, "request.transfer-encoding"},
		{"§6.3 chunked at /echo", "GET /echo HTTP/1.1", "HANDSHAKE\r\nTransfer-Encoding: chunked", 400, "request.transfer-encoding"},

		// RFC 9110 §9.1: methods.
		{"RFC 9110 §9.1 FOO", "FOO / HTTP/1.1", "", 501, "request.method.unknown"},
		{"RFC 9110 §9.1 get", "get / HTTP/1.1", "", 501, "request.method.unknown"},
		{"RFC 9110 §9.1 Head", "Head / HTTP/1.1", "", 501, "request.method.unknown"},
		{"RFC 9110 §9.1 PROPFIND", "PROPFIND / HTTP/1.1", "", 501, "request.method.unknown"},
		{"RFC 9110 §9.1 FOO in HTTP/1.0", "FOO / HTTP/1.0", "", 501, "request.method.unknown"},
		{"RFC 9110 §9.1 get at /echo", "get /echo HTTP/1.1", "HANDSHAKE", 501, "request.method.unknown"},
		{"RFC 9110 §15.5.6 POST", "POST / HTTP/1.1", "Content-Length: 0", 405, "GET and HEAD"},
		{"RFC 9110 §15.5.6 TRACE", "TRACE / HTTP/1.1", "", 405, "GET and HEAD"},
		{"RFC 9110 §15.5.6 PATCH at /echo", "PATCH /echo HTTP/1.1", "HANDSHAKE", 405, "request.method"},

		// RFC 9110 §10.1.1: Expect.
		{"RFC 9110 §10.1.1 100-continue, no body", "GET /icon.svg HTTP/1.1", "Expect: 100-continue", 200, "<svg/>"},
		{"RFC 9110 §10.1.1 100-Continue", "GET /icon.svg HTTP/1.1", "Expect: 100-Continue", 200, "<svg/>"},
		{"RFC 9110 §10.1.1 unknown", "GET /icon.svg HTTP/1.1", "Expect: 200-ok", 417, "100-continue"},
		{"RFC 9110 §10.1.1 unknown after known", "GET /icon.svg HTTP/1.1", "Expect: 100-continue, x=y", 417, "100-continue"},
		{"RFC 9110 §10.1.1 unknown in a second line", "GET /icon.svg HTTP/1.1", "Expect: 100-continue\r\nExpect: x", 417, "100-continue"},
		{"RFC 9110 §10.1.1 in HTTP/1.0", "GET /icon.svg HTTP/1.0", "Expect: 100-continue", 200, "<svg/>"},
		{"RFC 9110 §10.1.1 unknown at /echo", "GET /echo HTTP/1.1", "HANDSHAKE\r\nExpect: x", 417, "100-continue"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			self := s
			if strings.Contains(tc.line, "TLS") {
				self = secure
			}
			handshake := strings.TrimSuffix(strings.SplitN(string(request(self.addr)), "\r\n", 3)[2], "\r\n\r\n")
			own := strings.NewReplacer("SELF", self.addr, "TLS", self.addr, "HANDSHAKE", handshake)
			fields := "Host: " + self.addr + "\r\n"
			switch {
			case tc.fields == "-":
				fields = ""
			case strings.HasPrefix(tc.fields, "Host:"):
				fields = own.Replace(tc.fields) + "\r\n"
			case tc.fields != "":
				fields += own.Replace(tc.fields) + "\r\n"
			}
			c := dial(t, self.addr)
			if self == secure {
				c = dialTLS(t, secure)
			}
			method, _, _ := strings.Cut(tc.line, " ")
			c.send([]byte(own.Replace(tc.line) + "\r\n" + fields + "\r\n"))
			resp, err := http.ReadResponse(c.r, &http.Request{Method: method})
			require.NoError(t, err)
			assert.Equal(t, tc.status, resp.StatusCode)
			if tc.status == 101 {
				return
			}
			body, err := io.ReadAll(resp.Body)
			require.NoError(t, err)
			assert.Contains(t, string(body), tc.says)
			_, err = http.ParseTime(resp.Header.Get("Date"))
			assert.NoError(t, err, "RFC 9110 §6.6.1")
			if tc.status == 405 {
				assert.NotEmpty(t, resp.Header.Get("Allow"), "RFC 9110 §15.5.6")
			}
		})
	}
}

// RFC 9110 §9.3.2: a response to HEAD has no body, also where the request is
// refused, but the length that GET's would have.
func TestHEADHasNoBody(t *testing.T) {
	s, full := start(t), start(t, "-max-conns", "1")
	dial(t, full.addr).open(full.addr)
	secure := start(t, "-tls")
	late := start(t, "-handshake-timeout", "300ms")
	host := func(s *running) string { return "Host: " + s.addr + "\r\n" }
	for name, c := range map[string]struct {
		s       *running
		request string // with METHOD
		status  int
	}{
		"a Host that is not ours":    {s, "METHOD / HTTP/1.1\r\nHost: evil.example\r\n\r\n", 403},
		"an Origin that is not ours": {s, "METHOD / HTTP/1.1\r\n" + host(s) + "Origin: http://evil.example\r\n\r\n", 403},
		"no Host":                    {s, "METHOD / HTTP/1.1\r\n\r\n", 400},
		"a bare LF":                  {s, "METHOD / HTTP/1.1\r\nX: y\nZ: \r\n\r\n", 400},
		"a version of its own":       {s, "METHOD / HTTP/3.0\r\n\r\n", 505},
		"*":                          {s, "METHOD * HTTP/1.1\r\n" + host(s) + "\r\n", 400},
		"another scheme":             {s, "METHOD https://" + s.addr + "/ HTTP/1.1\r\n" + host(s) + "\r\n", 421},
		"a body in chunks":           {s, "METHOD / HTTP/1.1\r\n" + host(s) + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 411},
		"an expectation":             {s, "METHOD / HTTP/1.1\r\n" + host(s) + "Expect: x\r\n\r\n", 417},
		"a long head":                {s, "METHOD / HTTP/1.1\r\nX: " + strings.Repeat("x", 20<<10), 431},
		"a long target":              {s, "METHOD /" + strings.Repeat("x", 20<<10), 414},
		"an empty line first":        {s, "\r\nMETHOD / HTTP/1.1\r\n\r\n", 400},
		"a page that is not there":   {s, "METHOD /no HTTP/1.1\r\n" + host(s) + "\r\n", 404},
		"too many connections":       {full, "METHOD / HTTP/1.1\r\n" + host(full) + "\r\n", 503},
		"plain HTTP at a TLS port":   {secure, "METHOD / HTTP/1.1\r\n" + host(secure) + "\r\n", 400},
		"a head that is late":        {late, "METHOD / HTTP/1.1\r\n", 408},
	} {
		t.Run(name, func(t *testing.T) {
			lengths := map[string]int64{}
			for _, method := range []string{"HEAD", "GET"} {
				conn := dial(t, c.s.addr)
				conn.send([]byte(strings.Replace(c.request, "METHOD", method, 1)))
				if c.status == 404 { // this one does not end the connection
					conn.Conn.(interface{ CloseWrite() error }).CloseWrite()
				}
				all, err := io.ReadAll(conn.r)
				require.NoError(t, err)
				list, rest := responsesIn(t, string(all), method)
				require.Empty(t, rest, "after the response to %s", method)
				require.Equal(t, c.status, list[0].StatusCode)
				require.NotEmpty(t, list[0].Header.Get("Date"))
				lengths[method] = list[0].ContentLength
			}
			require.Equal(t, lengths["GET"], lengths["HEAD"])
			require.Positive(t, lengths["HEAD"])
		})
	}
	// /echo answers GET only, and HEAD with 405.
	all := exchange(t, dial(t, s.addr), request(s.addr, "HEAD /echo HTTP/1.1"))
	list, rest := responsesIn(t, all, "HEAD")
	assert.Empty(t, rest)
	assert.Equal(t, 405, list[0].StatusCode)
}

// RFC 9110 §6.6.1: every refusal of the gate and of the handshake has the time.
func TestRefusalsHaveDate(t *testing.T) {
	s := start(t)
	for name, b := range map[string][]byte{
		"a malformed head":  []byte("GET / HTTP/1.1\n\n"),
		"the gate's":        []byte("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n"),
		"a handshake's":     request(s.addr, "-Sec-WebSocket-Key"),
		"the policy's":      request("evil.example"),
		"a query's":         request(s.addr, "GET /echo?ping=0 HTTP/1.1"),
		"a version's":       request(s.addr, "Sec-WebSocket-Version: 8"),
		"http.Server's own": []byte("POST / HTTP/1.1\r\nHost: " + s.addr + "\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"),
	} {
		list, _ := responsesIn(t, exchange(t, dial(t, s.addr), b), "GET")
		date, err := http.ParseTime(list[0].Header.Get("Date"))
		require.NoError(t, err, name)
		require.WithinDuration(t, time.Now(), date, time.Minute, name)
	}
}

// RFC 9112 §2.2: empty lines before a request line are ignored, the first one's and
// those between two requests, but not without end.
func TestEmptyLinesBeforeARequest(t *testing.T) {
	s := start(t)
	get := "GET /icon.svg HTTP/1.1\r\nHost: " + s.addr + "\r\n\r\n"
	post := "POST /icon.svg HTTP/1.1\r\nHost: " + s.addr + "\r\nContent-Length: 3\r\n\r\nabc"
	for _, lines := range []int{1, 2, 3, 4, 5, 17, 1000} {
		empty := strings.Repeat("\r\n", lines)
		list, rest := responsesIn(t, exchange(t, dial(t, s.addr), []byte(empty+get+empty+post+empty+get+empty)), "GET", "POST", "GET")
		require.Empty(t, rest, lines)
		for i, status := range []int{200, 405, 200} {
			require.Equal(t, status, list[i].StatusCode, "%d lines, request %d", lines, i)
		}
		c := dial(t, s.addr)
		c.send([]byte(empty + get))
		resp, _ := c.response()
		require.Equal(t, 200, resp.StatusCode)
		c.send(append([]byte(empty), request(s.addr)...))
		resp, _ = c.response()
		require.Equal(t, 101, resp.StatusCode, lines)
		c.send(text("x"))
		c.wants(codec.OpText, "x")
	}
	// A byte at a time: a line end may come in two reads.
	c := dial(t, s.addr)
	for _, b := range []byte("\r\n\r\n" + get + "\r\n" + get) {
		c.send([]byte{b})
	}
	for range 2 {
		resp, _ := c.response()
		require.Equal(t, 200, resp.StatusCode)
	}
	// Bounded by -max-header.
	list, rest := responsesIn(t, exchange(t, dial(t, s.addr), []byte(strings.Repeat("\r\n", 1<<20)+get)), "GET")
	require.Empty(t, rest)
	require.Equal(t, 431, list[0].StatusCode)
	for _, first := range []string{"\n", "\r", " \r\n", "\r\n \r\n", "\r\n\n"} {
		list, _ := responsesIn(t, exchange(t, dial(t, s.addr), []byte(first+get)), "GET")
		require.Equal(t, 400, list[0].StatusCode, "%q", first)
	}
}

// An empty line after a request begins no head: the time for one does not run.
func TestEmptyLineBeginsNoHead(t *testing.T) {
	s := start(t, "-handshake-timeout", "300ms")
	c := dial(t, s.addr)
	get := []byte("GET /icon.svg HTTP/1.1\r\nHost: " + s.addr + "\r\n\r\n")
	c.send(append(get, "\r\n"...))
	resp, _ := c.response()
	require.Equal(t, 200, resp.StatusCode)
	time.Sleep(900 * time.Millisecond)
	c.send(get)
	resp, _ = c.response()
	require.Equal(t, 200, resp.StatusCode)
	// A first head of empty lines only gets no response, like no head at all.
	c = dial(t, s.addr)
	c.send([]byte("\r\n\r\n"))
	c.wantsEnd()
}
