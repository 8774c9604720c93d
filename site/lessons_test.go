package site

import (
	"fmt"
	"html/template"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"framelab/codec"
	"framelab/lessons"
	"framelab/lessons/mark"
)

// draws returns a drawer for a lesson's page in English.
func draws(t *testing.T) *drawer {
	t.Helper()
	templates, err := template.New("").ParseFS(source, "templates/*.html")
	require.NoError(t, err)
	v := viewIn("en")
	v.templates = templates
	return &drawer{view: v, named: map[string]bool{}}
}

func TestKoreanTermsGiveTheEnglishOnce(t *testing.T) {
	d := draws(t)
	d.Lang = "ko"
	for _, term := range lessons.Glossary() {
		first, err := d.Term(term.ID)
		require.NoError(t, err)
		again, err := d.Term(term.ID)
		require.NoError(t, err)
		assert.Equal(t, term.First, strings.Contains(string(first), template.HTMLEscapeString("("+term.English+")")), term.ID)
		assert.NotContains(t, string(again), "("+term.English+")")
	}
}

func TestEveryFindingHasWords(t *testing.T) {
	for lang, w := range all() {
		for _, id := range mark.Generic() {
			assert.True(t, w.Has("ex.finding."+id), "%s: no words for the finding %s", lang, id)
		}
		lines := w.pen.drawing.Get("lines").Export().([]any)
		assert.Len(t, lines, 13)
		for _, name := range lines {
			assert.True(t, w.Has(fmt.Sprint("lesson.line.", name)), "%s: no words for the line %s", lang, name)
		}
	}
}

func TestStreamIsDrawnFrameByFrame(t *testing.T) {
	b := codec.AppendFrame(nil, codec.Header{Opcode: codec.OpText}, []byte("Hel"))
	b = codec.AppendFrame(b, codec.Header{Fin: true, Opcode: codec.OpContinuation}, []byte("lo"))
	out, err := draws(t).Frame(lessons.Frame{From: codec.Server, Bytes: b, Frames: 2})
	require.NoError(t, err)
	assert.Equal(t, 2, strings.Count(string(out), "<li"))
	assert.Contains(t, string(out), `<span class="flags">01</span> <span class="length">03</span> <span class="payload">48 65 6c</span>`)
	assert.Contains(t, string(out), "The client accepts this: the next fragment of the message that began before, 2 bytes")

	broken := codec.AppendFrame(b, codec.Header{Fin: true, Opcode: codec.OpContinuation}, []byte("x"))
	broken = codec.AppendFrame(broken, codec.Header{Fin: true, Opcode: codec.OpText}, []byte("y"))
	out, err = draws(t).Frame(lessons.Frame{From: codec.Server, Bytes: broken, Frames: 4})
	require.NoError(t, err)
	assert.Equal(t, 1, strings.Count(string(out), `class="broken"`))
	assert.Equal(t, 1, strings.Count(string(out), `class="unread"`), "the bytes after the broken rule are not read")
}

func TestHeadsMarkTheBrokenLine(t *testing.T) {
	lines := []string{"GET /echo HTTP/1.0", "Host: 127.0.0.1:8080", "Sec-WebSocket-Key: short"}
	out, err := draws(t).Heads([]lessons.Head{{Bytes: []byte(strings.Join(lines, "\r\n") + "\r\n\r\n"), Lines: lines}})
	require.NoError(t, err)
	items := strings.Split(string(out), "<li")
	require.Len(t, items, 5, "three lines and the blank one")
	assert.Contains(t, items[1], `class="broken"`)
	assert.Contains(t, items[1], "HTTP version is below 1.1")
	assert.NotContains(t, items[2], `class="broken"`)
	assert.Contains(t, items[3], "is not base64")
	assert.Contains(t, items[4], "There is no Upgrade field", "a missing field is marked at the end of the head")
}

