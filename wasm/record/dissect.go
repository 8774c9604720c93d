package record

import (
	"encoding/binary"

	"framelab/codec"
)

// maxFrames is the most frames that one call dissects: their spans and the JavaScript
// objects for them need at most a few hundred megabytes.
const maxFrames = 1 << 16

// Dissect returns the spans of a stream of frames: see appendSpans. For more than
// maxFrames frames it returns a record of one byte, which is never a record of spans.
func (w *Writer) Dissect(in []byte, role, rsv, maxFrame, maxMessage, maxFragments uint32) []byte {
	if !fewFrames(in) {
		w.out = append(w.out[:0], 1)
		return w.out
	}
	w.spans = codec.AppendDissection(w.spans[:0], in, context(role, rsv, maxFrame, maxMessage, maxFragments))
	w.out = appendSpans(w.out[:0], w.spans)
	return w.out
}

// fewFrames reports whether in holds at most maxFrames frames.
func fewFrames(in []byte) bool {
	if len(in) < 2*maxFrames {
		return true // a frame has at least two bytes
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

// DissectRequest returns the spans of a handshake's request.
func (w *Writer) DissectRequest(in []byte) []byte {
	w.spans = codec.AppendRequestDissection(w.spans[:0], in, handshakeOnly)
	w.out = appendSpans(w.out[:0], w.spans)
	return w.out
}

// DissectResponse returns the spans of a handshake's response, judged against the request
// that it answers: in is the response and, from split on, the request.
func (w *Writer) DissectResponse(in []byte, split uint32) []byte {
	at := clamp(split, len(in))
	w.req.Reset()
	w.req.Parse(in[at:], codec.HeadLimits{}) // read it as far as possible, refused or not: the response breaks the rules for what the request lacks
	w.spans = codec.AppendResponseDissection(w.spans[:0], in[:at], &w.req, handshakeOnly)
	w.out = appendSpans(w.out[:0], w.spans)
	return w.out
}

// appendSpans appends a record for each span.
func appendSpans(b []byte, spans []codec.Span) []byte {
	at := len(b)
	b = append(b, make([]byte, len(spans)*spanBytes)...) // this does not allocate a slice
	for i := range spans {
		s, r := &spans[i], (*[spanBytes]byte)(b[at:])
		binary.LittleEndian.PutUint64(r[spanStart:], s.Start)
		binary.LittleEndian.PutUint64(r[spanBits:], s.Bits)
		binary.LittleEndian.PutUint64(r[spanMissing:], s.Missing)
		binary.LittleEndian.PutUint64(r[spanValue:], s.Value)
		r[spanField], r[spanSource], r[spanRule], r[spanDepth] = byte(s.Part), byte(s.Source), byte(s.Rule), s.Depth
		at += spanBytes
	}
	return b
}
