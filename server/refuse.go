package main

import (
	"io"
	"log/slog"
	"time"

	"framelab/codec"
)

// refuse has the connection answered with the refusal once http.Server is done
// with what came before.
func (c *conn) refuse(r refusal) error {
	c.setTake(func() { c.answerAndEnd(appendRefusal(nil, r), slog.Int("status", r.status)) })
	return io.EOF
}

// refuseRule likewise answers a head that breaks a rule of the codec.
func (c *conn) refuseRule(f codec.Fault, b []byte) error {
	answer := codec.AppendRefusal(nil, f.Rule, explain(f, b))
	c.setTake(func() {
		c.answerAndEnd(answer, slog.Int("status", f.Rule.Status()), slog.String("rule", f.Rule.Name()))
	})
	return io.EOF
}

// answerAndEnd sends the last bytes of a connection and sees that they arrive.
func (c *conn) answerAndEnd(answer []byte, why ...any) {
	c.releaseHead()
	c.gate.s.log.Info("request refused", append([]any{"peer", c.tcp.RemoteAddr().String()}, why...)...)
	go func() {
		c.lastWrite(time.Now().Add(lingerTime))
		c.Conn.Write(answer) // where it fails, linger finds out
		c.linger()
	}()
}

// appendRefusal writes a whole response with one sentence for a person.
func appendRefusal(dst []byte, r refusal) []byte {
	return codec.AppendErrorResponse(dst, r.status, r.sentence+"\n")
}

// explain says in one line what rule the head b breaks, where, and where that is written.
func explain(f codec.Fault, b []byte) string {
	return string(codec.AppendExplanation(nil, f, b, sentence(f.Rule)))
}
