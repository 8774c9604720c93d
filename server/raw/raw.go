// Package raw is the endpoint /raw: it plays the bytes that a page built over a real
// connection to this server's own port, and tells the page which bytes passed both ways.
// The command makes the runs and lists them among the endpoints.
package raw

import (
	"context"
	"errors"
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
	Open   time.Duration // the same when its connection stays open for more, MostOpen
	Places *limits.Shares
	dial   Dialer
}

// New returns Runs that connect with dial.
func New(dial Dialer) *Runs {
	return &Runs{dial: dial, Places: limits.NewShares(MostRuns), Time: MostTime, Open: MostOpen}
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
// a connection of its own, or continues the run before it; the bytes both ways come back as
// records while it runs. The records of a run end with "end"; a message that is not played
// gets "refused", which ends no run. There is one run at a time.
type player struct {
	runs   *Runs
	peer   netip.Addr
	k      *socket.Socket
	run    *run // that is under way, or nil
	ctx    context.Context
	cancel context.CancelFunc
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
	case plan.Continues:
		if err := p.goOn(plan); err != nil {
			p.refuse(err.Error())
		}
		return
	case p.run != nil:
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
	p.begin(plan)
}

// begin starts the run of a plan.
func (p *player) begin(first *plan) {
	r := &run{dial: p.runs.dial, time: p.runs.Time, peer: p.peer, ctx: p.ctx, tell: func(rec record.Record) bool {
		return p.k.Push(codec.OpText, rec.Append(nil))
	}}
	if first.stays() {
		r.time, r.more = p.runs.Open, make(chan *plan, MostPieces)
	}
	// The place is free when its time is over, even if the run still waits because
	// the page does not read.
	free := sync.OnceFunc(func() { p.runs.Places.Give(p.peer) })
	timer := time.AfterFunc(r.time, free)
	p.run = r
	p.keep(r, first)
	r.kept += len(memory.Buffer{}) // the run reads into one
	p.k.Keep(len(memory.Buffer{}))
	go p.play(r, first, func() {
		timer.Stop()
		free()
		p.k.Keep(-r.kept)
	})
}

// keep counts what a plan adds to its run.
func (p *player) keep(r *run, plan *plan) {
	size := plan.size()
	r.sent += size
	r.pieces += len(plan.Pieces)
	r.kept += size
	r.stays = plan.stays()
	p.k.Keep(size)
}

// goOn has the run that is under way write more pieces. The error is a sentence.
func (p *player) goOn(plan *plan) error {
	r := p.run
	switch {
	case r == nil:
		return errors.New("no connection is open that this could continue")
	case !r.stays:
		return errors.New("the message before this one did not say that the connection stays open")
	case r.pieces+len(plan.Pieces) > MostPieces:
		return errPieces
	case r.sent+plan.size() > MostSent:
		return tooLarge(r.sent + plan.size())
	}
	p.keep(r, plan)
	r.more <- plan // each has a piece, so there is room for all
	return nil
}

// planCopies is the most copies of a plan that reading it makes.
const planCopies = 5

func (p *player) refuse(why string) {
	p.k.Send(codec.OpText, record.Record{Type: "refused", Why: why}.Append(nil))
}

// play runs a plan, and sends its records. The page may send the next plan as
// soon as it has the last of them.
func (p *player) play(r *run, plan *plan, over func()) {
	last := r.play(plan)
	p.k.Do(func() {
		p.run = nil
		over()
	})
	r.tell(last)
}

func (p *player) Shutdown() {}
func (p *player) Closed()   { p.cancel() }
