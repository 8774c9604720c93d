package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"framelab/codec"
	"framelab/server/conn"
	"framelab/server/limits"
	"framelab/server/memory"
	"framelab/server/raw"
	"framelab/server/record"
)

// plan returns a plan of pieces, each after a pause.
func plan(pauseMs int, then string, waitMs int, pieces ...[]byte) string {
	var list []map[string]any
	for _, b := range pieces {
		list = append(list, map[string]any{"pauseMs": pauseMs, "base64": base64.StdEncoding.EncodeToString(b)})
	}
	out, _ := json.Marshal(map[string]any{"pieces": list, "then": then, "waitMs": waitMs})
	return string(out)
}

// A plan is played over a real connection, and every byte comes back with its time.
func TestRaw(t *testing.T) {
	for _, secure := range []bool{false, true} {
		t.Run(fmt.Sprint("tls ", secure), func(t *testing.T) {
			var flags []string
			if secure {
				flags = append(flags, "-tls")
			}
			s := start(t, flags...)
			c := openAt(t, s, "/raw")
			head := request(s.addr)
			c.send(text(plan(40, "", 1000, head[:10], head[10:], text("Hello"), closeFrame(1000, ""))))
			all := c.records("end")
			assert.Equal(t, "open", all[0].Type)
			assert.Equal(t, s.addr, all[0].Peer)
			assert.Equal(t, secure, *all[0].TLS == "TLS 1.3")
			sent := bytes.Join([][]byte{head, text("Hello"), closeFrame(1000, "")}, nil)
			assert.Equal(t, sent, stream(t, all, record.FromClient))
			got := stream(t, all, record.FromServer)
			answer, frames, _ := bytes.Cut(got, []byte("\r\n\r\n"))
			assert.Contains(t, string(answer), "HTTP/1.1 101 ")
			assert.Equal(t, "\x81\x05Hello\x88\x02\x03\xe8", string(frames))
			end := all[len(all)-1]
			assert.Equal(t, record.FIN, end.How)
			assert.Equal(t, "server", end.First)
			assert.Equal(t, &record.Directions{Client: int64(len(sent)), Server: int64(len(got))}, end.Bytes)
			assert.GreaterOrEqual(t, end.T, int64(4*40*1000), "microseconds, for the pauses")

			// Another plan on the same WebSocket, illegal bytes this time.
			c.send(text(plan(0, "", 1000, head, []byte{0b1_000_0011, 0b1_0000000})))
			all = c.records("end")
			assert.Contains(t, string(stream(t, all, record.FromServer)), "\r\n\r\n\x88")
		})
	}
}

// How a run ends when the server does not end it, or the page ends its side.
func TestRawEndings(t *testing.T) {
	site := testSite(t)
	require.NoError(t, os.WriteFile(filepath.Join(site, "large.svg"), make([]byte, 1<<20), 0o644))
	s := startIn(t, site)
	head := request(s.addr)
	for _, tc := range []struct {
		name, plan string
		how        record.Ending
		first      string
	}{
		{"nobody ends", plan(0, "", 50, head), record.Timeout, "client"},
		{"the page ends", plan(0, "fin", 1000, head), record.FIN, "server"},
		{"no byte at all", plan(0, "fin", 1000, nil), record.FIN, "server"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := openAt(t, s, "/raw")
			c.send(text(tc.plan))
			all := c.records("end")
			assert.Equal(t, tc.how, all[len(all)-1].How)
			assert.Equal(t, tc.first, all[len(all)-1].First)
		})
	}
	t.Run("the server ends while the plan goes on", func(t *testing.T) {
		c := openAt(t, s, "/raw")
		before := time.Now()
		c.send(text(plan(300, "", 1000, head, []byte{0b1_000_0011, 0b1_0000000}, []byte{0}, []byte{0}, []byte{0}, []byte{0}, []byte{0}, []byte{0})))
		all := c.records("end")
		assert.Equal(t, record.FIN, all[len(all)-1].How)
		assert.Less(t, time.Since(before), 1500*time.Millisecond, "it is told when it happens")
		assert.EqualValues(t, len(stream(t, all, record.FromClient)), all[len(all)-1].Bytes.Client)
	})
	t.Run("more comes than is taken", func(t *testing.T) {
		c := openAt(t, s, "/raw")
		c.send(text(plan(0, "", 5000, bytes.Repeat(get(s, "/large.svg"), raw.MostReceived>>20+1))))
		all := c.records("end")
		assert.Equal(t, record.Limit, all[len(all)-1].How)
		assert.Less(t, all[len(all)-1].Bytes.Server, int64(raw.MostReceived+len(memory.Buffer{})+1))
	})
}

