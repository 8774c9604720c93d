package browser

import (
	"encoding/json"
	"strings"
	"testing"

	cdppage "github.com/chromedp/cdproto/page"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"framelab/site/words"
)

// The contents page and the home page show progress, which can be exported, reset and
// imported.
func TestProgress(t *testing.T) {
	url := serveFolder(t, siteFolder(t))
	for _, lang := range languages {
		t.Run(lang, func(t *testing.T) {
			w := words.In(lang)
			p := open(t, url+lang+"/lessons/", view{language: lang, stillness: true})
			settled(p)
			lessons := eval[[]string](p, "[...document.querySelectorAll('.stop a')].map((a) => a.dataset.exercises)")
			require.GreaterOrEqual(t, len(lessons), 5)
			require.NotEmpty(t, lessons[0])
			p.axe()

			// The state after doing the first lesson and then revising one of its
			// exercises.
			stored := map[string]any{"version": 1, "exercises": map[string]any{}}
			for i, e := range strings.Fields(lessons[0]) {
				id, _, _ := strings.Cut(e, ":")
				passed := 1
				if i == 0 {
					passed = 0
				}
				stored["exercises"].(map[string]any)[id] = map[string]any{"passed": passed, "tries": 2, "hints": 1}
			}
			data, err := json.Marshal(stored)
			require.NoError(t, err)
			eval[bool](p, "localStorage.setItem('framelab.progress', "+quote(string(data))+") ?? true")
			p.visit(url + lang + "/lessons/")
			p.eventually(`document.querySelector('.stop a').dataset.state === 'done'`)
			n := len(strings.Fields(lessons[0]))
			count := w.T("lesson.count.revised", "n", n, "all", n)
			assert.Equal(t, count, eval[string](p, `document.querySelector('[data-part="count"]').textContent`))
			second := eval[string](p, "document.querySelectorAll('.stop a')[1].dataset.name")
			p.find("link", w.T("lesson.goOn", "name", second))

			p.visit(url + lang + "/")
			p.find("link", w.T("lesson.goOn", "name", second))
			p.eventually(`document.querySelector('.lines a').dataset.state === 'done'`)

			p.visit(url + lang + "/lessons/")
			p.find("button", w.T("progress.import")).click()
			box := p.find("textbox", w.T("progress.import.label"))
			box.fill(`{"version":1,"exercises":[]}`)
			p.find("button", w.T("progress.import.take")).click()
			p.eventually(`document.querySelector('[data-part="says"]').textContent.includes(` + quote(w.T("progress.bad.shape")) + `)`)
			assert.Equal(t, `{"version":1,"exercises":[]}`, property[string](box, "value"), "what was pasted stays")

			p.find("button", w.T("progress.reset")).click()
			p.find("button", w.T("progress.reset.no")).click()
			p.eventually(`document.querySelector('.stop a').dataset.state === 'done'`)
			exported := eval[string](p, `new Promise((done) => { URL.createObjectURL = (blob) => { blob.text().then(done); return 'data:,'; };
				HTMLAnchorElement.prototype.click = () => {}; document.querySelector('[data-act="download"]').click(); })`)
			p.find("button", w.T("progress.reset")).click()
			p.clickOn(`[data-act="forget"]`)
			p.eventually(`document.querySelector('.stop a').dataset.state === ''`)
			p.find("link", w.T("lesson.fromStart", "n", eval[int](p, `parseInt(document.querySelector('.stop .facts').textContent)`)))

			box.fill("")
			eval[bool](p, "(document.activeElement.value = "+quote(exported)+", true)")
			p.find("button", w.T("progress.import.take")).click()
			p.eventually(`document.querySelector('.stop a').dataset.state === 'done'`)
			assert.Equal(t, count, eval[string](p, `document.querySelector('[data-part="count"]').textContent`))
		})
	}
}

// Stored progress that cannot be read is set aside and can be downloaded, and the page
// says so. However much progress there is, and however many exercises a page queries, it
// is read once, and once after each change.
func TestMuchProgress(t *testing.T) {
	p := open(t, serveFolder(t, siteFolder(t))+"en/lessons/", view{})
	settled(p)
	call(p, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{Source: `window.reads = 0;
		const parse = JSON.parse;
		JSON.parse = (text, ...more) => (window.reads += String(text).includes('"exercises"'), parse(text, ...more));`})
	eval[bool](p, `(localStorage.setItem('framelab.progress', JSON.stringify({ version: 1, exercises:
		Object.fromEntries([...Array(50000).keys()].map((n) => ['other-' + n, { tries: 1, hints: 0 }])) })), true)`)
	p.reloaded()
	settled(p)
	assert.Equal(t, 1, eval[int](p, "window.reads"))
	eval[bool](p, `(localStorage.setItem('framelab.progress', '{"version":1,"exercises":{"accept-derive":{"tries":1,"hints":0,"passed":1}}}'),
		dispatchEvent(new StorageEvent('storage', { key: 'framelab.progress' })), true)`)
	p.eventually("window.reads === 2")
}

func TestUnreadableProgress(t *testing.T) {
	url := serveFolder(t, siteFolder(t))
	for _, lang := range languages {
		for name, stored := range map[string]string{
			"not JSON": "{oh", "of a later version": `{"version":2,"exercises":{}}`, "no record": `{"version":1,"exercises":{"a":{"tries":"x"}}}`,
		} {
			t.Run(lang+"/"+name, func(t *testing.T) {
				w := words.In(lang)
				p := open(t, url+lang+"/lessons/", view{language: lang})
				eval[bool](p, "localStorage.setItem('framelab.progress', "+quote(stored)+") ?? true")
				p.visit(url + lang + "/lessons/")
				p.eventually(`document.querySelector('#notices').textContent.includes(` + quote(w.T("kept.aside.now")) + `)`)
				p.find("button", w.T("progress.aside.drop"))
				assert.Equal(t, []string{stored}, eval[[]string](p, "JSON.parse(localStorage.getItem('framelab.aside'))"))
				p.axe()
				p.visit(url + lang + "/lessons/")
				p.find("button", w.T("progress.aside.drop")).click()
				p.gone("button", w.T("progress.aside.drop"))
				assert.Empty(t, eval[string](p, "document.querySelector('#notices').textContent"), "said once")
			})
		}
	}
}

// A typed answer survives a reload, and a restart can be undone.
func TestTypedAnswersStay(t *testing.T) {
	p := open(t, serveFolder(t, siteFolder(t))+"en/lessons/masking/", view{stillness: true})
	settled(p)
	field := `section[data-exercise="unmask-hello"] textarea`
	p.clickOn(field)
	p.write("48 65 6")
	value := "document.querySelector(" + quote(field) + ").value"
	p.visit(eval[string](p, "location.href"))
	p.eventually(value + " === '48 65 6'")
	p.clickOn(`section[data-exercise="unmask-hello"] [data-act="check"]`)
	p.eventually(`document.querySelector('section[data-exercise="unmask-hello"] .finding').textContent !== ''`)
	p.clickOn(`section[data-exercise="unmask-hello"] [data-act="restart"]`)
	p.eventually(value + " === ''")
	p.clickOn(`section[data-exercise="unmask-hello"] [data-act="restart"]`)
	p.eventually(value + " === '48 65 6'")
}
