package main

import (
	"context"
	"fmt"
	"sync"
	"time"

	"framelab/codec"
)

// A raw is the WebSocket /raw: each text message is a plan, which is played over
// a connection of its own; what passes comes back as records while it does. The
// records of a run end with "end" or, for a plan that is not played, "refused".
// One plan is played at a time.
type raw struct {
	k       *socket
	playing bool
	ctx     context.Context
	cancel  context.CancelFunc
}

func admitRaw(*server, target) (opening, refusal) {
	r := &raw{}
	r.ctx, r.cancel = context.WithCancel(context.Background())
	return opening{app: r}, refusal{}
}

func (r *raw) opened(k *socket) { r.k = k }

func (r *raw) received(op codec.Opcode, data []byte) {
	if op != codec.OpText {
		r.k.close(codec.CloseUnsupportedData, "a plan is a text message")
		return
	}
	plan, err := r.readPlan(data)
	switch {
	case r.k.starved:
		r.k.starve()
		return
	case err != nil:
		r.refuse(err.Error())
		return
	case r.playing:
		r.refuse("a plan is still running; send the next one when it has ended")
		return
	}
	peer := r.k.c.peer()
	switch r.k.s.raws.take(peer) {
	case allTaken:
		r.refuse(fmt.Sprintf("all %d plans of this server are in use; try again when one has ended", rawRuns))
		return
	case peerHasEnough:
		r.refuse(fmt.Sprintf("your address uses %d of the %d plans of this server, the limit for one address; try again when one has ended", rawRuns/2, rawRuns))
		return
	}
	// The place is free when its time is over, even if the run still waits because
	// the page does not read.
	free := sync.OnceFunc(func() { r.k.s.raws.give(peer) })
	timer := time.AfterFunc(r.k.s.rawTime, free)
	kept := plan.size() + len(buffer{}) // the run reads into one
	r.k.kept += kept
	r.playing = true
	go r.play(plan, func() {
		timer.Stop()
		free()
		r.k.kept -= kept
	})
}

// planCopies is the most copies of a plan that reading it makes.
const planCopies = 5

// readPlan reads a plan if there is memory for it. A large one waits for a turn.
func (r *raw) readPlan(data []byte) (*rawPlan, error) {
	if !r.k.mayKeep(planCopies*len(data) + len(buffer{})) {
		return nil, nil
	}
	return readRawPlan(data)
}

func (r *raw) refuse(why string) {
	r.k.send(codec.OpText, record{Type: "refused", Why: why}.append(nil))
}

// play runs a plan, and sends its records. The page may send the next plan as
// soon as it has the last of them.
func (r *raw) play(plan *rawPlan, ended func()) {
	run := rawRun{s: r.k.s, peer: r.k.c.peer(), ctx: r.ctx, tell: func(rec record) bool {
		return r.k.push(codec.OpText, rec.append(nil))
	}}
	last := run.play(plan)
	r.k.mu.Lock()
	r.playing = false
	ended()
	r.k.mu.Unlock()
	run.tell(last)
}

func (r *raw) finishing() {}
func (r *raw) ended()     { r.cancel() }
