package browser

import (
	"fmt"
	"strings"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"
)

// An element is a node of the page as assistive technology sees it.
type element struct {
	p          *page
	role, name string
	id         cdp.BackendNodeID
}

// find waits for the one element with this role and accessible name.
func (p *page) find(role, name string) *element {
	p.t.Helper()
	var found []*accessibility.Node
	p.wait(func() bool {
		found = p.query(role, name)
		return len(found) > 0
	}, "no %s %q; there are: %s", role, name, lazily(func() string { return p.names(role) }))
	require.Lenf(p.t, found, 1, "more than one %s %q", role, name)
	return &element{p, role, name, found[0].BackendDOMNodeID}
}

// gone waits until no element has this role and accessible name.
func (p *page) gone(role, name string) {
	p.t.Helper()
	p.wait(func() bool { return len(p.query(role, name)) == 0 }, "%s %q stays", role, name)
}

// query returns the elements with this role and, unless empty, this accessible name.
func (p *page) query(role, name string) []*accessibility.Node {
	p.t.Helper()
	root := call(p, dom.GetDocument, dom.GetDocumentParams{}).Root
	nodes := call(p, accessibility.QueryAXTree, accessibility.QueryAXTreeParams{
		BackendNodeID: root.BackendNodeID, Role: role, AccessibleName: name,
	}).Nodes
	var seen []*accessibility.Node
	for _, n := range nodes {
		if !n.Ignored {
			seen = append(seen, n)
		}
	}
	return seen
}

// names returns the accessible names of the elements with this role.
func (p *page) names(role string) string {
	var names []string
	for _, n := range p.query(role, "") {
		names = append(names, fmt.Sprintf("%q", value(n.Name)))
	}
	return strings.Join(names, ", ")
}

// focused returns role and accessible name of the focused element.
func (p *page) focused() (role, name string) {
	p.t.Helper()
	object := run(p, chromedp.Evaluate[*runtime.RemoteObject]("document.activeElement"))
	nodes := call(p, accessibility.GetPartialAXTree, accessibility.GetPartialAXTreeParams{ObjectID: object.ObjectID}).Nodes
	require.NotEmpty(p.t, nodes)
	return value(nodes[0].Role), value(nodes[0].Name)
}

// click scrolls the element into view and clicks its middle with the mouse.
func (e *element) click() {
	e.p.t.Helper()
	x, y := e.middle()
	e.p.do(chromedp.MouseClickXY(x, y))
}

// hover moves the mouse over the element's middle.
func (e *element) hover() {
	e.p.t.Helper()
	x, y := e.middle()
	e.p.do(chromedp.MouseEvent("mouseMoved", x, y))
}

func (e *element) middle() (x, y float64) {
	e.p.t.Helper()
	call(e.p, dom.ScrollIntoViewIfNeeded, dom.ScrollIntoViewIfNeededParams{BackendNodeID: e.id})
	quads := call(e.p, dom.GetContentQuads, dom.GetContentQuadsParams{BackendNodeID: e.id}).Quads
	require.NotEmptyf(e.p.t, quads, "%s %q is not on the screen", e.role, e.name)
	for i := 0; i < 8; i += 2 {
		x += quads[0][i] / 4
		y += quads[0][i+1] / 4
	}
	return x, y
}

// focus moves the focus to the element.
func (e *element) focus() {
	e.p.t.Helper()
	call(e.p, dom.Focus, dom.FocusParams{BackendNodeID: e.id})
}

// fill replaces the contents of a text field, like a user who selects all and types.
func (e *element) fill(text string) {
	e.p.t.Helper()
	e.focus()
	e.p.press("Control+a", "Delete")
	e.p.write(text)
}

// text returns the visible text of the element.
func (e *element) text() string {
	e.p.t.Helper()
	return property[string](e, "innerText ?? this.textContent")
}

// property returns a JavaScript property of the element, such as "value".
func property[T any](e *element, name string) T {
	e.p.t.Helper()
	object := call(e.p, dom.ResolveNode, dom.ResolveNodeParams{BackendNodeID: e.id}).Object
	return run(e.p, chromedp.CallFunctionOn[T]("function() { return this."+name+" }", func(params *runtime.CallFunctionOnParams) {
		params.ObjectID = object.ObjectID
	}))
}

// state returns a state of the element for assistive technology, such as "pressed",
// "checked", "expanded", "disabled" or "invalid"; "" if it has none.
func (e *element) state(name string) string {
	e.p.t.Helper()
	nodes := call(e.p, accessibility.GetPartialAXTree, accessibility.GetPartialAXTreeParams{BackendNodeID: e.id}).Nodes
	require.NotEmpty(e.p.t, nodes)
	for _, property := range nodes[0].Properties {
		if string(property.Name) == name {
			return value(property.Value)
		}
	}
	return ""
}

// write types text on the keyboard, into the focused element.
func (p *page) write(text string) {
	p.t.Helper()
	p.do(chromedp.KeyEvent(text))
}

// press presses keys one after another: a character, or a name such as "Tab",
// "Shift+Tab", "ArrowLeft", "Control+z".
func (p *page) press(keys ...string) {
	p.t.Helper()
	for _, key := range keys {
		name := key
		var held []chromedp.KeyOption
		for {
			modifier, rest, more := strings.Cut(name, "+")
			m, known := modifiers[modifier]
			if !more || !known {
				break
			}
			held = append(held, chromedp.KeyModifiers(m))
			name = rest
		}
		code, named := keyCodes[name]
		if !named {
			require.Lenf(p.t, []rune(name), 1, "no key named %q", name)
			code = name
		}
		p.do(chromedp.KeyEvent(code, held...))
	}
}

var modifiers = map[string]kb.Modifier{
	"Shift": kb.ModifierShift, "Control": kb.ModifierCtrl, "Alt": kb.ModifierAlt, "Meta": kb.ModifierMeta,
}

var keyCodes = map[string]string{
	"Tab": kb.Tab, "Enter": kb.Enter, "Escape": kb.Escape, "Space": " ", "Backspace": kb.Backspace, "Delete": kb.Delete,
	"ArrowLeft": kb.ArrowLeft, "ArrowRight": kb.ArrowRight, "ArrowUp": kb.ArrowUp, "ArrowDown": kb.ArrowDown,
	"Home": kb.Home, "End": kb.End, "PageUp": kb.PageUp, "PageDown": kb.PageDown,
}

// value returns a value of the accessibility tree without JSON's quotes.
func value(v *accessibility.Value) string {
	if v == nil {
		return ""
	}
	return unquote(v.Value)
}

// lazily computes part of a message only if it is printed.
type lazily func() string

func (l lazily) String() string { return l() }
