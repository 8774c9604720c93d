package flate

import (
	"encoding/binary"
	"slices"
)

// An Inflater reads DEFLATE (RFC 1951) as it comes. It takes a symbol, with all
// that belongs to it, when all its bits are there, and none of it before: so
// what it makes of a message does not depend on how the message is cut.
type Inflater struct {
	// Midway says that there may have been messages before the first one: a match that
	// reaches into them is not an error, and gives zeros.
	Midway bool

	window   int    // how far back a match may refer, in bytes
	takeover bool   // into the messages before, too
	history  []byte // the end of the messages before, at most a window
	reach    int    // how many bytes before the present message it refers to, where some are not known

	phase inflatePhase
	bits  uint64 // that have arrived and were not taken, the next one lowest
	n     uint   // how many
	taken uint64 // bytes of the message that have gone into bits, since its beginning

	ending Error  // the tail is put back; what the message breaks when it does not end there
	tail   []byte // of it, what was not read yet

	final  bool // the present block bears BFINAL
	empty  bool // it is a stored one without bytes
	stored int  // bytes of it still to come
	// A dynamic block's header: how many lengths of each kind, and how many have come.
	literals, distances, coded, have int
	lengths                          [MaxLiteral + MaxDistance]uint8
	literal, distance                *Huffman
	own                              *[2]Huffman // where they are not the fixed ones
}

// An inflatePhase is what an inflate reads next.
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

// NewInflater returns an Inflater in which a match reaches back at most 2^bits
// bytes (RFC 7692 §7.1.2), with takeover also into the messages before (§7.1.1).
// bits is 8 to 15.
func NewInflater(bits uint8, takeover bool) *Inflater {
	return &Inflater{window: 1 << bits, takeover: takeover}
}

// Inflate appends to dst what src, the next bytes of a message, inflates to; fin says
// that the message ends with src. The result has at most limit bytes, unless limit is
// 0. It is codec.Inflater's Inflate, with an Error for the Rule.
func (z *Inflater) Inflate(dst, src []byte, fin bool, limit uint64) ([]byte, Error) {
	for {
		out, rest, full, err := z.InflateInto(dst, src, fin, limit)
		if !full {
			return out, err
		}
		dst, src = slices.Grow(out, max(MaxMatch, len(out))), rest
	}
}

// InflateInto is Inflate without allocation: it stops, and full is true, when dst has
// no room for the longest match. rest is then the unread part of src.
func (z *Inflater) InflateInto(dst, src []byte, fin bool, limit uint64) (out, rest []byte, full bool, err Error) {
	if z.ending == 0 {
		if z.taken == 0 {
			z.reach = 0
		}
		dst, src, full, err = z.run(dst, src, limit)
		if !fin || full || err != 0 {
			return dst, src, full, err
		}
		z.ending, z.tail = z.unended(), Tail
	}
	dst, z.tail, full, err = z.run(dst, z.tail, limit)
	switch {
	case full || err == ErrTooBig:
		return dst, src, full, err
	case err != 0 || z.phase != inflateBlock || z.n > 0:
		return dst, src, false, z.ending // the bytes that came were not wrong: more were to come
	}
	z.taken, z.ending = 0, 0
	if z.takeover {
		z.keep(dst)
	}
	return dst, src, false, 0
}

