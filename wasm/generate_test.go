package main

import (
	"bytes"
	"encoding/binary"

	"framelab/codec"
	"framelab/wasm/record"
)

// generators make one input each, in turn.
var generators = []func(*script){
	frames, frames, mutatedFrames, mutatedFrames, noise,
	writtenFrame, maskedBytes, dissectedText,
	requestHead, mutatedRequestHead, responseHead, responseHead, largeHead, clientRequest, acceptKey, markedAnswer,
	conversation, conversation, mutatedConversation,
}

// pick returns one of the choices.
func pick[T any](s *script, choices ...T) T { return choices[s.r.IntN(len(choices))] }

// bytes returns n random bytes.
func (s *script) bytes(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(s.r.Uint32())
	}
	return b
}

// size returns a payload length, often one at a boundary.
func (s *script) size() int {
	switch s.r.IntN(400) {
	case 0:
		return pick(s, 65535, 65536, 70001)
	case 1, 2, 3:
		return pick(s, 4095, 4096, 10000)
	}
	return pick(s, 0, 1, 2, 3, 5, 8, 63, 64, 65, 124, 125, 126, 127, 128, 300, s.r.IntN(200))
}

// text returns about n bytes of UTF-8.
func (s *script) text(n int) []byte {
	var b []byte
	for len(b) < n {
		b = append(b, pick(s, "a", "Hello ", "é", "웹소켓", "𝄞", "\x00", "\U0010ffff", "~")...)
	}
	return b
}

// payload returns a payload, which usually suits the opcode.
func (s *script) payload(op codec.Opcode) []byte {
	switch {
	case op == codec.OpClose:
		if s.r.IntN(5) == 0 {
			return s.bytes(s.r.IntN(3))
		}
		code := pick(s, 1000, 1001, 1002, 1005, 1006, 1011, 1014, 1015, 3000, 4999, 5000, s.r.IntN(1<<16))
		return append(binary.BigEndian.AppendUint16(nil, uint16(code)), s.text(s.r.IntN(30))...)
	case op.IsControl():
		return s.bytes(s.r.IntN(126))
	case op == codec.OpText && s.r.IntN(8) > 0:
		return s.text(s.size())
	}
	return s.bytes(s.size())
}

// stream returns frames for a receiver with that role, most of them legal.
func (s *script) stream(receiver codec.Role) []byte {
	var b []byte
	inside := false
	for n := 1 + s.r.IntN(5); n > 0; n-- {
		op := pick(s, codec.OpText, codec.OpText, codec.OpBinary, codec.OpPing, codec.OpPong)
		if inside && !op.IsControl() {
			op = codec.OpContinuation
		}
		switch s.r.IntN(20) {
		case 0:
			op = codec.Opcode(s.r.IntN(16))
		case 1:
			op = codec.OpClose
		}
		h := codec.Header{
			Fin:    op.IsControl() || s.r.IntN(3) > 0,
			Opcode: op,
			Masked: receiver == codec.Server,
			Key:    codec.MaskKey(s.r.Uint32()),
		}
		if !op.IsControl() {
			inside = !h.Fin
		}
		switch s.r.IntN(30) {
		case 0:
			h.RSV = codec.RSV(s.r.IntN(8))
		case 1:
			h.Masked = !h.Masked
		case 2:
			h.LengthForm = pick(s, codec.Length7, codec.Length16, codec.Length64)
		case 3:
			h.Fin = !h.Fin
		}
		b = codec.AppendFrame(b, h, s.payload(op))
	}
	return b
}

// mutated returns a copy of b with a few changes.
func (s *script) mutated(b []byte) []byte {
	b = bytes.Clone(b)
	for n := 1 + s.r.IntN(3); n > 0 && len(b) > 0; n-- {
		i := s.r.IntN(len(b))
		if s.r.IntN(2) == 0 {
			i = s.r.IntN(min(len(b), 16))
		}
		switch s.r.IntN(6) {
		case 0:
			b[i] = byte(s.r.Uint32())
		case 1:
			b[i] ^= 1 << s.r.IntN(8)
		case 2:
			b = b[:i]
		case 3:
			b = append(b[:i], b[i+1:]...)
		case 4:
			b = append(b[:i], append(s.bytes(1+s.r.IntN(4)), b[i:]...)...)
		case 5:
			for ; i < len(b) && s.r.IntN(8) > 0; i++ {
				b[i] = pick[byte](s, 0, 0xff, 0x80, 0x7f)
			}
		}
	}
	return b
}

// dissected dissects b for a receiver, sometimes with limits and extensions.
func (s *script) dissected(b []byte, receiver codec.Role) {
	var rsv, maxFrame, maxMessage, maxFragments uint32
	if s.r.IntN(4) == 0 {
		rsv = uint32(s.r.IntN(8))
	}
	if s.r.IntN(4) == 0 {
		maxFrame, maxMessage, maxFragments = uint32(s.r.IntN(300)), uint32(s.r.IntN(300)), uint32(s.r.IntN(4))
	}
	s.call("dissect", b, uint32(receiver), rsv, maxFrame, maxMessage, maxFragments)
	s.call("header", b)
}

func (s *script) role() codec.Role { return pick(s, codec.Client, codec.Server) }

func frames(s *script) { s.dissected(s.stream(s.role()), s.role()) }
func mutatedFrames(s *script) {
	receiver := s.role()
	s.dissected(s.mutated(s.stream(receiver)), receiver)
}

func noise(s *script) {
	b := s.bytes(s.r.IntN(40))
	s.dissected(b, s.role())
	s.call("dissectRequest", b)
	s.call("dissectResponse", b, uint32(s.r.IntN(len(b)+1)))
	s.call("respond", b, uint32(s.r.IntN(len(b)+1)), 0, 0)
	s.call("refusal", b, s.r.Uint32())
	s.call("request", b)
}

func writtenFrame(s *script) {
	header := make([]byte, record.HeaderBytes, record.HeaderBytes+128)
	copy(header, s.bytes(record.HeaderBytes))
	header[0], header[3] = byte(s.r.IntN(2)), byte(s.r.IntN(2))
	header[4] = pick[byte](s, 0, 7, 16, 64, 3)
	s.call("frame", append(header, s.bytes(s.size())...))
	s.call("frame", s.bytes(s.r.IntN(record.HeaderBytes)))
	s.call("frameHeader", header[:s.r.IntN(record.HeaderBytes+1)])
	s.call("frameHeader", header)
}

func dissectedText(s *script) {
	b := s.text(s.size())
	if s.r.IntN(2) == 0 {
		b = s.mutated(b)
	}
	s.call("dissectUTF8", b, uint32(s.r.IntN(2)))
}

func maskedBytes(s *script) {
	s.call("mask", s.bytes(s.size()), s.r.Uint32(), pick(s, 0, 1, 2, 3, s.r.Uint32()))
}
