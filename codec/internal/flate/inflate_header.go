package flate

// header reads one step of a block's header (RFC 1951 §3.2.3, §3.2.4, §3.2.7), once its
// bits are there.
func (z *Inflater) header() Error {
	switch z.phase {
	case inflateBlock:
		return z.blockHeader()
	case inflateStoredLength:
		if z.n < StoredHeader {
			return 0
		}
		length := uint16(z.bits)
		if uint16(z.bits>>16) != ^length {
			return ErrStoredLength
		}
		z.take(StoredHeader)
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
		if literals > MaxLiteral || distances > MaxDistance {
			return ErrCodes
		}
		z.coded = int(z.bits>>10&15) + 4
		z.take(14)
		z.literals, z.distances, z.have = literals, distances, 0
		z.lengths = [MaxLiteral + MaxDistance]uint8{}
		z.phase = inflateCodes
	case inflateCodes:
		return z.codes()
	case inflateLengths:
		return z.codeLengths()
	}
	return 0
}

// blockHeader reads BFINAL and BTYPE.
func (z *Inflater) blockHeader() Error {
	if z.n < 3 {
		return 0
	}
	switch z.bits >> 1 & 3 {
	case 0:
		z.phase = inflateStoredLength
	case 1:
		z.phase = inflateSymbols
		z.literal, z.distance = &FixedLiteral, &FixedDistance
	case 2:
		z.phase = inflateCounts
	default:
		return ErrBlockType
	}
	z.final = z.take(3)&1 != 0
	z.empty = false
	if z.phase == inflateStoredLength {
		z.take(z.n % 8)
	}
	return 0
}

// codes reads the lengths of the codes for code lengths.
func (z *Inflater) codes() Error {
	for z.have < z.coded {
		if z.n < 3 {
			return 0
		}
		z.lengths[CodeLengthOrder[z.have]] = uint8(z.bits & 7)
		if z.have++; z.have == z.coded {
			if z.own == nil {
				z.own = new([2]Huffman)
			}
			z.literal, z.distance = &z.own[0], &z.own[1]
			if !z.literal.Init(z.lengths[:CodeLengths]) {
				return ErrCodes
			}
		}
		z.take(3)
	}
	z.lengths = [MaxLiteral + MaxDistance]uint8{}
	z.have = 0
	z.phase = inflateLengths
	return 0
}

// codeLengths reads the lengths of the literal and distance codes.
func (z *Inflater) codeLengths() Error {
	total := z.literals + z.distances
	for z.have < total {
		symbol, n := z.literal.Decode(z.bits, z.n)
		if n > z.n {
			return 0
		}
		if n == 0 {
			return ErrCodes
		}
		times, value := uint(1), uint8(symbol)
		if symbol > MaxCodeBits {
			base, extra := RepeatCode(symbol)
			if n+extra > z.n {
				return 0
			}
			times, value = base+uint(z.bits>>n)&(1<<extra-1), 0
			n += extra
			if symbol == 16 {
				if z.have == 0 {
					return ErrCodes
				}
				value = z.lengths[z.have-1]
			}
		}
		if z.have+int(times) > total {
			return ErrCodes
		}
		for range times {
			z.lengths[z.have] = value
			z.have++
		}
		if z.have == total && !z.begin() {
			return ErrCodes
		}
		z.take(n)
	}
	z.phase = inflateSymbols
	return 0
}

// begin makes a dynamic block's codes from their lengths. A block without a code for its
// end is an error.
func (z *Inflater) begin() bool {
	return z.lengths[EndOfBlock] != 0 &&
		z.literal.Init(z.lengths[:z.literals]) &&
		z.distance.Init(z.lengths[z.literals:z.literals+z.distances])
}
