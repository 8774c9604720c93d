package gate

import (
	"io"
	"log/slog"
	"net/http"
	"time"

	"framelab/codec"
	"framelab/server/conn"
	"framelab/server/memory"
	"framelab/server/policy"
)

// refuse has the refusal sent once http.Server is done with the requests before.
func (c *Conn) refuse(r policy.Refusal) error {
	c.setTake(func() { c.RefuseLast(r) })
	return io.EOF
}

// RefuseLast sends a refusal as the last response of a connection.
func (c *Conn) RefuseLast(r policy.Refusal) {
	c.AnswerLast(r.Append(nil), slog.Int("status", r.Status))
}

// refuseRule does the same for a head that breaks a rule of the codec.
func (c *Conn) refuseRule(f codec.Fault, b []byte) error {
	answer := codec.AppendRefusal(nil, f.Rule, policy.Explain(f, b))
	c.setTake(func() {
		c.AnswerLast(answer, slog.Int("status", f.Rule.Status()), slog.String("rule", f.Rule.Name()))
	})
	return io.EOF
}

// AnswerLast sends the last response of a connection and makes sure that it arrives.
func (c *Conn) AnswerLast(answer []byte, why ...any) {
	answer = policy.Finish(answer, c.Head != nil && string(c.Head.Request.Method) == http.MethodHead, time.Now())
	c.ReleaseHead()
	c.gate.Log.Info("request refused", append([]any{"peer", c.RemoteAddr().String()}, why...)...)
	go func() {
		c.SetLastWriteDeadline(time.Now().Add(conn.LingerTime))
		c.Stream.Write(answer) // if it fails, Linger finds out
		c.Linger()
	}()
}

// refuseMemory answers a request with 503 because its memory is not available.
func (c *Conn) refuseMemory() error {
	return c.refuse(policy.Refuse(http.StatusServiceUnavailable, memory.Full))
}
