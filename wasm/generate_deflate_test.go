package main

import (
	"bytes"
	"compress/flate"

	"framelab/codec"
	"framelab/wasm/record"
)

// deflateGenerators make inputs for the functions with an inflater.
var deflateGenerators = []func(*script){
	compressedFrames, compressedFrames, mutatedCompressedFrames, deflatedMessage, deflatedMessage, offeredDeflate,
	compressedConversation, mutatedCompressedConversation,
}

// parameters returns parameters of permessage-deflate as a number, some of them out of
// range.
func (s *script) parameters() uint32 {
	if s.r.IntN(2) == 0 {
		return 0
	}
	return s.r.Uint32() & 0xff3
}

// deflated returns a compressed message, by our Deflater or by the standard library's,
// whose blocks have their own codes.
func (s *script) deflated(z codec.Deflater, message []byte) []byte {
	var b []byte
	if s.r.IntN(3) > 0 {
		b = z.Deflate(nil, message, true)
	} else {
		var out bytes.Buffer
		w, _ := flate.NewWriter(&out, s.r.IntN(10))
		w.Write(message)
		w.Flush()
		b = out.Bytes()
	}
	return b[:len(b)-4]
}

// compressedStream returns frames for a receiver with that role: of compressed messages,
// and others.
func (s *script) compressedStream(receiver codec.Role, params uint32) []byte {
	var b []byte
	z := codec.NewDeflater(record.Parameters(params).Compression(receiver.Peer()))
	for n := 1 + s.r.IntN(4); n > 0; n-- {
		op := pick(s, codec.OpText, codec.OpBinary)
		h := codec.Header{Fin: true, RSV: codec.RSV1, Opcode: op, Masked: receiver == codec.Server, Key: codec.MaskKey(s.r.Uint32())}
		switch payload := s.deflated(z, s.payload(op)); s.r.IntN(4) {
		case 0:
			b = append(b, s.stream(receiver)...)
		case 1: // in two fragments
			at := s.r.IntN(len(payload) + 1)
			h.Fin = false
			b = codec.AppendFrame(b, h, payload[:at])
			h.Fin, h.RSV, h.Opcode = true, codec.RSV(pick(s, 0, 0, 0, 4)), codec.OpContinuation
			b = codec.AppendFrame(b, h, payload[at:])
		default:
			b = codec.AppendFrame(b, h, payload)
		}
	}
	return b
}

func (s *script) dissectedInflated(b []byte, receiver codec.Role, params uint32) {
	var rsv, maxFrame, maxMessage, maxFragments uint32
	if s.r.IntN(4) == 0 {
		rsv = uint32(s.r.IntN(8))
		maxFrame, maxMessage, maxFragments = uint32(s.r.IntN(300)), uint32(s.r.IntN(300)), uint32(s.r.IntN(4))
	}
	s.call("dissectInflated", b, uint32(receiver), rsv, maxFrame, maxMessage, maxFragments, params, uint32(s.r.IntN(2)))
}

func compressedFrames(s *script) {
	receiver, params := s.role(), s.parameters()
	stream := s.compressedStream(receiver, params)
	if s.r.IntN(3) == 0 { // a part from the middle of a connection
		var first codec.Header
		n := first.Parse(stream)
		stream = stream[min(uint64(len(stream)), uint64(n)+first.Length):]
	}
	s.dissectedInflated(stream, receiver, pick(s, params, params, s.parameters()))
}

func mutatedCompressedFrames(s *script) {
	receiver, params := s.role(), s.parameters()
	s.dissectedInflated(s.mutated(s.compressedStream(receiver, params)), receiver, params)
}

func deflatedMessage(s *script) {
	b := s.deflated(codec.NewDeflater(15, true), s.payload(codec.OpText))
	if s.r.IntN(2) == 0 {
		b = s.mutated(b)
	}
	s.call("dissectDeflate", b, pick(s, 15, 15, 8, s.r.Uint32()), pick(s, 0, 0, 5, s.r.Uint32()))
}

func offeredDeflate(s *script) {
	offer := codec.AppendDeflateOffer(nil, record.Parameters(s.parameters()))
	if s.r.IntN(3) == 0 {
		offer = append(append(s.mutated(offer), ", "...), codec.AppendDeflateOffer(nil, record.Parameters(s.parameters()))...)
	}
	request := []byte("GET /echo HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Extensions: " + string(offer) + "\r\n\r\n")
	s.call("respond", request, uint32(len(request)), pick[uint32](s, 0, 1, 1, 1|s.parameters()<<1), 0)
}

func compressedConversation(s *script) {
	params := s.parameters()
	s.converse("connDeflate", func(r codec.Role) []byte { return s.compressedStream(r, params) }, params)
}

func mutatedCompressedConversation(s *script) {
	params := s.parameters()
	s.converse("connDeflate", func(r codec.Role) []byte { return s.mutated(s.compressedStream(r, params)) }, params)
}
