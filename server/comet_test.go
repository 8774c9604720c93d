package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"framelab/codec"
	"framelab/server/comet"
	"framelab/server/policy"
)

// An event as a page reads it.
type event struct {
	Seq  int     `json:"seq"`
	At   float64 `json:"at"`
	Sent float64 `json:"sent"`
}

type cost struct{ Requests, Read, Written, Events int64 }

func costs(t *testing.T, s *running, run string) map[string]cost {
	t.Helper()
	c := dial(t, s.addr)
	c.send(get(s, "/comet/report?run="+run, "Connection: close"))
	resp, body := c.response()
	require.Equal(t, 200, resp.StatusCode, body)
	var report struct {
		Rate   float64
		Events int
		Ways   map[string]cost
	}
	require.NoError(t, json.Unmarshal([]byte(body), &report))
	return report.Ways
}

func get(s *running, path string, fields ...string) []byte {
	return []byte("GET " + path + " HTTP/1.1\r\n" + strings.Join(append([]string{"Host: " + s.addr}, fields...), "\r\n") + "\r\n\r\n")
}

// A counted connection knows every byte that passed.
type counted struct {
	*client
	sent, got int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.client.Conn.Read(p)
	c.got += int64(n)
	return n, err
}

func (c *counted) ask(b []byte) {
	c.sent += int64(len(b))
	c.client.send(b)
}

func count(c *client) *counted {
	w := &counted{client: c}
	c.r = bufio.NewReader(w)
	return w
}

// All ways bring the same events, and the server's figures are the bytes that the clients
// have counted.
func TestCometRace(t *testing.T) {
	s := start(t)
	run := tapID(t, 1)
	query := "?run=" + run + "&rate=20&seconds=1"
	const last = 19
	read := map[string]func(c *counted) (all []event, requests int64){
		"poll": func(c *counted) (all []event, requests int64) {
			for over := false; !over; requests++ {
				time.Sleep(70 * time.Millisecond)
				over = pollOnce(t, s, c, "/comet/poll"+query, &all)
			}
			return all, requests
		},
		"long-poll": func(c *counted) (all []event, requests int64) {
			for over := false; !over; requests++ {
				over = pollOnce(t, s, c, "/comet/long-poll"+query, &all)
			}
			return all, requests
		},
		"multipart": func(c *counted) (all []event, requests int64) {
			c.ask(get(s, "/comet/multipart"+query))
			resp, err := http.ReadResponse(c.r, nil)
			require.NoError(t, err)
			kind, params, err := mime.ParseMediaType(resp.Header.Get("Content-Type"))
			require.NoError(t, err)
			require.Equal(t, "multipart/x-mixed-replace", kind)
			for r := multipart.NewReader(resp.Body, params["boundary"]); ; {
				part, err := r.NextPart()
				if err == io.EOF {
					_, err = io.ReadAll(resp.Body) // the end of the chunks
					require.NoError(t, err)
					return all, 1
				}
				require.NoError(t, err)
				b, err := io.ReadAll(part)
				require.NoError(t, err)
				all = append(all, parse(t, string(b)))
			}
		},
		"sse": func(c *counted) (all []event, requests int64) {
			c.ask(get(s, "/comet/sse"+query, "Accept: text/event-stream"))
			resp, err := http.ReadResponse(c.r, nil)
			require.NoError(t, err)
			require.Equal(t, "text/event-stream", resp.Header.Get("Content-Type"))
			b, err := io.ReadAll(resp.Body)
			require.NoError(t, err)
			blocks := strings.Split(strings.TrimSuffix(string(b), "\n\n"), "\n\n")
			require.Equal(t, "event: over\ndata: {}", blocks[len(blocks)-1])
			for i, block := range blocks[:len(blocks)-1] {
				data, ok := strings.CutPrefix(block, fmt.Sprintf("id: %d\ndata: ", i))
				require.True(t, ok, block)
				all = append(all, parse(t, data))
			}
			return all, 1
		},
		"websocket": func(c *counted) (all []event, requests int64) {
			c.ask(request(s.addr, "GET /comet/websocket"+query+" HTTP/1.1"))
			resp, _ := c.response()
			require.Equal(t, 101, resp.StatusCode)
			for {
				h, payload, err := c.next()
				require.NoError(t, err)
				if h.Opcode == codec.OpClose {
					break
				}
				all = append(all, parse(t, payload))
			}
			c.ask(closeFrame(1000, ""))
			c.wantsEnd()
			return all, 1
		},
	}
	type result struct {
		all       []event
		requests  int64
		sent, got int64
	}
	results := map[string]result{}
	var mu sync.Mutex
	var wg sync.WaitGroup
	for _, way := range comet.Ways {
		wg.Go(func() {
			c := count(dial(t, s.addr))
			// Earlier bytes of a kept-alive connection are not counted for a way.
			c.client.send(get(s, "/icon.svg"))
			c.response()
			c.sent, c.got = 0, 0
			all, requests := read[way](c)
			mu.Lock()
			defer mu.Unlock()
			results[way] = result{all, requests, c.sent, c.got}
		})
	}
	wg.Wait()
	figures := costs(t, s, run)
	for _, way := range comet.Ways {
		r := results[way]
		require.Len(t, r.all, last+1, way)
		late := 1e9 // milliseconds, the least among the first half: the machine may be busy
		for i, e := range r.all {
			assert.Equal(t, i, e.Seq)
			assert.Equal(t, results["sse"].all[i].At, e.At, "the same moment in every way")
			assert.GreaterOrEqual(t, e.Sent, e.At-0.001)
			if i <= last/2 {
				late = min(late, e.Sent-e.At)
			}
		}
		assert.Less(t, late, 250.0, "%s has waited for the end", way)
		assert.InDelta(t, 1000.0/20*last, r.all[last].At-r.all[0].At, 0.01)
		assert.Equal(t, cost{r.requests, r.sent, r.got, last + 1}, figures[way], way)
	}
	assert.Greater(t, figures["long-poll"].Requests, int64(5), "its answers do not wait for the end")
}

