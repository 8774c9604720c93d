package deflate

import (
	"sync"

	"framelab/codec"
)

// inflaters holds, by window bits, codec's Inflaters without takeover that no
// message uses.
var inflaters [codec.MaxWindowBits + 1]sync.Pool

// An inflater is one without takeover: it has an Inflater for each message.
type inflater struct {
	bits uint8
	now  codec.Inflater // of the message under way, or nil
}

// NewInflater returns an Inflater for a window of 2^bits bytes, 8 to 15.
func NewInflater(bits uint8, takeover bool) codec.Inflater {
	if takeover {
		return codec.NewInflater(bits, true)
	}
	return &inflater{bits: bits}
}

// Inflate is codec.Inflater's.
func (z *inflater) Inflate(dst, src []byte, fin bool, limit uint64) ([]byte, codec.Rule) {
	z.begin()
	dst, rule := z.now.Inflate(dst, src, fin, limit)
	z.end(fin, rule)
	return dst, rule
}

// InflateInto is codec.Inflater's.
func (z *inflater) InflateInto(dst, src []byte, fin bool, limit uint64) (out, rest []byte, full bool, rule codec.Rule) {
	z.begin()
	out, rest, full, rule = z.now.InflateInto(dst, src, fin, limit)
	z.end(fin && !full, rule)
	return out, rest, full, rule
}

func (z *inflater) begin() {
	if z.now != nil {
		return
	}
	if z.now, _ = inflaters[z.bits].Get().(codec.Inflater); z.now == nil {
		z.now = codec.NewInflater(z.bits, false)
	}
}

// end gives the Inflater back once the message has ended.
func (z *inflater) end(fin bool, rule codec.Rule) {
	if rule == 0 && fin {
		inflaters[z.bits].Put(z.now)
		z.now = nil
	}
}
