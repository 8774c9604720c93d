package site

import (
	"html"
	"html/template"

	"framelab/codec"
)

// The shapes of a frame's figure: see assets/js/frame/cells.js.
const (
	strip  = "strip"  // a line of bits and bytes
	full   = "full"   // the payload with its key and unmasked bytes under it too
	answer = "answer" // an answer's that is not marked yet
)

// figure draws the first of some frames: bits, cells and characters.
func (w Words) figure(b []byte, receiver codec.Role, shape string) template.HTML {
	return w.html("figure", b, receiver.String(), shape)
}

// verdict draws the sentence on a frame, and the line of facts under it.
func (w Words) verdict(b []byte, receiver codec.Role) template.HTML {
	return w.html("verdict", b, receiver.String())
}

// coloured writes the bytes of frames with their hues.
func (w Words) coloured(b []byte, receiver codec.Role) template.HTML {
	return w.html("coloured", b, receiver.String())
}

// opcodeName names an opcode.
func (w Words) opcodeName(o codec.Opcode) string { return w.pen.draw("opcodeName", uint8(o)) }

// closeName names a close code.
func (w Words) closeName(code codec.CloseCode) string { return w.pen.draw("closeName", uint16(code)) }

// html calls a function of the scripts for its HTML.
func (w Words) html(name string, args ...any) template.HTML {
	return template.HTML(w.pen.draw(name, args...))
}

func esc(s string) string { return html.EscapeString(s) }
