package lessons

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTheTinyCourseIsValid(t *testing.T) {
	c, err := Load(tiny(t))
	require.NoError(t, err)
	l := c.Lesson("en", "tiny")
	require.NotNil(t, l)
	assert.Equal(t, []Heading{{2, "the-figure", "The figure"}}, l.Headings)
	assert.Equal(t, "Base Framing Protocol", l.RFC[0].Title)
	out, err := l.HTML(plainDrawer{})
	require.NoError(t, err)
	for _, part := range []string{
		"<section RFC 6455 §5.2 Base Framing Protocol>",
		"<frame 818537fa213d7f9f4d5158>",
		"<frame client 818537fa213d7f9f4d5158 strip>A caption with <code 1002></frame>",
		"<heads><head false 6></head><head true 4></head></heads>",
		"<lab frame 818537fa213d7f9f4d5158>",
		"<say><p>One</p>\n<p>Two</p>\n</say>", "<note><p>A <em>note</em>.</p>\n</note>",
		`<h2 id="the-figure">The figure</h2>`,
		`<a href="here:#the-figure">the figure</a>`, `<a href="lesson:tiny#the-figure">itself</a>`,
		`<a href="https://www.rfc-editor.org/rfc/rfc6455" rel="external noopener">elsewhere</a>`,
		"<exercise first><p>Build it.</p>\n<p>Because.</p>\n</exercise>",
	} {
		assert.Contains(t, string(out), part)
	}
}

