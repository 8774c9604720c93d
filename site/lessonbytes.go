package site

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"framelab/codec"
	"framelab/lessons"
)

// stream draws each frame of a stream with its bytes and its sentence.
func (d *drawer) stream(b []byte, receiver codec.Role) string {
	var out strings.Builder
	dead := false
	for i, v := range dissectAll(b, receiver) {
		class, text := "", d.T("stream.unread")
		if dead {
			class = "unread"
		} else {
			var broken bool
			if text, _, broken, _ = d.sentence(v); broken {
				class, dead = "broken", true
			}
		}
		fmt.Fprintf(&out, `<li class="%s"><p class="what">%s <small>%s</small></p><p class="wirebytes">%s</p><p>%s</p></li>`, class,
			esc(d.T("stream.frame", "n", i+1)), esc(d.T("stream.at", "at", v.start)), coloured(v), esc(text))
	}
	return `<ol class="frames">` + out.String() + `</ol>`
}

// dissectAll reads bytes as a stream of frames, each as dissect reads the first.
func dissectAll(b []byte, receiver codec.Role) []frameView {
	var all []frameView
	for _, s := range codec.AppendDissection(nil, b, codec.Context{Role: receiver}) {
		if s.Depth == 0 {
			all = append(all, frameView{bytes: b, receiver: receiver, field: map[codec.Part]codec.Span{}, frames: 1,
				start: int(s.Start / 8), end: int(s.Start+s.Bits) / 8, missing: s.Missing, lacking: s})
		}
		v := &all[len(all)-1]
		if s.Source == codec.SourceWire {
			v.field[s.Part] = s
		}
		if s.Rule != 0 {
			v.broken = append(v.broken, s)
		}
		if s.Depth == 1 && s.Missing > 0 && v.lacking.Depth == 0 {
			v.lacking = s
		}
	}
	return all
}

// coloured writes a frame's bytes with their hues.
func coloured(v frameView) string {
	keyAt := v.payloadAt()
	if s, ok := v.field[codec.PartKey]; ok {
		keyAt = int(s.Start / 8)
	}
	at := v.start
	var parts []string
	for i, end := range []int{v.start + 1, v.start + 2, keyAt, v.payloadAt(), v.end} {
		end = min(end, v.end)
		if end > at {
			parts = append(parts, fmt.Sprintf(`<span class="%s">%s</span>`,
				[]string{"flags", "length", "length", "key", "payload"}[i], spaced(v.bytes[at:end])))
			at = end
		}
	}
	return strings.Join(parts, " ")
}

// spaced writes bytes as text does: 81 85 37.
func spaced(b []byte) string { return fmt.Sprintf("% x", b) }

// show writes what an item of an exercise shows in every language.
func (d *drawer) show(s lessons.Show) string {
	switch {
	case s.Opcode != nil:
		return fmt.Sprintf(`<code>0x%X</code>`, uint8(*s.Opcode))
	case s.Frame != nil:
		var frames []string
		for _, v := range dissectAll(s.Frame, s.Receiver) {
			frames = append(frames, coloured(v))
		}
		way := "dir.toServer"
		if s.Receiver == codec.Client {
			way = "dir.toClient"
		}
		return `<span class="way">` + esc(d.T(way)) + `</span> <code class="bytes">` + strings.Join(frames, " ") + `</code>`
	case s.Line != "":
		return `<code>` + esc(s.Line) + `</code>`
	case s.Accept != "":
		return `<code class="long">` + esc(s.Accept) + `</code>`
	}
	return ""
}

// plainShow is the same as a name.
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

// textOf is an answer as someone types it.
func textOf(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	return spaced(b)
}
