package site

import (
	"fmt"
	"unicode/utf8"

	"framelab/codec"
	"framelab/lessons"
)

// spaced writes bytes as in prose: 81 85 37.
func spaced(b []byte) string { return fmt.Sprintf("% x", b) }

// show writes what an item of an exercise shows in every language.
func (d *drawer) show(s lessons.Show) string {
	switch {
	case s.Opcode != nil:
		return fmt.Sprintf(`<code>0x%X</code>`, uint8(*s.Opcode))
	case s.Frame != nil:
		way := "dir.toServer"
		if s.Receiver == codec.Client {
			way = "dir.toClient"
		}
		return `<span class="way">` + esc(d.T(way)) + `</span> <code class="bytes">` + string(d.coloured(s.Frame, s.Receiver)) + `</code>`
	case s.Line != "":
		return `<code>` + esc(s.Line) + `</code>`
	case s.Accept != "":
		return `<code class="long">` + esc(s.Accept) + `</code>`
	}
	return ""
}

// plainShow is the same as plain text, for names.
func (d *drawer) plainShow(s lessons.Show) string {
	switch {
	case s.Opcode != nil:
		return fmt.Sprintf("0x%X", uint8(*s.Opcode))
	case s.Frame != nil:
		way := "dir.toServer"
		if s.Receiver == codec.Client {
			way = "dir.toClient"
		}
		return d.T(way) + ": " + spaced(s.Frame)
	case s.Line != "":
		return s.Line
	}
	return s.Accept
}

// textOf returns an answer in the form in which a learner types it.
func textOf(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	return spaced(b)
}
