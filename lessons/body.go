package lessons

import (
	"bytes"
	"html/template"
	"strings"
	"unicode"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// A document is parsed Markdown: the body of a lesson, or a text in a block.
type document struct {
	s      *source
	text   []byte
	shift  int // the line in the file before its first line
	inline bool
	root   ast.Node
}

// markdown is CommonMark with tables and our inline forms.
var markdown = goldmark.New(
	goldmark.WithExtensions(extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignNone))),
	goldmark.WithParserOptions(
		parser.WithAutoHeadingID(),
		parser.WithInlineParsers(util.Prioritized(formParser{}, 150)), // before links
	),
)

// read parses Markdown that begins on a line of the file.
func (s *source) read(md string, line int) *document {
	d := &document{s: s, text: []byte(md), shift: line - 1}
	ids := parser.NewContext(parser.WithIDs(&headingIDs{}))
	d.root = markdown.Parser().Parse(text.NewReader(d.text), parser.WithContext(ids))
	return d
}

// line returns the line in the file for an offset in the document.
func (d *document) line(offset int) int {
	return d.shift + 1 + bytes.Count(d.text[:min(max(offset, 0), len(d.text))], []byte("\n"))
}

// lineOf returns the line on which a node begins, or the block around it.
func (d *document) lineOf(n ast.Node) int {
	for ; n != nil; n = n.Parent() {
		switch n := n.(type) {
		case *blockNode:
			return n.line
		case *formNode:
			return d.line(n.start)
		case *ast.Text:
			return d.line(n.Segment.Start)
		case *ast.FencedCodeBlock:
			if n.Info != nil {
				return d.line(n.Info.Segment.Start)
			}
		}
		if n.Type() == ast.TypeBlock && n.Lines() != nil && n.Lines().Len() > 0 {
			return d.line(n.Lines().At(0).Start)
		}
		if c := n.FirstChild(); c != nil && n.Type() == ast.TypeInline {
			if t, ok := c.(*ast.Text); ok {
				return d.line(t.Segment.Start)
			}
		}
	}
	return d.shift + 1
}

// headingIDs derives the ids of headings from their words, in any script, as Git hosts
// do.
type headingIDs struct{ used map[string]bool }

func (h *headingIDs) Generate(value []byte, _ ast.NodeKind) []byte {
	var id strings.Builder
	for _, r := range strings.ToLower(strings.TrimSpace(string(value))) {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-' || r == '_':
			id.WriteRune(r)
		case unicode.IsSpace(r):
			id.WriteByte('-')
		}
	}
	name := id.String()
	if name == "" {
		name = "section"
	}
	for n := 1; h.used[name]; n++ {
		name = id.String() + "-" + decimal(uint64(n))
	}
	h.Put([]byte(name))
	return []byte(name)
}

func (h *headingIDs) Put(value []byte) {
	if h.used == nil {
		h.used = map[string]bool{}
	}
	h.used[string(value)] = true
}

// render renders the document as HTML; d draws our own nodes.
func (d *document) render(draw Drawer) (template.HTML, error) {
	if d == nil {
		return "", nil
	}
	r := renderer.NewRenderer(renderer.WithNodeRenderers(
		util.Prioritized(&drawing{draw, d}, 100),
		util.Prioritized(extension.NewTableHTMLRenderer(extension.WithTableCellAlignMethod(extension.TableCellAlignNone)), 500),
		util.Prioritized(html.NewRenderer(), 1000),
	))
	var out bytes.Buffer
	if d.inline {
		if p := d.root.FirstChild(); p != nil {
			for c := p.FirstChild(); c != nil; c = c.NextSibling() {
				if err := r.Render(&out, d.text, c); err != nil {
					return "", err
				}
			}
		}
		return template.HTML(out.String()), nil
	}
	err := r.Render(&out, d.text, d.root)
	return template.HTML(out.String()), err
}

// plain returns the text of the document without its markup.
func (d *document) plain() string {
	var out strings.Builder
	ast.Walk(d.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Text:
			out.Write(n.Segment.Value(d.text))
			if n.SoftLineBreak() || n.HardLineBreak() {
				out.WriteByte(' ')
			}
		case *ast.String:
			out.Write(n.Value)
		case *formNode:
			out.WriteString(n.form.plain)
		}
		return ast.WalkContinue, nil
	})
	return out.String()
}

// A blockNode is a fenced block of ours in the tree.
type blockNode struct {
	ast.BaseBlock
	line int
	kind string // the word on its fence
	same string // what must be the same in the other languages; "" if nothing must
	head *headBlock
	draw func(Drawer) (template.HTML, error)
}

var kindBlock = ast.NewNodeKind("LessonBlock")

func (*blockNode) Kind() ast.NodeKind           { return kindBlock }
func (n *blockNode) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

// A notedNode is a text with its margin notes.
type notedNode struct{ ast.BaseBlock }

var kindNoted = ast.NewNodeKind("LessonNoted")

func (*notedNode) Kind() ast.NodeKind           { return kindNoted }
func (n *notedNode) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }
