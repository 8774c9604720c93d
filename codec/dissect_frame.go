package codec

// A Context says how frames are judged: its fields mean the same as in [Decoder].
type Context struct {
	Role   Role // role of the endpoint that receives the frames; the zero Role does not judge masks
	RSV    RSV
	Limits Limits
	// Deflate, if not nil, enables permessage-deflate with these parameters, as a Conn's
	// Inflater does: compressed messages are inflated.
	Deflate *Deflate
	// Midway means that b may begin in the middle of a connection: a compressed message
	// may then refer to messages before b (RFC 7692 §7.1.1). A PartDeflatedReach then
	// takes the place of the inflated bytes, and says how far back the message refers.
	Midway bool
	// Inflated, if not nil, is called with the bytes of each span of SourceInflated, in
	// the order of the spans. It must not keep them.
	Inflated func([]byte)
}

// AppendDissection appends the spans of b, a stream of frames, and returns the extended
// slice. b is not changed.
//
// Spans are in the order of their bits, parents before children. A frame is PartFrame,
// with the fields of RFC 6455 §5.2 one deeper; the meaning of its payload is below the
// payload, with SourceUnmasked. A span of no bits with Missing more than 0 is a part that
// has not begun to arrive, but that the bytes so far require. A text is split at its
// first impossible byte.
//
// With Deflate in the Context, a compressed payload is PartDeflated, and its inflated
// bytes are below it with SourceInflated. The first Rule is then the one with which a
// Conn fails; a rule that inflated text breaks has its place there. If messages have no
// limit, inflating ends after 16 MiB.
//
// Every span has the first rule that its bits break, in the order in which a Decoder
// judges: the first Rule in the result and its place are Decoder's Fault. Frames after
// the one with that Rule are PartUnread, not PartFrame, and are dissected in the same
// way; bytes after a Close frame are one PartAfterClose.
func AppendDissection(dst []Span, b []byte, ctx Context) []Span {
	d := dissector{
		spans: dst,
		b:     b,
		judge: judge{role: ctx.Role, rsv: ctx.RSV, limits: ctx.Limits},
	}
	if ctx.Deflate != nil {
		d.judge.rsv |= RSV1
		d.inflation = newInflation(ctx)
	}
	for d.pos < uint64(len(b)) {
		if d.closed {
			d.wire(PartAfterClose, 0, len(b)-int(d.pos), 0, 0)
			break
		}
		d.frame()
	}
	return d.spans
}

// A dissector walks through a stream of frames once.
type dissector struct {
	spans     []Span
	b         []byte
	pos       uint64 // how many bytes of b have spans
	judge     judge
	inflation *inflation // state of the current message; nil if compressed messages are not inflated
	failed    bool       // a rule was broken
	closed    bool       // there was a Close frame before that
}

// frame dissects the frame at pos.
func (d *dissector) frame() {
	b := d.b[d.pos:]
	start, parent := d.pos, len(d.spans)
	part := PartFrame
	if d.failed {
		part = PartUnread
	}
	d.spans = append(d.spans, Span{Start: 8 * start, Part: part})
	missing := d.header(b)
	var h Header
	if n := h.Parse(b); n > 0 {
		d.judge.begin(h)
		wire := b[n:]
		if uint64(len(wire)) > h.Length {
			wire = wire[:h.Length]
		}
		missing = h.Length - uint64(len(wire))
		d.payload(h, wire, missing)
		if missing == 0 {
			d.judge.end(h)
			d.closed = h.Opcode == OpClose && !d.failed
		}
	}
	frame := &d.spans[parent]
	frame.Bits = 8 * (d.pos - start)
	frame.Value = value(d.b[start:d.pos], 0)
	frame.Missing = missing
}

// header dissects the bytes of a header that are there. missing is how many bytes of the
// frame are still to come, as far as an incomplete header tells.
func (d *dissector) header(b []byte) (missing uint64) {
	b0 := b[0]
	d.bits(PartFin, 0, 1, b0, d.judge.fin(b0))
	d.bits(PartRSV1, 1, 1, b0, d.judge.reserved(b0, RSV1, FrameRSV1))
	d.bits(PartRSV2, 2, 1, b0, d.judge.reserved(b0, RSV2, FrameRSV2))
	d.bits(PartRSV3, 3, 1, b0, d.judge.reserved(b0, RSV3, FrameRSV3))
	d.bits(PartOpcode, 4, 4, b0, d.judge.opcode(b0))
	d.pos++
	if len(b) < 2 {
		return 1
	}
	b1 := b[1]
	d.bits(PartMask, 0, 1, b1, d.judge.mask(b1))
	d.bits(PartLength, 1, 7, b1, d.judge.length(b0, b1))
	d.pos++
	b = b[2:]
	length := uint64(b1 & 0x7f)
	if width := extendedWidth(b1); width > 0 {
		have := min(width, len(b))
		var rule Rule
		for i := 1; i <= have && rule == 0; i++ { // the verdict comes with the first byte that allows it
			rule = d.judge.extended(b0, b[:i], width)
		}
		d.wire(PartExtended, 1, have, uint64(width-have), rule)
		missing = uint64(width - have)
		length = 0
		if missing == 0 {
			length = value(b[:have], 0)
		}
		b = b[have:]
	}
	width := keyWidth(b1)
	have := min(width, len(b))
	if width > 0 {
		d.wire(PartKey, 1, have, uint64(width-have), 0)
		missing += uint64(width - have)
	}
	if missing > 0 && length > 0 {
		d.wire(PartPayload, 1, 0, length, 0)
	}
	return addSaturating(missing, length)
}

