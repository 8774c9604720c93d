package site

import (
	"fmt"
	"html"
	"strings"

	"framelab/codec"
)

// A shape says how much of a frame its figure shows.
type shape struct {
	lines  bool // the payload with its key and unmasked bytes under it
	most   int  // payload bytes shown before "+n more"
	judged bool // what breaks a rule is marked
}

// The shapes of a frame's figure: a strip, the builder's, and an answer's that is
// not marked yet.
var (
	strip  = shape{lines: false, most: 12, judged: true}
	full   = shape{lines: true, most: 16, judged: true}
	answer = shape{lines: false, most: 16, judged: false}
)

// figure draws a whole frame as HTML: bits, cells and characters. The page draws
// the same with assets/js/figure.js once the module is there; a test in the
// browser holds the two together.
func (w Words) figure(v frameView, s shape) string {
	cells := w.extendedCells(v, s) + w.keyCells(v, s) + w.payloadCells(v, s)
	// One cell is reached by the Tab key.
	cells = strings.Replace(cells, `tabindex="-1"`, `tabindex="0"`, 1)
	return w.headerBits(v, s) + cells
}

func (w Words) headerBits(v frameView, s shape) string {
	first := w.run(v, s, 0, 0, 1, "fin", "flags") + w.run(v, s, 0, 1, 3, "rsv", "flags") + w.run(v, s, 0, 4, 4, "opcode", "flags")
	second := w.run(v, s, 1, 0, 1, "mask", "key") + w.run(v, s, 1, 1, 7, "length", "length")
	return fmt.Sprintf(`<div class="bits" role="grid" aria-label="%s"><div class="byte" role="row">%s</div><div class="byte" role="row">%s</div></div>`,
		esc(w.T("grid.header")), first, second)
}

// run draws a field's bits within one byte, with its name under a brace.
func (w Words) run(v frameView, s shape, at, from, width int, name, hue string) string {
	value := int(v.bytes[at])
	var bits strings.Builder
	broken := ""
	for i := from; i < from+width; i++ {
		field := name
		if name == "rsv" {
			field = fmt.Sprint("rsv", i)
		}
		wrong := s.judged && v.brokenField(field)
		if wrong {
			broken = " broken"
		}
		before := -1
		if i > 0 {
			before = value >> (8 - i) & 1
		}
		bits.WriteString(w.bit(at*8+i, value>>(7-i)&1, before, w.T("field."+field), wrong))
	}
	label := w.brace(name, value>>(8-from-width)&(1<<width-1))
	return fmt.Sprintf(`<div class="run %s w%d%s"><div class="cellrow">%s</div><div class="brace" aria-hidden="true">%s</div></div>`,
		hue, width, broken, bits.String(), esc(label))
}

func (v frameView) brokenField(name string) bool {
	for _, s := range v.broken {
		if s.Source == codec.SourceWire && s.Part.Name() == name {
			return true
		}
	}
	return false
}

// bit draws one bit, whose name says its value and whether its field breaks a rule.
func (w Words) bit(at, value, before int, field string, broken bool) string {
	edge := ""
	if before >= 0 && before != value {
		edge = " down"
		if value == 1 {
			edge = " up"
		}
	}
	stop := -1
	if at == 0 {
		stop = 0
	}
	name := w.named(w.T("bit.name", "field", field, "value", value, "byte", at>>3, "bit", 7-at&7), broken)
	return fmt.Sprintf(`<span role="gridcell"><button type="button" class="bit%s" data-bit="%d" data-value="%d" tabindex="%d" aria-label="%s">%d</button></span>`,
		edge, at, value, stop, esc(name), value)
}

// named says in a name that its field breaks a rule.
func (w Words) named(name string, broken bool) string {
	if broken {
		return w.T("name.broken", "name", name)
	}
	return name
}

// brace says what stands under a field's bits: no more than fits there. A length of
// 126 or 127 says where the real one is (RFC 6455 §5.2).
func (w Words) brace(name string, value int) string {
	switch name {
	case "rsv":
		return w.T("field.rsv")
	case "opcode":
		kind := w.T("opcode.reserved")
		if o := codec.Opcode(value); !o.IsReserved() {
			kind = w.opcodeName(o)
		}
		return w.T("brace.opcode", "hex", fmt.Sprintf("%X", value), "name", kind)
	case "length":
		if value > 125 {
			return w.T(fmt.Sprint("brace.length.", value))
		}
		return w.T("brace.length", "n", value)
	}
	return w.T("field." + name)
}

func (w Words) opcodeName(o codec.Opcode) string {
	switch {
	case !o.IsReserved():
		return w.T(fmt.Sprint("opcode.", uint8(o)))
	case o.IsControl():
		return w.T("opcode.reserved.control")
	}
	return w.T("opcode.reserved.data")
}

// extendedCells draws the extended length; the line under it says the length itself
// once it is whole.
func (w Words) extendedCells(v frameView, s shape) string {
	label := w.T("field.length.extended")
	if span, ok := v.field[codec.PartExtended]; ok && span.Missing == 0 {
		label = w.T("brace.extended", "n", span.Value)
	}
	return w.fieldCells(v, s, codec.PartExtended, "extended", "length", label, "none.extended")
}

func (w Words) keyCells(v frameView, s shape) string {
	return w.fieldCells(v, s, codec.PartKey, "key", "key", w.T("field.key"), "none.key")
}

// fieldCells draws a field of whole bytes, as far as it is there.
func (w Words) fieldCells(v frameView, s shape, f codec.Part, kind, hue, label, none string) string {
	span, ok := v.field[f]
	if !ok {
		return w.group(kind, label, w.none(none), false)
	}
	broken := s.judged && span.Rule != 0
	var cells strings.Builder
	for i := int(span.Start / 8); i < int(span.Start+span.Bits)/8; i++ {
		cells.WriteString(w.cell(i, v.bytes[i], hue, w.T("field."+f.Name()), broken))
	}
	return w.group(kind, label, cells.String()+w.ghosts(span.Missing, hue), broken)
}

// group joins cells over a label, which is the group's name too.
func (w Words) group(kind, label, inside string, broken bool) string {
	if broken {
		kind += " broken"
	}
	return fmt.Sprintf(`<div class="group %s" role="group" aria-label="%s"><div class="cells">%s</div><div class="brace" aria-hidden="true">%s</div></div>`,
		kind, esc(w.named(label, broken)), inside, esc(label))
}

func (w Words) none(key string) string { return `<span class="none">` + esc(w.T(key)) + `</span>` }

func (w Words) cell(at int, value byte, hue, field string, broken bool) string {
	return fmt.Sprintf(`<button type="button" class="cell %s" data-byte="%d" tabindex="-1" aria-label="%s">%02x</button>`,
		hue, at, esc(w.named(w.T("byte.name", "field", field, "byte", at, "hex", fmt.Sprintf("%02x", value)), broken)), value)
}

// ghosts draws dashed cells for bytes that are awaited, the first eight one by one.
func (w Words) ghosts(n uint64, hue string) string {
	out := strings.Repeat(`<span class="cell ghost `+hue+`" aria-hidden="true"></span>`, int(min(n, 8)))
	if n > 8 {
		out += `<span class="more">` + esc(w.T("more", "n", n-8)) + `</span>`
	}
	return out
}

func esc(s string) string { return html.EscapeString(s) }