// The bytes of a plan are judged like any other client's: by Host and Origin too.
// The RFC's own names are refused with a word on why.
func TestRawIsAClientLikeAnyOther(t *testing.T) {
	s := start(t)
	for _, tc := range []struct {
		head         []byte
		status, says string
	}{
		{request("server.example.com", "+Origin: http://example.com"), "403", "RFC's examples"},
		{request(s.addr, "+Origin: http://example.com"), "403", "RFC's examples"},
		{request("example.com"), "403", "RFC's examples"},
		{request("evil-example.com"), "403", "does not answer to the Host"},
		{request(s.addr, "+Origin: https://evil.example"), "403", "not allowed to connect to this server"},
		{[]byte("GET / HTTP/1.1\r\nHost: server.example.com\r\n\r\n"), "403", "RFC's examples"},
		{request(s.addr), "101", "Sec-WebSocket-Accept"},
	} {
		c := openAt(t, s, "/raw")
		c.send(text(plan(0, "fin", 2000, tc.head)))
		got := string(stream(t, c.records("end"), record.FromServer))
		assert.True(t, strings.HasPrefix(got, "HTTP/1.1 "+tc.status), got)
		assert.Contains(t, got, tc.says)
		if !strings.Contains(tc.says, "examples") {
			assert.NotContains(t, got, "examples")
		}
	}
}

// An invalid plan is refused in a sentence. In particular, a plan cannot name an address.
func TestRawRefusals(t *testing.T) {
	s := start(t)
	elsewhere, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer elsewhere.Close()
	reached := make(chan struct{}, 1)
	go func() {
		if _, err := elsewhere.Accept(); err == nil {
			reached <- struct{}{}
		}
	}()
	to := elsewhere.Addr().String()
	piece := `"pieces":[{"base64":"eA=="}]`
	c := openAt(t, s, "/raw")
	for message, says := range map[string]string{
		`{"addr":"` + to + `",` + piece + `}`:              "unknown field",
		`{"host":"` + to + `",` + piece + `}`:              "unknown field",
		`{"url":"ws://` + to + `/",` + piece + `}`:         "unknown field",
		`{"port":1,` + piece + `}`:                         "unknown field",
		`{"pieces":[{"base64":"eA==","to":"` + to + `"}]}`: "unknown field",
		``:                            "not a plan",
		`null`:                        "has 1 to 1000 pieces",
		`{"pieces":[]}`:               "has 1 to 1000 pieces",
		`{` + piece + `}{}`:           "nothing after it",
		`{"pieces":{}}`:               "pieces is a list",
		`{"pieces":null}`:             "pieces is a list",
		`{"pieces":[{},0]}`:           "piece 1",
		`{"pieces":[{},{}`:            "not a plan",
		`{"pieces":[{"base64":"!"}]}`: "piece 0: base64",
		`{"pieces":[{"hex":"4"}]}`:    "piece 0: hex",
		`{"pieces":[{"hex":"44","base64":"eA=="}]}`:                           "both base64 and hex",
		`{"pieces":[{"pauseMs":-1}]}`:                                         "pauseMs",
		`{"pieces":[{"pauseMs":30001}]}`:                                      "pauseMs",
		`{"pieces":[{"pauseMs":20000},{"pauseMs":20000}]}`:                    "the limit is 30s",
		`{"waitMs":10001,` + piece + `}`:                                      "waitMs",
		`{"then":"reset",` + piece + `}`:                                      "then is",
		`{"pieces":[` + strings.Repeat(`{"hex":""},`, 1000) + `{}]}`:          "has 1 to 1000 pieces",
		`{"pieces":[{"hex":"` + strings.Repeat("00", raw.MostSent+1) + `"}]}`: "1048577 bytes",
	} {
		c.send(text(message))
		all := c.records("refused")
		require.Len(t, all, 1, message)
		assert.Contains(t, all[0].Why, says, message[:min(80, len(message))])
	}
	// A Host or a whole URI in the bytes makes no difference to where they go.
	for _, b := range [][]byte{request(to), request(to, "GET http://"+to+"/echo HTTP/1.1"), []byte("CONNECT " + to + " HTTP/1.1\r\nHost: " + to + "\r\n\r\n")} {
		c.send(text(plan(0, "fin", 2000, b)))
		all := c.records("end")
		assert.Equal(t, s.addr, all[0].Peer)
		assert.Regexp(t, "^HTTP/1.1 40[03] ", string(stream(t, all, record.FromServer)))
	}
	select {
	case <-reached:
		assert.Fail(t, "a run went elsewhere")
	case <-time.After(50 * time.Millisecond):
	}
	c.send(frame(true, codec.OpBinary, "{}"))
	assert.Contains(t, c.answersClose(codec.CloseUnsupportedData), "text")
	c = openAt(t, s, "/raw")
	c.send(text(strings.Repeat(" ", raw.PlanBytes+1)))
	assert.Contains(t, c.wantsClose(codec.CloseMessageTooBig), "4MiB")
}

