package browser

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"framelab/site/words"
)

// exerciseOf returns an exercise in a lesson, by its id.
func exerciseOf(p *page, id string) *tried {
	for _, all := range exerciseFiles(p.t) {
		for _, e := range all {
			if e.ID == id {
				return &tried{page: p, e: e, words: words.In("en")}
			}
		}
	}
	p.t.Fatalf("there is no exercise %q", id)
	return nil
}

func lessonPage(t *testing.T, lesson string) *page {
	t.Helper()
	p := open(t, serveFolder(t, siteFolder(t))+"en/lessons/"+lesson+"/", view{stillness: true})
	settled(p)
	return p
}

// found waits for a finding's text.
func (x *tried) found(want string) {
	x.t.Helper()
	finding := x.section() + ".querySelector('.finding').textContent"
	x.wait(func() bool { return strings.Contains(eval[string](x.page, finding), want) }, "%s: %q instead of %q", x.e.ID, lazily(func() string { return eval[string](x.page, finding) }), want)
}

// shown reports whether a part of the exercise is visible.
func (x *tried) shown(selector string) bool {
	return eval[bool](x.page, fmt.Sprintf("(document.querySelector(%s)?.getClientRects().length ?? 0) > 0", quote(x.within(selector))))
}

// Bytes are accepted in the forms in which people type them, and invalid ones get a
// message that says why; Enter checks.
func TestExerciseHexadecimal(t *testing.T) {
	p := lessonPage(t, "masking")
	x := exerciseOf(p, "unmask-hello")
	for _, c := range []struct{ typed, said string }{
		{"Hello", "That is text. Enter the payload’s 5 bytes in hexadecimal."},
		{"zz", "That is text. Enter the payload’s 5 bytes in hexadecimal."},
		{"48 65 6g", "Character 8 is not hexadecimal."},
		{"48 6", "Character 4: one more digit makes a byte."},
		{"48 65 6c 6c", "You have 4 bytes; the payload has 5."},
		{"37 fa 21 3d", "This is the key. XOR the payload with it."},
		{"0x48, 0x65, 0x6c, 0x6c, 0x6d", "This byte is not right. Show byte 4 (6d)"},
	} {
		x.fillIn("textarea", c.typed)
		x.press("Enter")
		x.found(c.said)
		assert.NotContains(t, eval[string](p, x.section()+".innerText"), "The frame keeps", c.typed)
		assert.Equal(t, c.typed, eval[string](p, x.section()+".querySelector('textarea').value"), "Enter makes no line")
	}
	x.use(`[data-act="show"]`)
	assert.Equal(t, "6d", eval[string](p, "getSelection().toString() || document.activeElement.value.slice(document.activeElement.selectionStart, document.activeElement.selectionEnd)"))
	x.fillIn("textarea", "0x48 0x65 0x6c 0x6c 0x6f")
	x.press("Enter")
	x.found(x.words["ex.right"])

	p.visit(strings.Replace(eval[string](p, "location.href"), "masking", "byte-0", 1))
	settled(p)
	x = exerciseOf(p, "first-byte")
	for _, c := range []struct{ typed, said string }{
		{"10000001", x.words["ex.finding.bits.typed"]},
		{"8185", "The task asks only for the first byte. Remove the rest."},
		{"text", "That is text. Enter the bytes in hexadecimal, two digits for each."},
		{"0x81", x.words["ex.right"]},
	} {
		x.fillIn("textarea", c.typed)
		x.press("Enter")
		x.found(c.said)
	}
}

