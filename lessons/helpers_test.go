package lessons

import (
	"fmt"
	"html/template"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"framelab/codec"
)

// plainDrawer draws blocks as short texts that tests can compare.
type plainDrawer struct{}

func (plainDrawer) Frame(f Frame) (template.HTML, error) {
	return template.HTML(fmt.Sprintf("<frame %v %x %s>%s</frame>", f.From, f.Bytes, f.Show, f.Caption)), nil
}

func (plainDrawer) Heads(hs []Head) (template.HTML, error) {
	out := "<heads>"
	for _, h := range hs {
		out += fmt.Sprintf("<head %t %d>%s</head>", h.Response, len(h.Lines), h.Caption)
	}
	return template.HTML(out + "</heads>"), nil
}

func (plainDrawer) Lab(l Lab) (template.HTML, error) {
	return template.HTML(fmt.Sprintf("<lab %s %x>", l.Name, l.Frame)), nil
}

func (plainDrawer) Exercise(t *Task) (template.HTML, error) {
	return template.HTML(fmt.Sprintf("<exercise %s>%s%s</exercise>", t.ID, t.Task, t.Why)), nil
}

func (plainDrawer) Say(s Say) (template.HTML, error)   { return "<say>" + s.Say + s.Fact + "</say>", nil }
func (plainDrawer) Note(n Note) (template.HTML, error) { return "<note>" + n.Text + "</note>", nil }
func (plainDrawer) Code(text string) (template.HTML, error) {
	return template.HTML("<pre>" + template.HTMLEscapeString(text) + "</pre>"), nil
}

func (plainDrawer) Section(s codec.Section, title string) (template.HTML, error) {
	return template.HTML(fmt.Sprintf("<section %v %s>", s, title)), nil
}

func (plainDrawer) Bytes(b []byte, what string) (template.HTML, error) {
	return template.HTML(fmt.Sprintf("<%s %x>", what, b)), nil
}

func (plainDrawer) Accept(v string) (template.HTML, error) { return template.HTML(v), nil }

func (plainDrawer) CloseCode(c codec.CloseCode) (template.HTML, error) {
	return template.HTML(fmt.Sprintf("<code %d>", c)), nil
}

func (plainDrawer) Term(id string) (template.HTML, error) {
	return template.HTML("<term " + id + ">"), nil
}
func (plainDrawer) Link(l Link) (string, error) { return l.Kind + ":" + l.Name + "#" + l.Anchor, nil }

const goodExercise = `{
  "id": "first", "revision": 1, "lesson": "tiny",
  "kind": "frames", "receiver": "server", "prefix": 1,
  "start": "00",
  "goal": [
    {"is": "field", "field": "fin", "value": 1, "finding": "not-final"},
    {"is": "legal"}
  ],
  "solution": "81",
  "wrong": [
    {"answer": "01", "finding": "not-final"},
    {"answer": "c1", "finding": "frame.rsv1.not-negotiated"}
  ],
  "hints": 1
}
`

const goodChoice = `{
  "id": "pick", "revision": 1, "lesson": "tiny",
  "kind": "sort",
  "items": [
    {"id": "a", "opcode": 1, "bin": "data", "finding": "a-wrong"},
    {"id": "b", "bin": "control"}
  ],
  "bins": ["data", "control"],
  "start": "",
  "solution": "a=data,b=control",
  "wrong": [{"answer": "a=control", "finding": "a-wrong"}],
  "hints": 0
}
`

const goodLesson = `---
id: tiny
number: 5
part: 2
revision: 1
title: Tiny
goal: After this lesson you can read one byte.
minutes: 5
rfc: ["6455 §5.2"]
exercises: [first, pick]
---
Prose with [[§5.2]] and [[frame text=Hello key=37fa213d]].

## The figure

` + "```frame\nopcode: text\ntext: Hello\nkey: 37fa213d\ncaption: A caption with [[code 1002]]\n```\n\n" +
	"```request\nlines:\n  - GET / HTTP/1.1\n  - \"Host: localhost\"\n  - \"Upgrade: websocket\"\n  - \"Connection: Upgrade\"\n  - \"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\"\n  - \"Sec-WebSocket-Version: 13\"\n```\n\n" +
	"```response\nlines:\n  - HTTP/1.1 101 Switching Protocols\n  - \"Upgrade: websocket\"\n  - \"Connection: Upgrade\"\naccept: auto\n```\n\n" +
	"```lab frame\ntext: Hello\nkey: 37fa213d\n```\n\n" +
	"```say\nsay: One\nfact: Two\n```\n\n```note\nA *note*.\n```\n\n" +
	"See [the figure](#the-figure), [itself](05-tiny.md#the-figure) and [elsewhere](https://www.rfc-editor.org/rfc/rfc6455).\n\n" +
	"```exercise first\ntitle: First\ntask: Build it.\nhints:\n  - A hint\nfindings:\n  not-final: \"FIN is 0 at {place}.\"\nwhy: Because.\n```\n\n" +
	"```exercise pick\ntitle: Pick\ntask: Sort.\nlabels:\n  b: the other\nbins:\n  data: data\n  control: control\nfindings:\n  a-wrong: No.\nwhy: Because.\n```\n"

// tiny returns a small valid course, after changes: file, old, new.
func tiny(t *testing.T, changes ...string) fs.FS {
	t.Helper()
	files := map[string]string{
		"en/05-tiny.md": goodLesson, "ko/05-tiny.md": goodLesson,
		"exercises/first.json": goodExercise, "exercises/pick.json": goodChoice,
	}
	for i := 0; i+2 < len(changes); i += 3 {
		file, old, fresh := changes[i], changes[i+1], changes[i+2]
		require.Contains(t, files[file], old, "the change to %s changes nothing", file)
		files[file] = strings.Replace(files[file], old, fresh, 1)
	}
	out := fstest.MapFS{}
	for name, text := range files {
		if text != "" {
			out[name] = &fstest.MapFile{Data: []byte(text)}
		}
	}
	return out
}
