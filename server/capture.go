package main

import (
	"sync"
	"time"

	"framelab/codec"
)

// A capture is all that passed on one connection, from the first byte of its
// request to the last, in both directions, as records in the order in which they
// happened (see record). It is bounded; what does not fit is counted, with a mark
// where it begins.
type capture struct {
	most int64 // bytes of records; what comes after is dropped

	mu      sync.Mutex
	more    chan struct{} // closed when a record has been added, and replaced
	records [][]byte      // each one JSON
	size    int           // bytes of the records
	start   time.Time     // of the first byte
	at      [2]int64      // how many bytes went before, from the client and from the server
	dropped [2]int64
	whole   bool // no record will follow
	endedAt time.Time

	firstClose side // who sent the first Close frame
	code       codec.CloseCode
	rule       codec.Rule
	firstEnd   side // who ended TCP first
	how        ending
}

// captureBytes is how many bytes of records a capture takes at most.
const captureBytes = 2 << 20

func newCapture(most int64) *capture { return &capture{most: most, more: make(chan struct{})} }

// A side is one of the two that speak.
type side uint8

const (
	fromClient side = iota
	fromServer
	fromNobody
)

func (s side) String() string { return [...]string{"client", "server", ""}[s] }

// opened begins the capture with the bytes of the request, at the times when they
// came, and with what was agreed on.
func (c *capture) opened(conn *conn, subprotocol, extensions string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	h := conn.head
	b := h.rest()
	c.start = time.Now()
	for _, piece := range h.came {
		if piece.end > h.off { // those before are of the request before
			c.start = piece.at
			break
		}
	}
	c.add(openRecord(conn, string(h.req.Target), c.start))
	from := h.off
	for _, piece := range h.came {
		if piece.end > from {
			c.addBytes(fromClient, h.buf[from:piece.end], piece.at)
			from = piece.end
		}
	}
	if from < len(h.buf) {
		c.addBytes(fromClient, b[from-h.off:], time.Now())
	}
	c.add(record{Type: "agreed", T: c.since(time.Now()), Subprotocol: &subprotocol, Extensions: &extensions})
}

// bytes notes bytes that were read from the client or written to it.
func (c *capture) bytes(from side, b []byte, at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.addBytes(from, b, at)
}

func (c *capture) addBytes(from side, b []byte, at time.Time) {
	if len(b) == 0 {
		return
	}
	offset := c.at[from]
	c.at[from] += int64(len(b))
	t := c.since(at)
	for c.dropped[from] == 0 && len(b) > 0 {
		n := min(len(b), recordBytes)
		if int64(c.size+base64Size(n)) > c.most {
			c.add(record{Type: "dropped", T: t, From: from.String(), At: &offset})
			break
		}
		c.add(record{Type: "bytes", T: t, From: from.String(), At: &offset, Data: b[:n]})
		offset += int64(n)
		b = b[n:]
	}
	if len(b) > 0 {
		c.dropped[from] += int64(len(b))
	}
}

// unsent takes back the last n bytes from the server, which TCP did not take.
func (c *capture) unsent(n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at[fromServer] -= int64(n)
	c.dropped[fromServer] -= min(c.dropped[fromServer], int64(n))
	at := c.at[fromServer]
	c.add(record{Type: "unsent", T: c.since(time.Now()), From: fromServer.String(), At: &at})
}

// recordBytes is the most bytes that one record holds.
const recordBytes = 64 << 10

func base64Size(n int) int { return (n+2)/3*4 + 80 }

// closed notes how the WebSocket ended: who sent the first Close frame, with
// which code the connection ended, and the rule that was broken, if any.
func (c *capture) closed(first side, code codec.CloseCode, rule codec.Rule) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.firstClose, c.code, c.rule = first, code, rule
}

// ended notes who was the first to end TCP, and how.
func (c *capture) ended(first side, how ending) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.how == "" {
		c.firstEnd, c.how = first, how
	}
}

// end closes the capture with how all ended.
func (c *capture) end() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.whole {
		return
	}
	c.whole, c.endedAt = true, time.Now()
	rule := ""
	if c.rule != 0 {
		rule = c.rule.Name()
	}
	c.add(record{
		Type: "end", T: c.since(time.Now()), How: c.how, First: c.firstEnd.String(),
		FirstClose: c.firstClose.String(), Code: int(c.code), Rule: rule,
		Bytes:   &directions{c.at[fromClient], c.at[fromServer]},
		Dropped: &directions{c.dropped[fromClient], c.dropped[fromServer]},
	})
}

func (c *capture) since(t time.Time) int64 { return max(0, t.Sub(c.start).Microseconds()) }

func (c *capture) add(r record) {
	b := r.append(nil)
	c.records = append(c.records, b)
	c.size += len(b)
	close(c.more)
	c.more = make(chan struct{})
}

// from returns the records from the given one on, whether they are all, and a
// channel that is closed when there are more.
func (c *capture) from(i int) (records [][]byte, whole bool, more <-chan struct{}) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.records[i:len(c.records):len(c.records)], c.whole, c.more
}

// isWhole reports whether the connection has ended, and when.
func (c *capture) isWhole() (whole bool, when time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.whole, c.endedAt
}
