package browser

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"framelab/site/words"
)

// An exerciseFile is the part of an exercise that the test reads: the answers and their
// findings.
type exerciseFile struct {
	ID, Lesson, Kind string
	Prefix           int
	One              bool
	Items            []struct{ ID string }
	Bins             []string
	Solution         any
	Wrong            []struct {
		Answer  any
		Finding string
	}
	Hints int
}

func exerciseFiles(t *testing.T) map[string][]exerciseFile {
	t.Helper()
	paths, err := filepath.Glob("../../lessons/exercises/*.json")
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	byLesson := map[string][]exerciseFile{}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		require.NoError(t, err)
		var e exerciseFile
		require.NoError(t, json.Unmarshal(data, &e), path)
		byLesson[e.Lesson] = append(byLesson[e.Lesson], e)
	}
	return byLesson
}

// text returns an answer as it is typed: the lines of a head, or the string in the file.
func text(answer any) string {
	if lines, ok := answer.([]any); ok {
		var out []string
		for _, l := range lines {
			out = append(out, l.(string))
		}
		return strings.Join(out, "\n")
	}
	return answer.(string)
}

// Every exercise is answered wrongly and shows its finding; gives its hints; shows its
// solution; and is answered correctly, by mouse in one language and by keyboard only in
// the other. After a reload everything is still there.
func TestExercises(t *testing.T) {
	url := serveFolder(t, siteFolder(t))
	for lesson, exercises := range exerciseFiles(t) {
		for _, lang := range languages {
			keyboard := lang == "ko"
			t.Run(lesson+"/"+lang, func(t *testing.T) {
				p := open(t, url+lang+"/lessons/"+lesson+"/", view{language: lang, stillness: true})
				settled(p)
				for _, e := range exercises {
					x := &tried{page: p, e: e, keyboard: keyboard, words: words.In(lang)}
					x.do()
				}
				drafts := eval[map[string]string](p, "JSON.parse(localStorage.getItem('framelab.typed'))")
				p.visit(url + lang + "/lessons/" + lesson + "/")
				settled(p)
				for _, e := range exercises {
					x := &tried{page: p, e: e}
					assert.Equal(t, "passed", eval[string](p, x.section()+".dataset.state"), e.ID)
					assert.Contains(t, drafts, e.ID)
				}
				assert.Equal(t, drafts, eval[map[string]string](p, "JSON.parse(localStorage.getItem('framelab.typed'))"))
				p.eventually(`!document.querySelector('[data-part="lessondone"]').hidden`)
				p.axe()
			})
		}
	}
}

// A tried is an exercise that the test answers.
type tried struct {
	*page
	e        exerciseFile
	keyboard bool
	words    words.Words
}

func (x *tried) section() string {
	return fmt.Sprintf(`document.querySelector('section[data-exercise="%s"]')`, x.e.ID)
}

func (x *tried) within(selector string) string {
	return fmt.Sprintf(`section[data-exercise="%s"] %s`, x.e.ID, selector)
}

