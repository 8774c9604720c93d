package browser

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
)

// On a phone one button opens the tools. Dialogs that they open return the focus to them,
// and Escape closes the tools from any of them.
func TestToolsOnAPhone(t *testing.T) {
	p := open(t, serveFolder(t, siteFolder(t))+"en/labs/frame/", view{width: 390, height: 800, stillness: true})
	settled(p)
	p.clickOn(".menu.rest summary")
	p.find("button", "Paste").click()
	p.find("textbox", "Bytes, in any common form")
	p.find("button", "Cancel").click()
	p.eventually(`document.activeElement.dataset.act === 'paste'`)
	p.press("Escape")
	p.eventually(`!document.querySelector('.menu.rest').open && document.activeElement.matches('.menu.rest summary')`)
}

// The arrow keys move through all rows of a wrapped line of a head before they leave it.
func TestALongLineOfAHead(t *testing.T) {
	p := open(t, serveFolder(t, siteFolder(t))+"en/lessons/handshake/", view{width: 320, height: 640, stillness: true})
	settled(p)
	x := exerciseOf(p, "repair-post")
	key := eval[int](p, "[..."+x.section()+".querySelectorAll('.editlines textarea')].findIndex((a) => a.value.startsWith('Sec-WebSocket-Key'))") + 1
	x.clickOn(x.within(fmt.Sprintf(".editlines li:nth-child(%d) textarea", key)))
	focused := fmt.Sprintf("[...%s.querySelectorAll('.editlines textarea')].indexOf(document.activeElement) + 1", x.section())
	eval[bool](p, "(document.activeElement.setSelectionRange(3, 3), true)")
	x.press("ArrowDown")
	assert.Equal(t, key, eval[int](p, focused), "its second row")
	eval[bool](p, "(document.activeElement.setSelectionRange(999, 999), true)")
	x.press("ArrowDown")
	assert.Equal(t, key+1, eval[int](p, focused))
}

// Text that is dropped into a head with its line end makes no empty line; several lines
// become lines.
func TestDroppedLines(t *testing.T) {
	p := lessonPage(t, "handshake")
	x := exerciseOf(p, "repair-post")
	x.clickOn(x.within(".editlines li:nth-child(2) textarea"))
	values := "[..." + x.section() + ".querySelectorAll('.editlines textarea')].map((a) => a.value)"
	before := eval[[]string](p, values)
	eval[bool](p, `(() => { const a = document.activeElement; a.value = 'Host: a\nOrigin: b\n'; a.setSelectionRange(99, 99);
		return a.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertFromDrop' })); })()`)
	assert.Equal(t, slices.Concat(before[:1], []string{"Host: a", "Origin: b"}, before[2:]), eval[[]string](p, values))
}

// A card goes back to the tray, even if that is empty.
func TestACardGoesBackToAnEmptyTray(t *testing.T) {
	p := lessonPage(t, "byte-0")
	x := exerciseOf(p, "opcodes-sort")
	x.answer(text(x.e.Solution))
	inTray := "document.querySelectorAll(" + quote(x.within(".tray .card")) + ").length"
	for eval[int](p, inTray) > 0 {
		x.clickOn(x.within(".tray .card"))
		x.clickOn(x.within("[data-put]"))
	}
	x.clickOn(x.within(".bins .card"))
	x.clickOn(x.within(".tray"))
	p.eventually(inTray + " === 1")
}
