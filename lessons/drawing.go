package lessons

import (
	"html/template"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// A drawing renders our own nodes.
type drawing struct {
	draw Drawer
	doc  *document
}

func (r *drawing) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(kindBlock, r.block)
	reg.Register(kindNoted, r.noted)
	reg.Register(kindForm, r.form)
	reg.Register(ast.KindCodeSpan, r.code)
	reg.Register(ast.KindFencedCodeBlock, r.codeBlock)
	reg.Register(ast.KindLink, r.link)
	reg.Register(extast.KindTableCell, r.cell)
}

func (r *drawing) block(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*blockNode)
	if !entering || n.draw == nil {
		return ast.WalkSkipChildren, nil
	}
	return r.write(w, n.line, n.draw)
}

func (r *drawing) noted(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
	tag := "</div>\n"
	if entering {
		tag = `<div class="noted">` + "\n"
	}
	_, err := w.WriteString(tag)
	return ast.WalkContinue, err
}

// shortCode is the most characters of inline code that stay on one line.
const shortCode = 18

// code writes inline code; if it is short, its line does not break in it.
func (r *drawing) code(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	var text strings.Builder
	for c := node.FirstChild(); c != nil; c = c.NextSibling() {
		text.WriteString(strings.ReplaceAll(string(c.(*ast.Text).Segment.Value(source)), "\n", " "))
	}
	tag := "<code>"
	if utf8.RuneCountInString(text.String()) <= shortCode {
		tag = `<code class="nowrap">`
	}
	_, err := w.WriteString(tag + template.HTMLEscapeString(text.String()) + "</code>")
	return ast.WalkSkipChildren, err
}

// codeBlock lets the drawer draw a block of code.
func (r *drawing) codeBlock(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	return r.write(w, r.doc.lineOf(node), func(d Drawer) (template.HTML, error) {
		return d.Code(string(node.Lines().Value(source)))
	})
}

func (r *drawing) form(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*formNode)
	if !entering || n.form.draw == nil {
		return ast.WalkSkipChildren, nil
	}
	return r.write(w, r.doc.line(n.start), n.form.draw)
}

func (r *drawing) write(w util.BufWriter, line int, draw func(Drawer) (template.HTML, error)) (ast.WalkStatus, error) {
	out, err := draw(r.draw)
	if err != nil {
		if _, is := err.(Problem); !is {
			err = Problem{r.doc.s.file, line, err.Error(), "change the block"}
		}
		return ast.WalkStop, err
	}
	_, err = w.WriteString(string(out))
	return ast.WalkSkipChildren, err
}

// link writes a link; the drawer has the address of one inside the site.
func (r *drawing) link(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*ast.Link)
	if !entering {
		_, err := w.WriteString("</a>")
		return ast.WalkContinue, err
	}
	href, rel := string(n.Destination), ` rel="external noopener"`
	if to, ok := n.AttributeString("to"); ok {
		var err error
		if href, err = r.draw.Link(to.(Link)); err != nil {
			return ast.WalkStop, Problem{r.doc.s.file, r.doc.lineOf(n), err.Error(), "change the link"}
		}
		rel = ""
	}
	_, err := w.WriteString(`<a href="` + template.HTMLEscapeString(href) + `"` + rel + `>`)
	return ast.WalkContinue, err
}

// cell writes a cell of a table; an empty cell in the first row is not a heading.
func (r *drawing) cell(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	tag := "td"
	if node.Parent().Kind() == extast.KindTableHeader && node.HasChildren() {
		tag = "th"
	}
	if !entering {
		_, err := w.WriteString("</" + tag + ">\n")
		return ast.WalkContinue, err
	}
	w.WriteString("<" + tag)
	html.RenderAttributes(w, node, extension.TableThCellAttributeFilter)
	return ast.WalkContinue, w.WriteByte('>')
}

// alignByClass marks the alignment of cells by a class, because pages allow no style
// attributes.
func alignByClass(n ast.Node) {
	cell, ok := n.(*extast.TableCell)
	if !ok {
		return
	}
	switch cell.Alignment {
	case extast.AlignLeft:
		cell.SetAttributeString("class", []byte("left"))
	case extast.AlignCenter:
		cell.SetAttributeString("class", []byte("center"))
	case extast.AlignRight:
		cell.SetAttributeString("class", []byte("right"))
	}
}
