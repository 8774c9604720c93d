package lessons

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
)

var fileForm = regexp.MustCompile(`^(\d\d)-([a-z0-9-]+)\.md$`)

// readLesson reads a lesson, or returns nil if its front matter is invalid.
func (s *source) readLesson(data []byte, lang string, exercises map[string]*Exercise) *Lesson {
	if !utf8.Valid(data) {
		s.bad(1, "save it as UTF-8", "the file is not UTF-8")
		return nil
	}
	text := strings.ReplaceAll(string(data), "\r\n", "\n")
	rest, ok := strings.CutPrefix(text, "---\n")
	front, body, closed := strings.Cut(rest, "\n---\n")
	if !ok || !closed {
		s.bad(1, "begin the file with front matter between lines of three hyphens", "the lesson has no front matter")
		return nil
	}
	l := s.frontMatter(front, lang)
	if l == nil {
		return nil
	}
	listed := l.Exercises
	l.Exercises = nil
	r := &bodyReader{source: s, lesson: l, exercises: exercises}
	l.body = s.read(body, strings.Count(front, "\n")+4)
	r.walk(l.body, true)
	r.listed(listed)
	return l
}

// frontMatter reads the part before the body. The lesson's Exercises have only ids then.
func (s *source) frontMatter(front, lang string) *Lesson {
	o, ok := s.parseObject([]byte(front), 2, "the front matter", "id", "number", "part", "revision", "title", "goal", "minutes", "rfc", "short", "exercises")
	if !ok || !o.require("id", "number", "part", "revision", "title", "goal", "minutes", "rfc") {
		return nil
	}
	l := &Lesson{Lang: lang, File: s.file, ID: o.text("id"), Number: o.number("number", 0, 99), Part: o.number("part", 1, 4),
		Revision: o.number("revision", 1, 999), Title: o.text("title"), Goal: o.text("goal"), Minutes: o.number("minutes", 1, 15),
		Short: o.flag("short", false), lines: map[string]int{}, findings: map[string]map[string]string{}}
	for _, key := range o.keys {
		l.lines[key] = o.at(key)
	}
	m := fileForm.FindStringSubmatch(path.Base(s.file))
	if m == nil {
		s.bad(1, "name it NN-id.md", "this is not the name of a lesson's file")
		return nil
	}
	if l.ID != m[2] {
		s.bad(o.at("id"), fmt.Sprintf("write %q, or rename the file", m[2]), "the id %q is not the file's", l.ID)
	}
	if n, _ := strconv.Atoi(m[1]); n != l.Number {
		s.bad(o.at("number"), fmt.Sprintf("write %d, or rename the file", n), "the number %d is not the file's", l.Number)
	}
	for _, key := range [...]string{"title", "goal"} {
		if strings.TrimSpace(o.text(key)) == "" {
			s.bad(o.at(key), "write it", "the %s is empty", key)
		}
	}
	for _, n := range o.list("rfc") {
		section, ok := parseSection(n.Value)
		title, has := SectionTitle(section)
		if !ok || !has {
			s.bad(n.Line+o.shift, `write it as "6455 §5.2", of a section that is in lessons/sections.go`, "the index has no section %q", n.Value)
			continue
		}
		l.RFC = append(l.RFC, Reference{section, title})
	}
	for _, id := range o.texts("exercises") {
		l.Exercises = append(l.Exercises, &Exercise{ID: id})
	}
	return l
}

// listed compares the exercises of the front matter with those of the body.
func (r *bodyReader) listed(listed []*Exercise) {
	l := r.lesson
	ids := func(all []*Exercise) (ids []string) {
		for _, e := range all {
			ids = append(ids, e.ID)
		}
		return ids
	}
	want, got := ids(listed), ids(l.Exercises)
	if !slices.Equal(want, got) {
		r.bad(max(l.lines["exercises"], 1), "list the same exercises in both places, in the same order", "the front matter lists the exercises %v, the page has %v", want, got)
	}
	for i, e := range l.Exercises {
		if e.Lesson != l.ID {
			r.bad(l.lines["exercises"], "fix its file, or remove it", "the exercise %q belongs to the lesson %q", e.ID, e.Lesson)
		}
		if slices.Contains(l.Exercises[:i], e) {
			r.bad(l.lines["exercises"], "keep one of them", "the exercise %q is there twice", e.ID)
		}
	}
}

