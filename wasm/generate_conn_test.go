package main

import (
	"encoding/binary"

	"framelab/codec"
)

func conversation(s *script) { s.converse("connNew", s.stream) }
func mutatedConversation(s *script) {
	s.converse("connNew", func(r codec.Role) []byte { return s.mutated(s.stream(r)) })
}

// converse opens a connection, performs a few operations on it, and frees it.
func (s *script) converse(open string, stream func(codec.Role) []byte, params ...uint32) {
	role := s.role()
	var maxFrame, maxMessage, maxFragments uint32
	if s.r.IntN(4) == 0 {
		maxFrame, maxMessage, maxFragments = uint32(s.r.IntN(300)), uint32(s.r.IntN(300)), uint32(s.r.IntN(4))
	}
	conn := s.call(open, nil, append([]uint32{uint32(role), maxFrame, maxMessage, maxFragments}, params...)...).number
	send := func(op codec.Opcode, fin uint32) {
		s.call("connSend", s.payload(op), conn, s.r.Uint32(), uint32(op), fin)
	}
	for n := 2 + s.r.IntN(5); n > 0; n-- {
		switch s.r.IntN(10) {
		case 0:
			send(pick(s, codec.OpText, codec.OpBinary), 1)
		case 1:
			send(pick(s, codec.OpText, codec.OpBinary, codec.OpContinuation), uint32(s.r.IntN(2)))
		case 2:
			send(pick(s, codec.OpPing, codec.OpPong), 1)
		case 3:
			if s.r.IntN(3) == 0 {
				send(codec.OpClose, 1)
			}
		case 4:
			s.call("connOutput", nil, conn)
		default:
			b := stream(role)
			for len(b) > 0 { // in pieces, as from a network
				n := len(b)
				if s.r.IntN(2) == 0 {
					n = 1 + s.r.IntN(n)
				}
				s.receive(conn, b[:n])
				b = b[n:]
			}
		}
		s.call("connState", nil, conn)
		s.call("connReceiving", nil, conn)
		s.call("connWindow", nil, conn)
	}
	if s.r.IntN(3) == 0 {
		s.call("connEOF", nil, conn, s.r.Uint32())
	}
	s.call("connOutput", nil, conn)
	s.call("connState", nil, conn)
	s.call("connFree", nil, conn)
	s.call("connState", nil, conn)
}

// receive passes bytes to a connection like codec.js, event by event.
func (s *script) receive(conn uint32, b []byte) {
	var from uint32
	for a := s.call("connReceive", b, conn, s.r.Uint32(), from); ; a = s.again("connReceive", b, conn, s.r.Uint32(), from) {
		consumed := binary.LittleEndian.Uint32(a.want[8:])
		from += consumed
		if a.want[0] == 0 && (int(from) >= len(b) || consumed == 0) {
			return
		}
	}
}