func (x *tried) do() {
	x.t.Helper()
	wrong := x.e.Wrong
	if x.keyboard {
		wrong = wrong[:1]
	}
	seen := 0
	for _, w := range wrong {
		if !x.reachable(w.Answer) {
			continue
		}
		x.answer(text(w.Answer))
		x.use(`[data-act="check"]`)
		x.eventually(x.section() + `.dataset.found === ` + quote(w.Finding))
		if x.counts() {
			x.explained(w.Finding)
		} else {
			x.says(w.Finding)
		}
		seen++
		if x.has(`.finding [data-act="show"]`) {
			x.use(`.finding [data-act="show"]`)
			assert.Truef(x.t, eval[bool](x.page, x.section()+".querySelector('.control').contains(document.activeElement)"),
				"%s: the way to %s leads nowhere", x.e.ID, w.Finding)
			assert.Truef(x.t, x.has(".found") || x.has(".control :is(input, textarea):focus"), "%s: nothing is outlined for %s", x.e.ID, w.Finding)
		}
	}
	require.Positive(x.t, seen, "%s: no wrong answer could be given", x.e.ID)

	for n := range x.e.Hints {
		if x.counts() {
			break // the hints have been used
		}
		x.use(`[data-act="hint"]`)
		x.eventually(fmt.Sprintf("%s.querySelectorAll('.hints li:not([hidden])').length === %d", x.section(), n+1))
	}
	before := eval[string](x.page, fmt.Sprintf("JSON.parse(localStorage.getItem('framelab.typed'))[%s] ?? ''", quote(x.e.ID)))
	x.use(`[data-act="solution"]`)
	x.eventually(x.section() + `.querySelector('[data-part="solution"]').innerText.trim() !== ''`)
	assert.Equal(x.t, before, eval[string](x.page, fmt.Sprintf("JSON.parse(localStorage.getItem('framelab.typed'))[%s] ?? ''", quote(x.e.ID))), "%s: what was typed is overwritten", x.e.ID)

	x.answer(text(x.e.Solution))
	x.use(`[data-act="check"]`)
	x.eventually(x.section() + `.dataset.state === 'passed'`)
	assert.True(x.t, eval[bool](x.page, x.section()+".querySelector('.why').innerText.trim() !== ''"), "%s: no why", x.e.ID)
}

// counts reports whether Check tells how much of an answer is right, without telling
// which part.
func (x *tried) counts() bool {
	return x.e.Kind == "match" || x.e.Kind == "sort" || x.e.Kind == "order" || x.e.Kind == "choose" && !x.e.One
}

// explained checks that Check does not tell a choice's finding, and that a button does
// after the last hint.
func (x *tried) explained(finding string) {
	x.t.Helper()
	const explain = `.finding [data-act="explain"]`
	if !x.has(explain) {
		return // nothing chosen yet, or not all placed
	}
	assert.Regexp(x.t, `\d`, eval[string](x.page, x.section()+".querySelector('.finding').textContent"), "%s: how many are right", x.e.ID)
	assert.False(x.t, x.has(".control .found"), "%s: Check shows what is wrong", x.e.ID)
	for eval[string](x.page, x.section()+`.querySelector('[data-act="hint"]').ariaDisabled`) != "true" {
		assert.False(x.t, x.shown(explain), "%s: there are hints left", x.e.ID)
		x.use(`[data-act="hint"]`)
	}
	x.use(explain)
	x.says(finding)
}

// reachable reports whether the page's control can produce an answer.
func (x *tried) reachable(answer any) bool {
	switch x.e.Kind {
	case "choose":
		// One radio button is always chosen.
		return !x.e.One || text(answer) != "" && !strings.Contains(text(answer), ",")
	case "observe":
		// Its frames come from a real client: the learner controls only their number.
		return len(strings.Fields(text(answer))) <= 12
	}
	return true
}

func (x *tried) has(selector string) bool {
	return eval[bool](x.page, "document.querySelector("+quote(x.within(selector))+") !== null")
}

// says checks that the words for a finding are visible.
func (x *tried) says(finding string) {
	x.t.Helper()
	own := eval[map[string]string](x.page, "JSON.parse("+x.section()+".dataset.findings) ?? {}")
	want, ok := own[finding]
	if !ok {
		want, ok = x.words["ex.finding."+finding]
	}
	if !ok {
		want, ok = x.words["rule."+finding]
	}
	require.True(x.t, ok, "%s: no words for %s", x.e.ID, finding)
	got := eval[string](x.page, x.section()+".querySelector('.finding').textContent")
	for _, part := range parameters.Split(want, -1) {
		assert.Contains(x.t, got, part, "%s: %s", x.e.ID, finding)
	}
}

var parameters = regexp.MustCompile(`\{\w+(:[^}]*)?\}`)

