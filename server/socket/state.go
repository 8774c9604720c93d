package socket

import "framelab/server/record"

// A state is where a WebSocket is in its life. It begins open, and every change is a
// row and a column of the table next.
type state uint8

const (
	open     state = iota // both sides can send messages
	closing               // our Close was sent or waits to be; the peer's is awaited (RFC 6455 §7.1.3)
	failed                // the connection has failed (§7.1.7), and the codec's Close for that waits to be sent
	closed                // no frame will come or follow: what waits is written, and TCP ends
	broken                // a write failed: nothing can be written
	released              // TCP ends by itself, and its deadlines are no longer the socket's
	numStates
)

// An event changes the state.
type event uint8

const (
	weClose    event = iota // an endpoint, a time or a shutdown closes the connection (§7.1.2)
	peerCloses              // the peer's Close came
	fails                   // the peer broke a rule, or no memory is left for the connection
	flushes                 // what waits is written
	ends                    // TCP ended without a Close, or ends now because no Close will come
	writeFails              // a write failed
	releases                // the socket is done with the connection
	numEvents
)

// next is the life of a WebSocket. The methods below tell what each state allows.
var next = [numStates][numEvents]state{
	open: {
		weClose:    closing,
		peerCloses: closed,
		fails:      failed,
		flushes:    open,
		ends:       closed, // without a Close (§7.1.5)
		writeFails: broken,
		releases:   released,
	},
	closing: {
		weClose:    closing,
		peerCloses: closed,
		fails:      closed, // our Close is sent, and one is enough (§5.5.1)
		flushes:    closing,
		ends:       closed,
		writeFails: broken,
		releases:   released,
	},
	failed: {
		weClose:    failed,
		peerCloses: failed,
		fails:      failed,
		flushes:    closed, // the Close is sent, with its reason
		ends:       failed,
		writeFails: broken,
		releases:   released,
	},
	closed: {
		weClose:    closed,
		peerCloses: closed,
		fails:      closed,
		flushes:    closed,
		ends:       closed,
		writeFails: broken,
		releases:   released,
	},
	broken: {
		weClose:    broken,
		peerCloses: broken,
		fails:      broken,
		flushes:    broken,
		ends:       broken,
		writeFails: broken,
		releases:   released,
	},
	released: {
		weClose:    released,
		peerCloses: released,
		fails:      released,
		flushes:    released,
		ends:       released,
		writeFails: released,
		releases:   released,
	},
}

// on changes the state, and notes who sent the first Close frame.
func (k *Socket) on(e event) {
	before := k.state
	k.state = next[before][e]
	switch {
	case before == open && e == weClose, before == failed && e == flushes:
		k.first = record.FromServer
	case before == open && e == peerCloses:
		k.first = record.FromClient
	}
}

// receives reports whether bytes that come are read as frames.
func (s state) receives() bool { return s == open || s == closing }

// writes reports whether what waits to be sent can be written.
func (s state) writes() bool { return s != broken && s != released }

// isOver reports whether the goroutine that reads has to end the connection.
func (s state) isOver() bool { return s == failed || s == closed || s == broken }
