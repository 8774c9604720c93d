package main

import (
	"strconv"
	"time"

	"framelab/codec"
)

// An askedEcho sends every message back as its query asks.
type askedEcho struct {
	k        *socket
	opt      *echoOptions
	answered int         // messages
	pinger   *time.Timer // of the next ping, or nil
	pings    int
	late     lateQueue
}

func (e *askedEcho) opened(k *socket) {
	e.k = k
	e.late.k, e.late.send = k, e.answer
	switch {
	case e.opt.pingOnce:
		e.sendPing() // before anything that the client's first bytes bring about
	case e.opt.ping > 0:
		e.pinger = time.AfterFunc(e.opt.ping, e.ping)
	}
	e.closeWhenDue()
}

func (e *askedEcho) received(op codec.Opcode, data []byte) {
	if e.opt.late > 0 {
		e.late.add(op, data, e.opt.late)
	} else {
		e.answer(op, data)
	}
}

// answer sends one message back as the options ask.
func (e *askedEcho) answer(op codec.Opcode, data []byte) {
	if e.opt.fragment > 0 {
		e.fragment(op, data)
	} else {
		e.k.send(op, data)
	}
	e.answered++
	e.closeWhenDue()
}

// fragment sends a message in frames of a size; in larger ones where there would
// be more of them than -max-fragments (RFC 6455 §5.4).
func (e *askedEcho) fragment(op codec.Opcode, data []byte) {
	k := e.k
	most := k.s.opt.maxFragments
	size := max(e.opt.fragment, (len(data)+most-1)/most)
	for {
		k.makeRoom()
		n := min(size, len(data))
		k.check(k.ws.SendFragment(op, n == len(data), data[:n]))
		if data = data[n:]; len(data) == 0 || k.broken != nil {
			return
		}
		op = codec.OpContinuation
	}
}

// closeWhenDue closes once as many messages were answered as the query says.
func (e *askedEcho) closeWhenDue() {
	switch {
	case e.opt.close == 0 || e.answered != e.opt.after:
	case e.opt.close == codec.CloseAbnormal:
		e.k.over = true // and no Close is sent (§7.1.5)
		e.k.wakeIfDone()
	default:
		e.k.close(e.opt.close, e.opt.reason)
	}
}

// ping sends the next of the pings that come again and again.
func (e *askedEcho) ping() {
	k := e.k
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.over || k.closing || k.broken != nil {
		return
	}
	e.sendPing()
	k.flush()
	k.wakeIfDone()
	e.pinger.Reset(e.opt.ping)
}

func (e *askedEcho) sendPing() {
	e.pings++
	if !e.k.lend() {
		return
	}
	e.k.check(e.k.ws.Ping(strconv.AppendInt([]byte("ping "), int64(e.pings), 10)))
}

// finishing answers at once what was to be answered late.
func (e *askedEcho) finishing() {
	e.late.hurry()
}

func (e *askedEcho) ended() {
	if e.pinger != nil {
		e.pinger.Stop()
	}
	e.late.stop()
}
