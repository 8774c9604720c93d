package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/netip"
	"strconv"
	"time"
)

// longPollTime is how long a long poll waits for an event before it is answered without.
const longPollTime = 25 * time.Second

// comet answers the older ways of getting the events of a race (RFC 6202), each
// with the query that races.join names:
//
//	/comet/poll       what has happened, at once: {"events":[…],"over":false}
//	/comet/long-poll  likewise, but not before there is something
//	/comet/multipart  multipart/x-mixed-replace: a part of application/json for each event
//	/comet/sse        text/event-stream: "id: 3", "data: {…}" for each event, and "event: over" at
//	                  the end; 204 to a page that comes back for more
//	/comet/report     {"rate":…,"events":…,"ways":{"poll":{"requests":…,"read":…,"written":…,"events":…},…}}:
//	                  what each way has cost so far, bytes as this server read and wrote them
//
// The same events come over a WebSocket at /comet/websocket, a text message each.
func (s *server) comet(w http.ResponseWriter, r *http.Request, c *conn, size int64) {
	if refused := s.cometRequest(r); refused.status != 0 {
		if refused.status == http.StatusMethodNotAllowed {
			w.Header().Set("Allow", "GET")
		}
		say(w, refused)
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	q := parseQuery([]byte("?" + r.URL.RawQuery))
	if r.URL.Path == "/comet/report" {
		s.report(w, q)
		return
	}
	if id := r.Header.Get("Last-Event-ID"); id != "" && q.bad == "" {
		q.values.Set("after", id) // an EventSource that comes back
	}
	after := q.number("after", "an event's seq,", -1, mostRate*mostSeconds, -1)
	var peer netip.Addr
	if c != nil {
		peer = c.peer()
	}
	race, refused := s.races.join(q, peer, time.Now())
	if refused.status != 0 {
		say(w, refused)
		return
	}
	way := r.URL.Path[len("/comet/"):]
	t := race.ways[way]
	t.requests.Add(1)
	t.read.Add(size)
	if c != nil {
		c.tally.Store(t)
	}
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	go func() {
		select {
		case <-s.ending:
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

// cometRequest refuses requests that no page of this server makes.
func (s *server) cometRequest(r *http.Request) refusal {
	if r.Method != http.MethodGet {
		return refusal{http.StatusMethodNotAllowed, "Only GET is allowed here (RFC 9110 §15.5.6)."}
	}
	return s.fromOwnPage(r)
}

// fromOwnPage refuses requests from pages of other sites, which carry no Origin when
// the page loads an image or a script. A browser says so in Sec-Fetch-Site, but only
// over https and to this machine; elsewhere a page of this server is known by its Referer.
func (s *server) fromOwnPage(r *http.Request) refusal {
	switch site := r.Header.Get("Sec-Fetch-Site"); site {
	case "none", "same-origin":
		return refusal{}
	case "":
		if s.tls != nil || isThisMachine(r.Host) || s.policy.hasPage(r.Referer()) {
			return refusal{}
		}
		return refusal{http.StatusForbidden, "Over plain http, a request for this Host must name one of this server's pages in Referer. Pages from other sites can start nothing here."}
	default:
		return refusal{http.StatusForbidden, "This request comes from a page of a different site (Sec-Fetch-Site is " + quote(site) + "). Pages from other sites can start nothing here."}
	}
}

// A visit is one request for the events of a race.
type visit struct {
	ctx   context.Context
	w     http.ResponseWriter
	race  *race
	tally *tally
	after int
}

// answerPiece is how many bytes of an answer are made before they are written. All of
// them can be hundreds of KiB, which would be held for each page that does not read.
const answerPiece = 2 << 10

// answer gives all events that have happened and are new to the page. It makes the
// answer twice: first for its length.
func (v *visit) answer() {
	now := time.Now()
	length, last := 0, v.race.happened(now)
	v.pieces(last, now, func(p []byte) bool { length += len(p); return true })
	v.w.Header().Set("Content-Type", "application/json")
	v.w.Header().Set("Content-Length", strconv.Itoa(length))
	v.tally.events.Add(int64(max(0, last-v.after)))
	v.pieces(last, now, func(p []byte) bool {
		_, err := v.w.Write(p)
		return err == nil
	})
}

// pieces gives the answer with the events up to last, piece by piece, until take
// returns false. A piece is gone when take returns.
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

// longPoll waits for the first of them.
func (v *visit) longPoll() {
	if v.after < v.race.last {
		ctx, cancel := context.WithTimeout(v.ctx, longPollTime)
		defer cancel()
		v.race.wait(ctx, v.after+1)
	}
	v.answer()
}

// each calls send with every event as it happens; send returns an error when the
// page has gone.
func (v *visit) each(send func(seq int, event []byte) error) {
	flusher := http.NewResponseController(v.w)
	if flusher.Flush() != nil { // the head goes out before there is anything to say
		return
	}
	for seq := v.after + 1; seq <= v.race.last; seq++ {
		if !v.race.wait(v.ctx, seq) || send(seq, v.race.event(seq, time.Now())) != nil || flusher.Flush() != nil {
			return
		}
		v.tally.events.Add(1)
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
func (s *server) report(w http.ResponseWriter, q *query) {
	id := q.id("run")
	race := s.races.find(id)
	switch r := q.refusal(); {
	case r.status != 0:
		say(w, r)
		return
	case race == nil:
		say(w, refusal{http.StatusNotFound, "This server has no race " + quote(id) + "."})
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
		costs[way] = cost{t.requests.Load(), t.read.Load(), t.written.Load(), t.events.Load()}
	}
	var body bytes.Buffer
	json.NewEncoder(&body).Encode(map[string]any{"rate": race.rate, "events": race.last + 1, "ways": costs})
	w.Header().Set("Content-Type", "application/json")
	w.Write(body.Bytes())
}
