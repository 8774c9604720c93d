package main

import (
	"encoding/binary"

	"framelab/codec"
)

// maxFrames is how many frames dissect takes at once: their spans and the
// JavaScript objects for them stay within some hundred megabytes.
const maxFrames = 1 << 16

// dissect gives the spans of a stream of frames: see appendSpans. Input of more
// than maxFrames frames gives a record of one byte, which no span record is.
func (f *face) dissect(in []byte, ctx codec.Context) []byte {
	if !fewFrames(in) {
		f.out = append(f.out[:0], 1)
		return f.out
	}
	f.spans = codec.AppendDissection(f.spans[:0], in, ctx)
	f.out = appendSpans(f.out[:0], f.spans)
	return f.out
}

// fewFrames reports whether in holds at most maxFrames frames.
func fewFrames(in []byte) bool {
	if len(in) < 2*maxFrames {
		return true // no frame is shorter than two bytes
	}
	for range maxFrames {
		h, n := codec.ParseHeader(in)
		if n == 0 || h.Length >= uint64(len(in)-n) {
			return true
		}
		in = in[n+int(h.Length):]
	}
	return false
}

// dissectRequest gives the spans of a handshake's request.
func (f *face) dissectRequest(in []byte) []byte {
	f.spans = codec.AppendRequestDissection(f.spans[:0], in, handshakeOnly)
	f.out = appendSpans(f.out[:0], f.spans)
	return f.out
}

// dissectResponse gives the spans of a handshake's response, judged against the
// request that it answers: in is the response, then, from split on, the request.
func (f *face) dissectResponse(in []byte, split uint32) []byte {
	at := clamp(split, len(in))
	f.req.Reset()
	f.req.Parse(in[at:], codec.HeadLimits{}) // as far as it goes, refused or not: what is missing from it, the response breaks
	f.spans = codec.AppendResponseDissection(f.spans[:0], in[:at], &f.req, handshakeOnly)
	f.out = appendSpans(f.out[:0], f.spans)
	return f.out
}

// spanBytes is the size of a span's record.
const spanBytes = 36

// appendSpans appends a record for each span:
//
//	u64 start, u64 bits, u64 missing, u64 value, u8 field, u8 source, u8 rule, u8 depth
func appendSpans(b []byte, spans []codec.Span) []byte {
	at := len(b)
	b = append(b, make([]byte, len(spans)*spanBytes)...) // allocates no slice of its own
	for i := range spans {
		s, r := &spans[i], (*[spanBytes]byte)(b[at:])
		binary.LittleEndian.PutUint64(r[0:], s.Start)
		binary.LittleEndian.PutUint64(r[8:], s.Bits)
		binary.LittleEndian.PutUint64(r[16:], s.Missing)
		binary.LittleEndian.PutUint64(r[24:], s.Value)
		r[32], r[33], r[34], r[35] = byte(s.Part), byte(s.Source), byte(s.Rule), s.Depth
		at += spanBytes
	}
	return b
}
