package codec

import "framelab/codec/internal/flate"

// maxDissected is how much of a message is inflated for a dissection without a
// limit of its own, in bytes.
const maxDissected = 16 << 20

// An inflation is what a dissection knows of a compressed message besides its frames.
type inflation struct {
	engine  *flate.Inflater
	limit   uint64
	limited bool   // the limit is the context's
	plain   []byte // the present frame's payload, unmasked
	message []byte // inflated
	text    UTF8
	before  uint64 // bytes of the message in the frames before
	show    func([]byte)
}

func newInflation(ctx Context) *inflation {
	bits, takeover := uint8(MaxWindowBits), true // of an unknown sender
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

// inflate dissects a compressed message's payload (RFC 7692 §6.2): as it stands
// unmasked, and below what it inflates to. rest covers it.
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

// inflated appends what a frame has inflated to: the message from the byte from
// on, and reports whether that is UTF-8 where it has to be. A text is cut where
// its first impossible byte stands; last says that it ends here.
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

// addInflated appends a span of the inflated message's bytes from from to to.
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
