package flate

import "math/bits"

// maxBlock is the most bytes of a message in one block, which is the limit of a stored
// one (RFC 1951 §3.2.4); maxElements is the most literals and matches.
const (
	maxBlock    = 1<<16 - 1
	maxElements = 1 << 14
)

// A block collects the literals and matches of a block and writes it in the shortest form
// (RFC 1951 §3.2.3).
type block struct {
	elements  []element
	literals  [MaxLiteral]uint16 // how often each symbol occurs
	distances [MaxDistance]uint16
	extra     uint // number of bits that follow symbols

	// The fixed codes, made when the first block needs them.
	fixedLiteral  [288]uint32
	fixedDistance [32]uint32

	// The block's own codes.
	literal  [MaxLiteral]uint32
	distance [MaxDistance]uint32
	lengths  [CodeLengths]uint32
	header   []uint16 // the lengths of the first two codes, as symbols of the third | the value of the extra bits << 8
	used     [CodeLengths]uint16
	sorted   []uint32
}

// An element is a literal, or a match: isMatch, its length and its distance, each less
// its minimum.
type element uint32

const isMatch element = 1 << 31

func (b *block) reset() {
	b.elements = b.elements[:0]
	b.literals = [MaxLiteral]uint16{EndOfBlock: 1}
	b.distances = [MaxDistance]uint16{}
	b.extra = 0
	if b.fixedLiteral[0] == 0 {
		prefixCode(b.fixedLiteral[:]).initFixed(fixedBits)
		prefixCode(b.fixedDistance[:]).initFixed(func(int) uint8 { return fixedDistanceBits })
	}
}

func (b *block) addLiteral(c byte) {
	b.elements = append(b.elements, element(c))
	b.literals[c]++
}

func (b *block) addMatch(length, back int) {
	b.elements = append(b.elements, isMatch|element(length-minMatch)<<16|element(back-1))
	symbol, extra := lengthSymbol(uint(length - minMatch))
	b.literals[symbol]++
	b.extra += extra
	symbol, extra = distanceSymbol(uint(back - 1))
	b.distances[symbol]++
	b.extra += extra
}

// lengthSymbol returns the symbol for a length less minMatch (RFC 1951 §3.2.5), and how
// many of the lowest bits of that number follow it.
func lengthSymbol(n uint) (symbol, extra uint) {
	switch {
	case n < 8:
		return 257 + n, 0
	case n == MaxMatch-minMatch:
		return 285, 0
	}
	extra = uint(bits.Len(n)) - 3
	return 257 + 4*extra + n>>extra, extra
}

// distanceSymbol does the same for a distance less 1.
func distanceSymbol(n uint) (symbol, extra uint) {
	if n < 4 {
		return n, 0
	}
	extra = uint(bits.Len(n)) - 2
	return 2*extra + n>>extra, extra
}

// write appends the block, which encodes the bytes plain, to w.
func (b *block) write(w *bitWriter, plain []byte) {
	const head = 3
	stored := head + (8-(w.n+head)%8)%8 + StoredHeader + 8*uint(len(plain))
	literal, distance := prefixCode(b.fixedLiteral[:]), prefixCode(b.fixedDistance[:])
	fixed := head + b.extra + literal.cost(b.literals[:]) + distance.cost(b.distances[:])
	dynamic := ^uint(0)
	if b.lowerBound() < fixed {
		dynamic = head + b.extra + b.codes()
	}
	switch {
	case stored <= min(fixed, dynamic):
		w.grow(stored)
		w.put(0, head)
		w.align()
		w.put(uint64(len(plain))|uint64(^uint16(len(plain)))<<16, StoredHeader)
		w.bytes(plain)
		return
	case fixed <= dynamic:
		w.grow(fixed)
		w.put(1<<1, head)
	default:
		w.grow(dynamic)
		w.put(2<<1, head)
		b.writeCodes(w)
		literal, distance = b.literal[:], b.distance[:]
	}
	for _, e := range b.elements {
		if e&isMatch == 0 {
			c := literal[e]
			w.put(uint64(c>>4), uint(c&15))
			continue
		}
		n, back := uint(e>>16)&0xff, uint(e)&0xffff
		symbol, extra := lengthSymbol(n)
		c := literal[symbol]
		w.put(uint64(c>>4)|uint64(n&(1<<extra-1))<<(c&15), uint(c&15)+extra)
		symbol, extra = distanceSymbol(back)
		c = distance[symbol]
		w.put(uint64(c>>4)|uint64(back&(1<<extra-1))<<(c&15), uint(c&15)+extra)
	}
	c := literal[EndOfBlock]
	w.put(uint64(c>>4), uint(c&15))
}