// Two digits typed on a byte of a frame set its value in one step of Undo, and the focus
// moves on.
func TestDigitsOnAByte(t *testing.T) {
	p := lessonPage(t, "masking")
	x := exerciseOf(p, "mask-annyeong")
	x.fillIn("textarea", "81 86 37 fa 21 3d ec 95 88 eb 85 95")
	x.tabTo(x.within(`.figure [data-byte][tabindex="0"]`))
	x.press("Home")
	for range 4 {
		x.press("ArrowRight")
	}
	for _, digit := range "db6fA9d6b26f" {
		x.press(string(digit))
	}
	value := x.section() + ".querySelector('textarea').value"
	x.eventually(value + " === '81 86 37 fa 21 3d db 6f a9 d6 b2 6f'")
	x.press("Control+z")
	x.eventually(value + " === '81 86 37 fa 21 3d db 6f a9 d6 b2 95'")
	x.press("6", "ArrowLeft", "ArrowRight", "6", "f")
	x.eventually(value + " === '81 86 37 fa 21 3d db 6f a9 d6 b2 6f'")
	x.use(`[data-act="check"]`)
	x.found(x.words["ex.right"])
}

// A line that its button removed can be restored, by the pointer and by the keyboard.
func TestARemovedLineComesBack(t *testing.T) {
	p := lessonPage(t, "handshake")
	x := exerciseOf(p, "repair-post")
	lines := func() string {
		return strings.Join(eval[[]string](p, "[..."+x.section()+".querySelectorAll('.editlines textarea')].map((i) => i.value)"), "\n")
	}
	before := lines()
	const host, undo = ".editlines li:nth-child(2) button", `[data-act="undoline"]`
	assert.False(t, x.shown(undo))
	x.clickOn(x.within(host))
	assert.NotContains(t, lines(), "Host")
	assert.Contains(t, eval[string](p, "document.activeElement.textContent"), "Host: 127.0.0.1:8080")
	x.clickOn(x.within(undo))
	assert.Equal(t, before, lines())
	assert.Equal(t, "Host: 127.0.0.1:8080", eval[string](p, "document.activeElement.value"))
	for _, key := range []string{"Enter", "Control+z"} {
		x.tabTo(x.within(host))
		x.press("Enter")
		assert.NotContains(t, lines(), "Host")
		x.press(key)
		assert.Equal(t, before, lines(), key)
		assert.False(t, x.shown(undo))
	}
	x.clickOn(x.within(host))
	x.tabTo(x.within(".editlines textarea"))
	x.press("End")
	x.write("x")
	assert.False(t, x.shown(undo), "something else was done")
}

// An untouched exercise does not count as a try, and the solution is shown by itself.
// After a pass the verdict and the reason are shown together until the exercise is
// started again.
func TestVerdictAndItsReason(t *testing.T) {
	p := lessonPage(t, "handshake")
	tries := func(id string) int {
		return eval[int](p, fmt.Sprintf("JSON.parse(localStorage.getItem('framelab.progress') ?? '{}').exercises?.[%s]?.tries ?? 0", quote(id)))
	}
	x := exerciseOf(p, "connection-tokens")
	x.use(`[data-act="check"]`)
	x.found("Choose at least one.")
	assert.Zero(t, tries(x.e.ID))
	x = exerciseOf(p, "repair-post")
	x.use(`[data-act="check"]`)
	x.found("Nothing has changed yet. Fix the line that is wrong, then check.")
	assert.Zero(t, tries(x.e.ID))
	assert.False(t, x.shown(`[data-act="solution"]`))
	solution := strings.Split(text(x.e.Solution), "\n")
	x.lines(append([]string{"PUT /echo HTTP/1.1"}, solution[1:]...))
	x.use(`[data-act="check"]`)
	x.found("The method is PUT.")
	assert.Equal(t, 1, tries(x.e.ID))
	x.use(`[data-act="hint"]`)
	x.eventually(x.section() + `.querySelectorAll('.hints li:not([hidden])').length === 1`)
	assert.True(t, x.shown(".finding p"))
	x.use(`[data-act="solution"]`)
	x.eventually(x.section() + `.querySelector('.solved').innerText !== ''`)
	assert.False(t, x.shown(".finding p"), "a finding is shown with the solution")
	assert.False(t, x.shown(".control .found"))

	x.lines(append([]string{"GET /chat HTTP/1.1"}, solution[1:]...))
	x.use(`[data-act="check"]`)
	x.found("This was right and has been changed. Change it back: /echo")
	x.lines(solution)
	x.use(`[data-act="check"]`)
	x.found(x.words["ex.right"])
	for _, gone := range []string{".hints", ".solved", `[data-act="hint"]`, `[data-act="solution"]`} {
		assert.False(t, x.shown(gone), gone)
	}
	assert.True(t, eval[bool](p, x.section()+".querySelector('.finding').nextElementSibling === "+x.section()+".querySelector('.why')"))
	assert.True(t, x.shown(".why"))
	x.use(`[data-act="restart"]`)
	assert.False(t, x.shown(".why"))
	assert.True(t, x.shown(".hints li"))
	assert.True(t, x.shown(`[data-act="hint"]`))
}

