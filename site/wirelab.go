package site

import (
	"encoding/hex"
	"errors"
	"html/template"

	"framelab/codec"
	"framelab/lessons"
)

// A Wire is the wire with a frame on it, and a sentence on what its message costs.
type Wire struct {
	Hex          string
	Figure, Cost template.HTML
}

// wire draws the wire with a client's masked text; id is its field's.
func (v view) wire(b []byte, id string) Wire {
	drawn := v.pen.call("wire", b, id)
	part := func(name string) template.HTML { return template.HTML(drawn.Get(name).String()) }
	return Wire{hex.EncodeToString(b), part("figure"), part("cost")}
}

// Greeting returns the wire of the home page: a masked text message of two characters.
func (v view) Greeting() Wire { return v.wire(greeting(), "message") }

func greeting() []byte {
	return codec.AppendFrame(nil, codec.Header{Fin: true, Opcode: codec.OpText, Masked: true, Key: rfcKey}, []byte("안녕"))
}

// WireScript returns the address of the script of a lesson's wire.
func (v view) WireScript() (string, error) { return v.own(wireScript) }

// wireLab draws the wire in a lesson.
func (d *drawer) wireLab(l lessons.Lab) (template.HTML, error) {
	b := l.Frame
	if b == nil {
		b = greeting()
	}
	h, n := codec.ParseHeader(b)
	if n == 0 || h.Opcode != codec.OpText || !h.Fin || !h.Masked {
		return "", errors.New("a wire has a client's frame of a whole text message, with a key")
	}
	return d.template("wire-lab", d.wire(b, d.id("wire-message-")))
}