// use presses a button of the exercise.
func (x *tried) use(selector string) {
	x.t.Helper()
	if x.keyboard {
		x.tabTo(x.within(selector))
		x.press("Enter")
		return
	}
	x.clickOn(x.within(selector))
}

// answer enters an answer in the exercise's control, replacing the current one.
func (x *tried) answer(answer string) {
	x.t.Helper()
	switch x.e.Kind {
	case "frames":
		typed := len(strings.Fields(eval[string](x.page, x.section()+".querySelector('textarea').value")))
		if len(strings.Fields(answer)) == x.e.Prefix && typed == x.e.Prefix {
			x.bits(answer)
			return
		}
		x.fillIn("textarea", answer)
	case "hex":
		x.fillIn("textarea", answer)
	case "accept":
		x.fillIn(".control input", answer)
	case "observe":
		for range 1 + len(strings.Fields(answer))/13 {
			before := eval[int](x.page, x.section()+".querySelectorAll('.frames li').length")
			x.use(".control .tool")
			x.eventually(fmt.Sprintf("%s.querySelectorAll('.frames li').length === %d", x.section(), before+1))
		}
	case "request", "response":
		x.lines(strings.Split(answer, "\n"))
	case "choose":
		x.choose(strings.Split(answer, ","))
	case "match":
		for i, item := range x.e.Items {
			x.pick(i, item.ID, bins(answer)[item.ID])
		}
	case "sort":
		x.sort(bins(answer))
	default:
		require.Failf(x.t, "unknown kind", "%s: the test cannot answer %s", x.e.ID, x.e.Kind)
	}
}

// bins parses "a=x,b=y".
func bins(answer string) map[string]string {
	out := map[string]string{}
	for pair := range strings.SplitSeq(answer, ",") {
		item, bin, _ := strings.Cut(pair, "=")
		out[item] = bin
	}
	return out
}

func (x *tried) fillIn(selector, answer string) {
	x.t.Helper()
	if x.keyboard {
		x.tabTo(x.within(selector))
	} else {
		x.clickOn(x.within(selector))
	}
	x.press("Control+a", "Delete")
	x.write(answer)
}

// bits presses each bit of the first byte that is not as wanted.
func (x *tried) bits(answer string) {
	x.t.Helper()
	var value int
	_, err := fmt.Sscanf(answer, "%x", &value)
	require.NoError(x.t, err)
	for i := range 8 {
		want := value>>(7-i)&1 == 1
		bit := x.within(fmt.Sprintf(`[data-bit="%d"]`, i))
		if x.keyboard {
			if i == 0 {
				x.tabTo(x.within(`[data-bit][tabindex="0"]`))
				x.press("Home")
			}
			x.press(map[bool]string{true: "1", false: "0"}[want])
			x.eventually(fmt.Sprintf(`document.querySelector(%s).dataset.value === '%d'`, quote(bit), value>>(7-i)&1))
			x.press("ArrowRight")
		} else if eval[bool](x.page, fmt.Sprintf(`document.querySelector(%s).dataset.value === '1'`, quote(bit))) != want {
			x.clickOn(bit)
		}
	}
}

// lines enters a head: line by line by keyboard, or with one paste by mouse.
func (x *tried) lines(lines []string) {
	x.t.Helper()
	count := func() int { return eval[int](x.page, x.section()+".querySelectorAll('.editlines textarea').length") }
	if !x.keyboard {
		for n := count(); n > 1; n-- {
			x.clickOn(x.within(fmt.Sprintf(".editlines li:nth-child(%d) button", n)))
		}
		x.clickOn(x.within(".editlines textarea"))
		x.press("Control+a")
		eval[bool](x.page, fmt.Sprintf(`(() => { const data = new DataTransfer(); data.setData('text', %s);
			return document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })); })()`, quote(strings.Join(lines, "\r\n"))))
		if len(lines) == 1 {
			x.press("Control+a", "Delete")
			x.write(lines[0])
		}
		return
	}
	x.tabTo(x.within(".editlines li:last-child textarea"))
	for n := count(); n > 1; n-- {
		x.press("Control+a", "Delete", "Backspace")
	}
	x.press("Control+a", "Delete")
	for i, line := range lines {
		if i > 0 {
			x.press("Enter")
		}
		x.write(line)
	}
	require.Equal(x.t, len(lines), count(), "%s: lines", x.e.ID)
}

