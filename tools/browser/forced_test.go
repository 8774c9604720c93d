package browser

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// drawn returns what is visible of an element under forced colours: lines and
// backgrounds, of the element and of its ::before.
const drawn = `(e) => ['', '::before'].map((pseudo) => {
	const style = getComputedStyle(e, pseudo || null);
	return ['backgroundColor', 'backgroundImage', 'borderBottomColor', 'borderBottomWidth', 'borderBottomStyle', 'borderTopColor', 'borderTopStyle',
		'outlineStyle', 'outlineColor', 'outlineWidth', 'textDecorationLine'].map((name) => style[name]).join(' ');
}).join(' / ')`

// Under forced colours each state is visible: of bits, tabs, directions, switches, cards,
// the current page, and the selected byte.
func TestStatesAreVisibleWithForcedColours(t *testing.T) {
	for _, c := range []struct{ what, path, act, on, off string }{
		{"a bit", "labs/frame/", "", ".bit[data-bit='0']", ".bit[data-bit='1']"},
		{"a tab", "labs/frame/", "", "[role=tab][aria-selected=true]", "[role=tab][aria-selected=false]"},
		{"a direction", "labs/frame/", "", ".ways [aria-pressed=true]", ".ways [aria-pressed=false]"},
		{"the chosen byte", "labs/frame/", "document.querySelector('.figure [data-byte=\"6\"]').click()", ".cell[aria-current]", ".cell:not([aria-current])"},
		{"the chosen byte among all", "labs/frame/", "document.querySelector('.figure [data-byte=\"6\"]').click(), document.querySelector('.hexview').open = true", ".h[aria-current]", ".h:not([aria-current])"},
		{"a switch", "labs/frame/", "document.querySelector('.switch').insertAdjacentHTML('afterend', '<button class=\"switch off\" aria-checked=\"false\"></button>'), document.querySelector('.switch').click()", ".switch[aria-checked=true]", ".switch.off"},
		{"a field that is wrong", "labs/frame/", "(() => { const f = document.querySelector('#f-key'); f.value = 'x'; f.dispatchEvent(new Event('input', { bubbles: true })); })()", "#f-key[aria-invalid]", "#f-length"},
		{"the page one is on", "labs/frame/", "", ".top nav [aria-current]", ".top nav a:not([aria-current])"},
		{"the home page", "", "", ".mark[aria-current]", ".nothing"},
		{"a pressed tool", "labs/handshake/", "document.querySelector('[data-act=raw]').click()", "[data-act=raw][aria-pressed=true]", "[data-act=example]"},
		{"computed or edited", "labs/handshake/", "", ".ways [aria-pressed=true]", ".ways [aria-pressed=false]"},
		{"a card that is held", "lessons/byte-0/", "document.querySelector('.card').click()", ".card[aria-pressed=true]", ".card[aria-pressed=false]"},
		{"a byte of the masking lab", "lessons/masking/", "", "button.mcell[aria-pressed=true]", "button.mcell[aria-pressed=false]"},
		{"a bit of the masking lab", "lessons/masking/", "", ".eight [data-b='1']", ".eight [data-b='0']"},
		{"bytes that a code makes", "labs/deflate/", "", ".zchar .on", ".zchar .literal:not(.on)"},
		{"bytes that were copied", "labs/deflate/", "", ".zchar .ref:not(.on, .src)", ".zchar .literal:not(.src)"},
		{"bytes that a code copies", "labs/deflate/", "", ".zchar .src", ".zchar .literal:not(.src)"},
		{"a code of the deflate lab", "labs/deflate/", "", ".zcode[aria-pressed=true]", ".zcode[aria-pressed=false]"},
		{"a block of the deflate lab", "labs/deflate/", "", ".zblocks [aria-pressed=true]", ".zblocks [aria-pressed=false]"},
		{"bits of a code", "labs/deflate/", "", ".zeight .on", ".zeight i:not(.on)"},
		{"a byte of the UTF-8 lab that was read", "labs/utf8/", "", ".ucell.fed", ".ucell:not(.fed)"},
		{"an impossible byte", "labs/utf8/", "document.querySelector('[data-example=\"6\"]').click(), document.querySelector('utf8-lab [data-act=next]').click()", ".ucell.bad", ".ucell:not(.fed)"},
		{"a bit of a character", "labs/utf8/", "", ".ubits .value.b1", ".ubits .value.b0"},
		{"a byte that is due", "labs/utf8/", "", ".usquares .in", ".usquares .due"},
		{"a length of the length lab", "labs/length/", "document.querySelector('.t126').click()", ".lticks [aria-pressed=true]", ".lticks [aria-pressed=false]"},
	} {
		t.Run(c.what, func(t *testing.T) {
			p := open(t, serveFolder(t, siteFolder(t))+"en/"+c.path, view{forced: true, stillness: true, width: 390})
			settled(p)
			assert.True(t, eval[bool](p, "matchMedia('(forced-colors: active)').matches"))
			if c.act != "" {
				eval[bool](p, "("+c.act+", true)")
			}
			p.eventually("document.querySelector(" + quote(c.on) + ")")
			on := eval[string](p, "("+drawn+")(document.querySelector("+quote(c.on)+"))")
			if c.off == ".nothing" {
				assert.Contains(t, on, "underline")
				return
			}
			assert.NotEqual(t, on, eval[string](p, "("+drawn+")(document.querySelector("+quote(c.off)+"))"))
		})
	}
}
