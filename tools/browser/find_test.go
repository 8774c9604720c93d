package browser

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// typeInto types a text into the field with the focus, letter by letter.
func (p *page) typeInto(text string) {
	p.t.Helper()
	eval[bool](p, fmt.Sprintf(`((text) => {
		const field = document.activeElement;
		field.value = text;
		field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText' }));
		return true;
	})(%s)`, quote(text)))
}

// first returns the search's first result for a query: its kind and its title.
func (p *page) first(query string) string {
	p.t.Helper()
	eval[bool](p, "(document.querySelector('.find [role=listbox]').replaceChildren(), true)")
	p.typeInto(query)
	p.eventually("document.querySelector('.find [role=option], .findsays:not(.unseen):not(:empty)')")
	return eval[string](p, "(o => o ? o.querySelector('.findkind').textContent + ': ' + o.querySelector('.findtitle').textContent : '')(document.querySelector('.find [role=option]'))")
}

// The search opens with / and Ctrl+K from any page, or by its button, finds everything by
// its name, also misspelled or half typed, and goes there by the keyboard.
func TestSearch(t *testing.T) {
	url := serveFolder(t, siteFolder(t))
	for lang, queries := range map[string]map[string]string{
		"en": {
			"handshke": "term: handshake", "opcdoe": "term: opcode", "1006": "close code: 1006", "close code 1006": "close code: 1006",
			"frame.mask.missing": "rule: frame.mask.missing", "mask missing": "rule: frame.mask.missing", "not-minimal": "rule: frame.length.not-minimal",
			"unmask": "command: Unmask the frame", "mask": "command: Mask the frame", "paste": "command: Paste", "send": "command: Send", "theme": "command: Theme:", "language": "command: Switch to Korean", "embed": "command: Share or embed",
			"payload": "term: payload", "paylod": "term: payload", "sec-websocket-key": "field: Sec-WebSocket-Key", "websocket-acept": "field: Sec-WebSocket-Accept", "opcode 9": "opcode: 0x9", "ping": "term: ping", "5.6": "RFC: §5.6", "§5.2": "RFC: §5.2",
			"frame builder": "page: Frame builder", "refrence": "page: Reference", "ㅡㅁ나": "", "fragmentaton": "term: fragmentation", "protocol error": "close code: 1002", "dark": "command: Theme: dark", "light": "command: Theme: light",
			"error 1006": "close code: 1006", "why does my browser say 1006": "close code: 1006", "1005 1006": "close code: 1005", "disconnect": "close code: 1006", "disconected": "close code: 1006", "connection lost": "close code: 1006", "pingpong": "term: p", "certificate error": "close code: 1015", "websocket closes immediately": "close code: 1006", "message too big": "close code: 1009",
		},
		"ko": {
			"마스킹": "용어: 마스킹", "마스ㅋ": "용어: 마스킹", "마슼": "용어: 마스킹", "마스크": "용어: 마스킹", "마스킹키": "용어: 마스킹 키", "마 스킹": "용어: 마스킹", "ㅁㅅㅋ": "용어: 마스킹",
			"핸드쉐이크": "용어: 핸드셰이크", "핸드셰이크": "용어: 핸드셰이크", "핸드 셰이크": "용어: 핸드셰이크", "핸드세이크": "용어: 핸드셰이크", "메세지": "용어: 메시지", "컨트롤 프레임": "용어: 제어 프레임", "제어프레임": "용어: 제어 프레임",
			"종료코드": "", "종료 코드 1006": "종료 코드: 1006", "1006": "종료 코드: 1006", "언마스킹": "", "붙여넣기": "명령: ", "보내기": "명령: ", "테마": "명령: 테마", "다크": "명령: 테마: 어둡게", "핑퐁": "opcode: 0x9 핑", "한글": "용어: UTF-8", "1006이 뭐예요": "종료 코드: 1006", "연결이 끊겨요": "종료 코드: 1006", "인증서 오류": "종료 코드: 1015", "언어": "명령: 영어로", "영어": "명령: 영어로",
			"ㅔ묘ㅣㅐㅁㅇ": "용어: 페이로드", "vpdlfhem": "용어: 페이로드", "payload": "용어: 페이로드", "opcode": "용어: opcode", "프래임": "용어: 프레임", "오리진": "용어: 출처",
		},
	} {
		p := open(t, url+lang+"/lessons/masking/", view{language: lang})
		settled(p)
		p.press("/")
		p.eventually("document.querySelector('dialog.find[open]') && document.activeElement.matches('.find input')")
		for query, want := range queries {
			got := p.first(query)
			assert.True(t, got != "" && strings.HasPrefix(got, want), "%s: %q finds %q first, not %q", lang, query, got, want)
		}
		p.axe()
		p.press("Escape")
		p.eventually("!document.querySelector('dialog.find[open]')")
	}

	p := open(t, url+"en/labs/", view{})
	p.eventually("document.querySelector('[data-server]').textContent !== ''")
	p.press("Control+k")
	p.eventually("document.querySelector('dialog.find[open] [role=option]')")
	p.first("close")
	second := eval[string](p, "document.querySelectorAll('.find [role=option]')[1].id")
	p.press("ArrowDown")
	assert.Equal(t, second, eval[string](p, "document.querySelector('.find input').getAttribute('aria-activedescendant')"))
	assert.Equal(t, "true", eval[string](p, "document.querySelectorAll('.find [role=option]')[1].ariaSelected"))
	// A query that finds nothing shows its three neighbours.
	p.first("frogmont")
	assert.Contains(t, eval[string](p, "document.querySelector('.findsays:not(.unseen)').textContent"), "Nothing is called “frogmont”")
	assert.Equal(t, 3, eval[int](p, "document.querySelectorAll('.find [role=option]').length"))
	p.first("1006")
	p.press("Enter")
	p.arrives("location.pathname.endsWith('/en/reference/') && location.hash === '#code-1006' && document.querySelector('[data-server].here, [data-server][title]')")
	p.find("button", "Search").click()
	p.eventually("document.querySelector('dialog.find[open]')")
}

