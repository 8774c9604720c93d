package main

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"slices"
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

// answerAndEnd sends the last response of a connection and sees that it arrives.
func (c *conn) answerAndEnd(answer []byte, why ...any) {
	answer = finished(answer, c.head != nil && string(c.head.req.Method) == http.MethodHead, time.Now())
	c.releaseHead()
	c.gate.s.log.Info("request refused", append([]any{"peer", c.tcp.RemoteAddr().String()}, why...)...)
	go func() {
		c.lastWrite(time.Now().Add(lingerTime))
		c.Conn.Write(answer) // where it fails, linger finds out
		c.linger()
	}()
}

// finished adds Date to a response of the codec, which has no clock (RFC 9110
// §6.6.1), and takes the body away where the method is HEAD (§9.3.2).
func finished(answer []byte, toHead bool, now time.Time) []byte {
	if end := bytes.Index(answer, []byte("\r\n\r\n")); toHead && end >= 0 {
		answer = answer[:end+4]
	}
	line := bytes.IndexByte(answer, '\n') + 1
	date := "Date: " + now.UTC().Format(http.TimeFormat) + "\r\n"
	return slices.Insert(answer, line, []byte(date)...)
}

// appendRefusal writes a whole response with one sentence for a person.
func appendRefusal(dst []byte, r refusal) []byte {
	return codec.AppendErrorResponse(dst, r.status, r.sentence+"\n")
}

// explain says in one line what rule the head b breaks, where, and where that is written.
func explain(f codec.Fault, b []byte) string {
	return string(codec.AppendExplanation(nil, f, b, sentence(f.Rule)))
}
