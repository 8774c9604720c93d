package main

import (
	"context"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"framelab/server/logs/logstest"
)

// The log of one peer's refusals is bounded: fields are cut, and more than 50 refusals a
// second are only counted.
func TestLogOfRefusalsIsBounded(t *testing.T) {
	opt, err := parseOptions([]string{"-addr", "127.0.0.1:0", "-site", testSite(t)}, noEnv)
	require.NoError(t, err)
	logs := &logstest.Buffer{}
	s, err := newSystem(opt, logs)
	require.NoError(t, err)
	require.NoError(t, s.listen())
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); s.serve(ctx) }()
	addr := s.gate.Addr().String()

	const refusals = 400
	long := strings.Repeat("h", 14<<10)
	for i := range refusals {
		c := dial(t, addr)
		switch i % 4 {
		case 0: // -hosts
			c.send(request(long))
		case 1: // -origins
			c.send(request(addr, "+Origin: http://"+long))
		case 2: // on the site
			c.send([]byte("GET / HTTP/1.1\r\nHost: " + long + "\r\n\r\n"))
		default:
			c.send([]byte("GET / HTTP/1.1\r\nHost: " + addr + "\r\nOrigin: \xff\x80" + long + "\r\n\r\n"))
		}
		resp, body := c.response()
		require.Equal(t, http.StatusForbidden, resp.StatusCode)
		require.Less(t, len(body), 1000)
		c.Close()
	}
	stop()
	<-done
	listed := strings.Count(logs.String(), `msg="request refused"`)
	counted := 0
	for _, m := range regexp.MustCompile(`msg="lines left out of the log" of="request refused" count=(\d+)`).FindAllStringSubmatch(logs.String(), -1) {
		n, err := strconv.Atoi(m[1])
		require.NoError(t, err)
		counted += n
	}
	assert.Equal(t, refusals, listed+counted, "each is listed or counted")
	assert.Positive(t, counted)
	for line := range strings.Lines(logs.String()) {
		require.Less(t, len(line), 1000)
	}
	assert.Contains(t, logs.String(), "hhhh…")
}
