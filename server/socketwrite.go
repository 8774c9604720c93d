package main

import (
	"errors"
	"os"
	"time"

	"framelab/codec"
)

// take hands bytes that came to the codec and has the application answer.
func (k *socket) take(p []byte) {
	if len(p) == 0 {
		return
	}
	k.heard, k.busy = true, true
	if !k.lend() {
		return
	}
	pings := 0
	for len(p) > 0 && !k.over && k.broken == nil {
		var ev codec.Event
		p = k.ws.Receive(p, &ev)
		switch ev.Kind {
		case codec.EventMessage:
			k.messages++
			k.app.received(ev.Opcode, ev.Data)
			// Give up the turn, and find out whether the peer is still there.
			if k.heavy {
				k.flush()
				if !k.lend() {
					return
				}
			}
		case codec.EventPing:
			// A flood of them costs no write each: §5.5.3 asks for the newest pong alone.
			if pings++; pings <= mostPongs {
				k.flush()
				if !k.lend() {
					return
				}
			}
		case codec.EventClose, codec.EventFail:
			k.asked = ev.Kind == codec.EventClose && !k.closing
			k.isOver(ev)
		}
	}
}

// mostPongs is how many pings of one read have a pong each.
const mostPongs = 64

func (k *socket) isOver(ev codec.Event) {
	k.over = true
	k.code, k.rule = ev.Code, ev.Rule
}

// send appends a message to what waits to be sent; after our own Close nothing
// is sent any more (RFC 6455 §5.5.1).
func (k *socket) send(op codec.Opcode, data []byte) {
	k.makeRoom()
	k.check(k.ws.Send(op, data))
}

// makeRoom writes what waits when it is as much as -max-pending.
func (k *socket) makeRoom() {
	if len(k.ws.Output()) >= int(k.s.opt.maxPending) {
		k.drain()
	}
}

// check takes an error of the codec's for the end of the connection, unless it
// says that our Close has gone out.
func (k *socket) check(err error) {
	if k.starved {
		k.starve()
		return
	}
	if err != nil && err != codec.Misuse(codec.SendAfterClose) && k.broken == nil {
		k.broken = err
	}
}

// push sends a message of the server's own accord, from a goroutine that does
// not hold the lock. It waits until the bytes are written, and reports whether
// the connection is still open.
func (k *socket) push(op codec.Opcode, data []byte) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.over || k.closing || k.broken != nil {
		return false
	}
	if k.lend() {
		k.send(op, data)
	}
	k.flush()
	k.wakeIfDone()
	return k.broken == nil && !k.over
}

// pushClose closes the connection from a goroutine that does not hold the lock.
func (k *socket) pushClose(code codec.CloseCode, reason string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if !k.over && k.broken == nil {
		k.close(code, reason)
	}
	k.wakeIfDone()
}

// wakeIfDone has the goroutine that waits for bytes find out.
func (k *socket) wakeIfDone() {
	if (k.broken != nil || k.over) && !k.letGo {
		k.c.limit(past)
	}
}

// close starts the closing handshake (§7.1.2); the peer's Close is awaited for closeTime.
func (k *socket) close(code codec.CloseCode, reason string) {
	if k.closing || k.over {
		return
	}
	k.code, k.closing = code, true
	if err := k.ws.Close(code, []byte(reason)); err != nil {
		k.broken = err
	}
	k.flush()
	k.tickAt = momentOf(time.Now().Add(closeTime))
	k.c.limit(past) // the goroutine that reads looks at once: the peer's end may have come already, see readLater
}

// lend gives the codec pooled memory for its output; flush takes it back. Without
// memory it returns false, and the connection is over.
func (k *socket) lend() bool {
	if !k.mayWork() {
		return false
	}
	giveBack(k.ws.Lend(takeBuffer()[:0]))
	return true
}

// flush writes all that waits to be sent, in one write, and drops the memory
// that is not needed while waiting. Data that the codec handed out is gone then.
func (k *socket) flush() {
	if k.letGo {
		return // a timer of the endpoint's came late
	}
	k.drain()
	giveBack(k.ws.Release())
	k.working = false
	k.c.settle(k.size())
}

// drain writes all that waits to be sent, in one write.
func (k *socket) drain() {
	out := k.ws.Output()
	whole := len(out)
	var last []byte
	if (k.rule != 0 || k.starved) && !k.closing {
		k.closing = true
		out, last = k.withReason(out)
	}
	if k.hello != nil {
		out = append(k.hello, out...)
		k.hello = nil
	}
	k.rest()
	for _, b := range [][]byte{out, last} {
		if len(b) > 0 && k.broken == nil {
			k.broken = k.c.send(b)
		}
	}
	k.ws.Wrote(whole)
}

// withReason has the codec's last word, the Close of a failed connection, say
// which rule was broken and, for a limit, what sets it. It returns the output before
// that Close, and the Close.
func (k *socket) withReason(out []byte) (before, last []byte) {
	const closeSize = 2 + 2 // header and code
	if len(out) < closeSize {
		return out, nil
	}
	reason := k.rule.Error()
	switch flag := limitFlags[k.rule]; {
	case k.starved:
		reason = heldReason
	case k.largest > 0 && k.rule == codec.MessageTooBig:
		reason += ": over " + size(k.largest).String() + ", the limit here"
	case flag != "":
		reason += ": over " + flag
	}
	cut := len(out) - closeSize
	body := append(append([]byte(nil), out[cut+2:]...), reason...)
	return out[:cut], codec.AppendFrame(nil, codec.Header{Fin: true, Opcode: codec.OpClose}, body)
}

// limitFlags names the flag that sets the limit which a rule is about.
var limitFlags = map[codec.Rule]string{
	codec.FrameTooBig:             "-max-frame",
	codec.MessageTooBig:           "-max-message",
	codec.MessageTooManyFragments: "-max-fragments",
}

func isTimeout(err error) bool { return errors.Is(err, os.ErrDeadlineExceeded) }
