package flate

import "math/bits"

// A prefixCode is a Huffman code for writing, by symbol: code<<4 | length in bits, 0 for
// none. The code's first bit is its lowest (RFC 1951 §3.1.1).
type prefixCode []uint32

// codeSizes is the number of codes of each length in bits.
type codeSizes [MaxCodeBits + 1]int

// maxLengthBits is the length of the longest code for a length (RFC 1951 §3.2.7).
const maxLengthBits = 7

// cost returns how many bits symbols with these frequencies take.
func (c prefixCode) cost(counts []uint16) (size uint) {
	c = c[:len(counts)]
	for i, n := range counts {
		size += uint(n) * uint(c[i]&15)
	}
	return size
}

// build makes the shortest code for symbols with these frequencies, with at most longest
// bits a symbol, and returns the number of symbols up to the last one that has a code.
// There are always at least two codes: a single one would leave bits without a meaning,
// which some inflaters refuse.
func (c prefixCode) build(counts []uint16, longest int, scratch *[]uint32) (symbols int) {
	clear(c)
	sorted := (*scratch)[:0]
	for symbol, n := range counts {
		if n > 0 {
			sorted = append(sorted, uint32(n)<<9|uint32(symbol))
			symbols = symbol + 1
		}
	}
	*scratch = sorted
	switch len(sorted) {
	case 0:
		return 0
	case 1:
		other := uint32(0)
		if symbols == 1 {
			other = 1
		}
		sorted = append(sorted, other)
		symbols = max(symbols, 2)
	}
	sortAscending(sorted)
	sizes := shortest(sorted, longest)
	i := 0
	for n := longest; n > 0; n-- { // the rarest first
		for range sizes[n] {
			c[sorted[i]&511] = uint32(n)
			i++
		}
	}
	c[:symbols].assign(sizes)
	return symbols
}

// sortAscending sorts a few hundred numbers, with Shell sort.
func sortAscending(v []uint32) {
	for gap := 57; gap > 0; gap = gap * 4 / 9 {
		for i := gap; i < len(v); i++ {
			x, j := v[i], i
			for ; j >= gap && v[j-gap] > x; j -= gap {
				v[j] = v[j-gap]
			}
			v[j] = x
		}
	}
}

// shortest returns the sizes of the codes with which symbols of these frequencies, the
// rarest first, take the fewest bits: Huffman's code, computed in place (Moffat and
// Katajainen 1995), and then limited to longest bits.
func shortest(sorted []uint32, longest int) (of codeSizes) {
	var a [288]int // weights, then the parents of nodes, then their depths
	n := len(sorted)
	for i, s := range sorted {
		a[i] = int(s >> 9)
	}
	node, leaf := 0, 0 // the next leaf and node without a parent
	for next := range n - 1 {
		sum := 0
		for range 2 {
			if leaf >= n || node < next && a[node] < a[leaf] {
				sum += a[node]
				a[node] = next
				node++
			} else {
				sum += a[leaf]
				leaf++
			}
		}
		a[next] = sum
	}
	a[n-2] = 0
	for i := n - 3; i >= 0; i-- {
		a[i] = a[a[i]] + 1
	}
	open, i := 1, n-2 // places at a depth, and how many of them are inner nodes
	for depth := 0; open > 0; depth++ {
		nodes := 0
		for i >= 0 && a[i] == depth {
			nodes++
			i--
		}
		of[min(depth, longest)] += open - nodes
		open = 2 * nodes
	}
	// Cutting codes to longest bits takes more places than there are: lengthen others.
	total := 0
	for n := 1; n <= longest; n++ {
		total += of[n] << (longest - n)
	}
	for ; total > 1<<longest; total-- {
		n := longest - 1
		for of[n] == 0 {
			n--
		}
		of[longest]--
		of[n]--
		of[n+1] += 2
	}
	return of
}

// assign assigns codes to the symbols by their lengths (RFC 1951 §3.2.2).
func (c prefixCode) assign(sizes codeSizes) {
	var next [MaxCodeBits + 2]uint16
	for n := 1; n <= MaxCodeBits; n++ {
		next[n+1] = (next[n] + uint16(sizes[n])) << 1
	}
	for symbol, n := range c {
		if n > 0 {
			c[symbol] = uint32(bits.Reverse16(next[n])>>(16-n))<<4 | n
			next[n]++
		}
	}
}

// initFixed makes one of the fixed codes (RFC 1951 §3.2.6).
func (c prefixCode) initFixed(size func(symbol int) uint8) {
	var sizes codeSizes
	for symbol := range c {
		n := size(symbol)
		c[symbol] = uint32(n)
		sizes[n]++
	}
	c.assign(sizes)
}
