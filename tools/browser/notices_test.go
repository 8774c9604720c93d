package browser

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"framelab/site/words"
)

// inSight reports whether the element that matches a selector is completely in the
// window, with nothing over its middle.
func (p *page) inSight(selector string) bool {
	p.t.Helper()
	return eval[bool](p, `(() => {
		const e = document.querySelector(`+quote(selector)+`);
		if (!e) return false;
		const { top, bottom, left, width } = e.getBoundingClientRect();
		if (top < 0 || bottom > innerHeight) return false;
		const over = document.elementFromPoint(left + width / 2, (top + bottom) / 2);
		return e.contains(over) || Boolean(over?.contains(e));
	})()`)
}

// Errors are shown where the user is, even far down a long page. A notice never covers
// the focused element, and the text under it can be scrolled clear of it.
func TestNoticesAreInSight(t *testing.T) {
	for _, v := range []view{{width: 1280, height: 720}, {width: 390, height: 844}, {width: 844, height: 390}} {
		for _, lang := range languages {
			v.language, v.stillness = lang, true
			w := words.In(lang)
			p := open(t, serveFolder(t, siteFolder(t))+lang+"/lessons/handshake/", v)
			settled(p)
			// The browser's storage is full when an exercise is passed.
			eval[bool](p, "(Storage.prototype.setItem = () => { throw new DOMException('it is full', 'QuotaExceededError') }, true)")
			x := exerciseOf(p, "repair-post")
			x.clickOn(x.within("textarea"))
			eval[bool](p, "(document.activeElement.value = 'GET /echo HTTP/1.1', document.activeElement.dispatchEvent(new Event('input', { bubbles: true })))")
			x.use(`[data-act="check"]`)
			p.eventually("document.querySelector('.notice')?.textContent.includes('it is full')")
			assert.Greater(t, eval[float64](p, "scrollY"), 300.0)
			assert.True(t, p.inSight(".notice"), "%+v: the notice is out of sight", v)
			assert.Contains(t, eval[string](p, "document.querySelector('.notice').textContent"), w.T("progress.unkept", "why", "it is full"))
			assert.Equal(t, "status", eval[string](p, "document.querySelector('#notices').role"))

			// No element that the Tab key reaches is under the notice.
			for range 25 {
				p.press("Tab")
				assert.True(t, eval[bool](p, `(() => {
					const e = document.activeElement, list = document.querySelector('#notices');
					if (e === document.body || list.contains(e)) return true;
					const { top, bottom, height } = e.getBoundingClientRect();
					return Math.min(bottom, top + Math.min(height, 40)) <= list.getBoundingClientRect().top + 1;
				})()`), "%+v: covered: %s", v, lazily(func() string { _, name := p.focused(); return name }))
			}
			// The page's last line can be read.
			eval[bool](p, "(scrollTo({ top: 1e9, behavior: 'instant' }), true)")
			assert.True(t, eval[bool](p, "document.querySelector('footer.foot').getBoundingClientRect().bottom <= document.querySelector('#notices').getBoundingClientRect().top + 1"))
			p.axe()
			p.find("button", w["notice.close"]).click()
			p.eventually("!document.querySelector('.notice')")
		}
	}
}

// The result of an import is shown next to the pressed button, and the focus is not lost
// with the field.
func TestImportSaysWhatItDid(t *testing.T) {
	for _, v := range []view{{}, {width: 390, height: 700}} {
		p := open(t, serveFolder(t, siteFolder(t))+"en/lessons/", v)
		settled(p)
		p.find("button", "Import").click()
		p.find("textbox", "Paste exported progress here, or load it from a file").fill(`{"version":1,"exercises":{"__proto__":{"tries":1,"hints":0,"passed":1},"constructor":{"tries":1,"hints":0}}}`)
		p.tabTo(`[data-act="take"]`)
		p.press("Enter")
		p.eventually("document.querySelector('[data-part=says]').textContent.includes('2 exercises')")
		assert.True(t, p.inSight("[data-part=says]"))
		p.hasFocus("button", "Import")
		assert.Equal(t, []string{"__proto__", "constructor"}, eval[[]string](p, "Object.keys(JSON.parse(localStorage.getItem('framelab.progress')).exercises)"))
	}
}
