package codec

// symbols dissects the literals and matches of a block (RFC 1951 §3.2.5).
func (d *deflateDissector) symbols(literal, distance *huffman) {
	for {
		bits, have := d.peek()
		symbol, n := literal.decode(bits, have)
		switch {
		case n > have:
			d.fail(MessageDeflateSymbol, have+1)
			return
		case n == 0:
			d.fail(MessageDeflateSymbol, maxCodeBits)
			return
		case symbol >= maxLiteral:
			d.fail(MessageDeflateSymbol, n)
			return
		case symbol == endOfBlock:
			d.add(PartDeflateEnd, uint64(n), 0, 0, 1)
			return
		case symbol < endOfBlock:
			d.add(PartDeflateLiteral, uint64(n), uint64(symbol), 0, 1)
			d.out++
			continue
		}
		if !d.match(symbol, n, distance) {
			return
		}
	}
}

// match dissects a match, whose length is symbol with a code of n bits.
func (d *deflateDissector) match(symbol uint16, n uint, distance *huffman) bool {
	bits, have := d.peek()
	base, extra := lengthCode(symbol)
	length := base + uint(bits>>n)&(1<<extra-1)
	size := n + extra
	if size > have {
		d.fail(MessageDeflateSymbol, size)
		return false
	}
	symbol, n = distance.decode(bits>>size, have-size)
	switch {
	case n > have-size:
		d.fail(MessageDeflateSymbol, have+1)
		return false
	case n == 0:
		d.fail(MessageDeflateSymbol, size+maxCodeBits)
		return false
	case symbol >= maxDistance:
		d.fail(MessageDeflateSymbol, size+n)
		return false
	}
	base, extra = distanceCode(symbol)
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

// dynamic dissects a block that brings its own codes (RFC 1951 §3.2.7).
func (d *deflateDissector) dynamic() {
	bits, have := d.peek()
	if have < 14 || bits&31+257 > maxLiteral || bits>>5&31+1 > maxDistance {
		d.fail(MessageDeflateCodes, 14)
		return
	}
	literals, _ := d.number(PartDeflateLiterals, 5, 257)
	distances, _ := d.number(PartDeflateDistances, 5, 1)
	codes, _ := d.number(PartDeflateCodes, 4, 4)
	var lengths [maxLiteral + maxDistance]uint8
	var first, second huffman
	for i, symbol := range codeLengthOrder[:codes] {
		bits, have := d.peek()
		lengths[symbol] = uint8(bits & 7)
		if have < 3 || i == int(codes)-1 && !first.init(lengths[:codeLengths]) {
			d.fail(MessageDeflateCodes, 3)
			return
		}
		d.number(PartDeflateCode, 3, 0)
	}
	lengths = [maxLiteral + maxDistance]uint8{}
	total := lengths[:literals+distances]
	if !d.codeLengths(&first, total, func() bool {
		return total[endOfBlock] != 0 && first.init(total[:literals]) && second.init(total[literals:])
	}) {
		return
	}
	d.symbols(&first, &second)
}

// codeLengths dissects the lengths of a block's own codes; done is asked with
// the last one whether they are good.
func (d *deflateDissector) codeLengths(code *huffman, lengths []uint8, done func() bool) bool {
	for have := 0; have < len(lengths); {
		bits, left := d.peek()
		symbol, n := code.decode(bits, left)
		if n == 0 {
			d.fail(MessageDeflateCodes, maxCodeBits)
			return false
		}
		if n > left {
			d.fail(MessageDeflateCodes, n)
			return false
		}
		part, times, length := PartDeflateCodeLength, uint(1), uint8(symbol)
		if symbol > maxCodeBits {
			base, extra := repeatCode(symbol)
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
