package lessons

import (
	"fmt"
	"html/template"
	"maps"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"

	"framelab/codec"
	"framelab/lessons/mark"
)

// labKeys are the keys of the block of each lab that a lesson can embed. Those of a lab for
// bytes are the names in the address of the lab's own page, such as #text=Hello&key=37fa213d.
var labKeys = map[string][]string{
	"frame":     frameKeys,
	"handshake": {"lines", "accept"},
	"echo":      {"text"},
	"wire":      frameKeys,
	"masking":   {"text", "hex", "key", "next", "way", "at", "shift", "split", "cut"},
	"deflate":   {"one", "two", "hex", "takeover", "lines", "at"},
	"utf8":      {"text", "hex", "as", "cut", "fed"},
	"length":    {"length", "form", "from", "came", "limit"},
}

// Labs are the labs that a lesson can embed.
var Labs = slices.Sorted(maps.Keys(labKeys))

// languages of fenced code blocks, which the lessons do not interpret.
var codeLanguages = []string{"", "text", "http", "go", "js", "javascript", "python", "sh", "c"}

// A bodyReader interprets the blocks of a lesson's body.
type bodyReader struct {
	*source
	lesson    *Lesson
	exercises map[string]*Exercise
	request   []byte // the head of the last request
}

// block reads a fenced block, or returns nil if it is code.
func (r *bodyReader) block(d *document, n *ast.FencedCodeBlock) *blockNode {
	info := ""
	if n.Info != nil {
		info = strings.TrimSpace(string(n.Info.Segment.Value(d.text)))
	}
	word, rest, _ := strings.Cut(info, " ")
	rest = strings.TrimSpace(rest)
	b := &blockNode{line: d.lineOf(n), kind: word}
	body := strings.Builder{}
	for i := range n.Lines().Len() {
		at := n.Lines().At(i)
		body.Write(at.Value(d.text))
	}
	read := map[string]func(*blockNode, string, string){
		"frame": r.frame, "request": r.head, "response": r.head, "lab": r.lab, "exercise": r.exercise, "say": r.say, "note": r.note,
	}[word]
	switch {
	case read != nil:
		read(b, rest, body.String())
		return b
	case !slices.Contains(codeLanguages, word):
		r.bad(b.line, "use frame, request, response, lab, exercise, say or note, or for code: "+strings.Join(codeLanguages[1:], ", "), "there is no block %q", word)
	}
	return nil
}

// text reads the Markdown of a key of a block; if inline, a single paragraph without its
// tags.
func (r *bodyReader) text(o *object, key string, inline bool) *document {
	if !o.has(key) {
		return nil
	}
	return r.markdown(o.text(key), o.textAt(key), inline)
}

func (r *bodyReader) markdown(md string, line int, inline bool) *document {
	d := r.source.read(md, line)
	d.inline = inline
	r.walk(d, false)
	if p := d.root.FirstChild(); inline && p != nil && (p.Kind() != ast.KindParagraph || p.NextSibling() != nil) {
		r.bad(line, "write one paragraph", "this text is not a single paragraph")
	}
	return d
}

// frame reads a figure of frames.
func (r *bodyReader) frame(b *blockNode, _, body string) {
	f := Frame{Show: "strip"}
	var caption *document
	line := b.line + 1
	for i, part := range strings.Split("\n"+body, "\n---\n") {
		part = strings.TrimPrefix(part, "\n")
		o, ok := r.parseObject([]byte(part), line, "the frame", append([]string{"show", "caption"}, frameKeys...)...)
		line += strings.Count(part, "\n") + 1
		if i > 0 {
			line++ // the hyphens
		}
		if !ok {
			return
		}
		spec := r.spec(&o)
		bytes, err := spec.bytes()
		if err != nil {
			r.bad(o.line, "see the keys of a frame block", "%v", err)
			return
		}
		f.Bytes = append(f.Bytes, bytes...)
		f.Frames++
		if i == 0 {
			f.From, f.RSV, f.Rule = spec.sender(), spec.negotiated, spec.rule
			caption = r.text(&o, "caption", true)
			if o.has("show") {
				f.Show = o.text("show")
			}
			if !slices.Contains([]string{"bits", "strip", "full"}, f.Show) {
				r.bad(o.at("show"), "write bits, strip or full", "%q is not a way to show a frame", f.Show)
			}
		} else if o.has("show") || o.has("caption") || o.has("from") || o.has("negotiated") || o.has("rule") {
			r.bad(o.line, "write it in the first part", "show, caption, from, negotiated and rule apply to the whole stream")
		}
	}
	if rule := firstRule(f.Bytes, codec.Context{Role: f.From.Peer(), RSV: f.RSV}); rule != f.Rule {
		fix := "fix the frame, or say that this is meant with \"rule: " + rule.Name() + "\""
		if rule == 0 {
			fix = "remove the rule"
		}
		r.bad(b.line, fix, "the figure breaks %q on the way to the %v, but says %q", rule.Name(), f.From.Peer(), f.Rule.Name())
	}
	b.same = fmt.Sprintf("from %v, negotiated %d, shown as %s: %x", f.From, f.RSV, f.Show, f.Bytes)
	b.draw = func(d Drawer) (template.HTML, error) {
		f, err := f, error(nil)
		if f.Caption, err = caption.render(d); err != nil {
			return "", err
		}
		return d.Frame(f)
	}
}

// spec reads the keys of a frame.
func (r *bodyReader) spec(o *object) (f frameSpec) {
	for _, key := range frameKeys {
		if o.has(key) {
			if err := f.set(key, o.text(key)); err != nil {
				r.bad(o.at(key), "see the keys of a frame block", "%v", err)
			}
		}
	}
	return f
}

