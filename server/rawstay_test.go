package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"framelab/codec"
	"framelab/server/raw"
	"framelab/server/record"
)

// onward returns a plan that continues the run before it.
func onward(pauseMs int, then string, waitMs int, pieces ...[]byte) string {
	return `{"continues":true,` + plan(pauseMs, then, waitMs, pieces...)[1:]
}

// until reads records until those of the server's bytes contain want.
func (c *client) until(want string) (all []record.Record) {
	c.t.Helper()
	var came []byte
	for !bytes.Contains(came, []byte(want)) {
		one := c.records("bytes")
		all = append(all, one...)
		if last := one[len(one)-1]; last.From == record.FromServer.String() {
			came = append(came, last.Data...)
		}
	}
	return all
}

// A connection that stays open takes pieces one message after another, legal or not, and what
// comes is told when it comes.
func TestRawStays(t *testing.T) {
	for _, flags := range [][]string{nil, {"-tls"}} {
		s := start(t, flags...)
		c := openAt(t, s, "/raw")
		head := request(s.addr)
		c.send(text(plan(0, "stay", 0, head)))
		all := c.until("\r\n\r\n")
		c.send(text(onward(0, "stay", 0, text("Hel")[:3])))
		c.send(text(onward(20, "stay", 0, text("Hel")[3:], text("lo")))) // a frame in two messages
		all = append(all, c.until("\x81\x03Hel\x81\x02lo")...)
		c.send(text(onward(0, "stay", 0, frame(false, codec.OpText, "안")))) // half a message: nothing comes
		c.send(text(onward(0, "stay", 0, nil)))
		c.send(text(onward(0, "wait", 1000, frame(true, codec.OpContinuation, "녕"), []byte{0b1_000_0011, 0b1_0000000})))
		all = append(all, c.records("end")...)
		want := bytes.Join([][]byte{head, text("Hel"), text("lo"), frame(false, codec.OpText, "안"), frame(true, codec.OpContinuation, "녕"), {0x83, 0x80}}, nil)
		assert.Equal(t, want, stream(t, all, record.FromClient))
		_, frames, _ := bytes.Cut(stream(t, all, record.FromServer), []byte("\r\n\r\n"))
		assert.True(t, bytes.HasPrefix(frames, []byte("\x81\x03Hel\x81\x02lo\x81\x06안녕\x88")), "%q", frames)
		end := all[len(all)-1]
		assert.Equal(t, record.FIN, end.How)
		assert.Equal(t, "server", end.First)
		assert.Equal(t, &record.Directions{Client: int64(len(want)), Server: int64(len(stream(t, all, record.FromServer)))}, end.Bytes)

		// The half of the page can be closed on its own, and a new run begins after the last record.
		c.send(text(plan(0, "stay", 0, head, text("last"))))
		c.until("last")
		c.send(text(onward(0, "fin", 1000, nil)))
		all = c.records("end")
		assert.Equal(t, record.FIN, all[len(all)-1].How)
		c.send(text(plan(0, "", 0, head)))
		c.records("end")
		require.Eventually(t, func() bool {
			places, _ := s.runs.Places.Taken()
			return places == 0
		}, patience, time.Millisecond)
	}
}

// A message that cannot continue a run is refused in a sentence, and the run goes on.
func TestRawStaysRefusals(t *testing.T) {
	s := start(t)
	c := openAt(t, s, "/raw")
	refused := func(message, says string) {
		t.Helper()
		c.send(text(message))
		all := c.records("refused")
		assert.Contains(t, all[len(all)-1].Why, says)
	}
	refused(onward(0, "stay", 0, nil), "no connection is open")
	c.send(text(plan(0, "stay", 0, request(s.addr))))
	c.until("\r\n\r\n")
	refused(plan(0, "", 0, nil), "still running")
	refused(`{"continues":true,"pieces":[]}`, "1 to 1000 pieces")
	refused(`{"continues":true,"pieces":[{"hex":"8"}]}`, "piece 0: hex")
	refused(`{"continues":true,"pieces":[{}],"then":"end"}`, `"stay"`)
	refused(onward(0, "stay", 0, make([]byte, raw.MostSent)), "the limit is 1048576")
	refused(`{"continues":true,"then":"stay","pieces":[`+strings.Repeat(`{},`, raw.MostPieces-1)+`{}]}`, "1 to 1000 pieces")
	c.send(text(onward(0, "stay", 0, text("still here"))))
	c.until("\x81\x0astill here")
	c.send(text(onward(200, "wait", 100, text("bye"))))
	refused(onward(0, "stay", 0, text("late")), "did not say that the connection stays open")
	all := c.records("end")
	assert.Equal(t, "\x81\x03bye", string(bytes.Join(datas(all, record.FromServer), nil)))
	assert.Equal(t, record.Timeout, all[len(all)-1].How)

	// A plan that does not stay has no room for another.
	c.send(text(plan(0, "", 300, request(s.addr))))
	refused(onward(0, "stay", 0, nil), "did not say")
	c.records("end")

	// The server has ended the connection: the pieces do not begin another one.
	c.send(text(plan(0, "stay", 0, request(s.addr), closeFrame(1000, ""))))
	assert.Equal(t, record.FIN, c.end().How)
	refused(onward(0, "stay", 0, text("late")), "no connection is open")
}

// A connection that stays open has its place for no longer than it may stay, gives its memory
// back, and ends when its page goes.
func TestRawStaysWithinBounds(t *testing.T) {
	s := start(t)
	s.runs.Open = 400 * time.Millisecond
	c := openAt(t, s, "/raw")
	c.send(text(plan(0, "stay", 0, request(s.addr))))
	c.until("\r\n\r\n")
	c.send(text(onward(0, "stay", 0, text(strings.Repeat("x", 100000)))))
	end := c.end()
	assert.Equal(t, record.Timeout, end.How)
	assert.Equal(t, "client", end.First)
	places, _ := s.runs.Places.Taken()
	assert.Zero(t, places)

	s.runs.Open = raw.MostOpen
	c.send(text(plan(0, "stay", 0, request(s.addr))))
	c.until("\r\n\r\n")
	c.Close()
	s.wantsNobody(t)
	require.Eventually(t, func() bool {
		places, _ := s.runs.Places.Taken()
		return places == 0
	}, patience, time.Millisecond)
}

// end reads records until the last one of a run.
func (c *client) end() record.Record {
	all := c.records("end")
	return all[len(all)-1]
}

func datas(all []record.Record, from record.Side) (out [][]byte) {
	for _, r := range all {
		if r.From == from.String() {
			out = append(out, r.Data)
		}
	}
	return out
}