// The purpose of a line in a response differs from its purpose in a request.
func TestHeadsSayWhatALineOfAResponseIsFor(t *testing.T) {
	head := func(response bool, lines ...string) string {
		out, err := draws(t).Heads([]lessons.Head{{Response: response, Bytes: []byte(strings.Join(lines, "\r\n") + "\r\n\r\n"), Lines: lines}})
		require.NoError(t, err)
		return string(out)
	}
	request := head(false, "GET / HTTP/1.1", "Upgrade: websocket")
	response := head(true, "HTTP/1.1 101 Switching Protocols", "Upgrade: websocket")
	en := all()["en"]
	assert.Contains(t, request, esc(en.T("lesson.line.upgrade")))
	assert.Contains(t, response, esc(en.T("lesson.line.upgrade.response")))
	assert.NotContains(t, response, esc(en.T("lesson.line.upgrade")))
	assert.Contains(t, response, esc(en.T("lesson.line.blank.response")))
}

func TestBytesInProseHaveTheirHues(t *testing.T) {
	b := codec.AppendFrame(nil, codec.Header{Fin: true, Opcode: codec.OpText, Masked: true, Key: rfcKey}, []byte("Hi"))
	out, err := draws(t).Bytes(b, "frame")
	require.NoError(t, err)
	assert.Equal(t, `<code class="bytes"><span class="flags">81</span> <span class="length">82</span> <span class="key">37 fa 21 3d</span> <span class="payload">7f 93</span></code>`, string(out))
}

func TestChipSaysWhatTheCodeMeans(t *testing.T) {
	d := draws(t)
	sendable, err := d.CloseCode(codec.CloseProtocolError)
	require.NoError(t, err)
	assert.Contains(t, string(sendable), "protocol error · allowed in a Close frame")
	local, err := d.CloseCode(1006)
	require.NoError(t, err)
	assert.Contains(t, string(local), "not allowed in a Close frame")
	assert.Contains(t, string(sendable), `id="code-1"`)
	assert.Contains(t, string(local), `id="code-2"`)
}

func TestLinksLeadWhereTheyShould(t *testing.T) {
	d := draws(t)
	for _, c := range []struct {
		link lessons.Link
		want string
	}{
		{lessons.Link{Kind: "lesson", Name: "masking"}, "../masking/"},
		{lessons.Link{Kind: "lesson", Name: "masking", Anchor: "xor"}, "../masking/#xor"},
		{lessons.Link{Kind: "lab", Name: "frame"}, "../../labs/frame/"},
		{lessons.Link{Kind: "reference", Anchor: "rules"}, "../../reference/#rules"},
		{lessons.Link{Kind: "here", Anchor: "xor"}, "#xor"},
	} {
		got, err := d.Link(c.link)
		require.NoError(t, err)
		assert.Equal(t, c.want, got)
	}
	_, err := d.Link(lessons.Link{Kind: "lab", Name: "none"})
	assert.ErrorContains(t, err, `no lab "none"`)
}

func TestInvalidBlocksAreRefused(t *testing.T) {
	d := draws(t)
	_, err := d.Term("nothing")
	assert.ErrorContains(t, err, `no term "nothing"`)
	_, err = d.Lab(lessons.Lab{Name: "nothing"})
	assert.ErrorContains(t, err, `no lab "nothing"`)
	_, err = d.Frame(lessons.Frame{From: codec.Client, RSV: codec.RSV1, Bytes: []byte{0xc1, 0x00}, Frames: 1})
	assert.ErrorContains(t, err, "RSV")
}

// A block embeds a lab for bytes in any state; a value that it cannot have is an error that
// names it.
func TestByteLabsInLessons(t *testing.T) {
	for _, c := range []struct {
		name  string
		state map[string]string
		want  string
		fails string
	}{
		{"masking", map[string]string{"text": "Hi", "key": "37 fa 21 3d", "shift": "1"}, `data-state="#text=Hi&amp;key=37fa213d&amp;shift=1"`, ""},
		{"masking", map[string]string{"hex": "7f 9f", "key": "37fa213d", "way": "unmask"}, `value="7f 9f"`, ""},
		{"length", map[string]string{"length": "126"}, `<span class="lcell length">7e</span>`, ""},
		{"length", map[string]string{"length": "2^63-1", "came": "5"}, `data-state="#length=9223372036854775807&amp;came=5"`, ""},
		{"length", nil, `<length-lab class="lab wide"`, ""},
		{"masking", map[string]string{"text": "Hi", "key": "37fa21"}, "", "A masking key has 4 bytes"},
		{"masking", map[string]string{"way": "up"}, "", `“up” is not a value for “way”`},
		{"length", map[string]string{"length": "2^64"}, "", `“2^64” is not a value for “length”`},
		{"length", map[string]string{"size": "5"}, "", `This lab has no “size”`},
	} {
		d := draws(t)
		out, err := d.Lab(lessons.Lab{Name: c.name, State: c.state})
		if c.fails != "" {
			assert.ErrorContains(t, err, c.fails)
			continue
		}
		require.NoError(t, err)
		assert.Contains(t, string(out), c.want)
		assert.True(t, d.bytes, "the page loads the script of these labs")
	}
	first, second := draws(t), draws(t)
	second.drawn = 1
	a, _ := first.Lab(lessons.Lab{Name: "length"})
	b, _ := second.Lab(lessons.Lab{Name: "length"})
	assert.NotEqual(t, a, b, "two labs in a lesson have different ids")
}