func parse(t *testing.T, data string) (e event) {
	t.Helper()
	require.NoError(t, json.Unmarshal([]byte(data), &e), data)
	return e
}

func pollOnce(t *testing.T, s *running, c *counted, path string, all *[]event) (over bool) {
	t.Helper()
	c.ask(get(s, fmt.Sprintf("%s&after=%d", path, len(*all)-1)))
	resp, body := c.response()
	require.Equal(t, 200, resp.StatusCode, body)
	require.Equal(t, "no-store", resp.Header.Get("Cache-Control"))
	var answer struct {
		Events []event
		Over   bool
	}
	require.NoError(t, json.Unmarshal([]byte(body), &answer))
	*all = append(*all, answer.Events...)
	return answer.Over
}

// Invalid parameters are refused in a sentence, and a page of a different site starts
// nothing.
func TestCometRefusals(t *testing.T) {
	s := start(t, "-hosts", "lab.example")
	run := "run=" + tapID(t, 1)
	for path, status := range map[string]int{
		"/comet/poll":                        400,
		"/comet/poll?run=short":              400,
		"/comet/sse?" + run + "&rate=0":      400,
		"/comet/sse?" + run + "&rate=51":     400,
		"/comet/sse?" + run + "&rate=NaN":    400,
		"/comet/sse?" + run + "&seconds=0":   400,
		"/comet/sse?" + run + "&seconds=121": 400,
		"/comet/sse?" + run + "&after=x":     400,
		"/comet/sse?" + run + ";x":           400,
		"/comet/report":                      404,
		"/comet/report?" + run:               404,
		"/comet/report?run=short":            400,
		"/comet/other":                       404,
	} {
		c := dial(t, s.addr)
		c.send(get(s, path, "Connection: close"))
		resp, body := c.response()
		assert.Equal(t, status, resp.StatusCode, path+" "+body)
	}
	refusedAt(t, s, 400, "/comet/websocket")
	refusedAt(t, s, 400, "/comet/websocket?"+run+"&rate=x")
	ask := func(b []byte) (int, string) {
		c := dial(t, s.addr)
		c.send(b)
		resp, body := c.response()
		return resp.StatusCode, body
	}
	status, _ := ask(get(s, "/comet/poll?"+run+"&rate=2"))
	require.Equal(t, 200, status)
	status, body := ask(get(s, "/comet/poll?"+run+"&rate=3"))
	assert.Equal(t, 409, status)
	assert.Contains(t, body, "a different rate")
	for _, site := range []string{"cross-site", "same-site"} {
		status, body = ask(get(s, "/comet/sse?"+run+"&rate=2", "Sec-Fetch-Site: "+site))
		assert.Equal(t, 403, status, body)
	}
	for _, referer := range []string{"", "Referer: http://evil.example/", "Referer: http://127.0.0.1:1/"} {
		// As a browser asks a Host that is not this machine's, over http.
		status, body = ask(bytes.Replace(get(s, "/comet/poll?"+run, referer), []byte("Host: "+s.addr), []byte("Host: lab.example"), 1))
		assert.Equal(t, 403, status, body)
	}
	status, body = ask(bytes.Replace(get(s, "/comet/poll?"+run+"&rate=2", "Referer: http://lab.example/en/"), []byte("Host: "+s.addr), []byte("Host: lab.example"), 1))
	assert.Equal(t, 200, status, body)
	status, body = ask(bytes.Replace(get(s, "/comet/poll?"+run), []byte("GET"), []byte("POST"), 1))
	assert.Equal(t, 405, status, body)
	for i := range comet.Slots / 2 {
		status, body = ask(get(s, "/comet/poll?run="+tapID(t, 2+i)))
	}
	assert.Equal(t, 503, status)
	assert.Contains(t, body, "Your address uses 32 of the 64 races")
	another := netip.MustParseAddr("192.0.2.1")
	for i := range comet.Slots / 2 {
		_, refused := s.races.Join(policy.ParseQuery([]byte("?run="+tapID(t, 1000+i))), another, time.Now())
		require.Zero(t, refused.Status)
	}
	status, body = ask(get(s, "/comet/poll?run="+tapID(t, 998)))
	assert.Equal(t, 503, status)
	assert.Contains(t, body, "All 64 races")
	_, refused := s.races.Join(policy.ParseQuery([]byte("?run="+tapID(t, 999))), another, time.Now().Add(time.Minute))
	assert.Zero(t, refused.Status, "a race that is over makes room")
}