// payload dissects the bytes of a payload that are there, after a complete header.
func (d *dissector) payload(h Header, wire []byte, missing uint64) {
	if h.Length > 0 {
		d.wire(PartPayload, 1, len(wire), missing, 0)
	}
	rest := Span{Bits: 8 * uint64(len(wire)), Missing: missing}
	switch op := h.Opcode; {
	case op == OpClose:
		d.closeBody(h, wire, rest)
	case op == OpPing:
		d.unmasked(PartPing, h, wire, rest)
	case op == OpPong:
		d.unmasked(PartPong, h, wire, rest)
	case op.IsReserved(), d.judge.message == 0:
		// the meaning of these bits is unknown
	case d.judge.compressed:
		if d.inflation != nil && !d.failed {
			d.inflate(h, wire, rest)
		}
	case d.judge.message == OpBinary:
		d.unmasked(PartBinary, h, wire, rest)
	case d.judge.checked:
		rest.Rule = MessageTextNotUTF8
		if !d.text(PartText, h, wire, rest, &d.judge.text, h.Fin) {
			d.judge.checked = false // one verdict is enough for a message
		}
	default:
		d.unmasked(PartText, h, wire, rest)
	}
}

// closeBody dissects a Close frame's body (§5.5.1). A body of one byte was already judged
// with its length.
func (d *dissector) closeBody(h Header, wire []byte, rest Span) {
	if len(wire) == 0 {
		return
	}
	var body [2]byte
	n := copy(body[:], wire)
	if h.Masked {
		Mask(body[:n], h.Key)
	}
	code := Span{Bits: 8 * uint64(n), Missing: uint64(2 - n)}
	if h.Length >= 2 {
		code.Rule = d.judge.closeCode(body[:n])
	}
	d.unmasked(PartCloseCode, h, wire, code)
	if h.Length <= 2 {
		return
	}
	rest.Start = code.Bits
	rest.Bits -= code.Bits
	rest.Missing -= code.Missing
	rest.Rule = CloseReasonNotUTF8
	var reason UTF8
	d.text(PartCloseReason, h, wire, rest, &reason, true)
}

// text dissects the unmasked bytes of s as the next piece of the text u, and reports
// whether they are UTF-8. last means that the text ends with this frame. s.Rule is the
// rule that a text breaks if it is not UTF-8.
func (d *dissector) text(part Part, h Header, wire []byte, s Span, u *UTF8, last bool) bool {
	var block [512]byte
	end := uint64(len(wire))
	for at := s.Start / 8; at < end; {
		n := copy(block[:], wire[at:])
		if h.Masked {
			Mask(block[:n], h.Key.Rotate(at))
		}
		good, ok := u.Write(block[:n])
		at += uint64(good)
		if !ok {
			d.unmasked(part, h, wire, Span{Start: s.Start, Bits: 8*at - s.Start})
			d.unmasked(part, h, wire, Span{Start: 8 * at, Bits: 8 * (end - at), Missing: s.Missing, Rule: s.Rule})
			return false
		}
	}
	rule := s.Rule
	s.Rule = 0
	d.unmasked(part, h, wire, s)
	if !last || s.Missing > 0 || u.Complete() {
		return true
	}
	// The text ends inside a character: its end breaks the rule.
	if h.Length == 0 {
		d.wire(PartPayload, 1, 0, 0, 0)
	}
	d.unmasked(part, h, wire, Span{Start: 8 * end, Missing: uint64(u.need), Rule: rule})
	return false
}

// bits appends a span of n bits, from bit from of the byte at pos.
func (d *dissector) bits(part Part, from, n uint64, b byte, rule Rule) {
	d.add(Span{
		Start: 8*d.pos + from,
		Bits:  n,
		Value: uint64(b<<from) >> (8 - n),
		Part:  part,
		Rule:  rule,
		Depth: 1,
	})
}

// wire appends a span of n bytes at pos and moves past them.
func (d *dissector) wire(part Part, depth uint8, n int, missing uint64, rule Rule) {
	d.add(Span{
		Start:   8 * d.pos,
		Bits:    8 * uint64(n),
		Missing: missing,
		Value:   value(d.b[d.pos:d.pos+uint64(n)], 0),
		Part:    part,
		Rule:    rule,
		Depth:   depth,
	})
	d.pos += uint64(n)
}

// unmasked appends s, whose offsets count in the unmasked payload, with its value, unless
// s is empty.
func (d *dissector) unmasked(part Part, h Header, wire []byte, s Span) {
	if s.Bits == 0 && s.Rule == 0 {
		return
	}
	var key MaskKey
	if h.Masked {
		key = h.Key.Rotate(s.Start / 8)
	}
	s.Part, s.Source, s.Depth = part, SourceUnmasked, 2
	s.Value = value(wire[s.Start/8:(s.Start+s.Bits)/8], key)
	d.add(s)
}

// add appends a span.
func (d *dissector) add(s Span) {
	d.spans = append(d.spans, s)
	if s.Rule != 0 {
		d.failed = true
	}
}

// value returns b, unmasked with key, as a number, or 0 if it is longer than 64 bits.
func value(b []byte, key MaskKey) (v uint64) {
	if len(b) > 8 {
		return 0
	}
	for i, c := range b {
		v = v<<8 | uint64(c^byte(key.Rotate(uint64(i))>>24))
	}
	return v
}