func (x *tried) choose(ids []string) {
	x.t.Helper()
	for _, item := range x.e.Items {
		box := x.within(fmt.Sprintf(`input[value="%s"]`, item.ID))
		want := slices.Contains(ids, item.ID)
		if eval[bool](x.page, "document.querySelector("+quote(box)+").checked") == want {
			continue
		}
		switch {
		case !x.keyboard:
			if want || !x.e.One {
				x.clickOn(box)
			}
		case x.e.One:
			if want {
				x.radio(box)
			}
		default:
			x.tabTo(box)
			x.press("Space")
		}
	}
}

// radio moves to the group, and within it with the arrow keys.
func (x *tried) radio(box string) {
	x.t.Helper()
	x.tabTo(x.within(`input[type="radio"]`) + ":is(:checked, section:not(:has(input:checked)) *)")
	x.press("Space")
	for range len(x.e.Items) {
		if eval[bool](x.page, "document.querySelector("+quote(box)+").checked") {
			return
		}
		x.press("ArrowDown")
	}
}

// pick chooses from a select with the arrow keys.
func (x *tried) pick(_ int, item, bin string) {
	x.t.Helper()
	list := x.within(fmt.Sprintf(`select[data-id="%s"]`, item))
	if x.keyboard {
		x.tabTo(list)
	} else {
		eval[bool](x.page, "document.querySelector("+quote(list)+").focus() ?? true")
	}
	x.press("Home")
	for range len(x.e.Bins) + 1 {
		if eval[string](x.page, "document.querySelector("+quote(list)+").value") == bin {
			return
		}
		x.press("ArrowDown")
	}
	require.Failf(x.t, "not there", "%s: %s has no %s", x.e.ID, item, bin)
}

func (x *tried) sort(bins map[string]string) {
	x.t.Helper()
	for _, item := range x.e.Items {
		card := fmt.Sprintf(`.card[data-id="%s"]`, item.ID)
		bin := bins[item.ID]
		now := eval[string](x.page, "document.querySelector("+quote(x.within(card))+").closest('[data-bin]').dataset.bin")
		if now == bin {
			continue
		}
		if x.keyboard {
			x.tabTo(x.within(card))
			x.press(fmt.Sprint(slices.Index(x.e.Bins, bin) + 1))
		} else {
			x.clickOn(x.within(card))
			if bin == "" {
				x.press("0") // a press between the cards of the tray also works
			} else {
				x.clickOn(x.within(fmt.Sprintf(`[data-put="%s"]`, bin)))
			}
		}
	}
}

// clickOn scrolls the element that matches a selector into view and clicks its middle.
func (p *page) clickOn(selector string) {
	p.t.Helper()
	p.eventually("document.querySelector(" + quote(selector) + ")")
	at := eval[[]float64](p, fmt.Sprintf(`(() => { const e = document.querySelector(%s); e.scrollIntoView({ block: 'center', behavior: 'instant' });
		const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; })()`, quote(selector)))
	p.do(chromedp.MouseClickXY(at[0], at[1]))
}

// tabTo presses Tab, or Shift+Tab, until the element that matches a selector has the
// focus.
func (p *page) tabTo(selector string) {
	p.t.Helper()
	p.eventually("document.querySelector(" + quote(selector) + ")")
	for range 400 {
		way := eval[string](p, fmt.Sprintf(`(() => { const e = document.querySelector(%s), now = document.activeElement;
			if (e === now) return '';
			return now !== document.body && now.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_PRECEDING ? 'Shift+Tab' : 'Tab'; })()`, quote(selector)))
		if way == "" {
			return
		}
		p.press(way)
	}
	require.Failf(p.t, "not reached", "Tab does not reach %s", selector)
}

