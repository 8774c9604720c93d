package site

import (
	"encoding/hex"
	"fmt"
	"html/template"

	"framelab/codec"
	"framelab/lessons"
)

// A drawer draws the blocks of one lesson's page.
type drawer struct {
	view
	drawn int             // number of figures and chips so far, for ids
	bytes bool            // the lesson has a lab for bytes
	named map[string]bool // terms so far
}

var _ lessons.Drawer = (*drawer)(nil)

func (d *drawer) id(kind string) string {
	d.drawn++
	return fmt.Sprint(kind, d.drawn)
}

// Frame draws a single frame that can be pressed, or a list of the frames of a stream.
func (d *drawer) Frame(f lessons.Frame) (template.HTML, error) {
	if f.RSV != 0 {
		return "", fmt.Errorf("a figure of a frame cannot have negotiated RSV bits yet: leave rsv out")
	}
	if f.Frames > 1 {
		return template.HTML(figured(d.direction(f.From)+d.pen.draw("stream", f.Bytes, f.From.Peer().String()), f.Caption)), nil
	}
	return template.HTML(d.liveFrame(f.Bytes, f.From, f.Show, d.firstByte(f), f.Caption)), nil
}

// firstByte writes byte 0 in bits and in hexadecimal below a figure of only bits.
func (d *drawer) firstByte(f lessons.Frame) string {
	if f.Show != "bits" {
		return ""
	}
	return `<p class="firstbyte" data-part="firstbyte">` + esc(d.pen.draw("firstByte", f.Bytes[0])) + `</p>`
}

func figured(inside string, caption template.HTML) string {
	if caption != "" {
		inside += `<figcaption>` + string(caption) + `</figcaption>`
	}
	return `<figure class="wide">` + inside + `</figure>`
}

// liveFrame draws a frame's figure, more below it, the verdict, and the link to the
// builder.
func (d *drawer) liveFrame(b []byte, from codec.Role, show, more string, caption template.HTML) string {
	s := strip
	if show == "full" {
		s = full
	}
	open := example{Link: d.from(from.Peer(), "hello", b).Link}.Link
	inside := fmt.Sprintf(`%s<div class="figure" role="group" data-part="figure" aria-label="%s">%s</div>%s<div class="verdict small" data-part="verdict">%s</div>`,
		d.direction(from), esc(d.T("home.figure")), d.figure(b, from.Peer(), s), more, d.verdict(b, from.Peer(), "../../reference/"))
	return fmt.Sprintf(`<lesson-frame class="wide show-%s" data-bytes="%s" data-receiver="%s" data-lines="%t"><fieldset class="alive" role="none" disabled>%s`+
		`<p class="figtools"><button type="button" class="link" data-act="original" data-part="original" hidden>%s</button><a data-part="open" href="../../labs/frame/%s">%s</a></p></fieldset></lesson-frame>`,
		esc(show), hex.EncodeToString(b), from.Peer(), s == full, figured(inside, caption),
		esc(d.T("lesson.figure.back")), open, esc(d.T("home.open")))
}

func (d *drawer) direction(from codec.Role) string {
	key := "dir.toServer"
	if from == codec.Server {
		key = "dir.toClient"
	}
	return `<p class="direction">` + esc(d.T(key)) + `</p>`
}

// Lab draws a lab in the lesson.
func (d *drawer) Lab(l lessons.Lab) (template.HTML, error) {
	switch l.Name {
	case "echo":
		return d.template("echo-lab", l.State)
	case "frame":
		b, from := l.Frame, l.From
		if b == nil {
			b, from = codec.AppendFrame(nil, codec.Header{Fin: true, Opcode: codec.OpText, Masked: true, Key: rfcKey}, []byte("Hello")), codec.Client
		}
		more := fmt.Sprintf(`<p class="hexline"><label for="%[1]s">%[2]s</label><textarea id="%[1]s" name="all" rows="1" autocomplete="off" spellcheck="false">%[3]s</textarea><span class="complaint" data-part="complaint" role="status"></span></p>`,
			d.id("hex-"), esc(d.T("hex.label")), spaced(b))
		return template.HTML(d.liveFrame(b, from, "full", more, "")), nil
	case "handshake":
		return d.handshakeLab(l)
	}
	if !hasPage("labs/" + l.Name + "/") {
		return "", fmt.Errorf("no lab %q", l.Name)
	}
	d.bytes = true
	return d.byteLab(l.Name, d.id(l.Name+"-"), l.State, false)
}

