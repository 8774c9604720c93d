package main

import (
	"time"

	"framelab/codec"
)

// A lateQueue holds messages that are to be answered late, k.kept bytes of them.
// It is guarded by the socket's lock.
type lateQueue struct {
	k       *socket
	send    func(codec.Opcode, []byte)
	waiting []lateMessage
	timer   *time.Timer
}

type lateMessage struct {
	due  time.Time
	op   codec.Opcode
	data []byte
}

// lateCost is what a waiting message costs beside its bytes.
const lateCost = 64

// add has a message answered after a while. More than -max-pending bytes do not
// wait: the connection is closed and told why.
func (q *lateQueue) add(op codec.Opcode, data []byte, after time.Duration) {
	k := q.k
	if k.closing {
		return
	}
	if k.kept > 0 && k.kept+len(data)+lateCost > int(k.s.opt.maxPending) {
		k.close(codec.ClosePolicyViolation, "more than -max-pending bytes waited for their delayed answer")
		return
	}
	if !k.mayKeep(len(data) + lateCost) {
		k.starve()
		return
	}
	q.waiting = append(q.waiting, lateMessage{time.Now().Add(after), op, append([]byte(nil), data...)})
	k.kept += len(data) + lateCost
	switch {
	case q.timer == nil:
		q.timer = time.AfterFunc(after, q.due)
	case len(q.waiting) == 1:
		q.timer.Reset(after)
	}
}

// due answers what is due.
func (q *lateQueue) due() {
	k := q.k
	k.mu.Lock()
	defer k.mu.Unlock()
	now := time.Now()
	for len(q.waiting) > 0 && !q.waiting[0].due.After(now) && !k.over && k.broken == nil && k.lend() {
		q.first()
	}
	k.flush()
	k.wakeIfDone()
	if len(q.waiting) > 0 && !k.over && k.broken == nil {
		q.timer.Reset(time.Until(q.waiting[0].due))
	}
}

// hurry answers all that waits.
func (q *lateQueue) hurry() {
	for len(q.waiting) > 0 {
		q.first()
	}
}

func (q *lateQueue) first() {
	m := q.waiting[0]
	q.waiting[0] = lateMessage{} // or what has been answered would be kept
	q.waiting = q.waiting[1:]
	q.k.kept -= len(m.data) + lateCost
	q.send(m.op, m.data)
}

// stop forgets what waits.
func (q *lateQueue) stop() {
	if q.timer != nil {
		q.timer.Stop()
		q.waiting, q.k.kept = nil, 0
	}
}
