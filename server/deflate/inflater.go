package deflate

import (
	"sync"

	"framelab/codec"
)

// inflaters holds, by window bits, codec's Inflaters without takeover that no
// message is in need of.
var inflaters [codec.MaxWindowBits + 1]sync.Pool

// An inflater without takeover takes an Inflater for each message.
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
	if z.now == nil {
		if z.now, _ = inflaters[z.bits].Get().(codec.Inflater); z.now == nil {
			z.now = codec.NewInflater(z.bits, false)
		}
	}
	dst, rule := z.now.Inflate(dst, src, fin, limit)
	if rule == 0 && fin {
		inflaters[z.bits].Put(z.now)
		z.now = nil
	}
	return dst, rule
}
