package flate

import "math/bits"

// A prefixCode is a Huffman code for writing, by symbol: code<<4 | length in
// bits, 0 for none. The code's first bit is the lowest (RFC 1951 §3.1.1).
type prefixCode []uint32

// codeSizes is how many codes there are of each length in bits.
type codeSizes [MaxCodeBits + 1]int

// maxLengthBits is the length of the longest code for a length (RFC 1951 §3.2.7).
const maxLengthBits = 7

// cost returns how many bits symbols take that stand there so often.
func (c prefixCode) cost(counts []uint16) (size uint) {
	c = c[:len(counts)]
	for i, n := range counts {
		size += uint(n) * uint(c[i]&15)
	}
	return size
}

// build makes the code that takes the fewest bits for symbols that stand there so
// often, with at most longest bits each, and returns how many symbols there are
// up to the last with a code. There are two codes at least: a single one would
// leave bits without a meaning, which not every inflater takes.
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
	sortUp(sorted)
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

// sortUp sorts a few hundred numbers, by Shell's method.
func sortUp(v []uint32) {
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

// shortest returns the sizes of the codes with which symbols that stand there as
// often as sorted says, the rarest first, take the fewest bits: Huffman's code, in
// place (Moffat and Katajainen 1995), and then none longer than longest.
func shortest(sorted []uint32, longest int) (of codeSizes) {
	var a [288]int // weights, then the parents of nodes, then their depths
	n := len(sorted)
	for i, s := range sorted {
		a[i] = int(s >> 9)
	}
	node, leaf := 0, 0 // the next of each that has no parent yet
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
	open, i := 1, n-2 // places at a depth, and the nodes that take some of them
	for depth := 0; open > 0; depth++ {
		nodes := 0
		for i >= 0 && a[i] == depth {
			nodes++
			i--
		}
		of[min(depth, longest)] += open - nodes
		open = 2 * nodes
	}
	// What was too long takes more than there is: make room by lengthening others.
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

// assign gives codes to the symbols, of which the lengths are known (RFC 1951 §3.2.2).
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

// fix makes one of the codes of a block that brings none of its own (RFC 1951 §3.2.6).
func (c prefixCode) fix(size func(symbol int) uint8) {
	var sizes codeSizes
	for symbol := range c {
		n := size(symbol)
		c[symbol] = uint32(n)
		sizes[n]++
	}
	c.assign(sizes)
}
