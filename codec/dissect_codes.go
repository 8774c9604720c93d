package codec

import "framelab/codec/internal/flate"

// symbols dissects the literals and matches of a block (RFC 1951 §3.2.5).
func (d *deflateDissector) symbols(literal, distance *flate.Huffman) {
	for {
		bits, have := d.peek()
		symbol, n := literal.Decode(bits, have)
		switch {
		case n > have:
			d.fail(MessageDeflateSymbol, have+1)
			return
		case n == 0:
			d.fail(MessageDeflateSymbol, flate.MaxCodeBits)
			return
		case symbol >= flate.MaxLiteral:
			d.fail(MessageDeflateSymbol, n)
			return
		case symbol == flate.EndOfBlock:
			d.add(PartDeflateEnd, uint64(n), 0, 0, 1)
			return
		case symbol < flate.EndOfBlock:
			d.add(PartDeflateLiteral, uint64(n), uint64(symbol), 0, 1)
			d.out++
			continue
		}
		if !d.match(symbol, n, distance) {
			return
		}
	}
}

// match dissects a match; symbol is its length symbol, with a code of n bits.
func (d *deflateDissector) match(symbol uint16, n uint, distance *flate.Huffman) bool {
	bits, have := d.peek()
	base, extra := flate.LengthCode(symbol)
	length := base + uint(bits>>n)&(1<<extra-1)
	size := n + extra
	if size > have {
		d.fail(MessageDeflateSymbol, size)
		return false
	}
	symbol, n = distance.Decode(bits>>size, have-size)
	switch {
	case n > have-size:
		d.fail(MessageDeflateSymbol, have+1)
		return false
	case n == 0:
		d.fail(MessageDeflateSymbol, size+flate.MaxCodeBits)
		return false
	case symbol >= flate.MaxDistance:
		d.fail(MessageDeflateSymbol, size+n)
		return false
	}
	base, extra = flate.DistanceCode(symbol)
	back := uint64(base + uint(bits>>(size+n))&(1<<extra-1))
	n += extra
	switch {
	case size+n > have:
		d.fail(MessageDeflateUnfinished, size+n)
		return false
	case back > d.window:
		d.fail(MessageDeflateWindow, size+n)
		return false
	case back > d.before+d.out:
		d.fail(MessageDeflateNotHere, size+n)
		return false
	}
	d.add(PartDeflateLength, uint64(size), uint64(length), 0, 1)
	d.add(PartDeflateDistance, uint64(n), back, 0, 1)
	d.out += uint64(length)
	return true
}

// dynamic dissects the header of a block that has its own codes (RFC 1951 §3.2.7).
func (d *deflateDissector) dynamic() {
	bits, have := d.peek()
	if have < 14 || bits&31+257 > flate.MaxLiteral || bits>>5&31+1 > flate.MaxDistance {
		d.fail(MessageDeflateCodes, 14)
		return
	}
	literals, _ := d.number(PartDeflateLiterals, 5, 257)
	distances, _ := d.number(PartDeflateDistances, 5, 1)
	codes, _ := d.number(PartDeflateCodes, 4, 4)
	var lengths [flate.MaxLiteral + flate.MaxDistance]uint8
	var first, second flate.Huffman
	for i, symbol := range flate.CodeLengthOrder[:codes] {
		bits, have := d.peek()
		lengths[symbol] = uint8(bits & 7)
		if have < 3 || i == int(codes)-1 && !first.Init(lengths[:flate.CodeLengths]) {
			d.fail(MessageDeflateCodes, 3)
			return
		}
		d.number(PartDeflateCode, 3, 0)
	}
	lengths = [flate.MaxLiteral + flate.MaxDistance]uint8{}
	total := lengths[:literals+distances]
	if !d.codeLengths(&first, total, func() bool {
		return total[flate.EndOfBlock] != 0 && first.Init(total[:literals]) && second.Init(total[literals:])
	}) {
		return
	}
	d.symbols(&first, &second)
}

// codeLengths dissects the lengths of a block's own codes. It calls done with the last of
// them, to judge them all.
func (d *deflateDissector) codeLengths(code *flate.Huffman, lengths []uint8, done func() bool) bool {
	for have := 0; have < len(lengths); {
		bits, left := d.peek()
		symbol, n := code.Decode(bits, left)
		if n == 0 {
			d.fail(MessageDeflateCodes, flate.MaxCodeBits)
			return false
		}
		if n > left {
			d.fail(MessageDeflateCodes, n)
			return false
		}
		part, times, length := PartDeflateCodeLength, uint(1), uint8(symbol)
		if symbol > flate.MaxCodeBits {
			base, extra := flate.RepeatCode(symbol)
			times, length = base+uint(bits>>n)&(1<<extra-1), 0
			n += extra
			part = PartDeflateZeros
			if symbol == 16 {
				part = PartDeflateRepeat
				if have > 0 {
					length = lengths[have-1]
				}
			}
		}
		if n > left || symbol == 16 && have == 0 || have+int(times) > len(lengths) {
			d.fail(MessageDeflateCodes, n)
			return false
		}
		for range times {
			lengths[have] = length
			have++
		}
		if have == len(lengths) && !done() {
			d.fail(MessageDeflateCodes, n)
			return false
		}
		v := uint64(times)
		if part == PartDeflateCodeLength {
			v = uint64(length)
		}
		d.add(part, uint64(n), v, 0, 1)
	}
	return true
}
