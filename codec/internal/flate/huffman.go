package flate

// MaxCodeBits is the length of the longest Huffman code of DEFLATE (RFC 1951 §3.2.7).
const MaxCodeBits = 15

// fastBits is the length of the longest code that a single lookup finds.
const fastBits = 9

// A Huffman decodes one Huffman code (RFC 1951 §3.2.2). The zero Huffman has no codes.
type Huffman struct {
	fast    [1 << fastBits]uint16   // by the next bits, first bit lowest: symbol<<4 | length, 0 if there is none or it is longer
	count   [MaxCodeBits + 1]uint16 // number of codes of each length
	symbols [288]uint16             // the symbols in the order of their codes
}

// Init makes the code in which symbol i has lengths[i] bits, 0 for none. It returns false
// if there are more or fewer codes than the bits allow, except for a single code of one
// bit and for no code at all (§3.2.7).
func (h *Huffman) Init(lengths []uint8) bool {
	h.count = [MaxCodeBits + 1]uint16{}
	h.fast = [1 << fastBits]uint16{}
	for _, n := range lengths {
		h.count[n]++
	}
	used := len(lengths) - int(h.count[0])
	h.count[0] = 0
	var next, at [MaxCodeBits + 2]uint16 // by length: the next code, and the index of its symbol
	left := 1
	for n := 1; n <= MaxCodeBits; n++ {
		left = 2*left - int(h.count[n])
		if left < 0 {
			return false
		}
		next[n+1] = (next[n] + h.count[n]) << 1
		at[n+1] = at[n] + h.count[n]
	}
	if left > 0 && used > 0 && (used > 1 || h.count[1] != 1) {
		return false
	}
	for symbol, n := range lengths {
		if n == 0 {
			continue
		}
		h.symbols[at[n]] = uint16(symbol)
		at[n]++
		if n <= fastBits {
			// The first bit of a Huffman code is its lowest bit here, so the bits after a
			// code in fast are any higher bits.
			var reversed uint16
			for i := range n {
				reversed |= next[n] >> i & 1 << (n - 1 - i)
			}
			for i := int(reversed); i < len(h.fast); i += 1 << n {
				h.fast[i] = uint16(symbol)<<4 | uint16(n)
			}
		}
		next[n]++
	}
	return true
}

// Decode returns the symbol whose code begins the n bits, lowest first, and the code's
// length. If there is no symbol, the length is more than n if further bits may make one,
// else 0.
func (h *Huffman) Decode(bits uint64, n uint) (symbol uint16, length uint) {
	if e := h.fast[bits&(1<<fastBits-1)]; e != 0 {
		return e >> 4, uint(e & 0xf)
	}
	return h.decodeLong(bits, n)
}

// decodeLong tries the lengths one by one. Bits beyond n are 0.
func (h *Huffman) decodeLong(bits uint64, n uint) (symbol uint16, length uint) {
	code, first, index := 0, 0, 0
	for length = 1; length <= MaxCodeBits; length++ {
		if length > n {
			return 0, length
		}
		code |= int(bits & 1)
		bits >>= 1
		count := int(h.count[length])
		if code < first+count {
			return h.symbols[index+code-first], length
		}
		index += count
		first = (first + count) << 1
		code <<= 1
	}
	return 0, 0
}

// The fixed codes.
var FixedLiteral, FixedDistance = func() (literal, distance Huffman) {
	lengths := make([]uint8, 288)
	for i := range lengths {
		lengths[i] = fixedBits(i)
	}
	literal.Init(lengths)
	for i := range 32 {
		lengths[i] = fixedDistanceBits
	}
	distance.Init(lengths[:32])
	return literal, distance
}()

// fixedBits returns the length of the fixed code for a literal or length symbol (RFC 1951
// §3.2.6).
func fixedBits(symbol int) uint8 {
	switch {
	case symbol < 144:
		return 8
	case symbol < 256:
		return 9
	case symbol < 280:
		return 7
	}
	return 8
}

// fixedDistanceBits is the length of the fixed code for each distance symbol.
const fixedDistanceBits = 5

// Symbols of the literal and length code (RFC 1951 §3.2.5).
const (
	EndOfBlock   = 256
	MaxLiteral   = 286 // number of literal and length symbols
	MaxDistance  = 30  // number of distance symbols
	minMatch     = 3
	MaxMatch     = 258
	CodeLengths  = 19 // number of symbols of the code for code lengths
	StoredHeader = 32 // size of LEN and NLEN in bits
)

// LengthCode returns the smallest length that a symbol from 257 to 285 encodes, and how
// many bits say how much longer it is.
func LengthCode(symbol uint16) (base, extra uint) {
	n := uint(symbol) - 257
	switch {
	case n < 8:
		return 3 + n, 0
	case n == 28:
		return MaxMatch, 0
	}
	extra = n/4 - 1
	return 3 + (4+n%4)<<extra, extra
}

// DistanceCode does the same for a distance symbol, 0 to 29.
func DistanceCode(symbol uint16) (base, extra uint) {
	n := uint(symbol)
	if n < 4 {
		return 1 + n, 0
	}
	extra = n/2 - 1
	return 1 + (2+n%2)<<extra, extra
}

// CodeLengthOrder is the order in which a block has the lengths of the codes for code
// lengths (RFC 1951 §3.2.7).
var CodeLengthOrder = [CodeLengths]uint8{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}

// RepeatCode returns, for a symbol of that code above 15, the smallest number of repeats,
// and how many bits say how many more there are.
func RepeatCode(symbol uint16) (base, extra uint) {
	switch symbol {
	case 16:
		return 3, 2
	case 17:
		return 3, 3
	}
	return 11, 7
}