// TestBrokenFiles breaks a valid course in one place at a time, in all the ways that
// authors do, and checks that the problem names the file, the line, what is wrong and
// what to do.
func TestBrokenFiles(t *testing.T) {
	const lesson, ko, first, pick = "en/05-tiny.md", "ko/05-tiny.md", "exercises/first.json", "exercises/pick.json"
	for _, c := range []struct {
		file, old, fresh string // the change
		want             string // a whole problem, or its beginning
	}{
		// Front matter.
		{lesson, "---\nid: tiny", "id: tiny", "lessons/en/05-tiny.md:1: the lesson has no front matter; begin the file"},
		{lesson, "title: Tiny", "title: a: b", "lessons/en/05-tiny.md:6: the front matter cannot be read: "},
		{lesson, "title: Tiny", "titel: Tiny", `lessons/en/05-tiny.md:6: the front matter has an unknown key "titel"; use one of: id, number`},
		{lesson, "goal: After this lesson you can read one byte.\n", "", `lessons/en/05-tiny.md:2: the front matter has no "goal"; add "goal"`},
		{lesson, "minutes: 5", "minutes: 500", `lessons/en/05-tiny.md:8: "minutes" of the front matter is not such a number; write a number from 1 to 15`},
		{lesson, "minutes: 5", "minutes: 5\nminutes: 6", `lessons/en/05-tiny.md:9: the front matter has "minutes" twice; keep one of them`},
		{lesson, "id: tiny", "id: tinny", `lessons/en/05-tiny.md:2: the id "tinny" is not the file's; write "tiny"`},
		{lesson, "number: 5", "number: 6", `lessons/en/05-tiny.md:3: the number 6 is not the file's; write 5`},
		{lesson, "6455 §5.2", "6455 §5.9", `lessons/en/05-tiny.md:9: the index has no section "6455 §5.9"; write it as`},
		{lesson, "[first, pick]", "[pick, first]", "lessons/en/05-tiny.md:10: the front matter lists the exercises [pick first], the page has [first pick]; list the same exercises"},
		// Prose.
		{lesson, "[[§5.2]]", "[[§99]]", "lessons/en/05-tiny.md:12: [[§99]]: the index has no RFC 6455 §99; name a section"},
		{lesson, "[[frame text=Hello", "[[frame txt=Hello", `lessons/en/05-tiny.md:12: [[frame txt=Hello key=37fa213d]]: there is no key "txt"; see`},
		{lesson, "Prose with", "Prose with [[hexx 12]]", "lessons/en/05-tiny.md:12: [[hexx 12]]: no form begins like this; use §"},
		{lesson, "Prose with", "Prose with [[term nothing]]", `lessons/en/05-tiny.md:12: [[term nothing]]: the glossary has no term "nothing"; use an id`},
		{lesson, "Prose with", "Prose <b>with</b>", `lessons/en/05-tiny.md:12: HTML is not allowed; write it in Markdown`},
		{lesson, "## The figure", "<div>\n\n## The figure", `lessons/en/05-tiny.md:14: HTML is not allowed; write it in Markdown`},
		{lesson, "## The figure", "# The figure", `lessons/en/05-tiny.md:14: a heading of level 1 is not allowed here; use ##`},
		{lesson, "Prose with", "![a](b.png) with", "lessons/en/05-tiny.md:12: pictures are not allowed in a lesson; use a block"},
		{lesson, "(#the-figure)", "(#a-figure)", `lessons/en/05-tiny.md:55: en/05-tiny.md has no heading "a-figure"; link to a heading`},
		{lesson, "(05-tiny.md#", "(06-small.md#", `lessons/en/05-tiny.md:55: there is no lesson "06-small.md"; link to a lesson`},
		{lesson, "(https://", "(ftp://", `lessons/en/05-tiny.md:55: the link "ftp://www.rfc-editor.org/rfc/rfc6455" leads nowhere; write`},
		// Blocks.
		{lesson, "```frame", "```frmae", `lessons/en/05-tiny.md:16: there is no block "frmae"; use frame`},
		{lesson, "opcode: text", "opcode: txt", `lessons/en/05-tiny.md:17: there is no opcode "txt"; see`},
		{lesson, "opcode: text", "op: text", `lessons/en/05-tiny.md:17: the frame has an unknown key "op"; use one of: show`},
		{lesson, "opcode: text", "rsv: 4", `lessons/en/05-tiny.md:16: the figure breaks "frame.rsv1.not-negotiated" on the way to the server, but says "none"; fix the frame, or say that this is meant with "rule: frame.rsv1.not-negotiated"`},
		{lesson, "key: 37fa213d\ncaption", "key: 37fa21\ncaption", `lessons/en/05-tiny.md:19: "37fa21" is not a masking key of four bytes; see`},
		{lesson, "  - \"Upgrade: websocket\"\n  - \"Connection: Upgrade\"\n  - \"Sec", "  - \"Connection: Upgrade\"\n  - \"Sec", `lessons/en/05-tiny.md:25: the request breaks "request.upgrade.missing", but says "none"; fix the lines`},
		{lesson, "```lab frame", "```lab farm", `lessons/en/05-tiny.md:41: there is no lab "farm"; use deflate, echo, frame, handshake, length, masking, utf8`},
		{lesson, "fact: Two\n", "", `lessons/en/05-tiny.md:47: the pair has no "fact"; add "fact"`},
		{lesson, "```exercise first", "```exercise frist", `lessons/en/05-tiny.md:57: there is no valid exercise "frist"; write exercises/frist.json`},
		{lesson, "  - A hint\n", "  - A hint\n  - Another\n", `lessons/en/05-tiny.md:61: there are 2 hints; write 1`},
		{lesson, "  not-final:", "  not-fnial:", `lessons/en/05-tiny.md:63: exercises/first.json has no finding "not-fnial"; use one of: not-final`},
		{lesson, "  not-final: \"FIN is 0 at {place}.\"", "  empty: Nothing.", `lessons/en/05-tiny.md:63: the finding "not-final" has no sentence; add "not-final"`},
		{lesson, "{place}", "{palce}", `lessons/en/05-tiny.md:63: the finding "not-final" contains {palce}; use {place}`},
		{lesson, "  control: control\n", "", `lessons/en/05-tiny.md:73: "control" has no text; add "control" to "bins"`},
		{lesson, "  b: the other", "  c: the other", `lessons/en/05-tiny.md:71: exercises/pick.json has no "c" that needs a text in "labels"; use one of: a, b`},
		// Languages against each other.
		{ko, "revision: 1", "revision: 2", `lessons/ko/05-tiny.md:5: "revision" is 2 here and 1 in en/05-tiny.md; make the two languages equal`},
		{ko, "text: Hello\nkey: 37fa213d\ncaption", "text: Hallo\nkey: 37fa213d\ncaption", `lessons/ko/05-tiny.md:16: the block is "frame" (`},
		{ko, "labels:\n  b: the other", "labels:\n  a: one\n  b: the other", `lessons/ko/05-tiny.md:67: the block is "exercise" (pick, labels [a b]`},
		{ko, goodLesson, "", `lessons/en/05-tiny.md:1: the lesson "tiny" is missing in "ko"; write ko/05-tiny.md`},
		{lesson, goodLesson, "", `lessons/exercises/first.json:2: no lesson in "en" has this exercise; put it on the page of the lesson "tiny"`},
		// Exercises.
		{first, `"revision": 1,`, `"revision": 1`, "lessons/exercises/first.json:2: the exercise cannot be read: invalid character"},
		{first, `"start": "00",`, "", `lessons/exercises/first.json:1: the exercise has no "start"; add "start"`},
		{first, `"hints": 1`, `"hint": 1`, `lessons/exercises/first.json:14: the exercise has an unknown key "hint"; use one of`},
		{first, `"id": "first"`, `"id": "frist"`, `lessons/exercises/first.json:2: the id "frist" is not the file's name; write "first"`},
		{first, `"kind": "frames"`, `"kind": "farms"`, `lessons/exercises/first.json:3: there is no kind "farms"; use frames`},
		{first, `"start": "00"`, `"start": "0"`, `lessons/exercises/first.json:4: this is not an answer to an exercise of the kind frames; write two hexadecimal digits`},
		{first, `"start": "00"`, `"start": "82"`, `lessons/exercises/first.json:2: the start already passes; leave something to do at the start`},
		{first, `"solution": "81"`, `"solution": "91"`, `lessons/exercises/first.json:2: the solution does not pass: it gets "frame.rsv3.not-negotiated" at bit 3; fix it, or the goal`},
		{first, `{"answer": "01"`, `{"answer": "b1"`, `lessons/exercises/first.json:11: the wrong answer gets "frame.rsv2.not-negotiated" at bit 2, not "not-final"; fix the answer`},
		{first, `{"answer": "c1"`, `{"answer": "82"`, `lessons/exercises/first.json:12: the wrong answer passes; fix it, or the goal`},
		{first, `"field": "fin"`, `"field": "fine"`, `lessons/exercises/first.json:6: there is no such field "fine"; use fin, rsv1`},
		{first, `{"is": "legal"}`, `{"is": "leagl"}`, `lessons/exercises/first.json:7: there is no condition "leagl"; use legal`},
		{first, `{"is": "legal"}`, `{"is": "accept"}`, `lessons/exercises/first.json:7: the condition accept does not apply to the kind frames; use a different one`},
		{first, `{"is": "legal"}`, `{"is": "legal", "finding": "not.mine"}`, `lessons/exercises/first.json:7: "not.mine" cannot be the name of this exercise's finding; use small letters`},
		{first, `"receiver": "server", `, "", `lessons/exercises/first.json:1: the direction of the frames is missing; add "receiver"`},
		{pick, `"opcode": 1, "bin": "data"`, `"opcode": 9, "bin": "data"`, `lessons/exercises/pick.json:5: the codec says "control" of the item "a"; fix what the file says`},
		{pick, `{"id": "b", "bin": "control"}`, `{"id": "b", "bin": "contorl"}`, `lessons/exercises/pick.json:6: there is no bin "contorl"; use one of: data, control`},
		{pick, `"finding": "a-wrong"},`, `"finding": "a-wrong", "findings": {"control": "b-wrong"}},`, `lessons/exercises/pick.json:11: the wrong answer gets "b-wrong" on the item a, not "a-wrong"; fix`},
		{pick, `"wrong": [{"answer": "a=control", "finding": "a-wrong"}]`, `"wrong": [{"answer": "", "finding": "sort.none"}]`, `lessons/exercises/pick.json:2: no wrong answer gets the finding "a-wrong"; add a wrong answer`},
	} {
		_, err := Load(tiny(t, c.file, c.old, c.fresh))
		if assert.Error(t, err, "%s: %q to %q", c.file, c.old, c.fresh) {
			assert.Contains(t, "\n"+err.Error(), "\n"+c.want, "%s: %q to %q", c.file, c.old, c.fresh)
		}
	}
}

// TestProblemsSayWhatToDo checks the form of every problem of a broken course.
func TestProblemsSayWhatToDo(t *testing.T) {
	_, err := Load(tiny(t, "en/05-tiny.md", "[[§5.2]]", "[[§99]] <b>", "en/05-tiny.md", "text: Hello", "text: Hello\nfin: perhaps"))
	var problems Problems
	require.ErrorAs(t, err, &problems)
	require.GreaterOrEqual(t, len(problems), 3)
	for _, p := range problems {
		assert.NotEmpty(t, p.File)
		assert.Positive(t, p.Line)
		assert.NotEmpty(t, p.What)
		assert.NotEmpty(t, p.Fix)
	}
}
