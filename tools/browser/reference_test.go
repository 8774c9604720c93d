package browser

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Each row and heading of the reference has a link to itself, which a press copies.
func TestReferenceAnchors(t *testing.T) {
	p := open(t, serveFolder(t, siteFolder(t))+"en/reference/", view{})
	p.eventually("document.querySelector('[data-server]').textContent !== ''")
	assert.Empty(t, eval[[]string](p, `[...document.querySelectorAll('.refparts h2, .refparts h3, .refrows > li')].filter((e) => {
		const id = e.id;
		return !id || e.querySelector('a.anchor')?.getAttribute('href') !== '#' + id;
	}).map((e) => e.outerHTML.slice(0, 120))`), "rows without a link to themselves")
	eval[bool](p, "(navigator.clipboard.writeText = async (text) => { window.copied = text; }, true)")
	p.find("link", "Link to 1006 closed without a Close frame").click()
	p.eventually("window.copied === location.href && location.hash === '#code-1006'")
	p.eventually("document.getElementById('said').textContent === 'Copied.'")
	p.visit(serveFolder(t, siteFolder(t)) + "en/lessons/masking/")
	settled(p)
	assert.Zero(t, eval[int](p, "document.querySelectorAll('article > h2[id]:not(:has(> a.anchor))').length"))
	assert.Positive(t, eval[int](p, "document.querySelectorAll('article > h2[id] > a.anchor').length"))
}

// An example of a broken rule opens in its lab, which names the rule.
func TestReferenceExamplesOpen(t *testing.T) {
	url := serveFolder(t, siteFolder(t)) + "en/reference/"
	for rule, shown := range map[string]string{
		"frame.mask.missing":               "frame-builder .verdict .rule",
		"message.deflate.tail":             "frame-builder .verdict .rule",
		"request.key.not-base64":           "handshake-bench .verdict",
		"response.deflate.window-bits":     "handshake-bench .verdict",
		"message.deflate.window":           "handshake-bench",
		"response.subprotocol.not-offered": "handshake-bench .verdict",
		"frame.message.interleaved":        "frame-builder",
	} {
		p := open(t, url, view{})
		p.visit(property[string](p.find("link", "See it broken: "+rule), "href"))
		settled(p)
		p.eventually("document.querySelector(" + quote(shown) + ")")
		words := eval[string](p, "fetch('../../reference/').then((r) => r.text()).then((html) => new DOMParser().parseFromString(html, 'text/html').getElementById("+quote(rule)+").querySelector('.refsays > p:nth-child(2)').textContent)")
		require.NotEmpty(t, words)
		p.eventually("document.querySelector(" + quote(shown) + ").textContent.includes(" + quote(words) + ") || document.querySelector(" + quote(shown) + ").textContent.includes(" + quote(rule) + ")")
	}
}

// The codes that no frame carries say so, what usually causes them, and what to check.
func TestReferenceSaysWhatLocalCodesMean(t *testing.T) {
	p := open(t, serveFolder(t, siteFolder(t))+"en/reference/", view{})
	for _, code := range []string{"1005", "1006", "1015"} {
		row := eval[string](p, "document.getElementById('code-"+code+"').textContent")
		assert.Contains(t, row, "Never on the wire", code)
		assert.Contains(t, row, "Usual cause", code)
		assert.NotContains(t, row, "See it broken", code)
		eval[bool](p, "(document.querySelector('#code-"+code+" > details').open = true)")
		p.find("link", "What if someone sends "+code+"?")
	}
}

// The contents mark where someone is, the filter hides what does not fit and nothing when
// it is empty, a code unfolds when its address is opened, and a phone has a way back.
func TestReferenceIsFoundThrough(t *testing.T) {
	url := serveFolder(t, siteFolder(t)) + "en/reference/"
	p := open(t, url+"#code-1006", view{})
	p.eventually("document.querySelector('#code-1006 > details[open]')")
	assert.Equal(t, 1, eval[int](p, "document.querySelectorAll('details[open]').length"))
	p.eventually("document.querySelector('.refnav [aria-current=location]')?.getAttribute('href') === '#codes'")
	eval[bool](p, "(document.getElementById('rules-length').scrollIntoView(), true)")
	p.eventually("document.querySelector('.refnav [aria-current=location]').getAttribute('href') === '#rules-length'")
	all := eval[int](p, "document.querySelectorAll('.refrows > li:not([hidden])').length")
	field := p.find("searchbox", "Filter the rows")
	field.fill("Mask key")
	p.eventually("document.querySelectorAll('.refrows > li:not([hidden])').length < 20")
	assert.Empty(t, eval[[]string](p, "[...document.querySelectorAll('.refrows > li:not([hidden])')].map((e) => e.textContent.toLowerCase()).filter((s) => !s.includes('mask') || !s.includes('key'))"))
	assert.Zero(t, eval[int](p, "[...document.querySelectorAll('.refparts h3, .refparts h2')].filter((h) => h.offsetParent && !h.parentElement.querySelector('.refrows > li:not([hidden])')).length"))
	field.fill("zzz")
	p.eventually("document.querySelector('.reffilter [role=status]').textContent.includes('No row contains “zzz”')")
	field.fill("")
	p.eventually("document.querySelectorAll('.refrows > li:not([hidden])').length === " + fmt.Sprint(all))
	p.axe()

	phone := open(t, url, view{width: 320})
	assert.Zero(t, phone.wider())
	eval[bool](phone, "(document.getElementById('glossary').scrollIntoView(), true)")
	phone.find("link", "Contents").click()
	phone.eventually("document.getElementById('contents').getBoundingClientRect().top >= -1 && location.hash === '#contents'")
}
