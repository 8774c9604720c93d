package browser

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
)

const explains = "document.querySelector('#termbox:not([hidden])')?.textContent ?? ''"

// A term explains itself on a press, under the pointer and with the focus, and Escape
// closes it. Nothing moves.
func TestTermsExplainThemselves(t *testing.T) {
	for lang, want := range map[string]struct{ term, says, section string }{
		"en": {"masked", "Each payload byte is XORed", "Data Frames"},
		"ko": {"마스킹", "마스킹 키 4바이트", "Data Frames"},
	} {
		p := open(t, serveFolder(t, siteFolder(t))+lang+"/labs/frame/", view{language: lang, width: 1280})
		settled(p)
		height := eval[int](p, "document.documentElement.scrollHeight")
		term := `document.querySelector('.verdict [data-term="masking"]')`
		assert.Contains(t, eval[string](p, term+".textContent"), want.term)
		eval[bool](p, "("+term+".click(), true)")
		p.eventually("(" + explains + ").includes(" + quote(want.says) + ")")
		assert.Equal(t, "termbox", eval[string](p, term+".getAttribute('aria-describedby')"))
		assert.Equal(t, height, eval[int](p, "document.documentElement.scrollHeight"), "something moved")
		assert.Zero(t, p.wider())
		p.axe()
		p.press("Escape")
		p.eventually("(" + explains + ") === ''")

		p.tabTo(`.verdict [data-term="masking"]`)
		p.eventually("(" + explains + ").includes(" + quote(want.says) + ")")
		p.press("Enter")
		p.eventually(term + ".ariaExpanded === 'true'")
		p.press("Tab")
		p.eventually("document.activeElement.matches('#termbox a')")
		p.press("Escape")
		p.eventually("document.activeElement === " + term)

		p.tabTo(`.verdict .facts a[data-term="6455 5.6"]`)
		p.eventually("(" + explains + ").includes(" + quote(want.section) + ")")
		p.press("Escape")
		// A finger's first press on the link explains it; the box has the link too.
		assert.True(t, eval[bool](p, `((press) => { document.querySelector('.verdict .facts a').dispatchEvent(press); return press.defaultPrevented; })(new PointerEvent('click', { bubbles: true, cancelable: true, pointerType: 'touch' }))`))
		p.eventually("document.querySelector('#termbox:not([hidden]) a[href*=\"rfc6455#section-5.6\"]')")
		p.press("Escape")
		hover := func(selector string) {
			eval[bool](p, `((e) => { const r = e.getBoundingClientRect(); window.at = [r.x + r.width / 2, r.y + r.height / 2]; return true; })(document.querySelector('`+selector+`'))`)
			at := eval[[]float64](p, "window.at")
			p.do(chromedp.MouseEvent("mouseMoved", at[0], at[1]))
		}
		hover(`.verdict [data-term="masking"]`)
		p.eventually("(" + explains + ").includes(" + quote(want.says) + ")")
		p.do(chromedp.MouseEvent("mouseMoved", 2, 2))
		p.eventually("(" + explains + ") === ''")
	}
}

// In a lesson each term is marked where it is first after a heading, and in no heading,
// link or code.
func TestTermsInLessons(t *testing.T) {
	for _, lang := range languages {
		p := open(t, serveFolder(t, siteFolder(t))+lang+"/lessons/masking/", view{language: lang})
		settled(p)
		assert.Greater(t, eval[int](p, "document.querySelectorAll('article > p [data-term]').length"), 5, lang)
		assert.Positive(t, eval[int](p, "document.querySelectorAll('frame-wire ~ p [data-term]').length"), "%s: after a figure too", lang)
		assert.Zero(t, eval[int](p, "document.querySelectorAll('[role=tooltip] [data-term]').length"), "%s: a tooltip cannot be pressed", lang)
		assert.Zero(t, eval[int](p, "document.querySelectorAll(':is(a, button, code, pre, h1, h2, h3, label) .term').length"), lang)
		assert.Empty(t, eval[[]string](p, `(() => {
			const twice = [];
			let seen = new Set();
			for (const e of document.querySelectorAll('article > h2, article > p')) {
				if (e.localName === 'h2') seen = new Set();
				for (const { dataset } of e.querySelectorAll('.term')) {
					if (seen.has(dataset.term)) twice.push(dataset.term + ' in ' + e.textContent.slice(0, 40));
					seen.add(dataset.term);
				}
			}
			return twice;
		})()`), lang)
		eval[bool](p, "(document.querySelector('article > p .term').click(), true)")
		p.eventually("(" + explains + ").length > 20")
	}
}
