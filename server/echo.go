package main

import (
	"errors"
	"os"
	"time"

	"framelab/codec"
)

// An echo is one open WebSocket that sends every message back as it came.
type echo struct {
	c       *conn
	ws      *codec.Conn
	r       *reader
	hello   []byte // the end of the opening handshake, until it is written
	pending int    // how many bytes may wait before they are written
	broken  error  // why nothing can be written any more

	heard, pinged bool // since the last tick: something came; before it: a ping went out
	closing       bool // our Close is among the output or has been sent
	over          bool // both Closes have passed, or the connection has failed
	messages      uint64
	code          codec.CloseCode // that the connection ended with
	rule          codec.Rule      // that the peer broke
}

// echo sends hello, the end of the opening handshake, and serves the WebSocket
// until it is closed. What came with the handshake is in c.head.
func (s *server) echo(c *conn, hello []byte) {
	e := &echo{c: c, hello: hello, pending: int(s.opt.maxPending), code: codec.CloseAbnormal}
	var err error
	e.ws, err = codec.NewConn(codec.Config{
		Role: codec.Server,
		Limits: codec.Limits{
			MaxFrame:     uint64(s.opt.maxFrame),
			MaxMessage:   uint64(s.opt.maxMessage),
			MaxFragments: s.opt.maxFragments,
		},
		MaxPending: e.pending,
	})
	if err == nil {
		e.r, err = newReader(c)
	}
	if err != nil {
		s.log.Error("no connection could be made", "error", err)
		c.releaseHead()
		c.linger()
		return
	}
	// One write for the answer and what the first bytes bring.
	e.feed(c.head.rest())
	e.flush()
	c.releaseHead()

	go e.serve(s)
}

// serve reads until the connection is over, and ends it. It goes on as a fresh
// goroutine after the handshake and whenever the connection has been silent:
// a stack that handling bytes has grown is not kept while waiting for more.
func (e *echo) serve(s *server) {
	feed := e.feed
	for !e.over && e.broken == nil {
		err := e.r.read(feed)
		e.flush()
		switch {
		case err == nil:
		case !errors.Is(err, os.ErrDeadlineExceeded):
			if ev := e.ws.EOF(); !e.over {
				e.ended(ev)
			}
		case e.c.isInterrupted():
			e.finish()
			e.over = true
		default:
			e.tick(s)
			go e.serve(s)
			return
		}
	}
	e.end(s)
}

// end logs how the connection ended, and lets go of it.
func (e *echo) end(s *server) {
	s.log.Info("websocket ended", "peer", e.c.tcp.RemoteAddr().String(), "messages", e.messages,
		"code", int(e.code), "rule", e.rule.Name())
	if errors.Is(e.broken, os.ErrDeadlineExceeded) {
		e.c.tcp.SetLinger(0) // the peer takes nothing: keep nothing for it
		e.c.tcp.Close()
		e.c.gate.forget(e.c)
		return
	}
	e.c.linger()
}

// feed hands bytes that came to the codec and answers the events.
func (e *echo) feed(p []byte) {
	if len(p) == 0 {
		return
	}
	e.heard = true
	e.lend()
	for len(p) > 0 && !e.over {
		var ev codec.Event
		ev, p = e.ws.Receive(p)
		switch ev.Kind {
		case codec.EventMessage:
			e.messages++
			// After our own Close nothing is sent any more (§5.5.1).
			if err := e.ws.Send(ev.Opcode, ev.Data); err != nil && err != codec.FrameAfterClose {
				e.broken = err
			}
			if len(e.ws.Output()) >= e.pending {
				e.flush()
				e.lend()
			}
		case codec.EventPing:
			e.flush() // so that each ping has its pong, not the last alone
			e.lend()
		case codec.EventClose, codec.EventFail:
			e.ended(ev)
		}
	}
}

func (e *echo) ended(ev codec.Event) {
	e.over = true
	e.code, e.rule = ev.Code, ev.Rule
}

// lend gives the codec pooled memory for its output; flush takes it back.
func (e *echo) lend() {
	giveBack(e.ws.Lend(takeBuffer()[:0]))
}

// flush writes all that waits to be sent, in one write.
func (e *echo) flush() {
	out := e.ws.Output()
	whole := len(out)
	if e.rule != 0 && !e.closing {
		e.closing = true
		out = e.withReason(out)
	}
	if e.hello != nil {
		out = append(e.hello, out...)
		e.hello = nil
	}
	if len(out) > 0 && e.broken == nil {
		_, e.broken = e.c.Conn.Write(out)
	}
	e.ws.Wrote(whole)
	giveBack(e.ws.Release())
}

// withReason has the codec's last word, the Close of a failed connection, say
// which rule was broken and, for a limit, which flag sets it.
func (e *echo) withReason(out []byte) []byte {
	const closeSize = 2 + 2 // header and code
	if len(out) < closeSize {
		return out
	}
	reason := e.rule.Error()
	if flag := limitFlags[e.rule]; flag != "" {
		reason += ": over " + flag
	}
	cut := len(out) - closeSize
	body := append(append([]byte(nil), out[cut+2:]...), reason...)
	return codec.AppendFrame(append([]byte(nil), out[:cut]...), codec.Header{Fin: true, Opcode: codec.OpClose}, body)
}

// limitFlags names the flag that sets the limit which a rule is about.
var limitFlags = map[codec.Rule]string{
	codec.FrameTooBig:             "-max-frame",
	codec.MessageTooBig:           "-max-message",
	codec.MessageTooManyFragments: "-max-fragments",
}

// tick comes three times within -idle-timeout: a peer silent for one tick is
// pinged, one silent for another is cut off (§5.5.2). It also puts the limit for
// writing off, so that reading and writing need not touch it.
func (e *echo) tick(s *server) {
	now := time.Now()
	switch {
	case e.heard:
		e.heard, e.pinged = false, false
	case !e.pinged:
		e.pinged = true
		e.ws.Ping(nil)
	default:
		e.close(codec.CloseGoingAway, "nothing came for -idle-timeout")
		e.over = true
	}
	e.c.limit(now.Add(s.tick()))
	e.c.limitWrite(now.Add(s.opt.idleTimeout))
	e.flush()
}

func (e *echo) close(code codec.CloseCode, reason string) {
	e.code, e.closing = code, true
	if err := e.ws.Close(code, []byte(reason)); err != nil {
		e.broken = err
	}
	e.flush()
}

// tick is the time between two looks at a connection.
func (s *server) tick() time.Duration { return s.opt.idleTimeout / 3 }