// walk interprets our own constructs in a document, and refuses those that pages do not
// allow. Only the body may have blocks and headings.
func (r *bodyReader) walk(d *document, body bool) {
	var fences []*ast.FencedCodeBlock
	ast.Walk(d.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		alignByClass(n)
		switch n := n.(type) {
		case *ast.FencedCodeBlock:
			fences = append(fences, n)
		case *formNode:
			d.readForm(n)
		case *ast.HTMLBlock, *ast.RawHTML:
			line := d.lineOf(n)
			if raw, ok := n.(*ast.RawHTML); ok && raw.Segments.Len() > 0 {
				line = d.line(raw.Segments.At(0).Start)
			}
			r.bad(line, "write it in Markdown, and < as \\<", "HTML is not allowed")
		case *ast.Image:
			r.bad(d.lineOf(n), "use a block that draws a figure", "pictures are not allowed in a lesson")
		case *ast.Heading:
			r.heading(d, n, body)
		case *ast.Link:
			r.link(d, n)
		case *ast.AutoLink:
			n.SetAttributeString("rel", []byte("external noopener"))
			r.outside(d.lineOf(n), string(n.URL(d.text)))
		}
		return ast.WalkContinue, nil
	})
	for _, n := range fences {
		b := r.block(d, n)
		if b == nil {
			continue
		}
		if !body {
			r.bad(b.line, "put it in the body", "a block %q is inside another block", b.kind)
		}
		n.Parent().ReplaceChild(n.Parent(), n, b)
		if b.same != "" {
			r.lesson.blocks = append(r.lesson.blocks, b)
		}
		join(b)
		beside(b)
	}
}

// beside puts a note and the text above it together, the note first, so that a page can
// let the text flow beside it from its first line.
func beside(b *blockNode) {
	above := b.PreviousSibling()
	if b.kind != "note" || above == nil {
		return
	}
	page := b.Parent()
	switch above := above.(type) {
	case *notedNode: // after its other notes
		page.RemoveChild(page, b)
		above.InsertBefore(above, above.LastChild(), b)
	case *ast.Paragraph, *ast.List, *ast.FencedCodeBlock:
		noted := &notedNode{}
		page.InsertBefore(page, above, noted)
		page.RemoveChild(page, above)
		page.RemoveChild(page, b)
		noted.AppendChild(noted, b)
		noted.AppendChild(noted, above)
	}
}

// join makes one figure of a response and the request right before it.
func join(b *blockNode) {
	before, ok := b.PreviousSibling().(*blockNode)
	if ok && b.head != nil && b.head.Response && before.head != nil && !before.head.Response {
		request, response := before.head, b.head
		b.head, before.head, before.draw = nil, nil, nil
		b.draw = headPair(request, response)
	}
}

func (r *bodyReader) heading(d *document, n *ast.Heading, body bool) {
	line := d.lineOf(n)
	if !body || n.Level < 2 || n.Level > 3 {
		r.bad(line, "use ## and ### in the body; the title is the front matter's", "a heading of level %d is not allowed here", n.Level)
		return
	}
	id, _ := n.AttributeString("id")
	b, _ := id.([]byte)
	words := &document{text: d.text, root: n}
	r.lesson.Headings = append(r.lesson.Headings, Heading{n.Level, string(b), words.plain()})
}

// link reads the target of a link.
func (r *bodyReader) link(d *document, n *ast.Link) {
	dest, line := string(n.Destination), d.lineOf(n)
	file, anchor, _ := strings.Cut(dest, "#")
	to := Link{Kind: "lesson", Anchor: anchor}
	lab, isLab := strings.CutPrefix(dest, "lab:")
	switch {
	case file == "" && anchor != "":
		to.Kind = "here"
	case isLab:
		to = Link{Kind: "lab", Name: lab}
		if !slices.Contains(Labs, lab) {
			r.bad(line, "use "+strings.Join(Labs, ", "), "there is no lab %q", lab)
		}
	case dest == "reference:":
		to.Kind = "reference"
	case fileForm.MatchString(file):
		to.Name = fileForm.FindStringSubmatch(file)[2]
	default:
		r.outside(line, dest)
		return
	}
	n.SetAttributeString("to", to)
	r.lesson.links = append(r.lesson.links, lessonLink{to, file, line})
}

// A lessonLink is a link inside the site, to be checked when all lessons are read.
type lessonLink struct {
	Link
	file string
	line int
}

// outside checks a link that leaves the site.
func (r *bodyReader) outside(line int, dest string) {
	for _, begin := range [...]string{"https://", "http://127.0.0.1", "http://localhost"} {
		if strings.HasPrefix(dest, begin) && len(dest) > len("https://") {
			return
		}
	}
	r.bad(line, "write 03-handshake.md, #a-heading, lab:frame, reference: or https://…", "the link %q leads nowhere", dest)
}