// Bytes after a request wait until that request is answered: an upgrade or a refusal does
// not cut the response short.
func TestBehindARunningRequest(t *testing.T) {
	s := start(t)
	for i, next := range [][]byte{request(s.addr), []byte("nonsense\r\n\r\n")} {
		c := dial(t, s.addr)
		c.send(append(get(s, "/comet/sse?rate=20&seconds=1&run="+tapID(t, i)), next...))
		_, body := c.response()
		assert.Contains(t, body, "id: 19\n")
		assert.Contains(t, body, "event: over")
		resp, _ := c.response()
		assert.Equal(t, []int{101, 400}[i], resp.StatusCode)
	}
}

// An EventSource that reconnects gets the events that it missed, and 204 after the last.
func TestSSEComesBack(t *testing.T) {
	s := start(t)
	path := "/comet/sse?rate=20&seconds=1&run=" + tapID(t, 1)
	c := dial(t, s.addr)
	c.send(get(s, path))
	resp, err := http.ReadResponse(c.r, nil)
	require.NoError(t, err)
	lines := bufio.NewReader(resp.Body)
	for line := ""; !strings.HasPrefix(line, "id: 3"); {
		line, err = lines.ReadString('\n')
		require.NoError(t, err)
	}
	c.Close()
	c = dial(t, s.addr)
	c.send(get(s, path, "Last-Event-ID: 3"))
	_, body := c.response()
	assert.True(t, strings.HasPrefix(body, "id: 4\n"), body)
	c.send(get(s, path, "Last-Event-ID: 19"))
	resp, _ = c.response()
	assert.Equal(t, http.StatusNoContent, resp.StatusCode)
}

// Streams do not hold the server's end up.
func TestCometEnd(t *testing.T) {
	s := start(t)
	for i, way := range comet.Ways {
		query := "?rate=0.1&seconds=100&run=" + tapID(t, i)
		if way == "websocket" {
			c := openAt(t, s, "/comet/websocket"+query)
			go c.answersClose(codec.CloseGoingAway)
			continue
		}
		c := dial(t, s.addr)
		c.send(get(s, "/comet/"+way+query))
	}
	require.Eventually(t, func() bool { return s.gate.Count() == len(comet.Ways) }, patience, time.Millisecond)
	time.Sleep(50 * time.Millisecond)
	before := time.Now()
	s.end(t)
	assert.Less(t, time.Since(before), 2*time.Second)
}
