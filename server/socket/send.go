package socket

import (
	"time"

	"framelab/codec"
	"framelab/server/conn"
	"framelab/server/limits"
	"framelab/server/memory"
)

// The methods of an App call these with the socket's lock held; any other goroutine
// calls Do, Push or PushClose.

// IsOpen reports whether messages can be sent: neither side has closed the connection.
func (k *Socket) IsOpen() bool { return k.state == open }

// Receives reports whether the peer may still send: it has not closed the connection.
func (k *Socket) Receives() bool { return k.state.receives() }

// Send appends a message to the output. After our own Close it does nothing
// (RFC 6455 §5.5.1).
func (k *Socket) Send(op codec.Opcode, data []byte) {
	k.makeRoom()
	k.check(k.ws.Send(op, data))
}

// SendFragment appends one frame of a message to the output. It returns false when nothing can be
// written any more.
func (k *Socket) SendFragment(op codec.Opcode, fin bool, data []byte) bool {
	k.makeRoom()
	k.check(k.ws.SendFragment(op, fin, data))
	return k.state != broken
}

// Ping appends a ping to the output.
func (k *Socket) Ping(payload []byte) {
	if k.Lend() {
		k.check(k.ws.Ping(payload))
	}
}

// makeRoom writes the output when it has reached -max-pending.
func (k *Socket) makeRoom() {
	if len(k.ws.Output()) >= int(k.shared.Limits.MaxPending) {
		k.drain()
	}
}

// check ends the connection for an error of the codec, unless the error says that our
// Close has been sent.
func (k *Socket) check(err error) {
	if k.lease.starved {
		k.Starve()
		return
	}
	if err != nil && err != codec.Misuse(codec.SendAfterClose) {
		k.fail(err)
	}
}

// fail notes that nothing can be written any more. The first error counts.
func (k *Socket) fail(err error) {
	if err != nil && k.state != broken {
		k.on(writeFails)
		k.err = err
	}
}

// Do calls f with the lock held, from a goroutine that does not hold it.
func (k *Socket) Do(f func()) {
	k.mu.Lock()
	defer k.mu.Unlock()
	f()
	k.wakeIfOver()
}

// Push sends a message that does not answer a read, from a goroutine that does not hold
// the lock. It waits until the bytes are written, and reports whether
// the connection is still open.
func (k *Socket) Push(op codec.Opcode, data []byte) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.state != open {
		return false
	}
	if k.Lend() {
		k.Send(op, data)
	}
	k.Flush()
	k.wakeIfOver()
	return k.state.receives()
}

// PushClose closes the connection from a goroutine that does not hold the lock.
func (k *Socket) PushClose(code codec.CloseCode, reason string) {
	k.Do(func() { k.Close(code, reason) })
}

// Drop ends TCP without a Close (§7.1.5).
func (k *Socket) Drop() {
	k.on(ends)
	k.wakeIfOver()
}

// wakeIfOver wakes the goroutine that waits for bytes, so that it ends the connection.
func (k *Socket) wakeIfOver() {
	if k.state.isOver() {
		k.c.SetReadDeadline(conn.Past)
	}
}

// Close starts the closing handshake (§7.1.2); the peer's Close is awaited for CloseTime.
func (k *Socket) Close(code codec.CloseCode, reason string) {
	if k.state != open {
		return
	}
	k.on(weClose)
	k.code = code
	k.fail(k.ws.Close(code, []byte(reason)))
	k.Flush()
	k.pace.tickAt = conn.MomentOf(time.Now().Add(CloseTime))
	k.c.SetReadDeadline(conn.Past) // the goroutine that reads looks immediately: the peer's end can have come already, see conn.ReadLater
}

// SetLastWriteDeadline sets the time until which the rest must be written. It needs no lock.
func (k *Socket) SetLastWriteDeadline(t time.Time) { k.c.SetLastWriteDeadline(t) }

// CountFor has the bytes from now on count for a tally.
func (k *Socket) CountFor(t *conn.Tally) { k.c.CountFor(t) }

// Lend gives the codec pooled memory for its output; Flush takes it back. If there is no
// memory, Lend returns false, and the connection has failed.
func (k *Socket) Lend() bool {
	if !k.mayWork() {
		return false
	}
	memory.GiveBack(k.ws.Lend(memory.TakeBuffer()[:0]))
	return true
}

// Flush writes all that waits to be sent, in one write, and drops the memory
// that is not needed while waiting. Data that the codec handed out is not valid any more.
func (k *Socket) Flush() {
	if k.state == released {
		return // a timer of the endpoint fired late
	}
	k.drain()
	memory.GiveBack(k.ws.Release())
	if k.lease.buffers == writeBuffer {
		k.lease.buffers = noBuffers
	}
	k.c.Settle(k.size())
}

// drain writes all that waits to be sent, in one write.
func (k *Socket) drain() {
	out := k.ws.Output()
	whole := len(out)
	var last []byte
	if k.state == failed {
		out, last = k.withReason(out)
	}
	k.on(flushes)
	if k.hello != nil {
		out = append(k.hello, out...)
		k.hello = nil
	}
	k.rest()
	for _, b := range [][]byte{out, last} {
		if len(b) > 0 && k.state.writes() {
			k.fail(k.c.Send(b))
		}
	}
	k.ws.Wrote(whole)
}

// withReason adds a reason to the Close of a failed connection, which is the last frame
// of the codec's output: the rule that was broken and, for a limit, what sets it. It
// returns the output before that Close, and the Close.
func (k *Socket) withReason(out []byte) (before, last []byte) {
	const closeSize = 2 + 2 // header and code
	if len(out) < closeSize {
		return out, nil
	}
	reason := k.rule.Error()
	switch flag := limitFlags[k.rule]; {
	case k.lease.starved:
		reason = memory.HeldReason
	case k.largest > 0 && k.rule == codec.MessageTooBig:
		reason += ": over " + limits.Size(k.largest).String() + ", the limit here"
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
