package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"framelab/codec"
	"framelab/server/handshake"
	"framelab/server/policy"
	"framelab/server/record"
	"framelab/server/tap"
)

// tapID returns an id that no other test uses.
func tapID(t *testing.T, n int) string {
	t.Helper()
	return fmt.Sprintf("test-%020d_A", n)
}

// openAt opens a WebSocket at another path than /echo.
func openAt(t *testing.T, s *running, path string, edit ...string) *client {
	t.Helper()
	var c *client
	if s.tls != nil {
		c = dialTLS(t, s)
	} else {
		c = dial(t, s.addr)
	}
	c.send(request(s.addr, append([]string{"GET " + path + " HTTP/1.1"}, edit...)...))
	resp, body := c.response()
	require.Equal(t, http.StatusSwitchingProtocols, resp.StatusCode, body)
	return c
}

// refusedAt expects a refusal at a path.
func refusedAt(t *testing.T, s *running, status int, path string, edit ...string) (body string) {
	t.Helper()
	c := dial(t, s.addr)
	c.send(request(s.addr, append([]string{"GET " + path + " HTTP/1.1"}, edit...)...))
	resp, body := c.response()
	require.Equal(t, status, resp.StatusCode, body)
	c.wantsEnd()
	return body
}

// records reads records until the one of the given type.
func (c *client) records(last string) (all []record.Record) {
	c.t.Helper()
	for {
		h, payload, err := c.next()
		require.NoError(c.t, err)
		if h.Opcode == codec.OpPing {
			continue
		}
		require.Equal(c.t, codec.OpText, h.Opcode, payload)
		var r record.Record
		require.NoError(c.t, json.Unmarshal([]byte(payload), &r), payload)
		all = append(all, r)
		if r.Type == last {
			return all
		}
	}
}

// stream joins the bytes of one direction, and checks that no byte is missing
// and that time goes forward.
func stream(t *testing.T, all []record.Record, from record.Side) []byte {
	t.Helper()
	var b []byte
	last := int64(0)
	for _, r := range all {
		require.GreaterOrEqual(t, r.T, last)
		last = r.T
		if r.Type == "bytes" && r.From == from.String() {
			require.Equal(t, int64(len(b)), *r.At)
			b = append(b, r.Data...)
		}
	}
	return b
}

// A tap shows every byte of a connection, the handshake's too, to a listener
// that comes before, during or after it, over TCP and TLS.
func TestTap(t *testing.T) {
	for _, secure := range []bool{false, true} {
		t.Run(fmt.Sprint("tls ", secure), func(t *testing.T) {
			var flags []string
			if secure {
				flags = append(flags, "-tls")
			}
			s := start(t, flags...)
			id := tapID(t, 1)
			early := openAt(t, s, "/tap/"+id)
			c := dial(t, s.addr)
			if secure {
				c = dialTLS(t, s)
			}
			head := request(s.addr, "GET /echo?tap="+id+"&subprotocol=chat HTTP/1.1", "+Sec-WebSocket-Protocol: chat")
			c.send(head[:20])
			time.Sleep(30 * time.Millisecond)
			first := append(append([]byte(nil), head[20:]...), text("early")...)
			c.send(first)
			var got bytes.Buffer // what the client itself sees
			answer := make([]byte, 4096)
			for !bytes.HasSuffix(got.Bytes(), []byte("\x81\x05early")) {
				n, err := c.Read(answer)
				require.NoError(t, err)
				got.Write(answer[:n])
			}
			during := openAt(t, s, "/tap/"+id)
			rest := append(text("Hello"), closeFrame(1000, "bye")...)
			c.send(rest)
			for {
				n, err := c.Read(answer)
				got.Write(answer[:n])
				if err != nil {
					break
				}
			}
			c.Close()
			all := early.records("end")
			early.answersClose(codec.CloseNormal)
			for _, l := range []*client{during, openAt(t, s, "/tap/"+id)} {
				require.Equal(t, all, l.records("end"))
				l.answersClose(codec.CloseNormal)
			}
			sent := append(append(append([]byte(nil), head[:20]...), first...), rest...)
			assert.Equal(t, sent, stream(t, all, record.FromClient))
			assert.Equal(t, got.Bytes(), stream(t, all, record.FromServer))
			assert.Equal(t, "open", all[0].Type)
			assert.Equal(t, "/echo?tap="+id+"&subprotocol=chat", all[0].Target)
			assert.Equal(t, c.LocalAddr().String(), all[0].Peer)
			assert.Equal(t, secure, *all[0].TLS == "TLS 1.3")
			assert.WithinDuration(t, time.Now(), time.UnixMilli(all[0].StartedAt), time.Minute)
			// The two pieces of the request came apart, and are told apart.
			assert.Equal(t, head[:20], all[1].Data)
			assert.GreaterOrEqual(t, all[2].T-all[1].T, int64(1000), "microseconds")
			agreed := all[3]
			require.Equal(t, "agreed", agreed.Type)
			assert.Equal(t, "chat", *agreed.Subprotocol)
			assert.Equal(t, "", *agreed.Extensions)
			end := all[len(all)-1]
			assert.Equal(t, "client", end.FirstClose)
			assert.Equal(t, "server", end.First) // §7.1.1
			assert.Equal(t, record.FIN, end.How)
			assert.Equal(t, 1000, end.Code)
			assert.Equal(t, &record.Directions{Client: int64(len(sent)), Server: int64(got.Len())}, end.Bytes)
			assert.Equal(t, &record.Directions{}, end.Dropped)
		})
	}
}

