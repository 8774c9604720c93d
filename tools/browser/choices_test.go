package browser

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"framelab/site/words"
)

// Check on a choice says how many parts are right and never which; after the last hint a
// button tells that.
func TestChecksCount(t *testing.T) {
	for _, lang := range languages {
		w := words.In(lang)
		for _, c := range []struct{ lesson, id, answer, says string }{
			{"handshake", "connection-tokens", "plain", w.T("ex.count.choose", "right", 1, "of", 3)},
			{"handshake", "connection-tokens", "plain,list", w.T("ex.count.choose", "right", 2, "of", 3)},
			{"handshake", "connection-tokens", "alone,part", w.T("ex.count.choose", "right", 0, "of", 3) + " " + w.T("ex.count.choose.wrong", "n", 2)},
			{"handshake", "connection-tokens", "plain,alone,list,part,case,comma,protocol", w.T("ex.count.choose", "right", 3, "of", 3) + " " + w.T("ex.count.choose.wrong", "n", 4)},
			{"accept", "accept-bugs", "a=leading-space,b=hex-encoded,c=key-decoded,d=guid-lower-case", w.T("ex.count.placed", "right", 2, "of", 4)},
			{"accept", "accept-bugs", "a=leading-space,b=hex-encoded", w.T("ex.count.open", "n", 2)},
			{"masking", "who-closes", "a=client,b=server,c=client,d=nobody", w.T("ex.count.placed", "right", 3, "of", 4)},
			{"masking", "who-closes", "a=client", w.T("ex.count.open", "n", 3)},
		} {
			t.Run(lang+"/"+c.id+"/"+c.answer, func(t *testing.T) {
				p := open(t, serveFolder(t, siteFolder(t))+lang+"/lessons/"+c.lesson+"/", view{language: lang, stillness: true})
				settled(p)
				x := exerciseOf(p, c.id)
				x.answer(c.answer)
				for range 3 {
					x.use(`[data-act="check"]`)
					x.eventually(x.section() + ".querySelector('.finding p').firstChild.textContent.trim() === " + quote(c.says))
					assert.False(t, x.has(".control .found"))
					assert.False(t, x.shown(`.finding button`), "nothing leads to what is wrong")
				}
				if strings.Contains(c.says, w.T("ex.count.open", "n", 2)) || strings.Contains(c.says, w.T("ex.count.open", "n", 3)) {
					assert.False(t, x.shown(`[data-act="solution"]`), "not all are placed: that was no try")
					return
				}
				for range x.e.Hints {
					x.use(`[data-act="hint"]`)
				}
				x.tabTo(x.within(`[data-act="explain"]`))
				p.press("Enter")
				x.eventually(x.section() + ".querySelector('.control .found')")
				assert.True(t, eval[bool](p, x.section()+".contains(document.activeElement)"), "the focus is lost")
				x.use(`[data-act="check"]`)
				assert.False(t, x.has(".control .found"), "Check takes back what it does not say")
			})
		}
	}
}

// A wrong choice of one item is explained immediately, because it is the whole answer.
func TestOneChoiceIsExplained(t *testing.T) {
	p := lessonPage(t, "byte-0")
	x := exerciseOf(p, "rsv1-unagreed")
	x.choose([]string{"drop"})
	x.use(`[data-act="check"]`)
	x.says("not-dropped")
}

// Check on an empty or unchanged answer does not count as a try, so it does not offer a
// solution.
func TestEmptyAnswersDoNotCount(t *testing.T) {
	for lesson, exercises := range exerciseFiles(t) {
		p := lessonPage(t, lesson)
		for _, e := range exercises {
			x := &tried{page: p, e: e, words: words.In("en")}
			for range 2 {
				x.use(`[data-act="check"]`)
				x.eventually(x.section() + ".querySelector('.finding').textContent.trim()")
				assert.False(t, x.shown(`[data-act="solution"]`), "%s: at the start", e.ID)
			}
			empties := map[string][]string{
				"frames": {"", "  "}, "hex": {"", " ", "\t"}, "accept": {"", " ", "Sec-WebSocket-Accept:", "Sec-WebSocket-Accept:  "},
			}[e.Kind]
			for _, empty := range empties {
				selector := "textarea"
				if e.Kind == "accept" {
					selector = ".control input"
				}
				x.clickOn(x.within(selector))
				eval[bool](p, fmt.Sprintf("(document.activeElement.value = %s, document.activeElement.dispatchEvent(new Event('input', { bubbles: true })))", quote(empty)))
				x.use(`[data-act="check"]`)
				x.eventually(x.section() + ".querySelector('.finding').textContent.trim()")
				assert.False(t, x.shown(`[data-act="solution"]`), "%s: %q", e.ID, empty)
			}
		}
	}
}

// A long name of an item is not cut inside a word.
func TestLongItemsAreNotCutMidWord(t *testing.T) {
	for _, lang := range languages {
		p := open(t, serveFolder(t, siteFolder(t))+lang+"/lessons/byte-0/", view{language: lang, stillness: true})
		settled(p)
		x := exerciseOf(p, "rsv1-unagreed")
		for _, id := range []string{"ignore", "inflate", "drop", "clear"} {
			x.choose([]string{id})
			x.use(`[data-act="check"]`)
			item := eval[string](p, x.section()+".querySelector('[data-item="+id+"] span').innerText")
			shown := eval[string](p, x.section()+".querySelector('.finding [data-act=show]').textContent")
			before, after, ok := strings.Cut(words.In(lang)["ex.show"], "{place}")
			assert.True(t, ok)
			shown = strings.TrimSuffix(strings.TrimPrefix(shown, before), after)
			front, cut := strings.CutSuffix(shown, "…")
			assert.True(t, strings.HasPrefix(item, front), "%q of %q", front, item)
			if cut {
				assert.Regexp(t, `^[\s,;:.–-]`, item[len(front):], "%q is cut through a word of %q", front, item)
			} else {
				assert.Equal(t, item, shown)
			}
		}
	}
}

// "Send it twice" counts everything that the page sends, by its own Send button too,
// before or after.
func TestSendItTwiceCountsThePagesSend(t *testing.T) {
	for name, url := range map[string]string{"static": serveFolder(t, siteFolder(t)), "server": serve(t, "-site", siteFolder(t))} {
		for _, buttons := range [][2]string{{"echo-lab .go", "echo-lab .go"}, {"echo-lab .go", "observe-sends button"}, {"observe-sends button", "echo-lab .go"}} {
			t.Run(name+"/"+buttons[0]+"/"+buttons[1], func(t *testing.T) {
				p := open(t, url+"en/lessons/one-message/", view{stillness: true})
				settled(p)
				x := exerciseOf(p, "two-sends")
				for i, button := range buttons {
					p.clickOn(button)
					x.eventually(fmt.Sprintf("%s.querySelectorAll('.frames li').length === %d", x.section(), i+1))
				}
				x.use(`[data-act="check"]`)
				x.eventually(x.section() + ".dataset.state === 'passed'")
			})
		}
	}
}
