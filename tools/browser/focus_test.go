package browser

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"framelab/site/words"
)

// hasFocus waits until an element with this role and name has the focus.
func (p *page) hasFocus(role, name string) {
	p.t.Helper()
	said := func() string {
		r, n := p.focused()
		return r + " " + n
	}
	p.wait(func() bool { return said() == role+" "+name }, "the focus is on %s, not on %s %s", lazily(said), role, name)
}

// within reports whether the focus is inside an element that matches a selector.
func (p *page) focusWithin(selector string) {
	p.t.Helper()
	p.eventually("document.querySelector(" + quote(selector) + ").contains(document.activeElement)")
}

// After any action by keyboard, the focus is on the control or on the one that opened it.
func TestFocusStays(t *testing.T) {
	for _, lang := range languages {
		t.Run(lang, func(t *testing.T) {
			w := words.In(lang)
			p := open(t, serveFolder(t, siteFolder(t))+lang+"/labs/frame/", view{language: lang})
			settled(p)
			eval[bool](p, "(navigator.clipboard.writeText = async (text) => { window.copied = text }, true)")

			menu := func(key, item string) {
				p.tabTo("details.menu:has([data-act=copy]) summary")
				if key == "tool.examples" {
					p.tabTo("details.menu:has([data-act=size]) summary")
				}
				p.press("Enter")
				p.tabTo(item)
				p.press("Enter")
				p.eventually("!document.querySelector('details.menu[open]')")
			}
			menu("tool.copy", `[data-form="go"]`)
			p.eventually("window.copied")
			p.focusWithin("details.menu:has([data-act=copy])")
			menu("tool.examples", `.list a`)
			p.eventually("location.hash")
			p.focusWithin("details.menu:has([data-act=size])")
			menu("tool.examples", `[data-act="size"]`)
			p.eventually("document.querySelector('frame-builder').store.state.bytes.length > 65536")
			p.focusWithin("details.menu:has([data-act=size])")
			p.press("Control+z")
			p.eventually("document.querySelector('frame-builder').store.state.bytes.length < 65536")

			// Clearing MASK by its bit leaves bytes over; the button that lays out the
			// frame again then disappears.
			p.tabTo(`[data-act="direction"]`)
			p.press("Enter")
			p.hasFocus("button", w.T("dir.toServer"))
			p.visit(eval[string](p, "location.href.split('#')[0] + '#v1/c/810537fa213d7f9f4d5158'"))
			settled(p)
			p.tabTo(`.figure .bits [data-bit][tabindex="0"]`)
			p.press("Home", "ArrowDown", "1", "0")
			p.tabTo(`[data-act="relay"]`)
			p.press("Enter")
			p.eventually("!document.querySelector('[data-act=relay]')")
			p.focusWithin(`[data-part="verdict"]`)
			p.press("Control+z")
			p.eventually("document.querySelector('[data-act=relay]')")

			// At the first and last byte, the button for the next one keeps the focus.
			p.tabTo(`[data-act="prev"]`)
			for range 3 {
				p.press("Enter")
			}
			p.hasFocus("button", w.T("drawer.prev"))
		})
	}
}

// When the focused field disappears, the focus moves to the rest of its form.
func TestFocusWhenAFieldDisappears(t *testing.T) {
	p := builder(t, "")
	p.tabTo("[name=key]")
	eval[bool](p, "(document.querySelector('[data-bit=\"8\"]').click(), true)")
	p.eventually("!document.querySelector('[name=key]')")
	p.focusWithin("[data-part=fields]")
	p.press("Control+z")
	p.eventually("document.querySelector('[name=key]')")
}

// Undo and redo work from anywhere on the page, in every lab, but not in a dialog.
func TestUndoFromAnywhere(t *testing.T) {
	site := serveFolder(t, siteFolder(t)) + "en/"
	t.Run("builder", func(t *testing.T) {
		p := builder(t, "")
		p.find("button", "MASK 1, byte 1, bit 7").click()
		p.sentence("not masked")
		for _, at := range []string{"header a", "footer", "body", "[data-act=send]", "[name=opcode]", "[data-act=prev]"} {
			eval[bool](p, "(document.activeElement.blur(), document.querySelector("+quote(at)+").focus(), true)")
			for _, keys := range [][2]string{{"Control+z", "Control+Shift+z"}, {"Control+z", "Control+y"}, {"Meta+z", "Meta+Shift+z"}} {
				p.press(keys[0])
				p.sentence("saying “Hello”")
				p.press(keys[1])
				p.sentence("not masked")
			}
		}
		p.find("button", "Paste").click()
		p.write("81")
		p.press("Control+z")
		p.eventually("document.querySelector('dialog').open")
		p.sentence("not masked")
	})
	t.Run("bench", func(t *testing.T) {
		p := open(t, site+"labs/handshake/", view{})
		settled(p)
		p.find("button", "version 8").click()
		p.eventually("document.querySelector('[data-part=outcome]').textContent.includes('426')")
		eval[bool](p, "(document.activeElement.blur(), true)")
		p.press("Control+z")
		p.eventually("!document.querySelector('[data-part=outcome]').textContent.includes('426')")
	})
	t.Run("the lab that was used last", func(t *testing.T) {
		p := lessonPage(t, "byte-0")
		steps := func(lab string) string { return "document.querySelector('" + lab + "').store.past.length" }
		for _, lab := range []string{"exercise-frames", "lesson-frame"} {
			eval[bool](p, "(document.querySelector('"+lab+" [data-bit=\"0\"]').click(), true)")
			p.eventually(steps(lab) + " === 1")
		}
		p.press("Control+z")
		p.eventually(steps("lesson-frame") + " === 0 && " + steps("exercise-frames") + " === 1")
		p.clickOn("exercise-frames [data-bit='1']")
		p.press("Control+z", "Control+z")
		p.eventually(steps("exercise-frames") + " === 0")
	})
	t.Run("masking", func(t *testing.T) {
		p := lessonPage(t, "masking")
		p.find("textbox", "Masking key").fill("00 00 00 00")
		p.clickOn(`masking-lab [data-act="newkey"]`)
		p.press("Control+z")
		p.eventually("document.querySelector('masking-lab [name=key]').value === '00 00 00 00'")
	})
}

