package browser

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"framelab/codec"
)

// widths are the widths of phones, tablets and desktops at which a page is laid out.
var widths = []int64{320, 390, 768, 1024, 1440}

// unbroken is a long word without a place to break.
var unbroken = strings.Repeat("x", 300)

// wider returns how far a page extends beyond the side of the screen, in CSS pixels.
func (p *page) wider() int {
	p.t.Helper()
	return eval[int](p, "Math.max(0, document.documentElement.scrollWidth - innerWidth)")
}

// fits checks the page at every width and fails the test where it is too wide.
func (p *page) fits(lang, what string) {
	p.t.Helper()
	for _, width := range widths {
		p.look(view{language: lang, width: width, height: 800, stillness: true})
		assert.Zerof(p.t, p.wider(), "%s, %s: wider than %d pixels by", lang, what, width)
	}
}

// masked returns a frame that is masked with a key of zeros.
func masked(first byte, payload string) string {
	h := codec.Header{Fin: first&0x80 != 0, RSV: codec.RSV(first >> 4 & 7), Opcode: codec.Opcode(first & 15), Masked: true}
	return fmt.Sprintf("%x", codec.AppendFrame(nil, h, []byte(payload)))
}

// No frame makes the builder too wide, in any of its views: a long word, one that is cut,
// broken, compressed or closing, all of 65,536 bytes, and every opcode.
func TestNoFrameWidensTheBuilder(t *testing.T) {
	frames := map[string]string{
		"300 letters":       masked(0x81, unbroken),
		"JSON":              masked(0x81, `{"type":"subscribe","channel":"ticker.BTC-USD","id":42}`),
		"300 syllables":     masked(0x81, strings.Repeat("뷁", 100)),
		"300 bytes":         masked(0x82, unbroken),
		"a Close":           masked(0x88, "\x03\xe8"+unbroken[:123]),
		"a ping, too long":  masked(0x89, unbroken),
		"not UTF-8":         masked(0x81, strings.Repeat("\xff", 300)),
		"a length too long": "d1ffffffffffffffffff00000000" + strings.Repeat("ff", 40),
		"cut off":           "81fe012c",
		"nothing":           "",
		"65,536 bytes":      masked(0x82, strings.Repeat("\x00", 65536)),
	}
	opcodes := map[string]string{} // the ones with long words, on the narrowest screen
	for i := range 16 {
		opcodes[fmt.Sprintf("opcode %X", i)] = masked(byte(0xf0|i), "ab")
	}
	for _, lang := range languages {
		p := open(t, serveFolder(t, siteFolder(t))+lang+"/labs/frame/", view{language: lang})
		settled(p)
		for _, width := range widths {
			p.look(view{language: lang, width: width, height: 800, stillness: true})
			tried := maps.Clone(frames)
			if width == widths[0] {
				maps.Copy(tried, opcodes)
			}
			for what, hex := range tried {
				assert.Empty(t, eval[[]string](p, `(async (hex) => {
					const lab = document.querySelector('frame-builder');
					const found = [];
					const fits = (what) => {
						const over = document.documentElement.scrollWidth - innerWidth;
						if (over > 0) found.push(what + ' is ' + over + ' pixels too wide');
					};
					lab.load(Uint8Array.from(hex.match(/../g) ?? [], (b) => parseInt(b, 16)));
					for (const way of ['hex', 'text']) {
						lab.querySelector('#way-' + way).click();
						fits(way);
					}
					lab.querySelector('.hexview').open = true;
					lab.draw();
					fits('in hexadecimal it');
					lab.querySelector('[data-act=more]')?.click();
					fits('with more of its bytes it');
					const sends = () => Number(document.querySelector('.sends .shown [data-n]')?.dataset.n ?? 0);
					const before = sends();
					lab.querySelector('[data-act=send]').click();
					while (sends() <= before) await new Promise((soon) => setTimeout(soon));
					fits('the answer');
					return found;
				})(`+quote(hex)+`)`), "%s, %s at %d pixels", lang, what, width)
			}
		}
	}
}

// No typed word makes a page too wide: 300 letters in each of its fields, sent, checked
// and echoed.
func TestNoWordWidensAPage(t *testing.T) {
	for _, lang := range languages {
		for _, path := range pagePaths(t, lang) {
			t.Run(path, func(t *testing.T) {
				p := open(t, serveFolder(t, siteFolder(t))+path, view{language: lang, width: 320, stillness: true})
				settled(p)
				p.fits(lang, "as it comes")
				eval[bool](p, `(() => {
					const kinds = 'input[type=text], textarea, .hsline';
					for (const field of document.querySelectorAll(kinds)) {
						if (!field.isConnected || field.readOnly || field.closest('dialog')) continue;
						field.value = `+quote(unbroken)+`;
						field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText' }));
					}
					for (const form of document.querySelectorAll('form:not([method=dialog])')) form.requestSubmit();
					for (const b of document.querySelectorAll('[data-act=send], [data-act=check]')) b.click();
					return new Promise((done) => setTimeout(() => done(true), 300));
				})()`)
				p.fits(lang, "300 letters in every field")
				eval[bool](p, `(() => {
					for (const b of document.querySelectorAll('[data-act=hint], [data-act=solution]:not([hidden]), [data-act=show]')) b.click();
					for (const d of document.querySelectorAll('details:not(.menu)')) d.open = true;
					return new Promise((done) => setTimeout(() => done(true), 100));
				})()`)
				p.fits(lang, "hints, solutions and details")
			})
		}
	}
}

