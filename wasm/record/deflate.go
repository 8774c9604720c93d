package record

import (
	"encoding/binary"

	"framelab/codec"
)

// Parameters returns the parameters of permessage-deflate that a caller passes as a
// number; 0 means none (RFC 7692 §7.1).
func Parameters(v uint32) codec.Deflate {
	return codec.Deflate{
		ServerNoContextTakeover: v&deflateServerNoTakeover != 0,
		ClientNoContextTakeover: v&deflateClientNoTakeover != 0,
		ServerMaxWindowBits:     uint8(v >> deflateServerBits & 15),
		ClientMaxWindowBits:     uint8(v >> deflateClientBits & 15),
	}
}

// parameterNumber is the reverse of Parameters.
func parameterNumber(d codec.Deflate) uint32 {
	return uint32(number(d.ServerNoContextTakeover))*deflateServerNoTakeover | uint32(number(d.ClientNoContextTakeover))*deflateClientNoTakeover |
		uint32(d.ServerMaxWindowBits)<<deflateServerBits | uint32(d.ClientMaxWindowBits)<<deflateClientBits
}

// maxInflated is the most inflated bytes that DissectInflated returns.
const maxInflated = 1 << 20

// DissectInflated returns the spans of a stream of frames with permessage-deflate, like
// Dissect, and before them the inflated messages: the bytes of the spans of
// SourceInflated, joined, at most maxInflated of them.
//
//	u32 bytes, the bytes, then the spans
func (w *Writer) DissectInflated(in []byte, role, rsv, maxFrame, maxMessage, maxFragments, params, midway uint32) []byte {
	if !fewFrames(in) {
		w.out = append(w.out[:0], 1)
		return w.out
	}
	d := Parameters(params)
	ctx := context(role, rsv, maxFrame, maxMessage, maxFragments)
	ctx.Deflate, ctx.Midway = &d, midway != 0
	w.out = append(w.out[:0], 0, 0, 0, 0)
	ctx.Inflated = func(b []byte) {
		w.out = append(w.out, b[:min(len(b), 4+maxInflated-len(w.out))]...)
	}
	w.spans = codec.AppendDissection(w.spans[:0], in, ctx)
	binary.LittleEndian.PutUint32(w.out, uint32(len(w.out)-4))
	w.out = appendSpans(w.out, w.spans)
	return w.out
}

// maxBlocks is the size in bytes of the longest compressed message that DissectDeflate
// accepts: each byte may have up to eight spans.
const maxBlocks = 1 << 16

// DissectDeflate returns the spans of a whole compressed message in DEFLATE, by
// codec.AppendDeflateDissection. bits is the sender's window, and before is how many
// bytes of earlier messages a match may refer to. For a message longer than maxBlocks it
// returns a record of one byte, which is never a record of spans.
func (w *Writer) DissectDeflate(in []byte, bits, before uint32) []byte {
	if len(in) > maxBlocks {
		w.out = append(w.out[:0], 1)
		return w.out
	}
	bits = min(max(bits, codec.MinWindowBits), codec.MaxWindowBits)
	w.spans = codec.AppendDeflateDissection(w.spans[:0], in, uint8(bits), uint64(before))
	w.out = appendSpans(w.out[:0], w.spans)
	return w.out
}

// ConnDeflate is ConnNew for a connection with permessage-deflate: it inflates compressed
// messages and compresses sent ones.
func (w *Writer) ConnDeflate(role, maxFrame, maxMessage, maxFragments, params uint32) uint32 {
	cfg := codec.Config{Role: codec.Role(role), Limits: limits(maxFrame, maxMessage, maxFragments)}
	cfg.UseDeflate(Parameters(params))
	return w.open(cfg)
}