// A value is extracted from pasted text, and a typing error in it is shown with its
// place.
func TestPastedAccept(t *testing.T) {
	p := lessonPage(t, "accept")
	x := exerciseOf(p, "accept-derive")
	for _, c := range []struct {
		typed, said string
		show        bool
	}{
		{"KfhzQxCUgbVZSSm/1GxFcUYTuZo=", x.words["ex.finding.accept.unknown"], false},
		{"s3pPLMBiTxaQ9kYGzzhZRbK+xOQ=", "Show character 27", true},
		{"HSmrc0sMlYUkAGmm5OPpG2HaGWk=", "This is the value for a different key: x3JJHMbDL1EzLkh9GBhXDw==", false},
		{"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", x.words["ex.right"], false},
	} {
		x.fillIn(".control input", c.typed)
		x.press("Enter")
		x.found(c.said)
		assert.Equal(t, c.show, x.shown(`.finding [data-act="show"]`), c.typed)
	}
}

// Observed frames are numbered without the byte offsets of the stream, because the hint
// counts the bytes of a frame.
func TestObservedFramesAreNumbered(t *testing.T) {
	p := lessonPage(t, "one-message")
	x := exerciseOf(p, "two-sends")
	x.answer(text(x.e.Solution))
	assert.Equal(t, []string{"Frame 1", "Frame 2"}, eval[[]string](p, "[..."+x.section()+".querySelectorAll('.frames h3')].map((h) => h.innerText.trim())"))
}

// A learner who began in the middle continues from there, not from the first lesson.
func TestCourseContinuesFromTheLatest(t *testing.T) {
	url := serveFolder(t, siteFolder(t)) + "en/"
	p := open(t, url+"lessons/", view{stillness: true})
	settled(p)
	lessons := eval[[][]string](p, "[...document.querySelectorAll('.stop a')].map((a) => [a.dataset.name, a.dataset.exercises])")
	store := func(passed []int, tried ...int) {
		exercises := map[string]any{}
		for state, of := range map[bool][]int{true: passed, false: tried} {
			for _, i := range of {
				for e := range strings.FieldsSeq(lessons[i][1]) {
					id, _, _ := strings.Cut(e, ":")
					exercises[id] = map[string]any{"tries": 1, "hints": 0}
					if state {
						exercises[id] = map[string]any{"tries": 1, "hints": 0, "passed": 1}
					}
				}
			}
		}
		data, err := json.Marshal(map[string]any{"version": 1, "exercises": exercises})
		assert.NoError(t, err)
		eval[bool](p, "localStorage.setItem('framelab.progress', "+quote(string(data))+") ?? true")
	}
	last := len(lessons) - 1
	for _, c := range []struct {
		passed, tried []int
		next          int
	}{
		{passed: []int{1}, next: 2},
		{passed: []int{1}, tried: []int{2, 3}, next: 2},
		{passed: []int{0, 2}, next: 3},
		{passed: []int{last}, next: 0},
		{passed: []int{1, last}, tried: []int{2}, next: 2},
		{tried: []int{2}, next: 2},
	} {
		store(c.passed, c.tried...)
		for _, at := range []string{"lessons/", ""} {
			p.visit(url + at)
			p.eventually("document.querySelector('[data-part=goon]').textContent === " + quote(words.In("en").T("lesson.goOn", "name", lessons[c.next][0])))
		}
	}
}