// A word of 300 letters in a notice, in a link that cannot be read, and in the paste
// dialog.
func TestNoNoticeWidensAPage(t *testing.T) {
	for _, lang := range languages {
		p := open(t, serveFolder(t, siteFolder(t))+lang+"/labs/frame/#v1/c/81"+unbroken, view{language: lang})
		settled(p)
		p.eventually("document.querySelector('.notice')")
		p.fits(lang, "a notice")
		eval[bool](p, `(() => {
			document.querySelector('[data-act=paste]').click();
			const field = document.querySelector('dialog textarea');
			field.value = `+quote(unbroken)+`;
			field.dispatchEvent(new InputEvent('input', { bubbles: true }));
			return true;
		})()`)
		for _, width := range widths {
			p.look(view{language: lang, width: width, stillness: true})
			out := eval[[]float64](p, "(({ left, right }) => [left, innerWidth - right])(document.querySelector('dialog').getBoundingClientRect())")
			assert.True(t, out[0] >= 0 && out[1] >= 0, "%s: the dialog extends beyond %d pixels: %v", lang, width, out)
			assert.LessOrEqual(t, eval[int](p, "(d => d.scrollWidth - d.clientWidth)(document.querySelector('dialog'))"), 0, "%s %d", lang, width)
		}
	}
}

// overlaps returns the names of bits and cells that overlap each other, or extend beyond
// the bits that they name, measured by the boxes of their letters. MASK is wider than its
// one bit, and the length's name makes room for it.
const overlaps = `() => {
	const found = [];
	const boxes = [];
	for (const brace of document.querySelectorAll('.figure .brace')) {
		const text = document.createRange();
		text.selectNodeContents(brace);
		const rects = [...text.getClientRects()].filter((r) => r.width);
		const bits = brace.closest('.run')?.querySelector('.cellrow').getBoundingClientRect();
		for (const r of bits ? rects : []) {
			if (r.right > bits.right + (brace.textContent === 'MASK' ? 13 : 4)) found.push(brace.textContent + ' runs ' + Math.round(r.right - bits.right) + ' pixels out of its bits');
		}
		boxes.push(...rects.map((rect) => ({ of: brace, rect })));
	}
	for (const cell of document.querySelectorAll('.figure :is(.bit, .cell, .none, .more)')) boxes.push({ of: cell, rect: cell.getBoundingClientRect() });
	boxes.forEach((a, i) => {
		for (const b of boxes.slice(i + 1)) {
			if (a.of === b.of || !a.of.matches('.brace')) continue;
			const wide = Math.min(a.rect.right, b.rect.right) - Math.max(a.rect.left, b.rect.left);
			const high = Math.min(a.rect.bottom, b.rect.bottom) - Math.max(a.rect.top, b.rect.top);
			if (wide > 1 && high > 1) found.push(a.of.textContent + ' over ' + b.of.textContent);
		}
	});
	return found;
}`

// No name overlaps another, and none makes the page too wide: for every opcode and form
// of the length, broken or not, at every width, in the builder and in lessons.
func TestNoNameRunsIntoAnother(t *testing.T) {
	for _, lang := range languages {
		for _, path := range []string{"/labs/frame/", "/lessons/byte-0/"} {
			p := open(t, serveFolder(t, siteFolder(t))+lang+path, view{language: lang, stillness: true})
			settled(p)
			for _, width := range widths {
				p.look(view{language: lang, width: width, height: 800, stillness: true})
				assert.Empty(t, eval[[]string](p, `((overlaps) => {
					const found = [];
					const lab = document.querySelector('frame-builder, lesson-frame');
					for (let opcode = 0; opcode < 16; opcode++) {
						for (const [what, bytes] of Object.entries({
							legal: [0x80 | opcode, 0x82, 0, 0, 0, 0, 97, 98],
							broken: [0x70 | opcode, 0x85, 1, 2, 3, 4, 5, 6, 7, 8, 9],
							'from a server': [0x70 | opcode, 5, 1, 2, 3, 4, 5],
							'its length in 2 bytes': [opcode, 0xfe, 1, 59, 1, 2, 3, 4, 5],
							'its length in 8 bytes': [0x70 | opcode, 0xff, 255, 255, 255, 255, 255, 255, 255, 255, 1, 2, 3, 4, 5],
						})) {
							lab.load(new Uint8Array(bytes));
							found.push(...overlaps().map((words) => 'opcode ' + opcode + ', ' + what + ': ' + words));
							const over = document.documentElement.scrollWidth - innerWidth;
							if (over > 0) found.push('opcode ' + opcode + ', ' + what + ': ' + over + ' pixels too wide');
						}
					}
					return found;
				})(`+overlaps+`)`), "%s%s at %d pixels", lang, path, width)
			}
		}
	}
}
