package site

import (
	"html"
	"html/template"

	"framelab/codec"
)

// The forms of a frame's figure: see assets/js/frame/cells.js.
const (
	strip  = "strip"  // a line of bits and bytes
	full   = "full"   // with the payload's key and unmasked bytes below it
	answer = "answer" // for an answer that is not marked yet
)

// figure draws the first of several frames: bits, cells and characters.
func (w Words) figure(b []byte, receiver codec.Role, shape string) template.HTML {
	return w.html("figure", b, receiver.String(), shape)
}

// verdict draws the sentence about a frame, and the line of facts below it, with a link
// to the page at the relative address reference for a broken rule.
func (w Words) verdict(b []byte, receiver codec.Role, reference string) template.HTML {
	return w.html("verdict", b, receiver.String(), reference)
}

// coloured writes the bytes of frames in the colours of their fields.
func (w Words) coloured(b []byte, receiver codec.Role) template.HTML {
	return w.html("coloured", b, receiver.String())
}

// opcodeName returns the name of an opcode in words.
func (w Words) opcodeName(o codec.Opcode) string { return w.pen.draw("opcodeName", uint8(o)) }

// closeName returns the name of a close code in words.
func (w Words) closeName(code codec.CloseCode) string { return w.pen.draw("closeName", uint16(code)) }

// html calls a function of the scripts that returns HTML.
func (w Words) html(name string, args ...any) template.HTML {
	return template.HTML(w.pen.draw(name, args...))
}

func esc(s string) string { return html.EscapeString(s) }