// A headBlock is a figure of a head before its caption is drawn.
type headBlock struct {
	Head
	caption *document
}

// head reads a figure of the head of a request or response.
func (r *bodyReader) head(b *blockNode, _, body string) {
	o, ok := r.parseObject([]byte(body), b.line+1, "the "+b.kind, "lines", "caption", "accept", "rule")
	if !ok || !o.require("lines") {
		return
	}
	h := &headBlock{Head: Head{Response: b.kind == "response", Lines: o.texts("lines")}, caption: r.text(&o, "caption", true)}
	if name := o.text("rule"); name != "" {
		if h.Rule = mark.RuleOf(name); h.Rule == 0 {
			r.bad(o.at("rule"), "use a name of the codec's table", "there is no rule %q", name)
		}
	}
	var rule codec.Rule
	if h.Response {
		h.Request = r.request
		rule = r.response(&o, h)
	} else {
		h.Bytes = headBytes(h.Lines)
		r.request = h.Bytes
		rule = requestRule(h.Bytes)
	}
	if rule != h.Rule {
		r.bad(o.at("lines"), "fix the lines, or say that this is meant with \"rule: "+rule.Name()+"\"", "the %s breaks %q, but says %q", b.kind, rule.Name(), h.Rule.Name())
	}
	b.head = h
	b.same = fmt.Sprintf("%q", h.Lines)
	b.draw = func(d Drawer) (template.HTML, error) { return drawHeads(d, h) }
}

// response computes the accept, and judges the head against the request before it.
func (r *bodyReader) response(o *object, h *headBlock) codec.Rule {
	var req codec.Request
	req.Parse(h.Request, codec.HeadLimits{})
	switch {
	case !o.has("accept"):
	case o.text("accept") != "auto":
		r.bad(o.at("accept"), "write auto, or the line itself", "the accept is %q", o.text("accept"))
	case req.Key() == nil:
		r.bad(o.at("accept"), "put a request with a key before the response", "there is no request before the response")
	default:
		const name = "Sec-WebSocket-Accept:"
		value := name + " " + string(codec.AppendAccept(nil, req.Key()))
		i := slices.IndexFunc(h.Lines, func(l string) bool { return strings.HasPrefix(l, name) })
		if i < 0 {
			h.Lines = append(h.Lines, value)
		} else {
			h.Lines[i] = value
		}
	}
	h.Bytes = headBytes(h.Lines)
	if h.Request == nil {
		return 0
	}
	var resp codec.Response
	_, err := resp.Parse(h.Bytes, codec.HeadLimits{})
	if err == nil {
		err = resp.CheckAccept(&req)
	}
	return codec.RuleOf(err)
}

// drawHeads draws a request, a response, or both as one figure.
func drawHeads(d Drawer, blocks ...*headBlock) (template.HTML, error) {
	var heads []Head
	for _, b := range blocks {
		h := b.Head
		var err error
		if h.Caption, err = b.caption.render(d); err != nil {
			return "", err
		}
		heads = append(heads, h)
	}
	return d.Heads(heads)
}

// lab reads the name and start state of a lab.
func (r *bodyReader) lab(b *blockNode, name, body string) {
	if !slices.Contains(Labs, name) {
		r.bad(b.line, "use "+strings.Join(Labs, ", "), "there is no lab %q", name)
		return
	}
	o, ok := r.parseObject([]byte(body), b.line+1, "the lab", labKeys[name]...)
	if !ok {
		return
	}
	l := Lab{Name: name, State: map[string]string{}, Head: headBytes(o.texts("lines"))}
	for _, key := range o.keys {
		if key != "lines" {
			l.State[key] = o.text(key)
		}
	}
	if (name == "frame" || name == "wire") && len(o.keys) > 0 {
		spec := r.spec(&o)
		var err error
		if l.Frame, err = spec.bytes(); err != nil {
			r.bad(o.line, "see the keys of a frame block", "%v", err)
		}
		l.From = spec.sender()
	}
	b.same = fmt.Sprintf("%s %q %q", name, l.State, l.Head)
	b.draw = func(d Drawer) (template.HTML, error) { return d.Lab(l) }
}

// say reads a pair "people often say / in fact".
func (r *bodyReader) say(b *blockNode, _, body string) {
	o, ok := r.parseObject([]byte(body), b.line+1, "the pair", "say", "fact")
	if !ok || !o.require("say", "fact") {
		return
	}
	say, fact := r.text(&o, "say", false), r.text(&o, "fact", false)
	b.same = "say"
	b.draw = func(d Drawer) (template.HTML, error) {
		var s Say
		var err error
		if s.Say, err = say.render(d); err != nil {
			return "", err
		}
		if s.Fact, err = fact.render(d); err != nil {
			return "", err
		}
		return d.Say(s)
	}
}

// note reads a margin note, which contains Markdown.
func (r *bodyReader) note(b *blockNode, _, body string) {
	if strings.TrimSpace(body) == "" {
		r.bad(b.line, "write a text in it", "the note is empty")
	}
	note := r.markdown(body, b.line+1, false)
	b.draw = func(d Drawer) (template.HTML, error) {
		text, err := note.render(d)
		if err != nil {
			return "", err
		}
		return d.Note(Note{text})
	}
}

// headPair draws a request and its response as one figure.
func headPair(request, response *headBlock) func(Drawer) (template.HTML, error) {
	return func(d Drawer) (template.HTML, error) { return drawHeads(d, request, response) }
}
