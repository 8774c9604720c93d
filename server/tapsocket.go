package main

import (
	"net/http"
	"strings"
	"time"

	"framelab/codec"
)

// A listener is the WebSocket /tap/{id}: it brings the records of one capture
// from the beginning, as they come, and closes with 1000 after the last.
type listener struct {
	id      string
	capture *capture
	s       *server
	gone    chan struct{}
}

func admitTap(s *server, t target) (opening, refusal) {
	id := strings.TrimPrefix(t.path, "/tap/")
	if !isID(id) {
		return opening{}, refusal{http.StatusBadRequest, "The path is /tap/ followed by an id. " + quote(id) + " is not an id: an id has " + idCharacters + "."}
	}
	capture, r := s.taps.listen(id, t.peer, time.Now())
	if r.status != 0 {
		return opening{}, r
	}
	return opening{app: &listener{id: id, capture: capture, s: s, gone: make(chan struct{})}}, refusal{}
}

func (l *listener) opened(k *socket) { go l.follow(k) }

// follow sends the records. A page that reads slowly holds nobody up: the capture
// is bounded and stays as it is.
func (l *listener) follow(k *socket) {
	for i := 0; ; {
		records, whole, more := l.capture.from(i)
		for _, r := range records {
			if !k.push(codec.OpText, r) {
				return
			}
		}
		i += len(records)
		if whole {
			k.pushClose(codec.CloseNormal, "the connection has ended; this was its last record")
			return
		}
		select {
		case <-more:
		case <-l.gone:
			return
		}
	}
}

func (l *listener) received(codec.Opcode, []byte) {} // a page has nothing to say here
func (l *listener) finishing()                    {}

func (l *listener) ended() {
	close(l.gone)
	l.s.taps.leave(l.id, time.Now())
}
