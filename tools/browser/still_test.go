package browser

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
)

// However long the verdict on a frame becomes, the bit under the pointer stays in place:
// two presses at one place press the same bit twice.
func TestBitsStayUnderThePointer(t *testing.T) {
	for _, lang := range languages {
		for _, width := range []int64{768, 1440} {
			t.Run(fmt.Sprint(lang, width), func(t *testing.T) {
				p := open(t, serveFolder(t, siteFolder(t))+lang+"/labs/frame/", view{language: lang, width: width, height: 900})
				settled(p)
				start := eval[string](p, "document.querySelector('frame-builder').store.state.bytes.join()")
				for bit := range 16 {
					at := fmt.Sprintf(`document.querySelector('.figure [data-bit="%d"]').getBoundingClientRect()`, bit)
					x, y := eval[float64](p, at+".x + 10"), eval[float64](p, at+".y + 10")
					p.do(chromedp.MouseClickXY(x, y))
					p.eventually(`document.querySelector('frame-builder').store.state.bytes.join() !== '` + start + `'`)
					assert.InDelta(t, y, eval[float64](p, at+".y + 10"), 1, "bit %d has moved", bit)
					p.do(chromedp.MouseClickXY(x, y))
					p.eventually(`document.querySelector('frame-builder').store.state.bytes.join() === '` + start + `'`)
				}
			})
		}
	}
}
