package tap

import (
	"net/http"
	"strings"
	"time"

	"framelab/codec"
	"framelab/server/handshake"
	"framelab/server/policy"
	"framelab/server/record"
	"framelab/server/socket"
)

// A listener is the WebSocket /tap/{id}: it sends the records of one capture
// from the beginning, as they come, and closes with 1000 after the last one.
type listener struct {
	id      string
	capture *record.Capture
	taps    *Taps
	closed  chan struct{} // closed with the WebSocket
}

// Endpoint returns /tap/{id}.
func (ts *Taps) Endpoint() handshake.Endpoint {
	return handshake.Endpoint{Name: "tap", Path: "/tap/", Largest: codec.MaxControl, Admit: ts.admit}
}

func (ts *Taps) admit(t handshake.Target) (handshake.Opening, policy.Refusal) {
	id := strings.TrimPrefix(t.Path, "/tap/")
	if !policy.IsID(id) {
		return handshake.Opening{}, policy.Refuse(http.StatusBadRequest, "The path is /tap/ followed by an id. "+policy.Quote(id)+" is not an id: an id has "+policy.IDCharacters+".")
	}
	capture, r := ts.listen(id, t.Peer, time.Now())
	if r.Status != 0 {
		return handshake.Opening{}, r
	}
	return handshake.Opening{App: &listener{id: id, capture: capture, taps: ts, closed: make(chan struct{})}}, policy.Refusal{}
}

func (l *listener) Opened(k *socket.Socket) { go l.follow(k) }

// follow sends the records. A page that reads slowly does not delay the connection that
// it watches: the capture is bounded and stays as it is.
func (l *listener) follow(k *socket.Socket) {
	for i := 0; ; {
		records, whole, more := l.capture.From(i)
		for _, r := range records {
			if !k.Push(codec.OpText, r) {
				return
			}
		}
		i += len(records)
		if whole {
			k.PushClose(codec.CloseNormal, "the connection has ended; this was its last record")
			return
		}
		select {
		case <-more:
		case <-l.closed:
			return
		}
	}
}

func (l *listener) Received(codec.Opcode, []byte) {} // a page has nothing to say here
func (l *listener) Shutdown()                     {}

func (l *listener) Closed() {
	close(l.closed)
	l.taps.leave(l.id, time.Now())
}
