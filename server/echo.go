package main

import "framelab/codec"

// An echo sends every message back as it came.
type echo struct{ k *socket }

func admitEcho(s *server, t target) (opening, refusal) {
	opt := readEchoOptions(t.query)
	if opt == nil {
		return opening{app: &echo{}, deflate: &echoDeflate}, refusal{}
	}
	speaks := opt.subprotocols
	opt.subprotocols = nil // as many as a head has room for; only the handshake needs them
	return opening{&askedEcho{opt: opt}, speaks, opt.deflate}, refusal{}
}

func (e *echo) opened(k *socket)                      { e.k = k }
func (e *echo) received(op codec.Opcode, data []byte) { e.k.send(op, data) }
func (e *echo) finishing()                            {}
func (e *echo) ended()                                {}
