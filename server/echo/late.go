package echo

import (
	"time"

	"framelab/codec"
	"framelab/server/socket"
)

// A lateQueue holds messages that wait for their delayed answer. It is guarded by the
// socket's lock.
type lateQueue struct {
	k       *socket.Socket
	send    func(codec.Opcode, []byte)
	most    int // bytes
	kept    int // bytes that wait, with their lateCost
	waiting []lateMessage
	timer   *time.Timer
}

type lateMessage struct {
	due  time.Time
	op   codec.Opcode
	data []byte
}

// lateCost is the bytes of memory that a waiting message takes in addition to its payload.
const lateCost = 64

// add has a message answered after a while. When more than -max-pending bytes would
// wait, the connection is closed, and the client is told why.
func (q *lateQueue) add(op codec.Opcode, data []byte, after time.Duration) {
	if !q.k.IsOpen() {
		return
	}
	cost := len(data) + lateCost
	if q.kept > 0 && q.kept+cost > q.most {
		q.k.Close(codec.ClosePolicyViolation, "more than -max-pending bytes waited for their delayed answer")
		return
	}
	if !q.k.MayKeep(cost) {
		q.k.Starve()
		return
	}
	q.waiting = append(q.waiting, lateMessage{time.Now().Add(after), op, append([]byte(nil), data...)})
	q.keep(cost)
	switch {
	case q.timer == nil:
		q.timer = time.AfterFunc(after, q.due)
	case len(q.waiting) == 1:
		q.timer.Reset(after)
	}
}

func (q *lateQueue) keep(n int) {
	q.kept += n
	q.k.Keep(n)
}

// due answers what is due.
func (q *lateQueue) due() {
	q.k.Do(func() {
		now := time.Now()
		for len(q.waiting) > 0 && !q.waiting[0].due.After(now) && q.k.Receives() && q.k.Lend() {
			q.first()
		}
		q.k.Flush()
		if len(q.waiting) > 0 && q.k.Receives() {
			q.timer.Reset(time.Until(q.waiting[0].due))
		}
	})
}

// hurry answers all that waits.
func (q *lateQueue) hurry() {
	for len(q.waiting) > 0 {
		q.first()
	}
}

func (q *lateQueue) first() {
	m := q.waiting[0]
	q.waiting[0] = lateMessage{} // without this the slice would keep the data
	q.waiting = q.waiting[1:]
	q.keep(-(len(m.data) + lateCost))
	q.send(m.op, m.data)
}

// stop drops what waits.
func (q *lateQueue) stop() {
	if q.timer != nil {
		q.timer.Stop()
		q.waiting = nil
		q.keep(-q.kept)
	}
}
