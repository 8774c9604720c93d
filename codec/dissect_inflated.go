package codec

import "framelab/codec/internal/flate"

// maxDissected is how many bytes of a message a dissection inflates if messages have no
// limit.
const maxDissected = 16 << 20

// An inflation is the state of a dissection for compressed messages.
type inflation struct {
	engine  *flate.Inflater
	limit   uint64
	limited bool   // its limit is the context's
	plain   []byte // payload of the current frame, unmasked
	message []byte // the message so far, inflated
	text    UTF8
	before  uint64 // size in bytes of the message in earlier frames
	show    func([]byte)
}

func newInflation(ctx Context) *inflation {
	bits, takeover := uint8(MaxWindowBits), true // the sender is unknown
	if ctx.Role != 0 {
		bits, takeover = ctx.Deflate.Compression(ctx.Role.Peer())
	}
	limit := ctx.Limits.MaxMessage
	z := &inflation{limit: limit, limited: limit > 0 && limit <= maxDissected, show: ctx.Inflated}
	z.engine = flate.NewInflater(bits, takeover)
	z.engine.Midway = ctx.Midway && takeover
	if !z.limited {
		z.limit = maxDissected
	}
	return z
}

// inflate dissects the payload of a compressed message (RFC 7692 §6.2): the unmasked
// bytes, and below them the inflated ones. rest is the span of the payload.
func (d *dissector) inflate(h Header, wire []byte, rest Span) {
	z := d.inflation
	if h.Opcode != OpContinuation {
		z.message, z.before = z.message[:0], 0
		z.text.Reset()
	}
	z.plain = append(z.plain[:0], wire...)
	if h.Masked {
		Mask(z.plain, h.Key)
	}
	last := h.Fin && rest.Missing == 0
	from := len(z.message)
	var err flate.Error
	at := uint64(len(wire))
	z.message, err = z.engine.Inflate(z.message, z.plain, false, z.limit)
	if err != 0 {
		at = max(z.engine.Place()/8, z.before) - z.before
	} else if last {
		z.message, err = z.engine.Inflate(z.message, nil, true, z.limit)
	}
	rule := flateRules[err]
	z.before += uint64(len(wire))
	over := rule != 0
	if rule == MessageTooBig && !z.limited {
		rule, at, last = 0, uint64(len(wire)), false
	}
	if h.Length == 0 && rule != 0 {
		d.wire(PartPayload, 1, 0, 0, 0)
	}
	good := Span{Bits: 8 * at}
	if rule == 0 {
		good.Missing = rest.Missing
	}
	d.unmasked(PartDeflated, h, wire, good)
	if reach := z.engine.Reach(); reach > 0 {
		d.add(Span{Start: good.Bits, Value: uint64(reach), Part: PartDeflatedReach, Source: SourceUnmasked, Depth: 2})
	} else if !d.inflated(from, last && rule == 0) {
		over = true
	}
	if over {
		d.inflation = nil
	}
	if rule != 0 {
		d.unmasked(PartDeflated, h, wire, Span{Start: 8 * at, Bits: rest.Bits - 8*at, Missing: rest.Missing, Rule: rule})
	}
}

// inflated appends spans for the inflated bytes of a frame, which are the message from
// offset from on, and reports whether they are UTF-8 if they must be. A text is split at
// its first impossible byte; last means that it ends here.
func (d *dissector) inflated(from int, last bool) bool {
	z := d.inflation
	part, end, cut := PartBinary, len(z.message), len(z.message)
	broken := false
	if d.judge.message == OpText {
		part = PartText
		n, ok := z.text.Write(z.message[from:])
		cut = from + n
		broken = !ok || last && !z.text.Complete()
	}
	if cut > from {
		d.addInflated(part, from, cut, 0)
	}
	if broken {
		d.addInflated(part, cut, end, MessageTextNotUTF8)
	}
	return !broken
}

// addInflated appends a span of the inflated message, from offset from up to to.
func (d *dissector) addInflated(part Part, from, to int, rule Rule) {
	bytes := d.inflation.message[from:to]
	if show := d.inflation.show; show != nil {
		show(bytes)
	}
	d.add(Span{
		Start:  8 * uint64(from),
		Bits:   8 * uint64(to-from),
		Value:  value(bytes, 0),
		Part:   part,
		Source: SourceInflated,
		Rule:   rule,
		Depth:  3,
	})
}