// The first bytes of a request are those of its own, on a connection that carried
// another one: the capture's time begins with them.
func TestTapOfASecondRequest(t *testing.T) {
	s := start(t)
	c := dial(t, s.addr)
	page := get(s, "/icon.svg")
	c.send(page[:10])
	time.Sleep(300 * time.Millisecond)
	id := tapID(t, 1)
	c.send(append(append([]byte(nil), page[10:]...), request(s.addr, "GET /echo?tap="+id+" HTTP/1.1")...))
	c.response()
	resp, _ := c.response()
	require.Equal(t, 101, resp.StatusCode)
	c.send(text("x"))
	c.wants(codec.OpText, "x")
	all := openAt(t, s, "/tap/"+id).records("agreed")
	require.Less(t, all[len(all)-1].T, (200 * time.Millisecond).Microseconds(), "the other request's time counts")
}

// The bytes of one read are answered in one write.
func TestOneWriteForARead(t *testing.T) {
	s := start(t)
	id := tapID(t, 1)
	c := openAt(t, s, "/echo?tap="+id)
	c.send(bytes.Repeat(text("x"), 32))
	for range 32 {
		c.wants(codec.OpText, "x")
	}
	c.send(closeFrame(1000, ""))
	c.wantsClose(1000)
	reads, writes := 0, 0
	for _, r := range openAt(t, s, "/tap/"+id).records("end") {
		switch {
		case r.Type == "bytes" && r.From == "client":
			reads++
		case r.Type == "bytes":
			writes++
		}
	}
	require.Equal(t, reads, writes)
	require.LessOrEqual(t, reads, 5, "the handshake, 32 frames in few pieces, the Close")
}

// The last record says who ended the connection and how, in each way that it can end.
func TestTapEndings(t *testing.T) {
	s := start(t, "-idle-timeout", "900ms")
	for i, tc := range []struct {
		name, query string
		do          func(c *client)
		want        record.Record
	}{
		{"the client goes without a Close", "", func(c *client) { c.Close() },
			record.Record{First: "client", How: record.FIN, FirstClose: "", Code: 1006}},
		{"the server closes", "&close=4001&reason=why", func(c *client) {
			c.send(text("x"))
			c.wants(codec.OpText, "x")
			h, payload, err := c.next()
			require.NoError(t, err)
			require.Equal(t, codec.OpClose, h.Opcode)
			require.Equal(t, "\x0f\xa1why", payload)
			c.send(closeFrame(4001, ""))
			c.wantsEnd()
		}, record.Record{First: "server", How: record.FIN, FirstClose: "server", Code: 4001}},
		{"the server ends TCP without a Close", "&close=1006&after=0", func(c *client) { c.wantsEnd() },
			record.Record{First: "server", How: record.FIN, Code: 1006}},
		{"the client breaks a rule", "", func(c *client) {
			c.send([]byte{0b1_000_0011, 0b1_0000000})
			c.wantsClose(1002)
		}, record.Record{First: "server", How: record.FIN, FirstClose: "server", Code: 1002, Rule: codec.FrameOpcodeReserved.Name()}},
		{"the client resets", "", func(c *client) {
			c.send(text("x"))
			c.wants(codec.OpText, "x")
			c.Conn.(interface{ SetLinger(int) error }).SetLinger(0)
			c.Close()
		}, record.Record{First: "client", How: record.Reset, Code: 1006}},
		{"the client resets, which a write is told of first", "", func(c *client) {
			c.Conn.(*net.TCPConn).SetReadBuffer(4 << 10)
			sent := make(chan struct{})
			go func() {
				defer close(sent)
				for range 200 {
					if _, err := c.Write(text(strings.Repeat("x", 64<<10))); err != nil {
						return
					}
				}
			}()
			select { // until the server's echoes wait
			case <-sent:
			case <-time.After(200 * time.Millisecond):
			}
			c.Conn.(*net.TCPConn).SetLinger(0)
			c.Close()
			<-sent
		}, record.Record{First: "client", How: record.Reset, Code: 1006}},
		{"the client falls silent", "", func(c *client) { c.wantsPingThenClose() },
			record.Record{First: "server", How: record.FIN, FirstClose: "server", Code: 1001}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			id := tapID(t, i)
			c := openAt(t, s, "/echo?tap="+id+tc.query)
			tc.do(c)
			c.Close()
			all := openAt(t, s, "/tap/"+id).records("end")
			end := all[len(all)-1]
			tc.want.Type, tc.want.T, tc.want.Bytes, tc.want.Dropped = "end", end.T, end.Bytes, end.Dropped
			assert.Equal(t, tc.want, end)
		})
	}
}

