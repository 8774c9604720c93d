package codec

// header reads one step of a block's header (RFC 1951 §3.2.3, §3.2.4, §3.2.7),
// when its bits are there.
func (z *inflate) header() Rule {
	switch z.phase {
	case inflateBlock:
		return z.blockHeader()
	case inflateStoredLength:
		if z.n < storedHeader {
			return 0
		}
		length := uint16(z.bits)
		if uint16(z.bits>>16) != ^length {
			return MessageDeflateStoredLength
		}
		z.take(storedHeader)
		z.stored = int(length)
		z.phase = inflateStored
		if length == 0 {
			z.empty = true
			z.end()
		}
	case inflateCounts:
		if z.n < 14 {
			return 0
		}
		literals, distances := int(z.bits&31)+257, int(z.bits>>5&31)+1
		if literals > maxLiteral || distances > maxDistance {
			return MessageDeflateCodes
		}
		z.coded = int(z.bits>>10&15) + 4
		z.take(14)
		z.literals, z.distances, z.have = literals, distances, 0
		z.lengths = [maxLiteral + maxDistance]uint8{}
		z.phase = inflateCodes
	case inflateCodes:
		return z.codes()
	case inflateLengths:
		return z.codeLengths()
	}
	return 0
}

// blockHeader reads BFINAL and BTYPE.
func (z *inflate) blockHeader() Rule {
	if z.n < 3 {
		return 0
	}
	switch z.bits >> 1 & 3 {
	case 0:
		z.phase = inflateStoredLength
	case 1:
		z.phase = inflateSymbols
		z.literal, z.distance = &fixedLiteral, &fixedDistance
	case 2:
		z.phase = inflateCounts
	default:
		return MessageDeflateBlockType
	}
	z.final = z.take(3)&1 != 0
	z.empty = false
	if z.phase == inflateStoredLength {
		z.take(z.n % 8)
	}
	return 0
}

// codes reads the lengths of the codes for code lengths.
func (z *inflate) codes() Rule {
	for z.have < z.coded {
		if z.n < 3 {
			return 0
		}
		z.lengths[codeLengthOrder[z.have]] = uint8(z.bits & 7)
		if z.have++; z.have == z.coded {
			if z.own == nil {
				z.own = new([2]huffman)
			}
			z.literal, z.distance = &z.own[0], &z.own[1]
			if !z.literal.init(z.lengths[:codeLengths]) {
				return MessageDeflateCodes
			}
		}
		z.take(3)
	}
	z.lengths = [maxLiteral + maxDistance]uint8{}
	z.have = 0
	z.phase = inflateLengths
	return 0
}

// codeLengths reads the lengths of the literal and distance codes.
func (z *inflate) codeLengths() Rule {
	total := z.literals + z.distances
	for z.have < total {
		symbol, n := z.literal.decode(z.bits, z.n)
		if n > z.n {
			return 0
		}
		if n == 0 {
			return MessageDeflateCodes
		}
		times, value := uint(1), uint8(symbol)
		if symbol > maxCodeBits {
			base, extra := repeatCode(symbol)
			if n+extra > z.n {
				return 0
			}
			times, value = base+uint(z.bits>>n)&(1<<extra-1), 0
			n += extra
			if symbol == 16 {
				if z.have == 0 {
					return MessageDeflateCodes
				}
				value = z.lengths[z.have-1]
			}
		}
		if z.have+int(times) > total {
			return MessageDeflateCodes
		}
		for range times {
			z.lengths[z.have] = value
			z.have++
		}
		if z.have == total && !z.begin() {
			return MessageDeflateCodes
		}
		z.take(n)
	}
	z.phase = inflateSymbols
	return 0
}

// begin makes a dynamic block's codes out of their lengths. A block that could
// never end is none.
func (z *inflate) begin() bool {
	return z.lengths[endOfBlock] != 0 &&
		z.literal.init(z.lengths[:z.literals]) &&
		z.distance.init(z.lengths[z.literals:z.literals+z.distances])
}