// A field that the lab's history covers has no history of its own, and the lab's includes
// input that cannot be used yet.
func TestUndoInAField(t *testing.T) {
	p := builder(t, "")
	field := p.find("textbox", "payload as text")
	field.fill("Hello world")
	p.sentence("saying “Hello world”")
	p.press("Control+z")
	p.sentence("saying “Hello”")
	assert.Equal(t, "Hello", property[string](field, "value"))
	p.press("Control+Shift+z")
	p.sentence("saying “Hello world”")
	assert.Equal(t, "Hello world", property[string](field, "value"))

	key := p.find("textbox", "masking key (hexadecimal)")
	key.fill("00 0")
	assert.Equal(t, "true", p.find("textbox", "masking key (hexadecimal)").state("invalid"))
	p.press("Control+z")
	p.wait(func() bool { return property[string](key, "value") == "37 fa 21 3d" }, "%s", lazily(func() string { return property[string](key, "value") }))
	p.press("Control+y")
	p.wait(func() bool { return property[string](key, "value") == "00 0" }, "%s", lazily(func() string { return property[string](key, "value") }))
}

// A copy is announced and shown, and moves nothing; if it fails, the text is shown for
// copying by hand.
func TestCopyIsAnnounced(t *testing.T) {
	for _, path := range []string{"labs/frame/", "labs/handshake/"} {
		for _, lang := range languages {
			w := words.In(lang)
			p := open(t, serveFolder(t, siteFolder(t))+lang+"/"+path, view{language: lang, width: 1280, height: 720})
			settled(p)
			eval[bool](p, "(navigator.clipboard.writeText = async () => {}, true)")
			places := `(scrollTo(0, 0), JSON.stringify([...document.querySelectorAll('main *')].filter((e) => !e.closest('details') && e.getClientRects().length).map((e) => [e.localName, e.className, Math.round(e.getBoundingClientRect().top)].join(' ')), null, '\n'))`
			before := eval[string](p, places)
			for range 2 {
				eval[bool](p, "(document.querySelector('#said').textContent = '', true)")
				p.clickOn("details.menu:has([data-act=copy]) summary")
				p.clickOn(`[data-act="copy"][data-form="python"]`)
				p.eventually("document.querySelector('#said').textContent === " + quote(w.T("tool.copied", "what", "Python")))
				assert.Equal(t, w.T("tool.copied", "what", "Python"), eval[string](p, "document.querySelector('#mention').textContent"))
				assert.Equal(t, before, eval[string](p, places), "%s%s: something has moved", lang, path)
			}
			eval[bool](p, "(navigator.clipboard.writeText = async () => { throw new Error('no') }, true)")
			p.clickOn("details.menu:has([data-act=copy]) summary")
			p.clickOn(`[data-act="copy"][data-form="python"]`)
			p.eventually("document.querySelector('.notice textarea')?.value.length > 10")
			p.axe()
		}
	}
}

// The button for a long address says that it copies, and so does the page.
func TestLongAddress(t *testing.T) {
	p := builder(t, "")
	eval[bool](p, "(navigator.clipboard.writeText = async (text) => { window.copied = text }, true)")
	eval[bool](p, "(document.querySelector('[data-act=size]').click(), true)")
	p.eventually("document.querySelector('[data-part=address]').textContent.includes('characters')")
	eval[bool](p, "(document.querySelector('[data-form=link]').click(), true)")
	p.eventually("window.copied?.length > 131000 && document.querySelector('#mention')?.textContent.includes(window.copied.length.toLocaleString('en') + ' characters')")
	eval[bool](p, "(document.querySelector('[data-form=hex]').click(), true)")
	p.eventually("document.querySelector('#mention')?.textContent === 'Copied: Hexadecimal'")
}
