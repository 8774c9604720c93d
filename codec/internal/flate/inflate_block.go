package flate

import (
	"encoding/binary"
)

// isFull reports whether dst lacks room for n more bytes. Room for limit bytes is always
// enough.
func isFull(dst []byte, n int, limit uint64) bool {
	return cap(dst)-len(dst) < n && (limit == 0 || uint64(cap(dst)) < limit)
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
		return dst, src, false, err // with the first byte over the limit
	case z.stored == 0:
		z.end()
	}
	return dst, src, false, 0
}

// symbols decodes literals and matches (RFC 1951 §3.2.3).
func (z *Inflater) symbols(dst, src []byte, limit uint64) (out, rest []byte, full bool, err Error) {
	literal, distance := z.literal, z.distance
	last := cap(dst) // the length of dst up to which there is room for one more match
	if limit == 0 || uint64(last) < limit {
		last -= MaxMatch
	}
	for {
		dst, src = z.plentySymbols(dst, src, limit)
		if len(dst) > last {
			return dst, src, true, 0
		}
		// a match takes at most 48 bits.
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

// plentySymbols decodes literals and matches while src has eight bytes and dst has room
// for the longest match, so that neither can run out. It stops before the end of the block
// and before anything else that needs judgement. It keeps the state in variables, so that
// registers hold it.
func (z *Inflater) plentySymbols(dst, src []byte, limit uint64) (out, rest []byte) {
	literal, distance := z.literal, z.distance
	bits, n, at, room := z.bits, z.n, 0, cap(dst)
	if limit > 0 && uint64(room) > limit {
		room = int(limit)
	}
	for at+8 <= len(src) && len(dst)+MaxMatch <= room {
		// A byte that does not fit completely is read again next time: its bits are the same.
		bits |= binary.LittleEndian.Uint64(src[at:]) << n
		size := (63 - n) / 8
		at += int(size)
		n += 8 * size
		symbol, used := literal.Decode(bits, n)
		if used-1 < MaxCodeBits && symbol < EndOfBlock {
			dst = append(dst, byte(symbol))
			bits >>= used
			n -= used
			continue
		}
		if used-1 >= MaxCodeBits || symbol == EndOfBlock || symbol >= MaxLiteral {
			break
		}
		base, extra := LengthCode(symbol)
		length := int(base + uint(bits>>used)&(1<<extra-1))
		used += extra
		symbol, size = distance.Decode(bits>>used, n-used)
		if size-1 >= MaxCodeBits || symbol >= MaxDistance {
			break
		}
		used += size
		base, extra = DistanceCode(symbol)
		back := int(base + uint(bits>>used)&(1<<extra-1))
		if back > z.window || back > len(dst) {
			break
		}
		used += extra
		bits >>= used
		n -= used
		if from := len(dst) - back; back >= length {
			dst = append(dst, dst[from:from+length]...)
		} else {
			dst = z.match(dst, length, back)
		}
	}
	z.taken += uint64(at)
	z.bits, z.n = bits&(1<<n-1), n
	return dst, src[at:]
}

// match appends length bytes from distance back before the end of dst, if necessary out
// of history; zeros for unknown bytes.
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
