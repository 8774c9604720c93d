// Package comet is the endpoints below /comet/: the events of a race, which a page gets by
// the older ways (RFC 6202) and over a WebSocket, and what each way costs. The command
// makes the races, lists their WebSocket among the endpoints and sends them the requests.
package comet

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/netip"
	"strconv"
	"time"

	"framelab/server/conn"
	"framelab/server/gate"
	"framelab/server/policy"
)

// longPollTime is how long a long poll waits for an event before it is answered without one.
const longPollTime = 25 * time.Second

// Paths are those of the older ways and of the report, by their name in /server.json.
var Paths = map[string]string{
	"cometPoll": "/comet/poll", "cometLongPoll": "/comet/long-poll", "cometMultipart": "/comet/multipart",
	"cometSSE": "/comet/sse", "cometReport": "/comet/report",
}

// Serve answers the older ways of getting the events of a race (RFC 6202), each
// with the query that Join names:
//
//	/comet/poll       the events so far, immediately: {"events":[…],"over":false}
//	/comet/long-poll  the same, but not before there is something
//	/comet/multipart  multipart/x-mixed-replace: a part of application/json for each event
//	/comet/sse        text/event-stream: "id: 3", "data: {…}" for each event, and "event: over" at
//	                  the end; 204 when there are no more
//	/comet/report     {"rate":…,"events":…,"ways":{"poll":{"requests":…,"read":…,"written":…,"events":…},…}}:
//	                  what each way has cost so far, bytes as this server read and wrote them
//
// The same events come over a WebSocket at /comet/websocket, a text message each.
func (rs *Races) Serve(w http.ResponseWriter, r *http.Request, c *gate.Conn, size int64) {
	if refused := rs.check(r); refused.Status != 0 {
		if refused.Status == http.StatusMethodNotAllowed {
			w.Header().Set("Allow", "GET")
		}
		refused.Write(w)
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	q := policy.ParseQuery([]byte("?" + r.URL.RawQuery))
	if r.URL.Path == "/comet/report" {
		rs.report(w, q)
		return
	}
	if id := r.Header.Get("Last-Event-ID"); id != "" && q.Valid() {
		q.Set("after", id) // an EventSource that reconnects
	}
	after := q.Number("after", "an event's seq,", -1, MostRate*MostSeconds, -1)
	var peer netip.Addr
	if c != nil {
		peer = c.Peer()
	}
	race, refused := rs.Join(q, peer, time.Now())
	if refused.Status != 0 {
		refused.Write(w)
		return
	}
	way := r.URL.Path[len("/comet/"):]
	t := race.ways[way]
	t.Requests.Add(1)
	t.Read.Add(size)
	if c != nil {
		c.CountFor(t)
	}
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	go func() {
		select {
		case <-rs.ShuttingDown:
			cancel()
		case <-ctx.Done():
		}
	}()
	v := visit{ctx, w, race, t, after}
	switch way {
	case "poll":
		v.answer()
	case "long-poll":
		v.longPoll()
	case "multipart":
		v.multipart()
	case "sse":
		v.sse()
	}
}

// check refuses requests that no page of this server makes.
func (rs *Races) check(r *http.Request) policy.Refusal {
	if r.Method != http.MethodGet {
		return policy.Refuse(http.StatusMethodNotAllowed, "Only GET is allowed here (RFC 9110 §15.5.6).")
	}
	return rs.Policy.FromOwnPage(r)
}

// A visit is one request for the events of a race.
type visit struct {
	ctx   context.Context
	w     http.ResponseWriter
	race  *race
	tally *conn.Tally
	after int
}

// answerPiece is how many bytes of a response are made before they are written. The whole
// can be hundreds of KiB, which the server would hold for each page that does not read.
const answerPiece = 2 << 10

// answer sends all events that have happened and are new to the page. It makes the
// response twice: the first time to learn its length.
func (v *visit) answer() {
	now := time.Now()
	length, last := 0, v.race.happened(now)
	v.pieces(last, now, func(p []byte) bool { length += len(p); return true })
	v.w.Header().Set("Content-Type", "application/json")
	v.w.Header().Set("Content-Length", strconv.Itoa(length))
	v.tally.Events.Add(int64(max(0, last-v.after)))
	v.pieces(last, now, func(p []byte) bool {
		_, err := v.w.Write(p)
		return err == nil
	})
}

// pieces calls take with the response with the events up to last, piece by piece, until
// take returns false. A piece is valid until take returns.
func (v *visit) pieces(last int, now time.Time, take func(p []byte) bool) {
	piece := append(make([]byte, 0, answerPiece+100), `{"events":[`...)
	for seq := v.after + 1; seq <= last; seq++ {
		if seq > v.after+1 {
			piece = append(piece, ',')
		}
		piece = v.race.appendEvent(piece, seq, now)
		if len(piece) >= answerPiece {
			if !take(piece) {
				return
			}
			piece = piece[:0]
		}
	}
	take(fmt.Appendf(piece, `],"over":%v}`+"\n", max(v.after, last) >= v.race.last))
}

// longPoll waits for the first new event.
func (v *visit) longPoll() {
	if v.after < v.race.last {
		ctx, cancel := context.WithTimeout(v.ctx, longPollTime)
		defer cancel()
		v.race.wait(ctx, v.after+1)
	}
	v.answer()
}

// each calls send with every event as it happens. send returns an error when the page
// has closed the connection.
func (v *visit) each(send func(seq int, event []byte) error) {
	flusher := http.NewResponseController(v.w)
	if flusher.Flush() != nil { // the head is sent before the first event
		return
	}
	for seq := v.after + 1; seq <= v.race.last; seq++ {
		if !v.race.wait(v.ctx, seq) || send(seq, v.race.event(seq, time.Now())) != nil || flusher.Flush() != nil {
			return
		}
		v.tally.Events.Add(1)
	}
}

// boundary separates the parts of /comet/multipart (RFC 2046 §5.1.1).
const boundary = "framelab-event"

func (v *visit) multipart() {
	v.w.Header().Set("Content-Type", "multipart/x-mixed-replace; boundary="+boundary)
	v.each(func(_ int, event []byte) error {
		_, err := fmt.Fprintf(v.w, "--%s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s\r\n", boundary, len(event), event)
		return err
	})
	fmt.Fprintf(v.w, "--%s--\r\n", boundary)
}

func (v *visit) sse() {
	if v.after >= v.race.last {
		v.w.WriteHeader(http.StatusNoContent) // an EventSource stops at this
		return
	}
	v.w.Header().Set("Content-Type", "text/event-stream")
	v.each(func(seq int, event []byte) error {
		_, err := fmt.Fprintf(v.w, "id: %d\ndata: %s\n\n", seq, event)
		return err
	})
	if v.ctx.Err() == nil {
		fmt.Fprint(v.w, "event: over\ndata: {}\n\n")
	}
}

// report says what each way has cost.
func (rs *Races) report(w http.ResponseWriter, q *policy.Query) {
	id := q.ID("run")
	race := rs.find(id)
	switch r := q.Refusal(); {
	case r.Status != 0:
		r.Write(w)
		return
	case race == nil:
		policy.Refuse(http.StatusNotFound, "This server has no race "+policy.Quote(id)+".").Write(w)
		return
	}
	type cost struct {
		Requests int64 `json:"requests"`
		Read     int64 `json:"read"`
		Written  int64 `json:"written"`
		Events   int64 `json:"events"`
	}
	costs := map[string]cost{}
	for way, t := range race.ways {
		costs[way] = cost{t.Requests.Load(), t.Read.Load(), t.Written.Load(), t.Events.Load()}
	}
	var body bytes.Buffer
	json.NewEncoder(&body).Encode(map[string]any{"rate": race.rate, "events": race.last + 1, "ways": costs})
	w.Header().Set("Content-Type", "application/json")
	w.Write(body.Bytes())
}
