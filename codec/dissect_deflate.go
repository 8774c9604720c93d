package codec

import "framelab/codec/internal/flate"

// AppendDeflateDissection appends the spans of a whole compressed message: the unmasked
// payloads of its frames, joined, without the four bytes that the sender removed (RFC
// 7692 §7.2.2). It is for small messages, because there is a span for each code. bits is
// the sender's window, 8 to 15; before is how many bytes of earlier messages a match may
// refer to.
//
// Blocks are PartDeflateBlock, with the parts of RFC 1951 §3.2 one deeper, which tile the
// message. All spans are of SourceDeflate: bit 0 is the lowest bit of the first byte and
// bit 7 its highest, as DEFLATE fills bytes (§3.1.1). So a number comes with its lowest
// bit first, and a Huffman code with its first bit. The values of spans are what the bits
// mean: see the parts.
//
// PartDeflateTail, without bits, ends a valid message. A message that breaks a Rule ends
// with PartDeflateFault and that Rule, at the place where an Inflater finds it.
func AppendDeflateDissection(dst []Span, message []byte, bits uint8, before uint64) []Span {
	d := deflateDissector{
		spans:  dst,
		b:      append(append(make([]byte, 0, len(message)+4), message...), flate.Tail...),
		end:    8 * uint64(len(message)),
		window: 1 << bits,
		before: before,
	}
	for d.pos < 8*uint64(len(d.b)) && !d.broken {
		d.block()
	}
	return d.spans
}

// A deflateDissector walks through the blocks of a message whose tail was restored.
type deflateDissector struct {
	spans  []Span
	b      []byte
	pos    uint64 // how many bits of b have spans
	end    uint64 // length of the message in bits, without its tail
	window uint64
	before uint64 // how many bytes before the message a match may refer to
	out    uint64 // how many bytes of the message there are so far
	broken bool
	parent int  // index of the block's span; negative for a block that begins in the tail
	final  bool // the previous block ends the message, and has BFINAL
	empty  bool // the block is a stored one without bytes
	cut    int  // one more than the index of the span of a code that needs bits of the tail; 0 for none
}

// peek returns the next bits, at most 48, and how many there are.
func (d *deflateDissector) peek() (bits uint64, n uint) {
	at := d.pos / 8
	for i := at; i < uint64(len(d.b)) && i < at+8; i++ {
		bits |= uint64(d.b[i]) << (8 * (i - at))
	}
	left := 8*uint64(len(d.b)) - d.pos
	return bits >> (d.pos % 8), uint(min(left, 48))
}

// add appends a span of the next n bits, without those of the tail, and moves past them.
func (d *deflateDissector) add(part Part, n, value uint64, rule Rule, depth uint8) {
	if d.pos < d.end || rule != 0 {
		if d.pos+n > d.end && d.cut == 0 && part != PartDeflateStored {
			d.cut = len(d.spans) + 1
			if part == PartDeflateDistance {
				d.cut-- // a match is whole or not there
			}
		}
		d.spans = append(d.spans, Span{
			Start:  min(d.pos, d.end),
			Bits:   min(d.pos+n, d.end) - min(d.pos, d.end),
			Value:  value,
			Part:   part,
			Source: SourceDeflate,
			Rule:   rule,
			Depth:  depth,
		})
	}
	d.pos += n
}

// fail ends the dissection here because of a broken rule, which the next n bits show. If
// some of them belong to the tail, the message ends too early, and that is the rule.
func (d *deflateDissector) fail(rule Rule, n uint) {
	depth := uint8(1)
	if d.parent < 0 {
		depth = 0
	}
	if d.pos+uint64(n) > d.end {
		rule = d.unfinished()
		if d.cut > 0 {
			// The tail does not belong there, so it completes no code.
			d.pos, d.spans, depth = d.spans[d.cut-1].Start, d.spans[:d.cut-1], 1
		}
	}
	d.broken = true
	d.add(PartDeflateFault, 8*uint64(len(d.b))-d.pos, 0, rule, depth)
}

// unfinished returns the rule of a message that does not end with a block.
func (d *deflateDissector) unfinished() Rule {
	switch {
	case d.end == 0:
		return MessageDeflateEmpty
	case d.parent < 0 && d.empty:
		return MessageDeflateTail
	case d.parent < 0 && d.final:
		return MessageDeflateFinal
	}
	return MessageDeflateUnfinished
}

// number adds a span for a number of n bits, and returns the number plus base.
func (d *deflateDissector) number(part Part, n uint, base uint64) (v uint64, ok bool) {
	bits, have := d.peek()
	if have < n {
		d.fail(MessageDeflateUnfinished, n)
		return 0, false
	}
	v = base + bits&(1<<n-1)
	d.add(part, uint64(n), v, 0, 1)
	return v, true
}

// block dissects a block, or finds that the message ends before it.
func (d *deflateDissector) block() {
	d.parent = -1
	if bits, n := d.peek(); n < 3 || bits>>1&3 == 3 {
		d.fail(MessageDeflateBlockType, 3)
		return
	}
	start, out := d.pos, d.out
	if start < d.end {
		d.parent = len(d.spans)
		d.add(PartDeflateBlock, 0, 0, 0, 0)
	}
	final, _ := d.number(PartDeflateFinal, 1, 0)
	kind, _ := d.number(PartDeflateType, 2, 0)
	switch kind {
	case 0:
		d.stored()
	case 1:
		d.symbols(&flate.FixedLiteral, &flate.FixedDistance)
	default:
		d.dynamic()
	}
	if final == 1 && !d.broken {
		d.align()
	}
	ended := d.pos == d.end
	d.final, d.empty = ended && final == 1, ended && kind == 0 && d.out == out
	if d.parent >= 0 {
		d.spans[d.parent].Bits = min(d.pos, d.end) - start
	}
	if d.pos == 8*uint64(len(d.b)) && !d.broken {
		d.spans = append(d.spans, Span{Start: d.end, Value: 0x0000ffff, Part: PartDeflateTail, Source: SourceDeflate, Depth: 1})
	}
}

// align adds the padding up to the next whole byte.
func (d *deflateDissector) align() {
	if n := (8 - d.pos%8) % 8; n > 0 {
		bits, _ := d.peek()
		d.add(PartDeflatePadding, n, bits&(1<<n-1), 0, 1)
	}
}

// stored dissects a stored block, after its type (RFC 1951 §3.2.4).
func (d *deflateDissector) stored() {
	d.align()
	bits, n := d.peek()
	if n < flate.StoredHeader || uint16(bits>>16) != ^uint16(bits) {
		d.fail(MessageDeflateStoredLength, flate.StoredHeader)
		return
	}
	length, _ := d.number(PartDeflateLen, 16, 0)
	d.number(PartDeflateNLen, 16, 0)
	if length == 0 {
		return
	}
	at, end := d.pos/8, d.end/8
	have := min(length, uint64(len(d.b))-at)
	d.add(PartDeflateStored, 8*have, value(d.b[min(at, end):min(at+have, end)], 0), 0, 1)
	if have < length {
		d.fail(MessageDeflateUnfinished, 1)
		return
	}
	d.out += length
}
