package echo

import (
	"strconv"
	"time"

	"framelab/codec"
	"framelab/server/limits"
	"framelab/server/socket"
)

// An asked is an echo that sends every message back as its query asks.
type asked struct {
	k        *socket.Socket
	opt      *options
	limits   limits.Limits
	answered int         // messages
	pinger   *time.Timer // of the next ping, or nil
	pings    int
	late     lateQueue
}

func (e *asked) Opened(k *socket.Socket) {
	e.k = k
	e.late = lateQueue{k: k, send: e.answer, most: int(e.limits.MaxPending)}
	switch {
	case e.opt.pingOnce:
		e.sendPing() // before anything that the client's first bytes lead to
	case e.opt.ping > 0:
		e.pinger = time.AfterFunc(e.opt.ping, e.ping)
	}
	e.closeWhenDue()
}

func (e *asked) Received(op codec.Opcode, data []byte) {
	if e.opt.late > 0 {
		e.late.add(op, data, e.opt.late)
	} else {
		e.answer(op, data)
	}
}

// answer sends one message back as the options ask.
func (e *asked) answer(op codec.Opcode, data []byte) {
	if e.opt.fragment > 0 {
		e.fragment(op, data)
	} else {
		e.k.Send(op, data)
	}
	e.answered++
	e.closeWhenDue()
}

// fragment sends a message in frames of a size; in larger ones if there would
// be more than -max-fragments of them (RFC 6455 §5.4).
func (e *asked) fragment(op codec.Opcode, data []byte) {
	most := e.limits.MaxFragments
	size := max(e.opt.fragment, (len(data)+most-1)/most)
	for {
		n := min(size, len(data))
		sent := e.k.SendFragment(op, n == len(data), data[:n])
		if data = data[n:]; len(data) == 0 || !sent {
			return
		}
		op = codec.OpContinuation
	}
}

// closeWhenDue closes once as many messages were answered as the query says.
func (e *asked) closeWhenDue() {
	switch {
	case e.opt.close == 0 || e.answered != e.opt.after:
	case e.opt.close == codec.CloseAbnormal:
		e.k.Drop()
	default:
		e.k.Close(e.opt.close, e.opt.reason)
	}
}

// ping sends the next of the pings that are repeated.
func (e *asked) ping() {
	e.k.Do(func() {
		if !e.k.IsOpen() {
			return
		}
		e.sendPing()
		e.k.Flush()
		e.pinger.Reset(e.opt.ping)
	})
}

func (e *asked) sendPing() {
	e.pings++
	e.k.Ping(strconv.AppendInt([]byte("ping "), int64(e.pings), 10))
}

// Shutdown immediately answers all messages that wait.
func (e *asked) Shutdown() { e.late.hurry() }

func (e *asked) Closed() {
	if e.pinger != nil {
		e.pinger.Stop()
	}
	e.late.stop()
}
