package main

import (
	"encoding/binary"

	"framelab/codec"
)

// parameters returns the parameters of permessage-deflate that a caller gives
// as a number: bit 0 for server_no_context_takeover, bit 1 for the client's,
// then in four bits each the server's window bits, from bit 4 on, and the
// client's; 0 for none (RFC 7692 §7.1).
func parameters(v uint32) codec.Deflate {
	return codec.Deflate{
		ServerNoContextTakeover: v&1 != 0,
		ClientNoContextTakeover: v&2 != 0,
		ServerMaxWindowBits:     uint8(v >> 4 & 15),
		ClientMaxWindowBits:     uint8(v >> 8 & 15),
	}
}

// parameterNumber is the reverse of parameters.
func parameterNumber(d codec.Deflate) uint32 {
	return uint32(number(d.ServerNoContextTakeover)) | uint32(number(d.ClientNoContextTakeover))<<1 |
		uint32(d.ServerMaxWindowBits)<<4 | uint32(d.ClientMaxWindowBits)<<8
}

// maxInflated is how many inflated bytes dissectInflated gives at most.
const maxInflated = 1 << 20

// dissectInflated gives the spans of a stream of frames in which
// permessage-deflate is in use, as dissect does, and before them what its
// messages inflate to: the bytes of the spans of SourceInflated, one after the
// other, the first maxInflated of them.
//
//	u32 bytes, the bytes, then the spans
func (f *face) dissectInflated(in []byte, ctx codec.Context, params uint32) []byte {
	if !fewFrames(in) {
		f.out = append(f.out[:0], 1)
		return f.out
	}
	d := parameters(params)
	ctx.Deflate = &d
	f.out = append(f.out[:0], 0, 0, 0, 0)
	ctx.Inflated = func(b []byte) {
		f.out = append(f.out, b[:min(len(b), 4+maxInflated-len(f.out))]...)
	}
	f.spans = codec.AppendDissection(f.spans[:0], in, ctx)
	binary.LittleEndian.PutUint32(f.out, uint32(len(f.out)-4))
	f.out = appendSpans(f.out, f.spans)
	return f.out
}

// maxBlocks is the longest compressed message in bytes that dissectDeflate
// takes: there are up to eight spans in each byte.
const maxBlocks = 1 << 16

// dissectDeflate gives the spans of a whole compressed message in DEFLATE, as
// codec.AppendDeflateDissection finds them. bits is the sender's window, and
// before how many bytes of the messages before a match may refer to. A longer
// message than maxBlocks gives a record of one byte, which no span record is.
func (f *face) dissectDeflate(in []byte, bits, before uint32) []byte {
	if len(in) > maxBlocks {
		f.out = append(f.out[:0], 1)
		return f.out
	}
	bits = min(max(bits, codec.MinWindowBits), codec.MaxWindowBits)
	f.spans = codec.AppendDeflateDissection(f.spans[:0], in, uint8(bits), uint64(before))
	f.out = appendSpans(f.out[:0], f.spans)
	return f.out
}

// connDeflate is connNew for a connection with permessage-deflate: it inflates
// compressed messages, and compresses what it sends.
func (f *face) connDeflate(role uint32, lim codec.Limits, params uint32) uint32 {
	cfg := codec.Config{Role: codec.Role(role), Limits: lim}
	cfg.UseDeflate(parameters(params))
	return f.open(cfg)
}