// lowerBound returns about the smallest number of bits of a block with its own codes, in
// a fraction of the time of making them: the entropy of its symbols by Shannon's formula,
// and two bits for the length of each code.
func (b *block) lowerBound() uint {
	const smallestHeader = 60
	total := log2(uint(len(b.elements)) + 1)
	size := uint(0)
	for _, n := range b.literals {
		if n > 0 {
			size += 2<<8 + uint(n)*(total-log2(uint(n)))
		}
	}
	return size>>8 + b.extra + smallestHeader
}

// log2 returns about 256 times the base-2 logarithm of n, which is above 0.
func log2(n uint) uint {
	whole := uint(bits.Len(n)) - 1
	return whole<<8 + n<<8>>whole - 1<<8
}

// codes makes codes for the block's symbols and returns how many bits the block then has,
// header included.
func (b *block) codes() (size uint) {
	literals := prefixCode(b.literal[:]).build(b.literals[:], MaxCodeBits, &b.sorted)
	distances := prefixCode(b.distance[:]).build(b.distances[:], MaxCodeBits, &b.sorted)
	literals, distances = max(literals, EndOfBlock+1), max(distances, 1)
	b.repeats(literals, distances)
	prefixCode(b.lengths[:]).build(b.used[:], maxLengthBits, &b.sorted)
	size = 5 + 5 + 4 + 3*b.coded()
	size += prefixCode(b.lengths[:]).cost(b.used[:]) + 2*uint(b.used[16]) + 3*uint(b.used[17]) + 7*uint(b.used[18])
	return size + prefixCode(b.literal[:]).cost(b.literals[:]) + prefixCode(b.distance[:]).cost(b.distances[:])
}

// repeats sets header to the lengths of both codes (RFC 1951 §3.2.7).
func (b *block) repeats(literals, distances int) {
	b.header = append(b.header[:0], uint16(literals-257), uint16(distances-1))
	b.used = [CodeLengths]uint16{}
	length := func(i int) uint16 {
		if i < literals {
			return uint16(b.literal[i] & 15)
		}
		return uint16(b.distance[i-literals] & 15)
	}
	add := func(symbol, extra int) {
		b.header = append(b.header, uint16(symbol|extra<<8))
		b.used[symbol]++
	}
	for i := 0; i < literals+distances; {
		n, times := length(i), 1
		for i+times < literals+distances && length(i+times) == n {
			times++
		}
		i += times
		for n == 0 && times >= 11 {
			part := min(times, 138)
			add(18, part-11)
			times -= part
		}
		if n == 0 && times >= 3 {
			add(17, times-3)
			continue
		}
		if n != 0 {
			add(int(n), 0)
			times--
		}
		for times >= 3 {
			part := min(times, 6)
			add(16, part-3)
			times -= part
		}
		for ; times > 0; times-- {
			add(int(n), 0)
		}
	}
}

// coded returns how many lengths of the code for lengths are written: 4 to 19.
func (b *block) coded() uint {
	n := uint(CodeLengths)
	for n > 4 && b.lengths[CodeLengthOrder[n-1]] == 0 {
		n--
	}
	return n
}

// writeCodes writes a dynamic block's header (RFC 1951 §3.2.7).
func (b *block) writeCodes(w *bitWriter) {
	coded := b.coded()
	w.put(uint64(b.header[0]), 5)
	w.put(uint64(b.header[1]), 5)
	w.put(uint64(coded-4), 4)
	for _, symbol := range CodeLengthOrder[:coded] {
		w.put(uint64(b.lengths[symbol]&15), 3)
	}
	for _, h := range b.header[2:] {
		symbol := h & 0xff
		c := b.lengths[symbol]
		w.put(uint64(c>>4), uint(c&15))
		switch symbol {
		case 16:
			w.put(uint64(h>>8), 2)
		case 17:
			w.put(uint64(h>>8), 3)
		case 18:
			w.put(uint64(h>>8), 7)
		}
	}
}
