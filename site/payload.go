package site

import (
	"fmt"
	"strings"

	"framelab/codec"
)

// payloadCells draws the payload as cells, joined to the characters that they make, as
// assets/js/payloadcells.js does.
func (w Words) payloadCells(v frameView, s shape) string {
	name := w.T("field.payload")
	wire := v.part(codec.PartPayload)
	missing := v.field[codec.PartPayload].Missing
	if v.field[codec.PartExtended].Missing > 0 {
		return "" // its length is not known yet
	}
	if len(wire) == 0 && missing == 0 {
		return w.group("payload", name, w.none("none.payload"), false)
	}
	drawn := pieces(v, s)
	more := w.ghosts(missing, "payload")
	if hidden := len(wire) - size(drawn); hidden > 0 {
		more = w.more(hidden, s)
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
		broken = broken || s.judged && (b.Source == codec.SourceUnmasked || b.Part == codec.PartPayload)
	}
	return w.group("payload", name, labels+`<div class="chars">`+w.payloadChars(v, s, drawn)+more+`</div>`+w.linesTable(v, s, drawn), broken)
}

// moreAtATime is how many more bytes a press shows.
const moreAtATime = 512

// more says how many bytes are not drawn; in the builder's shape a press draws them.
func (w Words) more(hidden int, s shape) string {
	switch {
	case !s.lines:
		return `<span class="more">` + esc(w.T("more", "n", hidden)) + `</span>`
	case hidden > moreAtATime:
		return `<button type="button" class="more" data-act="more">` + esc(w.T("more.show.some", "n", moreAtATime, "all", hidden)) + `</button>`
	}
	return `<button type="button" class="more" data-act="more">` + esc(w.T("more.show", "n", hidden)) + `</button>`
}

// payloadChars draws the payload's first bytes, joined to characters.
func (w Words) payloadChars(v frameView, s shape, drawn []piece) string {
	wire, key, plain := v.part(codec.PartPayload), v.part(codec.PartKey), v.unmasking(s)
	var out strings.Builder
	for _, c := range drawn {
		var columns strings.Builder
		for i := c.start; i < c.start+c.size; i++ {
			columns.WriteString(`<div class="column">` + w.cell(v.payloadAt()+i, wire[i], "payload", w.T("field.payload"), c.bad))
			if plain != nil {
				fmt.Fprintf(&columns, `<span class="k" aria-hidden="true">%02x</span><span class="p" aria-hidden="true">%02x</span>`, key[i&3], plain[i])
			}
			columns.WriteString(`</div>`)
		}
		heard := ""
		if plain != nil {
			heard = ` aria-hidden="true"`
		}
		glyph := `<span class="glyph none"></span>`
		if c.text != "" {
			glyph = `<span class="glyph"` + heard + `>` + esc(c.text) + `</span>`
		}
		bad := ""
		if c.bad {
			bad = " bad"
		}
		fmt.Fprintf(&out, `<div class="char%s"><div class="columns">%s</div>%s</div>`, bad, columns.String(), glyph)
	}
	return out.String()
}

// unmasking is the payload whose unmasking is drawn line by line, nil where it is not.
func (v frameView) unmasking(s shape) []byte {
	if !s.lines || !v.masked() {
		return nil
	}
	return v.plain()
}

// linesTable writes the lines of a masked payload once more, as a table for those who
// listen: its columns are drawn one by one, so that they can wrap, and could not be
// heard as rows.
func (w Words) linesTable(v frameView, s shape, drawn []piece) string {
	wire, key, plain := v.part(codec.PartPayload), v.part(codec.PartKey), v.unmasking(s)
	if plain == nil || len(drawn) == 0 {
		return ""
	}
	head := func(name string) string {
		return fmt.Sprintf(`<tr aria-label="%[1]s"><th scope="row">%[1]s</th>`, esc(name))
	}
	row := func(name string, of func(i int) byte) string {
		cells := ""
		for i := range size(drawn) {
			cells += fmt.Sprintf(`<td>%02x</td>`, of(i))
		}
		return head(name) + cells + `</tr>`
	}
	text, any := "", false
	for _, c := range drawn {
		span := ""
		if c.size > 1 {
			span = fmt.Sprintf(` colspan="%d"`, c.size)
		}
		text += `<td` + span + `>` + esc(c.text) + `</td>`
		any = any || c.text != ""
	}
	rows := row(w.T("row.wire"), func(i int) byte { return wire[i] }) +
		row("⊕ "+w.T("row.key"), func(i int) byte { return key[i&3] }) +
		row("= "+w.T("row.plain"), func(i int) byte { return plain[i] })
	if any {
		rows += head(w.T("row.text")) + text + `</tr>`
	}
	return `<div class="unseen"><table aria-label="` + esc(w.T("row.table")) + `"><tbody>` + rows + `</tbody></table></div>`
}

// A piece is some bytes of a payload that make a character, or the text of a Close code.
type piece struct {
	start, size int
	text        string
	bad         bool
}

// size is how many bytes some pieces have.
func size(drawn []piece) int {
	n := 0
	for _, c := range drawn {
		n += c.size
	}
	return n
}

// pieces cuts the payload into a Close code, characters, or single bytes.
func pieces(v frameView, s shape) []piece {
	plain, most := v.plain(), s.most
	var out []piece
	if plain == nil || v.opcode() == codec.OpBinary {
		for i := range min(most, len(v.part(codec.PartPayload))) {
			out = append(out, piece{i, 1, "", false})
		}
		return out
	}
	from := 0
	var badFrom = -1
	badCode := false
	for _, b := range v.broken {
		switch {
		case !s.judged:
		case b.Part == codec.PartCloseCode:
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
