package main

import (
	"context"
	"time"

	"framelab/codec"
)

// A cometSocket is the WebSocket /comet/websocket: the events of a race, each a
// text message when it happens, and Close 1000 after the last.
type cometSocket struct {
	race   *race
	after  int
	bytes  int // of the handshake
	ctx    context.Context
	cancel context.CancelFunc
}

func admitCometSocket(s *server, t target) (opening, refusal) {
	after := t.query.number("after", "an event's seq,", -1, mostRate*mostSeconds, -1)
	race, r := s.races.join(t.query, t.peer, time.Now())
	if r.status != 0 {
		return opening{}, r
	}
	e := &cometSocket{race: race, after: after, bytes: t.bytes}
	e.ctx, e.cancel = context.WithCancel(context.Background())
	return opening{app: e}, refusal{}
}

func (e *cometSocket) opened(k *socket) {
	t := e.race.ways["websocket"]
	t.requests.Add(1)
	t.read.Add(int64(e.bytes))
	k.c.tally.Store(t)
	go e.send(k, t)
}

func (e *cometSocket) send(k *socket, t *tally) {
	for seq := e.after + 1; seq <= e.race.last; seq++ {
		if !e.race.wait(e.ctx, seq) || !k.push(codec.OpText, e.race.event(seq, time.Now())) {
			return
		}
		t.events.Add(1)
	}
	k.pushClose(codec.CloseNormal, "that was the last event")
}

func (e *cometSocket) received(codec.Opcode, []byte) {} // a page has nothing to say here
func (e *cometSocket) finishing()                    {}
func (e *cometSocket) ended()                        { e.cancel() }
