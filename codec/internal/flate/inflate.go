package flate

import (
	"encoding/binary"
	"slices"
)

// An Inflater reads DEFLATE (RFC 1951) as it arrives. It consumes a symbol with its extra
// bits only once all of them are there, so the result does not depend on how a message is
// cut.
type Inflater struct {
	// Midway means that there may have been messages before the first one: a match that
	// reaches into them is not an error, and gives zeros.
	Midway bool

	window   int    // how far back a match may refer, in bytes
	takeover bool   // matches may refer to earlier messages too
	history  []byte // the end of the messages before, at most a window
	reach    int    // how many bytes before the current message it refers to, if some are unknown

	phase inflatePhase
	bits  uint64 // bits that have arrived and are not consumed, the next one lowest
	n     uint   // how many there are
	taken uint64 // how many bytes of the message have gone into bits

	ending Error  // the tail was appended; the error if the message does not end there
	tail   []byte // its unread part

	final  bool // the current block has BFINAL
	empty  bool // it is a stored block without bytes
	stored int  // how many of its bytes are still to come
	// A dynamic block's header: how many lengths of each kind there are, and how many
	// have arrived.
	literals, distances, coded, have int
	lengths                          [MaxLiteral + MaxDistance]uint8
	literal, distance                *Huffman
	own                              *[2]Huffman // the current codes, if not the fixed ones
}

// An inflatePhase is the part of a block that an Inflater reads next.
type inflatePhase uint8

const (
	inflateBlock        inflatePhase = iota // BFINAL and BTYPE
	inflateStoredLength                     // LEN and NLEN
	inflateStored                           // the bytes of a stored block
	inflateCounts                           // HLIT, HDIST and HCLEN
	inflateCodes                            // lengths of the codes for code lengths
	inflateLengths                          // code lengths
	inflateSymbols                          // literals and matches
)

// NewInflater returns an Inflater in which a match reaches back at most 2^bits bytes (RFC
// 7692 §7.1.2), and with takeover also into earlier messages (§7.1.1). bits is 8 to 15.
func NewInflater(bits uint8, takeover bool) *Inflater {
	return &Inflater{window: 1 << bits, takeover: takeover}
}

// Inflate appends to dst the inflated bytes of src, the next part of a message; fin means
// that the message ends with src. The result has at most limit bytes, unless limit is 0.
// It works like codec.Inflater's Inflate, with an Error for the Rule.
func (z *Inflater) Inflate(dst, src []byte, fin bool, limit uint64) ([]byte, Error) {
	for {
		out, rest, full, err := z.InflateInto(dst, src, fin, limit)
		if !full {
			return out, err
		}
		dst, src = slices.Grow(out, max(MaxMatch, len(out))), rest
	}
}

// InflateInto is Inflate without allocation: if dst has no room for the longest match, it
// stops and full is true. rest is then the unread part of src.
func (z *Inflater) InflateInto(dst, src []byte, fin bool, limit uint64) (out, rest []byte, full bool, err Error) {
	if z.ending == 0 {
		if z.taken == 0 {
			z.reach = 0
		}
		dst, src, full, err = z.run(dst, src, limit)
		if !fin || full || err != 0 {
			return dst, src, full, err
		}
		z.ending, z.tail = z.endError(), Tail
	}
	dst, z.tail, full, err = z.run(dst, z.tail, limit)
	switch {
	case full || err == ErrTooBig:
		return dst, src, full, err
	case err != 0 || z.phase != inflateBlock || z.n > 0:
		return dst, src, false, z.ending // the bytes so far were right, but the message was incomplete
	}
	z.taken, z.ending = 0, 0
	if z.takeover {
		z.keep(dst)
	}
	return dst, src, false, 0
}

// endError returns what is wrong with a message that ends here, if its end is not where
// the four bytes that the sender removed belong (RFC 7692 §7.2.2).
func (z *Inflater) endError() Error {
	ended := z.phase == inflateBlock && z.n == 0
	switch {
	case z.taken == 0:
		return ErrEmpty
	case ended && z.empty:
		return ErrTail
	case ended && z.final:
		return ErrFinal
	}
	return ErrUnfinished
}

// run consumes the next bytes of a message, as long as dst has room for the result.
func (z *Inflater) run(dst, src []byte, limit uint64) (out, rest []byte, full bool, err Error) {
	for {
		for z.n < 56 && len(src) > 0 {
			if len(src) >= 8 {
				z.bits |= binary.LittleEndian.Uint64(src) << z.n
				size := (63 - z.n) / 8
				src = src[size:]
				z.taken += uint64(size)
				z.n += 8 * size
				z.bits &= 1<<z.n - 1
				break
			}
			z.bits |= uint64(src[0]) << z.n
			z.n += 8
			z.taken++
			src = src[1:]
		}
		before, phase := z.n, z.phase
		switch z.phase {
		case inflateSymbols:
			dst, src, full, err = z.symbols(dst, src, limit)
		case inflateStored:
			dst, src, full, err = z.copyStored(dst, src, limit)
		default:
			err = z.header()
		}
		if full || err != 0 {
			return dst, src, full, err
		}
		if len(src) == 0 && z.n == before && z.phase == phase {
			break // no progress without more bits
		}
	}
	return dst, src, false, 0
}

// Place returns the place of the next symbol, in bits from the beginning of the message.
func (z *Inflater) Place() uint64 { return 8*z.taken - uint64(z.n) }

// take consumes n bits and returns them.
func (z *Inflater) take(n uint) uint {
	v := z.bits & (1<<n - 1)
	z.bits >>= n
	z.n -= n
	return uint(v)
}

// Reach returns how many bytes before the message it has referred to so far, if some of
// these are unknown (Midway); else 0.
func (z *Inflater) Reach() int { return z.reach }

// Window returns how many bytes of earlier messages the next one may refer to.
func (z *Inflater) Window() int {
	if !z.takeover {
		return 0
	}
	return len(z.history)
}

// keep stores the end of a message, for matches in later messages.
func (z *Inflater) keep(message []byte) {
	if z.reach > 0 {
		z.history = z.history[:0] // its content is unknown, so treat it as absent
		return
	}
	if len(message) >= z.window {
		z.history = append(z.history[:0], message[len(message)-z.window:]...)
		return
	}
	if over := len(z.history) + len(message) - z.window; over > 0 {
		z.history = z.history[:copy(z.history, z.history[over:])]
	}
	z.history = append(z.history, message...)
}

// end ends a block.
func (z *Inflater) end() {
	z.phase = inflateBlock
	if z.final {
		z.take(z.n % 8) // the next block begins at the next byte (RFC 7692 §7.2.3.4)
	}
}