// Runs are bounded: one for a page at a time, half of raw.MostRuns for a peer, raw.MostRuns
// on the server; and a run ends when its page goes.
func TestRawRunsAtOnce(t *testing.T) {
	s := start(t)
	var open []*client
	for range raw.MostRuns / 2 {
		c := openAt(t, s, "/raw")
		c.send(text(plan(0, "", 9000, request(s.addr))))
		c.records("bytes")
		open = append(open, c)
	}
	open[0].send(text(plan(0, "", 0, nil)))
	all := open[0].records("refused")
	assert.Contains(t, all[len(all)-1].Why, "still running")
	c := openAt(t, s, "/raw")
	c.send(text(plan(0, "", 0, nil)))
	assert.Contains(t, c.records("refused")[0].Why, "your address uses 8 of the 16 plans")
	another := netip.MustParseAddr("192.0.2.1")
	for range raw.MostRuns / 2 {
		require.Equal(t, limits.HasPlace, s.runs.Places.Take(another))
	}
	c.send(text(plan(0, "", 0, nil)))
	assert.Contains(t, c.records("refused")[0].Why, "all 16 plans")
	before := s.gate.Count()
	for _, c := range open {
		c.Close()
	}
	require.Eventually(t, func() bool { return s.gate.Count() <= before-raw.MostRuns }, 2*time.Second, 5*time.Millisecond)
	c.send(text(plan(0, "fin", 1000, nil)))
	c.records("end")
	for range raw.MostRuns / 2 {
		s.runs.Places.Give(another)
	}
	require.Eventually(t, func() bool {
		places, peers := s.runs.Places.Taken()
		return places == 0 && peers == 0
	}, patience, time.Millisecond, "nothing stays counted")
}

// The places that a run takes count for the peer that asked for the run: by a run that
// asks for races, taps and runs that peer gets no more of them.
func TestRawTakesForItsPeer(t *testing.T) {
	for _, flags := range [][]string{nil, {"-tls"}} {
		s := start(t, flags...)
		here, err := net.ResolveTCPAddr("tcp", "127.0.0.2:0")
		require.NoError(t, err)
		tcp, err := (&net.Dialer{LocalAddr: here}).Dial("tcp", s.addr)
		require.NoError(t, err, "this test needs a second loopback address: where 127.0.0.2 is none, add it to the loopback interface")
		if s.tls != nil {
			tcp = tls.Client(tcp, &tls.Config{InsecureSkipVerify: true})
		}
		c := newClient(t, tcp)
		c.send(request(s.addr, "GET /raw HTTP/1.1"))
		resp, _ := c.response()
		require.Equal(t, http.StatusSwitchingProtocols, resp.StatusCode)
		id := strings.Repeat("r", 22)
		ask := "GET /comet/poll?run=" + id + " HTTP/1.1\r\nHost: " + s.addr + "\r\n\r\n"
		nested := append(request(s.addr, "GET /raw HTTP/1.1"), text(plan(0, "", 5000, nil))...)
		c.send(text(plan(0, "", 5000, []byte(ask), nested)))
		peer := netip.MustParseAddr("127.0.0.2")
		require.Eventually(t, func() bool {
			return s.runs.Places.Of(peer) == 2
		}, patience, time.Millisecond, "the run, and the run that it has asked for")
		assert.Equal(t, peer, s.races.PeerOf(id))
		c.Close()
		s.wantsNobody(t)
	}
}

// A page that does not read its records has its place for no longer than a run can take:
// the records wait for it, the place does not.
func TestRawPlaceIsFreeInTime(t *testing.T) {
	s := start(t)
	s.runs.Time = time.Second
	large := []byte(strings.Repeat("GET / HTTP/1.1\r\nHost: "+s.addr+"\r\n\r\n", 18000)) // the answers are more than a run takes
	c := openAt(t, s, "/raw")
	go func() {
		for { // the first ones fill what the system takes
			if _, err := c.Write(text(plan(0, "", 9000, large))); err != nil {
				return
			}
			time.Sleep(300 * time.Millisecond)
		}
	}()
	free, stuck := time.Now(), false
	for began := time.Now(); time.Since(began) < 5*time.Second || !stuck && time.Since(began) < time.Minute; {
		if taken, _ := s.runs.Places.Taken(); taken == 0 {
			free = time.Now()
		}
		require.Less(t, time.Since(free), s.runs.Time+2*time.Second, "it has the place for longer")
		s.gate.Each(func(c *conn.Conn) { stuck = stuck || c.IsStuck() })
		time.Sleep(10 * time.Millisecond)
	}
	require.True(t, stuck, "a run has waited for the page")
}

// On all addresses a run stays on loopback.
func TestRawOnAllAddresses(t *testing.T) {
	s := start(t, "-addr", ":0")
	c, err := s.gate.DialSelf(context.Background(), netip.Addr{})
	require.NoError(t, err)
	defer c.Close()
	_, port, _ := net.SplitHostPort(s.addr)
	assert.Equal(t, "127.0.0.1:"+port, c.RemoteAddr().String())
	fmt.Fprintf(c, "GET /healthz HTTP/1.1\r\nHost: localhost:%s\r\n\r\n", port)
	resp, _ := newClient(t, c).response()
	assert.Equal(t, http.StatusOK, resp.StatusCode)
}
