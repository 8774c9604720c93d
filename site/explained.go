package site

import (
	"fmt"
	"html"
	"html/template"
	"regexp"
	"strings"
)

// Explained returns a sentence in which terms of the glossary can be pressed.
func (w Words) Explained(sentence string) template.HTML { return w.html("explain", sentence) }

// ExplainedOn returns a sentence as Explained does, with only the terms that the sentences
// before it in its group do not have. The first one of a group begins with none.
func (w Words) ExplainedOn(sentence string, first bool) template.HTML {
	return w.html("explain", sentence, first)
}

var (
	token   = regexp.MustCompile(`<(/?)([a-zA-Z][a-zA-Z0-9-]*)[^>]*?(/?)>`)
	tooltip = regexp.MustCompile(`^<[^>]* role="tooltip"`)
	section = regexp.MustCompile(`^h[123]$`)

	headingID = regexp.MustCompile(`^<h[23][^>]* id="([^"]+)"`)
)

// explainable are the elements in whose text terms are marked, and voids those without an
// end. In all others, such as links, code and labs, nothing is marked, and nothing in
// tooltips.
var (
	explainable = map[string]bool{"p": true, "li": true, "ul": true, "ol": true, "td": true, "em": true, "strong": true, "b": true, "i": true, "span": true, "div": true, "blockquote": true, "table": true, "tbody": true, "tr": true}
	voids       = map[string]bool{"br": true, "hr": true, "img": true, "input": true, "link": true, "wbr": true, "path": true}
)

// explainedProse marks terms in the prose of a page, each where it is first after a
// heading, and gives each heading of it a link to itself.
func (v view) explainedProse(prose string) string {
	var out strings.Builder
	var open []string // the elements around the text
	closed := -1      // the first of them in whose text nothing is marked
	fresh := true
	at, heading := 0, 0
	text := func(to int) {
		s := prose[at:to]
		at = to
		if closed >= 0 || len(open) == 0 || strings.TrimSpace(s) == "" {
			out.WriteString(s)
			return
		}
		out.WriteString(v.pen.draw("explain", html.UnescapeString(s), fresh))
		fresh = false
	}
	for _, m := range token.FindAllStringSubmatchIndex(prose, -1) {
		text(m[0])
		name := prose[m[4]:m[5]]
		if id := headingID.FindStringSubmatch(prose[heading:m[0]]); id != nil && m[2] < m[3] && len(open) == 1 && section.MatchString(name) {
			out.WriteString(v.headingAnchor(id[1], prose[heading:m[0]]))
		}
		out.WriteString(prose[m[0]:m[1]])
		at = m[1]
		switch {
		case voids[name] || m[6] < m[7]:
		case m[2] == m[3]:
			if closed < 0 && (!explainable[name] || tooltip.MatchString(prose[m[0]:m[1]])) {
				closed = len(open)
			}
			open = append(open, name)
			if section.MatchString(name) {
				fresh, heading = true, m[0]
			}
		default:
			if len(open) == 0 || open[len(open)-1] != name {
				panic(fmt.Sprintf("</%s> does not close %v", name, open))
			}
			open = open[:len(open)-1]
			if closed == len(open) {
				closed = -1
			}
		}
	}
	text(len(prose))
	if len(open) > 0 {
		panic(fmt.Sprintf("%v is not closed", open))
	}
	return out.String()
}

// An anchor is the input of the template of a link to a part of the page, which can be
// copied.
type anchor struct{ ID, Name string }

// Anchor returns the link to a part of the page.
func (v view) Anchor(id, what string) anchor {
	return anchor{id, v.T("reference.anchor", "what", what)}
}

// headingAnchor draws the link to a heading, whose HTML says its name.
func (v view) headingAnchor(id, heading string) string {
	b, err := execute(v.templates, "anchor", v.Anchor(id, html.UnescapeString(token.ReplaceAllString(heading, ""))))
	if err != nil {
		panic(err)
	}
	return string(b)
}