// unended returns what is wrong with a message that ends here, if it does not end
// where the four bytes that its sender removed are put back (RFC 7692 §7.2.2).
func (z *Inflater) unended() Error {
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

// run takes the next bytes of a message, as far as dst has room for what they give.
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

// isFull reports whether dst lacks room for n more bytes. Room for limit bytes is
// always enough.
func isFull(dst []byte, n int, limit uint64) bool {
	return cap(dst)-len(dst) < n && (limit == 0 || uint64(cap(dst)) < limit)
}

// Place returns where the next symbol begins, in bits from the message's beginning.
func (z *Inflater) Place() uint64 { return 8*z.taken - uint64(z.n) }

// take takes n bits and returns them.
func (z *Inflater) take(n uint) uint {
	v := z.bits & (1<<n - 1)
	z.bits >>= n
	z.n -= n
	return uint(v)
}

// Reach returns how many bytes before the present message it refers to, up to here,
// where some of these are not known (Midway); else 0.
func (z *Inflater) Reach() int { return z.reach }

// keep takes note of the end of a message, for matches in those to come.
func (z *Inflater) keep(message []byte) {
	if z.reach > 0 {
		z.history = z.history[:0] // what it inflates to is not known, so it is as if it were not here
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
		z.take(z.n % 8) // what follows begins anew with the next byte (RFC 7692 §7.2.3.4)
	}
}

// copyStored copies bytes of a stored block (RFC 1951 §3.2.4).
func (z *Inflater) copyStored(dst, src []byte, limit uint64) (out, rest []byte, full bool, err Error) {
	room := z.stored
	if isFull(dst, min(room, int(z.n/8)+len(src)), limit) {
		if room = cap(dst) - len(dst); room == 0 {
			return dst, src, true, 0
		}
	}
	if limit > 0 && uint64(room) > limit-uint64(len(dst)) {
		room, err = int(limit-uint64(len(dst))), ErrTooBig
	}
	for room > 0 && z.n > 0 {
		dst = append(dst, byte(z.take(8)))
		room--
		z.stored--
	}
	size := min(room, len(src))
	dst = append(dst, src[:size]...)
	src = src[size:]
	room -= size
	z.stored -= size
	z.taken += uint64(size)
	switch {
	case room > 0:
	case err != 0 && (z.n > 0 || len(src) > 0):
		return dst, src, false, err // with the first byte that is too many
	case z.stored == 0:
		z.end()
	}
	return dst, src, false, 0
}

// symbols decodes literals and matches (RFC 1951 §3.2.3).
func (z *Inflater) symbols(dst, src []byte, limit uint64) (out, rest []byte, full bool, err Error) {
	literal, distance := z.literal, z.distance
	last := cap(dst) // the length of dst at which there is room for one match more
	if limit == 0 || uint64(last) < limit {
		last -= MaxMatch
	}
	for {
		if len(dst) > last {
			return dst, src, true, 0
		}
		// 48 bits are the most that a match can take.
		if z.n < 48 && len(src) >= 8 {
			z.bits |= binary.LittleEndian.Uint64(src) << z.n
			size := (63 - z.n) / 8
			src = src[size:]
			z.taken += uint64(size)
			z.n += 8 * size
			z.bits &= 1<<z.n - 1
		}
		symbol, n := literal.Decode(z.bits, z.n)
		if n > z.n {
			return dst, src, false, 0
		}
		switch {
		case n == 0 || symbol >= MaxLiteral:
			return dst, src, false, ErrSymbol
		case symbol < EndOfBlock:
			if limit > 0 && uint64(len(dst)) >= limit {
				return dst, src, false, ErrTooBig
			}
			dst = append(dst, byte(symbol))
			z.bits >>= n
			z.n -= n
			continue
		case symbol == EndOfBlock:
			z.take(n)
			z.end()
			return dst, src, false, 0
		}
		base, extra := LengthCode(symbol)
		if n+extra > z.n {
			return dst, src, false, 0
		}
		length := base + uint(z.bits>>n)&(1<<extra-1)
		n += extra
		symbol, size := distance.Decode(z.bits>>n, z.n-n)
		if n+size > z.n {
			return dst, src, false, 0
		}
		if size == 0 || symbol >= MaxDistance {
			return dst, src, false, ErrSymbol
		}
		n += size
		base, extra = DistanceCode(symbol)
		if n+extra > z.n {
			return dst, src, false, 0
		}
		back := base + uint(z.bits>>n)&(1<<extra-1)
		if back > uint(z.window) {
			return dst, src, false, ErrWindow
		}
		if back > uint(len(z.history)+len(dst)) {
			if !z.Midway {
				return dst, src, false, ErrNotHere
			}
			z.reach = max(z.reach, int(back)-len(dst))
		}
		if limit > 0 && uint64(length) > limit-uint64(len(dst)) {
			length, err = uint(limit-uint64(len(dst))), ErrTooBig
		}
		dst = z.match(dst, int(length), int(back))
		if err != 0 {
			return dst, src, false, err
		}
		z.take(n + extra)
	}
}

// match appends length bytes from back bytes before dst's end, perhaps out of
// history; zeros for what is not known.
func (z *Inflater) match(dst []byte, length, back int) []byte {
	for unknown := back - len(dst) - len(z.history); unknown > 0 && length > 0; unknown-- {
		dst = append(dst, 0)
		length--
	}
	if before := min(back-len(dst), len(z.history)); before > 0 {
		from := len(z.history) - before
		size := min(length, before)
		dst = append(dst, z.history[from:from+size]...)
		length -= size
	}
	for length > 0 {
		from := len(dst) - back
		size := min(length, back)
		dst = append(dst, dst[from:from+size]...)
		length -= size
	}
	return dst
}