// Lesson 0 sends over the browser's own WebSocket if a server taps it, and otherwise
// inside the page, and says which; every byte is shown in both directions.
func TestEcho(t *testing.T) {
	for name, url := range map[string]string{"static": serveFolder(t, siteFolder(t)), "server": serve(t, "-site", siteFolder(t), "-idle-timeout", "3s")} {
		for _, lang := range languages {
			t.Run(name+"/"+lang, func(t *testing.T) {
				w := words.In(lang)
				p := open(t, url+lang+"/lessons/one-message/", view{language: lang, stillness: true})
				settled(p)
				which := "echo.which.page"
				if name == "server" {
					which = "echo.which.real"
				}
				p.eventually(`document.querySelector('echo-lab [data-part="which"]').textContent.includes(` + quote(parametersOf(w[which])) + `)`)
				p.echoes()
				request := eval[string](p, `document.querySelector('echo-lab .timeline pre').textContent`)
				assert.Equal(t, name == "server", strings.Contains(request, "User-Agent: "), "the browser's own request: %s", request)
				if name == "server" {
					alive := `document.querySelector('echo-lab [data-part="alive"]')`
					p.eventually(`!` + alive + `.hidden && /89 00.*8a 80 ( ?[0-9a-f]{2}){4}/.test(` + alive + `.textContent)`)
					assert.Equal(t, 7, eval[int](p, `document.querySelectorAll('echo-lab .timeline > li').length`), "pings stand in their own line")
					p.clickOn(`echo-lab [data-way="page"]`)
					p.echoes()
				}
				p.axe()
			})
		}
	}
}

// echoes sends twice in lesson 0's lab: two heads and a hairline once, two frames each
// time.
func (p *page) echoes() {
	p.t.Helper()
	for n := range 2 {
		p.clickOn("echo-lab .go")
		p.eventually(fmt.Sprintf(`document.querySelectorAll('echo-lab .timeline > li').length === %d`, 5+2*n))
	}
	assert.Equal(p.t, 2, eval[int](p, `document.querySelectorAll('echo-lab .timeline pre').length`))
	hexOf := func(cells string) []string {
		return eval[[]string](p, `[...document.querySelectorAll('echo-lab echo-frame')].map((f) => [...f.querySelectorAll('.cell`+cells+`')].map((c) => c.textContent).join(' '))`)
	}
	p.eventually(`[...document.querySelectorAll('echo-frame')].every((f) => f.hasAttribute('live'))`)
	wire, keys := hexOf(""), hexOf(".key")
	require.Len(p.t, wire, 4)
	assert.NotEqual(p.t, keys[0], keys[2], "the masking keys")
	assert.Regexp(p.t, "^81 86 ([0-9a-f]{2} ){4}([0-9a-f]{2} ?){6}$", wire[0])
	assert.Equal(p.t, "81 06 ec 95 88 eb 85 95", wire[1])
}

// A sent byte shows its meaning when it is pressed or reached with the arrow keys; typing
// does not change it.
func TestEchoBytes(t *testing.T) {
	p := open(t, serveFolder(t, siteFolder(t))+"en/lessons/one-message/", view{stillness: true})
	settled(p)
	p.echoes()
	says := `document.querySelector('echo-frame [data-part="says"]').textContent`
	assert.Contains(t, eval[string](p, says), "one whole text message")
	p.clickOn(`echo-frame [data-byte="2"]`)
	p.eventually(says + `.startsWith('Byte 2: masking key. Byte 0 of the masking key.')`)
	p.press("ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight")
	p.eventually(says + `.startsWith('Byte 6: payload. ')`)
	assert.Contains(t, eval[string](p, says), "byte 1 of 3 of “안”")
	before := eval[string](p, `document.querySelector('echo-frame .figure').textContent`)
	p.press("0", "0", "Control+z")
	assert.Equal(t, before, eval[string](p, `document.querySelector('echo-frame .figure').textContent`))
	p.eventually(says + `.startsWith('Byte 6: payload. ')`)
	p.axe()
}

