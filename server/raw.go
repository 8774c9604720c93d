package main

import (
	"context"
	"fmt"

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
	plan, err := readRawPlan(data)
	switch {
	case err != nil:
		r.refuse(err.Error())
		return
	case r.playing:
		r.refuse("a plan is still running; send the next one when it has ended")
		return
	}
	select {
	case r.k.s.raws <- struct{}{}:
	default:
		r.refuse(fmt.Sprintf("all %d plans of this server are in use; try again when one has ended", rawRuns))
		return
	}
	r.playing = true
	go r.play(plan)
}

func (r *raw) refuse(why string) {
	r.k.send(codec.OpText, record{Type: "refused", Why: why}.append(nil))
}

// play runs a plan, and sends its records. The page may send the next plan as
// soon as it has the last of them.
func (r *raw) play(plan *rawPlan) {
	run := rawRun{s: r.k.s, ctx: r.ctx, tell: func(rec record) bool {
		return r.k.push(codec.OpText, rec.append(nil))
	}}
	last := run.play(plan)
	<-r.k.s.raws
	r.k.mu.Lock()
	r.playing = false
	r.k.mu.Unlock()
	run.tell(last)
}

func (r *raw) finishing() {}
func (r *raw) ended()     { r.cancel() }
