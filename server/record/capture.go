package record

import (
	"sync"
	"time"

	"framelab/codec"
)

// A Capture has all bytes of one connection, from the first byte of its request to the
// last, in both directions, as records in the order in which they happened (see Record).
// It is bounded: bytes that do not fit are counted, and a record marks where they begin.
type Capture struct {
	most int64 // bytes of records; more are dropped

	mu      sync.Mutex
	more    chan struct{} // closed when a record has been added, and replaced
	records [][]byte      // each one JSON
	size    int           // bytes of the records
	start   time.Time     // of the first byte
	at      [2]int64      // how many bytes went before, from the client and from the server
	dropped [2]int64
	whole   bool // no record will follow
	endedAt time.Time

	firstClose Side // who sent the first Close frame
	code       codec.CloseCode
	rule       codec.Rule
	firstEnd   Side // who ended TCP first
	how        Ending
}

// CaptureBytes is how many bytes of records a capture takes at most.
const CaptureBytes = 2 << 20

// NewCapture returns a capture of at most so many bytes of records.
func NewCapture(most int64) *Capture { return &Capture{most: most, more: make(chan struct{})} }

// A Side is one end of the connection.
type Side uint8

// The sides.
const (
	FromClient Side = iota
	FromServer
	FromNobody
)

// String returns client, server, or nothing for FromNobody.
func (s Side) String() string { return [...]string{"client", "server", ""}[s] }

// A Piece is the bytes that one read returned, and when.
type Piece struct {
	Bytes []byte
	At    time.Time
}

// Open begins the capture with the record of the connection, with the bytes of the
// request and with what the handshake agreed on.
func (c *Capture) Open(open Record, request []Piece, subprotocol, extensions string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.start = request[0].At
	open.StartedAt = c.start.UnixMilli()
	c.add(open)
	for _, piece := range request {
		c.addBytes(FromClient, piece.Bytes, piece.At)
	}
	c.add(Record{Type: "agreed", T: c.since(time.Now()), Subprotocol: &subprotocol, Extensions: &extensions})
}

// Bytes notes bytes that were read from the client or written to it.
func (c *Capture) Bytes(from Side, b []byte, at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.addBytes(from, b, at)
}

func (c *Capture) addBytes(from Side, b []byte, at time.Time) {
	if len(b) == 0 {
		return
	}
	offset := c.at[from]
	c.at[from] += int64(len(b))
	t := c.since(at)
	for c.dropped[from] == 0 && len(b) > 0 {
		n := min(len(b), recordBytes)
		if int64(c.size+base64Size(n)) > c.most {
			c.add(Record{Type: "dropped", T: t, From: from.String(), At: &offset})
			break
		}
		c.add(Record{Type: "bytes", T: t, From: from.String(), At: &offset, Data: b[:n]})
		offset += int64(n)
		b = b[n:]
	}
	if len(b) > 0 {
		c.dropped[from] += int64(len(b))
	}
}

// Unsent takes back the last n bytes from the server, which TCP did not take.
func (c *Capture) Unsent(n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at[FromServer] -= int64(n)
	c.dropped[FromServer] -= min(c.dropped[FromServer], int64(n))
	at := c.at[FromServer]
	c.add(Record{Type: "unsent", T: c.since(time.Now()), From: FromServer.String(), At: &at})
}

// recordBytes is the most bytes that one record holds.
const recordBytes = 64 << 10

func base64Size(n int) int { return (n+2)/3*4 + 80 }

// SetClose notes how the WebSocket ended: who sent the first Close frame, with
// which code the connection ended, and the rule that was broken, if any.
func (c *Capture) SetClose(first Side, code codec.CloseCode, rule codec.Rule) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.firstClose, c.code, c.rule = first, code, rule
}

// SetEnd notes who was the first to end TCP, and how.
func (c *Capture) SetEnd(first Side, how Ending) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.how == "" {
		c.firstEnd, c.how = first, how
	}
}

// Close closes the capture with how the connection ended.
func (c *Capture) Close() {
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
	c.add(Record{
		Type: "end", T: c.since(time.Now()), How: c.how, First: c.firstEnd.String(),
		FirstClose: c.firstClose.String(), Code: int(c.code), Rule: rule,
		Bytes:   &Directions{c.at[FromClient], c.at[FromServer]},
		Dropped: &Directions{c.dropped[FromClient], c.dropped[FromServer]},
	})
}

func (c *Capture) since(t time.Time) int64 { return max(0, t.Sub(c.start).Microseconds()) }

func (c *Capture) add(r Record) {
	b := r.Append(nil)
	c.records = append(c.records, b)
	c.size += len(b)
	close(c.more)
	c.more = make(chan struct{})
}

// From returns the records from number i on, whether there will be no more, and a
// channel that is closed when there are more.
func (c *Capture) From(i int) (records [][]byte, whole bool, more <-chan struct{}) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.records[i:len(c.records):len(c.records)], c.whole, c.more
}

// Whole reports whether the connection has ended, and when.
func (c *Capture) Whole() (whole bool, when time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.whole, c.endedAt
}
