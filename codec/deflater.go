package codec

import "math/bits"

// A deflate compresses with the fixed Huffman codes (RFC 1951 §3.2.6), and
// stores what these would make longer.
type deflate struct {
	takeover bool
	lz77     lz77
	bits     uint64 // that are not in whole bytes yet
	n        uint   // how many
}

// deflateBlock is how many bytes of a message go into one block: few enough for
// a stored one, whose length has 16 bits.
const deflateBlock = 32 << 10

// NewDeflater returns a small Deflater whose matches reach back at most 2^bits
// bytes, 8 to 15 (RFC 7692 §7.1.2), with takeover also into the messages before
// (§7.1.1). With the largest window it takes some 220 KiB of memory.
func NewDeflater(bits uint8, takeover bool) Deflater {
	return &deflate{takeover: takeover, lz77: lz77{window: 1 << bits}}
}

func (z *deflate) Deflate(dst, src []byte, fin bool) []byte {
	for len(src) > 0 {
		size := min(len(src), deflateBlock)
		dst = z.block(dst, src[:size])
		src = src[size:]
	}
	dst = append(z.flush(z.put(dst, 0, 3)), deflateTail...)
	if fin && !z.takeover {
		z.lz77.forget()
	}
	return dst
}

// block appends one block of src.
func (z *deflate) block(dst, src []byte) []byte {
	from := z.lz77.add(src)
	start, bits, n := len(dst), z.bits, z.n
	dst = z.put(dst, 1<<1, 3)
	for i := from; i < len(z.lz77.buf); {
		length, back := z.lz77.match(i)
		if length == 0 {
			dst = z.literal(dst, uint16(z.lz77.buf[i]))
			i++
			continue
		}
		dst = z.match(dst, uint(length), uint(back))
		z.lz77.skip(i+1, i+length)
		i += length
	}
	dst = z.literal(dst, endOfBlock)
	if len(dst)-start <= len(src)+4 {
		return dst
	}
	z.bits, z.n = bits, n
	dst = z.flush(z.put(dst[:start], 0, 3))
	length := uint16(len(src))
	dst = append(dst, byte(length), byte(length>>8), byte(^length), byte(^length>>8))
	return append(dst, src...)
}

// literal appends the code of a symbol of the literal and length code.
func (z *deflate) literal(dst []byte, symbol uint16) []byte {
	switch {
	case symbol < 144:
		return z.code(dst, uint(symbol)+0x30, 8)
	case symbol < 256:
		return z.code(dst, uint(symbol)-144+0x190, 9)
	case symbol < 280:
		return z.code(dst, uint(symbol)-256, 7)
	}
	return z.code(dst, uint(symbol)-280+0xc0, 8)
}

// match appends the codes of a match.
func (z *deflate) match(dst []byte, length, back uint) []byte {
	symbol := uint16(285)
	base, extra := lengthCode(symbol)
	for base > length {
		symbol--
		base, extra = lengthCode(symbol)
	}
	dst = z.put(z.literal(dst, symbol), length-base, extra)
	symbol = maxDistance - 1
	base, extra = distanceCode(symbol)
	for base > back {
		symbol--
		base, extra = distanceCode(symbol)
	}
	return z.put(z.code(dst, uint(symbol), 5), back-base, extra)
}

// code appends a Huffman code of n bits, which stands with its first bit first (§3.1.1).
func (z *deflate) code(dst []byte, code, n uint) []byte {
	return z.put(dst, uint(bits.Reverse16(uint16(code))>>(16-n)), n)
}

// put appends n bits, the lowest first.
func (z *deflate) put(dst []byte, v, n uint) []byte {
	z.bits |= uint64(v) << z.n
	for z.n += n; z.n >= 8; z.n -= 8 {
		dst = append(dst, byte(z.bits))
		z.bits >>= 8
	}
	return dst
}

// flush fills the last byte up.
func (z *deflate) flush(dst []byte) []byte {
	if z.n > 0 {
		dst = append(dst, byte(z.bits))
	}
	z.bits, z.n = 0, 0
	return dst
}