// When the server ends, lesson 0's lab says so, and the shown frames stay; the next Send
// opens a new connection or says that there is none.
func TestEchoServerGone(t *testing.T) {
	server, stop := serveUntil(t, "-site", siteFolder(t))
	p := open(t, server+"en/lessons/one-message/", view{stillness: true})
	settled(p)
	p.echoes()
	stop()
	p.allow("ERR_CONNECTION_REFUSED")
	p.clickOn("echo-lab .go")
	p.eventually(`document.querySelector('echo-lab .timeline .complaint')?.textContent === ` + quote(words.In("en")["answer.failed"]))
	assert.Equal(t, 8, eval[int](p, `document.querySelectorAll('echo-lab .timeline > li').length`))
}

// The exercise of lesson 0 can be done over the browser's own WebSocket too.
func TestObserveOverTheServer(t *testing.T) {
	p := open(t, serve(t, "-site", siteFolder(t))+"en/lessons/one-message/", view{stillness: true})
	settled(p)
	section := `section[data-exercise="two-sends"]`
	p.eventually(`document.querySelector('` + section + ` [data-part="how"]').textContent.includes(` + quote(parametersOf(words.In("en")["ex.observe.how.real"])) + `)`)
	for n := range 2 {
		p.clickOn(section + " .control .tool")
		p.eventually(fmt.Sprintf(`document.querySelectorAll('%s .frames li').length === %d`, section, n+1))
	}
	p.clickOn(section + ` [data-act="check"]`)
	p.eventually(`document.querySelector('` + section + `').dataset.state === 'passed'`)
}

// parametersOf returns words up to their first parameter.
func parametersOf(words string) string { return parameters.Split(words, 2)[0] }

// Lesson 5 shows byte 0 in bits and in hexadecimal while its bits are pressed.
func TestFirstByteInHexadecimal(t *testing.T) {
	p := open(t, serveFolder(t, siteFolder(t))+"en/lessons/byte-0/", view{stillness: true})
	settled(p)
	line := `document.querySelector('[data-part="firstbyte"]').textContent`
	assert.Equal(t, "Byte 0 is 1000 0001, in hexadecimal 0x81.", eval[string](p, line))
	p.clickOn(`lesson-frame [data-bit="4"]`)
	p.eventually(line + ` === 'Byte 0 is 1000 1001, in hexadecimal 0x89.'`)
	assert.True(t, eval[bool](p, `getComputedStyle(document.querySelector('.firstbyte')).fontFamily === getComputedStyle(document.body).fontFamily`), "a sentence, not code")
}

// A close-code chip shows its words on hover and on focus, and Escape hides them.
func TestChips(t *testing.T) {
	p := open(t, serveFolder(t, siteFolder(t))+"en/lessons/masking/", view{stillness: true})
	settled(p)
	shown := `getComputedStyle(document.querySelector('.chip [role=tooltip]')).visibility === 'visible'`
	assert.False(t, eval[bool](p, shown))
	p.tabTo(".chip button")
	p.eventually(shown)
	p.press("Escape")
	p.eventually("!(" + shown + ")")
}

// The data of each exercise in the page is the data in the course's files.
func TestRecordsAreThere(t *testing.T) {
	p := open(t, serveFolder(t, siteFolder(t))+"en/lessons/accept/", view{})
	record := eval[string](p, `document.querySelector('section[data-exercise="accept-derive"]').dataset.record`)
	data, err := base64.StdEncoding.DecodeString(record)
	require.NoError(t, err)
	assert.Contains(t, string(data), "dGhlIHNhbXBsZSBub25jZQ==")
}

// quote writes a value as JavaScript.
func quote(v any) string {
	data, _ := json.Marshal(v)
	return string(data)
}