func (d *drawer) template(name string, data any) (template.HTML, error) {
	b, err := execute(d.templates, name, struct {
		view
		State any
	}{d.view, data})
	return template.HTML(b), err
}

// Say draws a common statement next to the facts.
func (d *drawer) Say(s lessons.Say) (template.HTML, error) {
	return template.HTML(fmt.Sprintf(`<div class="wide say-fact"><div><p class="eyebrow">%s</p>%s</div><div><p class="eyebrow">%s</p>%s</div></div>`,
		esc(d.T("lesson.say")), s.Say, esc(d.T("lesson.fact")), s.Fact)), nil
}

// Note draws a margin note.
func (d *drawer) Note(n lessons.Note) (template.HTML, error) {
	return template.HTML(`<div class="margin" role="note">` + string(n.Text) + `</div>`), nil
}

// Code draws a block of code. On a narrow screen it scrolls, by the keyboard too.
func (d *drawer) Code(text string) (template.HTML, error) {
	return template.HTML(fmt.Sprintf(`<pre tabindex="0" role="group" aria-label="%s"><code>%s</code></pre>`+"\n", esc(d.T("lesson.code")), esc(text))), nil
}

// Section draws a link to a section.
func (d *drawer) Section(s codec.Section, title string) (template.HTML, error) {
	return template.HTML(fmt.Sprintf(`<a class="section" href="%s" title="%s">%s</a>`,
		sectionURL(s), esc(d.citation(s)+" "+title), sectionName(s))), nil
}

// Bytes draws bytes in prose.
func (d *drawer) Bytes(b []byte, kind string) (template.HTML, error) {
	inside := spaced(b)
	if kind == "frame" {
		inside = string(d.coloured(b, codec.Server))
	} else if kind == "mask" || kind == "hex" {
		inside = `<span class="payload">` + inside + `</span>`
	}
	class := "bytes"
	if len(b) <= 6 {
		class += " nowrap"
	}
	return template.HTML(`<code class="` + class + `">` + inside + `</code>`), nil
}

// Accept draws a Sec-WebSocket-Accept.
func (d *drawer) Accept(value string) (template.HTML, error) {
	return template.HTML(`<code class="long">` + esc(value) + `</code>`), nil
}

// CloseCode draws a chip whose words appear while it is pointed at or has the focus.
func (d *drawer) CloseCode(c codec.CloseCode) (template.HTML, error) {
	may := "close.mustnot"
	if c.Sendable() {
		may = "close.may"
	}
	return template.HTML(fmt.Sprintf(`<span class="chip"><button type="button" aria-describedby="%[1]s">%[2]d</button><span role="tooltip" id="%[1]s">%[3]s · %[4]s</span></span>`,
		d.id("code-"), uint16(c), esc(d.closeName(c)), esc(d.T(may)))), nil
}

// Term draws a term of the glossary; in Korean with the English word, at the first use in
// a lesson of a term that is marked for that.
func (d *drawer) Term(id string) (template.HTML, error) {
	for _, t := range lessons.Glossary() {
		if t.ID != id {
			continue
		}
		text := t.English
		if d.Lang == "ko" {
			text = t.Korean
			if t.First && !d.named[id] {
				text += "(" + t.English + ")"
			}
		}
		d.named[id] = true
		return template.HTML(`<dfn>` + esc(text) + `</dfn>`), nil
	}
	return "", fmt.Errorf("the glossary has no term %q", id)
}

// Link returns the address of a link inside the site, from a lesson's page.
func (d *drawer) Link(l lessons.Link) (string, error) {
	to := ""
	switch l.Kind {
	case "lesson":
		to = "../" + l.Name + "/"
	case "lab":
		if !hasPage("labs/" + l.Name + "/") {
			return "", fmt.Errorf("no lab %q", l.Name)
		}
		to = "../../labs/" + l.Name + "/"
	case "reference":
		to = "../../reference/"
	case "here":
	default:
		return "", fmt.Errorf("no kind of link %q", l.Kind)
	}
	if l.Anchor != "" {
		to += "#" + l.Anchor
	}
	return to, nil
}

func hasPage(path string) bool {
	for _, p := range pages {
		if p.path == path {
			return true
		}
	}
	return false
}
