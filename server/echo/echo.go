// Package echo is the endpoint /echo: it sends every message back, as it came or as the
// query asks. The command lists it among the endpoints.
package echo

import (
	"framelab/codec"
	"framelab/server/handshake"
	"framelab/server/limits"
	"framelab/server/policy"
	"framelab/server/socket"
)

// Endpoint returns /echo.
func Endpoint(l limits.Limits) handshake.Endpoint {
	return handshake.Endpoint{Name: "echo", Path: "/echo", Taps: true, Admit: func(t handshake.Target) (handshake.Opening, policy.Refusal) {
		opt := readOptions(t.Query)
		if opt == nil {
			return handshake.Opening{App: &echo{}, Deflate: &Deflate}, policy.Refusal{}
		}
		names := opt.subprotocols
		opt.subprotocols = nil // as many as a head has room for; only the handshake needs them
		return handshake.Opening{App: &asked{opt: opt, limits: l}, Subprotocols: names, Deflate: opt.deflate}, policy.Refusal{}
	}}
}

// An echo sends every message back as it came.
type echo struct{ k *socket.Socket }

func (e *echo) Opened(k *socket.Socket)               { e.k = k }
func (e *echo) Received(op codec.Opcode, data []byte) { e.k.Send(op, data) }
func (e *echo) Shutdown()                             {}
func (e *echo) Closed()                               {}
