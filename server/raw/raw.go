// Package raw is the endpoint /raw: it plays the bytes that a page built over a real
// connection to this server's own port, and tells the page which bytes passed both ways.
// The command makes the runs and lists them among the endpoints.
package raw

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"sync"
	"time"

	"framelab/codec"
	"framelab/server/handshake"
	"framelab/server/limits"
	"framelab/server/memory"
	"framelab/server/policy"
	"framelab/server/record"
	"framelab/server/socket"
)

// A Dialer connects for a peer to this server's own port, and to no other.
type Dialer func(ctx context.Context, peer netip.Addr) (net.Conn, error)

// Runs are the runs of a server: the plans that are being played.
type Runs struct {
	Time   time.Duration // the most of a whole run, MostTime
	Places *limits.Shares
	dial   Dialer
}

// New returns Runs that connect with dial.
func New(dial Dialer) *Runs {
	return &Runs{dial: dial, Places: limits.NewShares(MostRuns), Time: MostTime}
}

// Endpoint returns /raw.
func (rs *Runs) Endpoint() handshake.Endpoint {
	return handshake.Endpoint{Name: "raw", Path: "/raw", Largest: PlanBytes, Admit: func(t handshake.Target) (handshake.Opening, policy.Refusal) {
		p := &player{runs: rs, peer: t.Peer}
		p.ctx, p.cancel = context.WithCancel(context.Background())
		return handshake.Opening{App: p}, policy.Refusal{}
	}}
}

// A player is the WebSocket /raw: each text message is a plan, which is played over
// a connection of its own; the bytes both ways come back as records while it runs. The
// records of a run end with "end" or, for a plan that is not played, "refused".
// One plan is played at a time.
type player struct {
	runs    *Runs
	peer    netip.Addr
	k       *socket.Socket
	playing bool
	ctx     context.Context
	cancel  context.CancelFunc
}

func (p *player) Opened(k *socket.Socket) { p.k = k }

func (p *player) Received(op codec.Opcode, data []byte) {
	if op != codec.OpText {
		p.k.Close(codec.CloseUnsupportedData, "a plan is a text message")
		return
	}
	// A large plan waits for a turn.
	if !p.k.MayKeep(planCopies*len(data) + len(memory.Buffer{})) {
		p.k.Starve()
		return
	}
	plan, err := readPlan(data)
	switch {
	case err != nil:
		p.refuse(err.Error())
		return
	case p.playing:
		p.refuse("a plan is still running; send the next one when it has ended")
		return
	}
	switch p.runs.Places.Take(p.peer) {
	case limits.AllTaken:
		p.refuse(fmt.Sprintf("all %d plans of this server are in use; try again when one has ended", MostRuns))
		return
	case limits.PeerHasEnough:
		p.refuse(fmt.Sprintf("your address uses %d of the %d plans of this server, the limit for one address; try again when one has ended", MostRuns/2, MostRuns))
		return
	}
	// The place is free when its time is over, even if the run still waits because
	// the page does not read.
	free := sync.OnceFunc(func() { p.runs.Places.Give(p.peer) })
	timer := time.AfterFunc(p.runs.Time, free)
	kept := plan.size() + len(memory.Buffer{}) // the run reads into one
	p.k.Keep(kept)
	p.playing = true
	go p.play(plan, func() {
		timer.Stop()
		free()
		p.k.Keep(-kept)
	})
}

// planCopies is the most copies of a plan that reading it makes.
const planCopies = 5

func (p *player) refuse(why string) {
	p.k.Send(codec.OpText, record.Record{Type: "refused", Why: why}.Append(nil))
}

// play runs a plan, and sends its records. The page may send the next plan as
// soon as it has the last of them.
func (p *player) play(plan *plan, over func()) {
	r := run{dial: p.runs.dial, time: p.runs.Time, peer: p.peer, ctx: p.ctx, tell: func(rec record.Record) bool {
		return p.k.Push(codec.OpText, rec.Append(nil))
	}}
	last := r.play(plan)
	p.k.Do(func() {
		p.playing = false
		over()
	})
	r.tell(last)
}

func (p *player) Shutdown() {}
func (p *player) Closed()   { p.cancel() }
