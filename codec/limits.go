package codec

import "math"

// Limits are what an endpoint accepts of its peer; 0 means no limit. RFC 6455
// §10.4 asks for them. They bound data frames alone: a control frame carries at
// most [MaxControl] bytes anyway (§5.5).
type Limits struct {
	MaxFrame     uint64 // payload of one data frame, in bytes: FrameTooBig
	MaxMessage   uint64 // payloads of one message together, inflated, in bytes: MessageTooBig; a Decoder, which does not inflate, bounds no compressed message
	MaxFragments int    // data frames of one message: MessageTooManyFragments
}

// addSaturating returns a+b, or the largest number when that is more.
func addSaturating(a, b uint64) uint64 {
	if s := a + b; s >= a {
		return s
	}
	return math.MaxUint64
}
