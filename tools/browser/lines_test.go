package browser

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// brokenOff returns, for columns from 288 to 608 pixels, the lines of a lesson that begin
// with a syllable that belongs to the mark, code, link or chip before it.
const brokenOff = `(() => {
	const lesson = document.querySelector('article.lesson');
	const range = (n, from, to) => { const r = document.createRange(); r.setStart(n, from); r.setEnd(n, to); return r; };
	const bottom = (rects) => Math.max(...[...rects].map((r) => r.bottom));
	const pairs = [];
	const walker = document.createTreeWalker(lesson, NodeFilter.SHOW_TEXT);
	for (let n = walker.nextNode(); n; n = walker.nextNode()) {
		for (const m of n.data.matchAll(/([)\]”’]|^)\u2060?([가-힣])/g)) {
			const before = m[1] ? range(n, m.index, m.index + 1) : n.previousSibling;
			if (m[1] || before?.matches?.('a, b, code, dfn, em, span, strong') && (before.matches('.chip') || getComputedStyle(before).display === 'inline'))
				pairs.push([before, range(n, m.index + m[0].length - 1, m.index + m[0].length), n.data.slice(m.index, m.index + 12)]);
		}
	}
	const found = [String(pairs.length)];
	for (let width = 288; width <= 608; width += 8) {
		lesson.style.width = width + 'px';
		for (const [before, after, text] of pairs) {
			const at = after.getClientRects()[0];
			if (at && at.top >= bottom((before.querySelector?.('button') ?? before).getClientRects())) found.push(width + ': ' + text);
		}
	}
	return found;
})()`

// A Korean particle stays on the line of the word before it, however wide the column is.
func TestParticlesStayWithTheirWords(t *testing.T) {
	url := serveFolder(t, siteFolder(t))
	for _, lesson := range []string{"accept", "byte-0", "masking"} {
		t.Run(lesson, func(t *testing.T) {
			p := open(t, url+"ko/lessons/"+lesson+"/", view{language: "ko", width: 640, stillness: true})
			settled(p)
			found := eval[[]string](p, brokenOff)
			assert.NotEqual(t, "0", found[0], "no particle is looked at")
			assert.Empty(t, found[1:])
		})
	}
}

// On a phone, code keeps its lines: a line that is too long scrolls, by the keyboard too.
func TestCodeKeepsItsLinesOnAPhone(t *testing.T) {
	p := open(t, serveFolder(t, siteFolder(t))+"en/lessons/accept/", view{width: 320, stillness: true})
	settled(p)
	const all = `[...document.querySelectorAll('.lesson pre:has(code)')]`
	assert.Equal(t, 3, eval[int](p, all+".length"))
	assert.Equal(t, []string{}, eval[[]string](p, all+`.filter((c) => c.clientHeight > c.textContent.trimEnd().split('\n').length * parseFloat(getComputedStyle(c).lineHeight) + 20).map((c) => c.textContent)`), "broken lines")
	p.tabTo(".lesson pre:has(code)")
	p.press("ArrowRight")
	p.eventually("document.activeElement.scrollLeft > 0")
	assert.Equal(t, "Code", eval[string](p, "document.activeElement.ariaLabel"))
}
