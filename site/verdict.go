package site

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"framelab/codec"
)

// quoted is how many characters of a text a sentence repeats.
const quoted = 24

// verdict draws the sentence on a frame, and the line of facts under it, as
// assets/js/verdictview.js does. The figures that a build draws have no bytes left over.
func (w Words) verdict(v frameView) string {
	text, section, broken, state := w.sentence(v)
	class := "sentence"
	facts := "<span>" + esc(state) + "</span>"
	if broken {
		class += " broken"
		if code := v.broken[0].Rule.CloseCode(); code != 0 {
			facts += "<span>" + esc(w.T("verdict.fail.code", "code", fmt.Sprint(uint16(code)))) + "</span>"
		}
	}
	size := w.T("verdict.size", "n", v.end) + ", " + w.T("verdict.left.none")
	if v.missing > 0 {
		size = w.T("verdict.waiting", "n", v.end)
	}
	return fmt.Sprintf(`<p class="%s">%s</p><p class="facts">%s<span>%s</span><a href="https://www.rfc-editor.org/rfc/rfc%d#section-%s">%s</a></p>`,
		class, esc(text), facts, esc(size), section.RFC, section.Number, esc(w.T("verdict.rfc", "rfc", fmt.Sprint(section.RFC), "section", section.Number)))
}

// sentence says what the receiver must do with the frame, and where that is written.
func (w Words) sentence(v frameView) (text string, section codec.Section, broken bool, state string) {
	receiver := w.T("party." + v.receiver.String())
	if len(v.broken) > 0 {
		rule := v.broken[0].Rule
		text := w.T("verdict.fail", "receiver", receiver, "rule", w.T("rule."+rule.Name()))
		return text, rule.Section(), true, w.T("verdict.broken", "n", len(v.broken))
	}
	state = w.T("verdict.ok")
	if v.missing > 0 {
		what := w.T("verdict.missing." + v.lacking.Part.Name())
		return w.T("verdict.missing", "receiver", receiver, "what", what, "n", v.lacking.Missing), codec.Section{RFC: 6455, Number: "5.2"}, false, state
	}
	text, number := w.whole(v, receiver)
	return text, codec.Section{RFC: 6455, Number: number}, false, state
}

// whole says what is to be done with a whole frame that breaks nothing.
func (w Words) whole(v frameView, receiver string) (text, section string) {
	plain := v.plain()
	n := len(plain)
	masked := w.T("verdict.unmasked")
	if v.masked() {
		masked = w.T("verdict.masked")
	}
	first := ""
	if v.value(codec.PartFin) == 0 {
		first = ".first"
	}
	switch v.opcode() {
	case codec.OpText:
		return w.T("verdict.text"+first, "receiver", receiver, "n", n, "masked", masked, "saying", w.saying("verdict.saying", plain)), "5.6"
	case codec.OpBinary:
		return w.T("verdict.binary"+first, "receiver", receiver, "n", n, "masked", masked), "5.6"
	case codec.OpClose:
		if n == 0 {
			return w.T("verdict.close.empty", "receiver", receiver), "5.5.1"
		}
		code := int(plain[0])<<8 | int(plain[1])
		return w.T("verdict.close", "receiver", receiver, "code", fmt.Sprint(code), "name", w.closeName(code), "saying", w.saying("verdict.reason", plain[2:])), "5.5.1"
	case codec.OpPing:
		if n == 0 {
			return w.T("verdict.ping.empty", "receiver", receiver), "5.5.2"
		}
		return w.T("verdict.ping", "receiver", receiver, "n", n), "5.5.2"
	case codec.OpPong:
		return w.T("verdict.pong", "receiver", receiver, "n", n), "5.5.3"
	}
	return w.T("verdict.continuation", "receiver", receiver, "n", n, "masked", masked), "5.4"
}

// saying repeats the text of a payload, or nothing when it is empty or not UTF-8.
func (w Words) saying(key string, plain []byte) string {
	if len(plain) == 0 || !utf8.Valid(plain) {
		return ""
	}
	text := string(plain)
	if chars := []rune(text); len(chars) > quoted {
		text = string(chars[:quoted]) + "…"
	}
	return w.T(key, "text", text)
}

func (w Words) closeName(code int) string {
	switch key := fmt.Sprint("close.", code); {
	case w.Has(key):
		return w.T(key)
	case code >= 3000 && code < 4000:
		return w.T("close.registered")
	case code >= 4000 && code < 5000:
		return w.T("close.private")
	}
	return w.T("close.unassigned")
}

// hexString writes bytes as the page's links do.
func hexString(b []byte) string {
	var out strings.Builder
	for _, x := range b {
		fmt.Fprintf(&out, "%02x", x)
	}
	return out.String()
}