// Keys do nothing while someone types in a field, and the bits keep theirs.
func TestKeysStayOutOfFields(t *testing.T) {
	p := open(t, serveFolder(t, siteFolder(t))+"en/labs/frame/", view{})
	settled(p)
	p.find("textbox", "payload as text").click()
	p.press("/", "?")
	p.eventually("document.querySelector('[name=text]').value.includes('/?')")
	p.press("Control+k")
	assert.False(t, eval[bool](p, "document.querySelector('dialog[open]') !== null"))
	p.find("button", "FIN 1, byte 0, bit 7").click()
	p.press("1", "0")
	p.find("button", "FIN 0, byte 0, bit 7")
	p.press("?")
	p.eventually("document.querySelector('dialog.keys[open]')")
	assert.Contains(t, eval[string](p, "document.querySelector('dialog.keys').textContent"), "Set the bit")
	p.axe()
	p.press("/")
	assert.False(t, eval[bool](p, "document.querySelector('dialog.find[open]') !== null"), "over another dialog")
	p.press("Escape")
	p.eventually("!document.querySelector('dialog.keys')")
}

// A command does what the control of the page does; from elsewhere it goes to the lab.
func TestSearchCommands(t *testing.T) {
	p := open(t, serveFolder(t, siteFolder(t))+"en/labs/frame/", view{})
	settled(p)
	command := func(query string) {
		p.press("/")
		p.eventually("document.querySelector('dialog.find[open] [role=option]')")
		p.first(query)
		p.press("Enter")
	}
	eval[bool](p, "(document.activeElement.blur(), true)")
	command("unmask")
	p.eventually("location.hash === '#v1/c/810548656c6c6f'")
	eval[bool](p, "(document.activeElement.blur(), true)")
	command("undo")
	p.eventually("location.hash !== '#v1/c/810548656c6c6f'")
	eval[bool](p, "(document.activeElement.blur(), true)")
	for _, theme := range []string{"dark", "light", "dark"} {
		command(theme)
		p.eventually("document.documentElement.dataset.theme === " + quote(theme) + " && localStorage.getItem('framelab.theme') === " + quote(theme))
		p.eventually("document.getElementById('said').textContent === 'Theme: " + theme + "'")
		assert.Equal(t, "Theme: "+theme, eval[string](p, "document.querySelector('[data-theme-switch]').ariaLabel"))
		eval[bool](p, "(document.activeElement.blur(), true)")
	}
	command("same as system")
	p.eventually("document.documentElement.dataset.theme === undefined")
	eval[bool](p, "(document.activeElement.blur(), true)")
	command("language")
	p.arrives("location.pathname.endsWith('/ko/labs/frame/')")
	p.visit(strings.Replace(eval[string](p, "location.href"), "/ko/labs/frame/", "/en/reference/", 1))
	command("paste")
	p.arrives("location.pathname.endsWith('/en/labs/frame/') && document.querySelector('dialog.pastebox[open]')")
}

// The index of each language is small, whole, and its addresses lead somewhere.
func TestIndex(t *testing.T) {
	for _, lang := range languages {
		b, err := os.ReadFile(filepath.Join(siteFolder(t), lang, "find.json"))
		require.NoError(t, err)
		assert.Less(t, len(b), 60_000, lang)
		var rows [][]string
		require.NoError(t, json.Unmarshal(b, &rows))
		reference, err := os.ReadFile(filepath.Join(siteFolder(t), lang, "reference", "index.html"))
		require.NoError(t, err)
		kinds := map[string]int{}
		for _, row := range rows {
			kinds[row[0]]++
			to := ""
			if len(row) > 3 {
				to = row[3]
			}
			if strings.HasPrefix(to, "#") {
				to = "reference/" + to
			}
			switch row[0] {
			case "act", "rfc":
				continue
			case "rule":
				to = "reference/#" + row[1]
			}
			path, id, _ := strings.Cut(to, "#")
			page, err := os.ReadFile(filepath.Join(siteFolder(t), lang, path, "index.html"))
			require.NoError(t, err, row)
			if id != "" {
				assert.Contains(t, string(page), `id="`+id+`"`, row)
			}
		}
		assert.Equal(t, strings.Count(string(reference), `class="reflink"`)+strings.Count(string(reference), `class="refwhy"`),
			kinds["rule"]+kinds["code"]+kinds["opcode"]+kinds["field"])
		for _, kind := range []string{"page", "act", "lesson", "part", "rfc", "term"} {
			assert.Greater(t, kinds[kind], 4, "%s: %s", lang, kind)
		}
	}
}

// The list of keys begins with those of the page's own lab.
func TestKeysOfEachPage(t *testing.T) {
	url := serveFolder(t, siteFolder(t))
	for path, want := range map[string][]string{
		"labs/frame/": {"On bits and bytes", "On the strip of frames"}, "labs/handshake/": {"On the lines of a handshake"}, "labs/masking/": {"On the bytes and the key"},
		"labs/length/": {"On the dial and the length"}, "labs/deflate/": {"On the codes"}, "labs/utf8/": {"On the bytes"}, "reference/": {"Everywhere"},
	} {
		p := open(t, url+"en/"+path, view{})
		p.press("?")
		p.eventually("document.querySelector('dialog.keys[open]')")
		assert.Equal(t, want, eval[[]string](p, "[...document.querySelectorAll('.keys h3')].map((h) => h.textContent)")[:len(want)], path)
	}
}
