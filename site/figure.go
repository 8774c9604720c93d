package site

import (
	"fmt"
	"html"
	"strings"

	"framelab/codec"
)

// A shape says how much of a frame its figure shows.
type shape struct {
	lines bool // the payload with its key and unmasked bytes under it
	most  int  // payload bytes shown before "+n more"
}

// The two shapes of a frame's figure: a strip, and the builder's.
var (
	strip = shape{lines: false, most: 12}
	full  = shape{lines: true, most: 16}
)

// figure draws a whole frame as HTML: bits, cells and characters. The page draws
// the same with assets/js/figure.js once the module is there; a test in the
// browser holds the two together.
func (w Words) figure(v frameView, s shape) string {
	cells := w.extendedCells(v) + w.keyCells(v) + w.payloadCells(v, s)
	// One cell is reached by the Tab key.
	cells = strings.Replace(cells, `tabindex="-1"`, `tabindex="0"`, 1)
	return w.headerBits(v) + cells
}

func (w Words) headerBits(v frameView) string {
	first := w.run(v, 0, 0, 1, "fin", "flags") + w.run(v, 0, 1, 3, "rsv", "flags") + w.run(v, 0, 4, 4, "opcode", "flags")
	second := w.run(v, 1, 0, 1, "mask", "key") + w.run(v, 1, 1, 7, "length", "length")
	return fmt.Sprintf(`<div class="bits" role="grid" aria-label="%s"><div class="byte" role="row">%s</div><div class="byte" role="row">%s</div></div>`,
		esc(w.T("grid.header")), first, second)
}

// run draws a field's bits within one byte, with its name under a brace.
func (w Words) run(v frameView, at, from, width int, name, hue string) string {
	value := int(v.bytes[at])
	var bits strings.Builder
	broken := ""
	for i := from; i < from+width; i++ {
		field := name
		if name == "rsv" {
			field = fmt.Sprint("rsv", i)
		}
		if v.brokenField(field) {
			broken = " broken"
		}
		before := -1
		if i > 0 {
			before = value >> (8 - i) & 1
		}
		bits.WriteString(w.bit(at*8+i, value>>(7-i)&1, before, w.T("field."+field)))
	}
	label := w.brace(name, value>>(8-from-width)&(1<<width-1))
	return fmt.Sprintf(`<div class="run %s w%d%s"><div class="cellrow">%s</div><div class="brace" aria-hidden="true">%s</div></div>`,
		hue, width, broken, bits.String(), esc(label))
}

func (v frameView) brokenField(name string) bool {
	for _, s := range v.broken {
		if s.Source == codec.SourceWire && s.Field.Name() == name {
			return true
		}
	}
	return false
}

func (w Words) bit(at, value, before int, field string) string {
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
	return fmt.Sprintf(`<span role="gridcell"><button type="button" class="bit%s" data-bit="%d" tabindex="%d" aria-pressed="%t" aria-label="%s"><span class="digit"></span></button></span>`,
		edge, at, stop, value == 1, esc(w.T("bit.name", "field", field, "byte", at>>3, "bit", 7-at&7)))
}

