package main

import (
	"net"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// §10.1, §10.2: Host and Origin are compared whole; on pages as on WebSockets.
func TestHostsAndOrigins(t *testing.T) {
	s := start(t, "-hosts", "lab.example:8080,other.example", "-origins", "https://pages.example")
	_, port, err := net.SplitHostPort(s.addr)
	require.NoError(t, err)
	at := func(host string) string { return host + ":" + port }
	for _, tc := range []struct {
		name, host string
		origin     []string
		ok         bool
	}{
		{"own address", at("127.0.0.1"), nil, true},
		{"localhost", at("localhost"), nil, true},
		{"IPv6 loopback", at("[::1]"), nil, true},
		{"upper case", at("LOCALHOST"), nil, true},
		{"-hosts with port", "lab.example:8080", nil, true},
		{"-hosts without port", "other.example", nil, true},
		{"another port", "127.0.0.1:1", nil, false},
		{"no port", "localhost", nil, false},
		{"a name bent onto us", at("evil.example"), nil, false},
		{"a name that begins like ours", at("localhost.evil.example"), nil, false},
		{"a name that ends like ours", at("evil-localhost"), nil, false},
		{"-hosts, another port", "lab.example:8081", nil, false},
		{"-hosts, ends like it", "evil-other.example", nil, false},
		{"trailing dot", at("localhost."), nil, false},
		{"0.0.0.0", at("0.0.0.0"), nil, false},

		{"own page", at("127.0.0.1"), []string{"http://" + at("localhost")}, true},
		{"own page over https", at("127.0.0.1"), []string{"https://" + at("127.0.0.1")}, true},
		{"page of IPv6", at("127.0.0.1"), []string{"http://" + at("[::1]")}, true},
		{"page of -origins", at("127.0.0.1"), []string{"https://pages.example"}, true},
		{"page of -hosts", at("127.0.0.1"), []string{"https://other.example"}, true},
		{"-origins in upper case", at("127.0.0.1"), []string{"https://PAGES.example"}, true},
		{"null", at("127.0.0.1"), []string{"null"}, false},
		{"another port", at("127.0.0.1"), []string{"http://127.0.0.1:1"}, false},
		{"no port", at("127.0.0.1"), []string{"http://localhost"}, false},
		{"another scheme", at("127.0.0.1"), []string{"ws://" + at("127.0.0.1")}, false},
		{"-origins over http", at("127.0.0.1"), []string{"http://pages.example"}, false},
		{"ends like -origins", at("127.0.0.1"), []string{"https://evil-pages.example"}, false},
		{"below -origins", at("127.0.0.1"), []string{"https://a.pages.example"}, false},
		{"begins like ours", at("127.0.0.1"), []string{"http://127.0.0.1.evil.example:" + port}, false},
		{"elsewhere", at("127.0.0.1"), []string{"https://evil.example"}, false},
		{"two", at("127.0.0.1"), []string{"http://" + at("localhost"), "https://evil.example"}, false},
	} {
		for _, path := range []string{"/echo", "/icon.svg", "/server.json"} {
			t.Run(tc.name+" "+path, func(t *testing.T) {
				edit := []string{"GET " + path + " HTTP/1.1"}
				for _, o := range tc.origin {
					edit = append(edit, "+Origin: "+o)
				}
				c := dial(t, s.addr)
				c.send(request(tc.host, edit...))
				resp, body := c.response()
				switch {
				case tc.ok && path == "/echo":
					assert.Equal(t, http.StatusSwitchingProtocols, resp.StatusCode, body)
				case tc.ok:
					assert.Equal(t, http.StatusOK, resp.StatusCode, body)
				case len(tc.origin) > 1 && path == "/echo":
					assert.Equal(t, http.StatusBadRequest, resp.StatusCode)
				default:
					assert.Equal(t, http.StatusForbidden, resp.StatusCode)
					assert.Contains(t, body, "RFC 6455 §")
				}
			})
		}
	}
}

// A request that http.Server would refuse in its own words is refused in ours.
func TestRefusalsOnTheSite(t *testing.T) {
	s := start(t)
	for _, tc := range []struct {
		edit   []string
		status int
		says   string
	}{
		{[]string{"GET /icon.svg HTTP/1.1", "-Host"}, 400, "request.host.missing"},
		{[]string{"GET /icon.svg HTTP/1.1", "+Host: " + s.addr}, 400, "request.host.duplicate"},
		{[]string{"GET /%zz HTTP/1.1"}, 400, "request.target.malformed"},
		{[]string{"CONNECT evil.example:80 HTTP/1.1"}, 405, "GET and HEAD"},
		{[]string{"GET http://evil.example/icon.svg HTTP/1.1"}, 403, "evil.example"},
		{[]string{"GET http://" + s.addr + "/icon.svg HTTP/1.1"}, 200, "<svg/>"},
		{[]string{"OPTIONS * HTTP/1.1"}, 405, "GET and HEAD"},
	} {
		c := dial(t, s.addr)
		c.send(request(s.addr, tc.edit...))
		resp, body := c.response()
		assert.Equal(t, tc.status, resp.StatusCode, tc.edit)
		assert.Contains(t, body, tc.says)
		assert.Equal(t, "nosniff", resp.Header.Get("X-Content-Type-Options"))
	}
}

// An expectation that net/http would refuse in its own words is refused in ours.
func TestExpect(t *testing.T) {
	s := start(t)
	resp, body := ask(t, s, "/icon.svg", "+Expect: something")
	assert.Equal(t, http.StatusExpectationFailed, resp.StatusCode)
	assert.Contains(t, body, "100-continue")
	assert.Equal(t, "nosniff", resp.Header.Get("X-Content-Type-Options"))
}