// A capture is bounded: a record marks where dropped bytes begin, and they are counted.
func TestTapDrops(t *testing.T) {
	s := start(t)
	id := tapID(t, 2)
	c := openAt(t, s, "/echo?tap="+id)
	chunk := strings.Repeat("x", 100<<10)
	const n = 20
	for range n {
		c.send(frame(true, codec.OpBinary, chunk))
		c.wants(codec.OpBinary, chunk)
	}
	c.send(closeFrame(1000, ""))
	c.wantsClose(1000)
	c.Close()
	all := openAt(t, s, "/tap/"+id).records("end")
	kept, marks := map[string]int64{}, map[string]int64{}
	for _, r := range all {
		switch r.Type {
		case "bytes":
			require.NotContains(t, marks, r.From, "nothing follows a mark")
			kept[r.From] += int64(len(r.Data))
		case "dropped":
			marks[r.From] = *r.At
		}
	}
	end := all[len(all)-1]
	assert.Equal(t, kept, marks)
	assert.Equal(t, end.Bytes.Client, kept["client"]+end.Dropped.Client)
	assert.Equal(t, end.Bytes.Server, kept["server"]+end.Dropped.Server)
	assert.Greater(t, end.Bytes.Server, int64(n*len(chunk)))
	assert.Greater(t, kept["client"]+kept["server"], int64(record.CaptureBytes/2))
	assert.Less(t, kept["client"]+kept["server"], int64(record.CaptureBytes))
}

// Ids, slots and listeners are bounded, and say so.
func TestTapBounds(t *testing.T) {
	s := start(t)
	for _, id := range []string{"short", strings.Repeat("x", 21), strings.Repeat("x", 65), strings.Repeat("x", 21) + "!", strings.Repeat("x", 21) + "%2F"} {
		assert.Contains(t, refusedAt(t, s, 400, "/tap/"+id), "22 to 64")
		assert.Contains(t, refusedAt(t, s, 400, "/echo?tap="+id), "22 to 64")
	}
	refusedAt(t, s, 400, "/tap/")
	id := tapID(t, 0)
	c := openAt(t, s, "/mychat?tap="+id)
	assert.Contains(t, refusedAt(t, s, 409, "/echo?tap="+id), "another connection")
	c.send(closeFrame(1000, ""))
	c.Close()
	assert.Contains(t, refusedAt(t, s, 409, "/mychat?tap="+id), "another connection", "not after its end either")
	for range tap.Listeners {
		openAt(t, s, "/tap/"+tapID(t, 1))
	}
	assert.Contains(t, refusedAt(t, s, 503, "/tap/"+tapID(t, 1)), "4 listeners")
	for i := 2; i < tap.Slots/2+1; i++ { // one of them takes the slot of the connection that has ended
		openAt(t, s, "/echo?tap="+tapID(t, i))
	}
	assert.Contains(t, refusedAt(t, s, 503, "/echo?tap="+tapID(t, 99)), "Your address uses 32 of the 64 taps")
	assert.Contains(t, refusedAt(t, s, 503, "/tap/"+tapID(t, 99)), "Your address uses 32 of the 64 taps")
	another := netip.MustParseAddr("192.0.2.1")
	for i := range tap.Slots / 2 {
		_, r := s.taps.Tapped(handshake.Target{Query: policy.ParseQuery([]byte("?tap=" + tapID(t, 100+i))), Peer: another})
		require.Zero(t, r.Status)
	}
	assert.Contains(t, refusedAt(t, s, 503, "/echo?tap="+tapID(t, 99)), "All 64 taps")
}
