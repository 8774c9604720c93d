package site

import (
	"fmt"
	"html/template"
	"strings"

	"framelab/codec"
	"framelab/lessons"
)

// maskingShown is the most payload bytes that the masking lab's table shows.
const maskingShown = 24

// A maskingView is the masking lab with its first state.
type maskingView struct {
	Text, Key   string
	Table, Step template.HTML
}

// maskingLab draws the lab with its first state: a text, a key, and the payload byte that
// is looked at. The table is drawn as assets/js/masking.js draws it, so that it can be
// read before the module is there, and without it.
func (d *drawer) maskingLab(l lessons.Lab) (template.HTML, error) {
	text, hex := "Hello", "37fa213d"
	if s := l.State["text"]; s != "" {
		text = s
	}
	if s := l.State["key"]; s != "" {
		hex = strings.ReplaceAll(s, " ", "")
	}
	var key codec.MaskKey
	if _, err := fmt.Sscanf(hex, "%08x", &key); err != nil || len(hex) != 8 {
		return "", fmt.Errorf("%q is not a masking key of four bytes", hex)
	}
	plain := []byte(text)
	wire := []byte(text)
	codec.Mask(wire, key)
	return d.template("masking-lab", maskingView{text, hex, template.HTML(d.maskingTable(plain, wire, key)), template.HTML(d.maskingStep(plain, wire, key))})
}

// keyByte is the byte of the key that masks payload byte i.
func keyByte(key codec.MaskKey, i int) byte { return byte(key >> (24 - 8*(i%4))) }

// maskingTable draws the payload's bytes, joined to characters, over the key's and the result.
func (d *drawer) maskingTable(plain, wire []byte, key codec.MaskKey) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<div class="labels" aria-hidden="true"><span>%s</span><span>%s</span><span>⊕ %s</span><span>= %s</span></div><div class="maskbytes" role="group" aria-label="%s">`,
		esc(d.T("mask.row.text")), esc(d.T("mask.row.plain")), esc(d.T("row.key")), esc(d.T("row.wire")), esc(d.T("mask.bytes")))
	n := min(len(plain), maskingShown)
	for _, c := range characters(plain) {
		if c.start >= n {
			break
		}
		none, said := " none", ""
		if c.text != "" {
			none, said = "", "“"+c.text+"” "
		}
		fmt.Fprintf(&b, `<div class="maskchar"><span class="glyph%s" aria-hidden="true">%s</span><div class="columns">`, none, esc(c.text))
		for i := c.start; i < min(c.start+c.size, n); i++ {
			if i > c.start {
				said = ""
			}
			tab := -1
			if i == 0 {
				tab = 0
			}
			fmt.Fprintf(&b, `<button type="button" class="maskbyte" data-at="%d" tabindex="%d" aria-pressed="%t"><span class="payload"><span class="unseen">%s %s</span>%02x</span>`+
				`<span class="key"><span class="unseen">⊕ </span>%02x</span><span class="out"><span class="unseen">= </span>%02x</span></button>`,
				i, tab, i == 0, esc(d.T("mask.byte", "i", i)), esc(said), plain[i], keyByte(key, i), wire[i])
		}
		b.WriteString(`</div></div>`)
	}
	b.WriteString(`</div>`)
	if len(plain) > n {
		fmt.Fprintf(&b, `<span class="more">%s</span>`, esc(d.T("more", "n", len(plain)-n)))
	}
	return b.String()
}

// maskingStep draws how the first payload byte is masked, bit by bit.
func (d *drawer) maskingStep(plain, wire []byte, key codec.MaskKey) string {
	var b strings.Builder
	hex := func(v byte) string { return fmt.Sprintf("%02x", v) }
	first := keyByte(key, 0)
	fmt.Fprintf(&b, `<p>%s</p><div aria-hidden="true">`, esc(d.T("mask.step", "i", 0, "j", 0, "plain", hex(plain[0]), "key", hex(first), "wire", hex(wire[0]))))
	for _, row := range []struct {
		hue, name string
		value     byte
	}{
		{"payload", d.T("mask.row.plain"), plain[0]},
		{"key", "⊕ " + d.T("row.key"), first},
		{"out", "= " + d.T("row.wire"), wire[0]},
	} {
		fmt.Fprintf(&b, `<div class="bitrow %s"><span>%s</span><code>%02x</code><span class="eight">`, row.hue, esc(row.name), row.value)
		for _, bit := range fmt.Sprintf("%08b", row.value) {
			fmt.Fprintf(&b, `<i data-b="%[1]c">%[1]c</i>`, bit)
		}
		b.WriteString(`</span></div>`)
	}
	b.WriteString(`</div>`)
	return b.String()
}
