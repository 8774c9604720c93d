package comet

import (
	"context"
	"time"

	"framelab/codec"
	"framelab/server/conn"
	"framelab/server/handshake"
	"framelab/server/policy"
	"framelab/server/socket"
)

// A socketWay is the WebSocket /comet/websocket: the events of a race, each a
// text message when it happens, and Close 1000 after the last.
type socketWay struct {
	race   *race
	after  int
	bytes  int // of the handshake
	ctx    context.Context
	cancel context.CancelFunc
}

// Endpoint returns /comet/websocket.
func (rs *Races) Endpoint() handshake.Endpoint {
	return handshake.Endpoint{Name: "cometWebSocket", Path: "/comet/websocket", Largest: codec.MaxControl, Admit: rs.admit}
}

func (rs *Races) admit(t handshake.Target) (handshake.Opening, policy.Refusal) {
	after := t.Query.Number("after", "an event's seq,", -1, MostRate*MostSeconds, -1)
	race, r := rs.Join(t.Query, t.Peer, time.Now())
	if r.Status != 0 {
		return handshake.Opening{}, r
	}
	e := &socketWay{race: race, after: after, bytes: t.Bytes}
	e.ctx, e.cancel = context.WithCancel(context.Background())
	return handshake.Opening{App: e}, policy.Refusal{}
}

func (e *socketWay) Opened(k *socket.Socket) {
	t := e.race.ways["websocket"]
	t.Requests.Add(1)
	t.Read.Add(int64(e.bytes))
	k.CountFor(t)
	go e.send(k, t)
}

func (e *socketWay) send(k *socket.Socket, t *conn.Tally) {
	for seq := e.after + 1; seq <= e.race.last; seq++ {
		if !e.race.wait(e.ctx, seq) || !k.Push(codec.OpText, e.race.event(seq, time.Now())) {
			return
		}
		t.Events.Add(1)
	}
	k.PushClose(codec.CloseNormal, "that was the last event")
}

func (e *socketWay) Received(codec.Opcode, []byte) {} // a page has nothing to say here
func (e *socketWay) Shutdown()                     {}
func (e *socketWay) Closed()                       { e.cancel() }
