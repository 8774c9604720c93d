package browser

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
)

// short are screens of little height: phones in landscape, and a page at 400 %.
var short = [][2]int64{{844, 390}, {667, 375}, {932, 430}, {320, 256}}

// On a screen of little height the frame, or the head, is visible when the page loads,
// and nothing that sticks to the edges of the screen covers it wherever the page is
// scrolled to.
func TestNothingCoversAFrameOnAShortScreen(t *testing.T) {
	for _, lang := range languages {
		for path, c := range map[string]struct {
			what  string // all of these can be uncovered
			first string // this is visible when the page loads
		}{
			"/":                     {".wcell", ".wcell"},
			"/labs/frame/":          {".figure :is(.bit, .cell)", ".figure .bit"},
			"/labs/handshake/":      {".hspanel:not([data-off]) .hsline", ".hsbreak button"},
			"/lessons/byte-0/":      {":is(lesson-frame, exercise-frames) .bit", ".lesson h1"},
			"/lessons/handshake/":   {".hspanel:not([data-off]) .hsline, .editlines textarea", ".lesson h1"},
			"/lessons/masking/":     {"button.mcell, .exercise .bit", ".lesson h1"},
			"/lessons/one-message/": {"lesson-frame .bit", ".lesson h1"},
		} {
			p := open(t, serveFolder(t, siteFolder(t))+lang+path, view{language: lang, width: 844, height: 390, stillness: true})
			settled(p)
			for _, size := range short {
				p.look(view{language: lang, width: size[0], height: size[1], stillness: true})
				at := fmt.Sprintf("%s%s at %d by %d", lang, path, size[0], size[1])
				eval[bool](p, "(scrollTo(0, 0), true)")
				assert.LessOrEqual(t, eval[float64](p, "document.querySelector('"+c.first+"').getBoundingClientRect().bottom - innerHeight"), 0.0, "%s: %s", at, c.first)
				assert.Empty(t, eval[[]string](p, `(() => {
					const all = [...document.querySelectorAll(`+quote(c.what)+`)].filter((e) => e.getClientRects().length);
					const found = all.length ? [] : ['nothing to look at'];
					for (const e of all) for (const block of ['start', 'end']) {
						e.style.scrollMargin = '0px';
						e.scrollIntoView({ block });
						const r = e.getBoundingClientRect();
						const top = document.elementFromPoint(r.x + r.width / 2, r.y + Math.min(r.height / 2, 12));
						if (!e.contains(top) && !top?.contains(e)) found.push((e.getAttribute('aria-label') ?? e.className) + ' is under ' + (top?.className || top?.localName));
					}
					return [...new Set(found)];
				})()`), at)
			}
		}
	}
}