func (w Words) brace(name string, value int) string {
	switch name {
	case "rsv":
		return w.T("field.rsv")
	case "opcode":
		return w.T("brace.opcode", "hex", fmt.Sprintf("%X", value), "name", w.opcodeName(codec.Opcode(value)))
	case "length":
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

func (w Words) extendedCells(v frameView) string {
	return w.fieldCells(v, codec.FieldExtended, "extended", "length", "none.extended")
}

func (w Words) keyCells(v frameView) string {
	return w.fieldCells(v, codec.FieldKey, "key", "key", "none.key")
}

func (w Words) fieldCells(v frameView, f codec.FieldID, kind, hue, none string) string {
	name := w.T("field." + f.Name())
	s, ok := v.field[f]
	if !ok {
		return group(kind, name, w.none(none), false)
	}
	var cells strings.Builder
	for i := int(s.Start / 8); i < int(s.Start+s.Bits)/8; i++ {
		cells.WriteString(w.cell(i, v.bytes[i], hue, name))
	}
	return group(kind, name, cells.String()+w.ghosts(s.Missing, hue), s.Rule != 0)
}

func group(kind, name, inside string, broken bool) string {
	if broken {
		kind += " broken"
	}
	return fmt.Sprintf(`<div class="group %s" role="group" aria-label="%s"><div class="cells">%s</div><div class="brace" aria-hidden="true">%s</div></div>`,
		kind, esc(name), inside, esc(name))
}

func (w Words) none(key string) string { return `<span class="none">` + esc(w.T(key)) + `</span>` }

func (w Words) cell(at int, value byte, hue, field string) string {
	return fmt.Sprintf(`<button type="button" class="cell %s" data-byte="%d" tabindex="-1" aria-label="%s">%02x</button>`,
		hue, at, esc(w.T("byte.name", "field", field, "byte", at, "hex", fmt.Sprintf("%02x", value))), value)
}

// ghosts draws dashed cells for bytes that are awaited, the first eight one by one.
func (w Words) ghosts(n uint64, hue string) string {
	out := strings.Repeat(`<span class="cell ghost `+hue+`" aria-hidden="true"></span>`, int(min(n, 8)))
	if n > 8 {
		out += `<span class="more">` + esc(w.T("more", "n", n-8)) + `</span>`
	}
	return out
}

func (w Words) payloadCells(v frameView, s shape) string {
	name := w.T("field.payload")
	wire := v.part(codec.FieldPayload)
	missing := v.field[codec.FieldPayload].Missing
	if v.field[codec.FieldExtended].Missing > 0 {
		return "" // its length is not known yet
	}
	if len(wire) == 0 && missing == 0 {
		return group("payload", name, w.none("none.payload"), false)
	}
	body, shown := w.payloadChars(v, s)
	more := ""
	if hidden := len(wire) - shown; hidden > 0 {
		if s.lines {
			more = `<button type="button" class="more" data-act="rows">` + esc(w.T("more.show", "n", hidden)) + `</button>`
		} else {
			more = `<span class="more">` + esc(w.T("more", "n", hidden)) + `</span>`
		}
	} else {
		more = w.ghosts(missing, "payload")
	}
	labels := ""
	if s.lines {
		labels = `<div class="labels" aria-hidden="true"><span>` + esc(w.T("row.wire")) + `</span>`
		if v.masked() {
			labels += `<span>⊕ ` + esc(w.T("row.key")) + `</span><span>= ` + esc(w.T("row.plain")) + `</span>`
		}
		labels += `<span>` + esc(w.T("row.text")) + `</span></div>`
	}
	broken := false
	for _, b := range v.broken {
		broken = broken || b.Source == codec.SourceUnmasked || b.Field == codec.FieldPayload
	}
	return group("payload", name, labels+`<div class="chars">`+body+more+`</div>`, broken)
}

// payloadChars draws the payload's first bytes, joined to characters.
func (w Words) payloadChars(v frameView, s shape) (string, int) {
	wire, plain, key := v.part(codec.FieldPayload), v.plain(), v.part(codec.FieldKey)
	var out strings.Builder
	shown := 0
	for _, c := range pieces(v, plain, s.most) {
		var columns strings.Builder
		for i := c.start; i < c.start+c.size; i++ {
			columns.WriteString(`<div class="column">` + w.cell(v.payloadAt()+i, wire[i], "payload", w.T("field.payload")))
			if s.lines && v.masked() && plain != nil {
				fmt.Fprintf(&columns, `<span class="k" aria-hidden="true">%02x</span><span class="p" aria-hidden="true">%02x</span>`, key[i&3], plain[i])
			}
			columns.WriteString(`</div>`)
		}
		glyph := `<span class="glyph none"></span>`
		if c.text != "" {
			glyph = `<span class="glyph">` + esc(c.text) + `</span>`
		}
		bad := ""
		if c.bad {
			bad = " bad"
		}
		fmt.Fprintf(&out, `<div class="char%s"><div class="columns">%s</div>%s</div>`, bad, columns.String(), glyph)
		shown += c.size
	}
	return out.String(), shown
}

type piece struct {
	start, size int
	text        string
	bad         bool
}

// pieces cuts the payload into a Close code, characters, or single bytes.
func pieces(v frameView, plain []byte, most int) []piece {
	var out []piece
	if plain == nil || v.opcode() == codec.OpBinary {
		for i := range min(most, len(v.part(codec.FieldPayload))) {
			out = append(out, piece{i, 1, "", false})
		}
		return out
	}
	from := 0
	var badFrom = -1
	badCode := false
	for _, b := range v.broken {
		switch {
		case b.Field == codec.FieldCloseCode:
			badCode = true
		case b.Source == codec.SourceUnmasked && badFrom < 0:
			badFrom = int(b.Start / 8)
		}
	}
	if v.opcode() == codec.OpClose && len(plain) >= 2 {
		out = append(out, piece{0, 2, fmt.Sprint(int(plain[0])<<8 | int(plain[1])), badCode})
		from = 2
	}
	for _, c := range characters(plain[from:min(len(plain), most+4)]) {
		if from+c.start+c.size > most && len(out) > 0 {
			break
		}
		bad := badFrom >= 0 && c.text == "" && from+c.start >= badFrom
		out = append(out, piece{from + c.start, c.size, visible(c.text), bad})
	}
	return out
}

// visible shows a space by its symbol and a control as a dot.
func visible(text string) string {
	switch {
	case text == " ":
		return "␣"
	case text != "" && (text[0] < ' ' || text[0] == 0x7f):
		return "·"
	}
	return text
}

func esc(s string) string { return html.EscapeString(s) }