// Kinds that no lesson uses yet are drawn too.
func TestEveryKindHasAControl(t *testing.T) {
	for kind, want := range map[mark.Kind]string{
		mark.Frames: "<exercise-frames", mark.Observe: "<observe-sends", mark.Hex: `name="hex"`, mark.Accept: `name="accept"`,
		mark.Request: `class="editlines"`, mark.Response: `class="editlines"`, mark.Choose: `type="checkbox"`, mark.Match: "<select",
		mark.Sort: `class="card"`, mark.Order: `data-move="-1"`, mark.Number: `inputmode="numeric"`,
	} {
		t.Run(kind.String(), func(t *testing.T) {
			e := &lessons.Exercise{ID: "x", Revision: 3, Exercise: mark.Exercise{Kind: kind, Receiver: codec.Server}}
			task := &lessons.Task{Exercise: e, Title: "Title", Findings: map[string]string{"own": `Say "this"`}}
			if kind.IsChoice() {
				e.Items, e.Bins = []mark.Item{{ID: "a"}, {ID: "b"}}, []string{"p", "q"}
				e.Shows = make([]lessons.Show, 2)
				task.Labels = map[string]lessons.Text{"a": {HTML: "<b>A</b>", Plain: "A"}, "b": {HTML: "B", Plain: "B"}}
				task.Bins = map[string]lessons.Text{"p": {HTML: "P", Plain: "P"}, "q": {HTML: "Q", Plain: "Q"}}
			}
			out, err := draws(t).Exercise(task)
			require.NoError(t, err)
			assert.Contains(t, string(out), want)
			assert.Contains(t, string(out), `data-exercise="x" data-revision="3"`)
			assert.Contains(t, string(out), `Say \&#34;this\&#34;`)
		})
	}
}

func TestUnbrokenJoinsParticles(t *testing.T) {
	const j = wordJoiner
	for html, want := range map[string]string{
		`<p>메시지(message)의 시작</p>`:           `<p>메시지(message)` + j + `의 시작</p>`,
		`<p><code>fetch</code>로 <b>값</b>의`:  `<p><code>fetch</code>` + j + `로 <b>값</b>` + j + `의`,
		`<p>“Hello”입니다, ‘예’가, [1]은`:         `<p>“Hello”` + j + `입니다, ‘예’` + j + `가, [1]` + j + `은`,
		`<p title="(a)의">UTF-8이고 RFC 6455의`: `<p title="(a)의"><span class="nowrap">UTF-8</span>` + j + `이고 <span class="nowrap">RFC 6455</span>` + j + `의`,
		`<li>8 + 1 = 9</li><li>레슨 3에 (a) 다`: `<li><span class="nowrap">8 + 1 = 9</span></li><li><span class="nowrap">레슨 3</span>` + j + `에 (a) 다`,
	} {
		assert.Equal(t, want, unbroken(html))
	}
	code, err := draws(t).CloseCode(1002)
	require.NoError(t, err)
	assert.Contains(t, unbroken("<p>"+string(code)+"를 담은"), `<p><span class="nowrap"><span class="chip">`)
	assert.Contains(t, unbroken("<p>"+string(code)+"를 담은"), `</span></span>`+j+`를</span> 담은`)
}
