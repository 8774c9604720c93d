package site

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"framelab/codec"
)

// benchMarks stand at a row's end, by the line's state.
var benchMarks = map[string]string{"needed": "✓", "optional": "○", "broken": "✕", "waiting": "…", "idle": "–", "after": "–"}

// rows draws a head's lines as assets/js/handshake-rows.js does. The line of the
// request's key is looked at, or the first where there is none.
func (h *handshake) rows(v headView) string {
	if len(v.bytes) == 0 && v.response {
		return `<p class="none">` + esc(h.T("hs.response.none")) + `</p>`
	}
	var rows, lacking []string
	looked := -1
	if !v.response {
		looked = max(0, slices.IndexFunc(v.lines, func(l headLine) bool { return l.name == "sec-websocket-key" }))
	}
	for i, l := range v.lines {
		rows = append(rows, h.row(v, l, i, i == looked))
	}
	for _, s := range v.missing {
		lacking = append(lacking, h.lacking(v, s.Rule, s.Part.Name()))
	}
	if !v.whole && !v.stuck && len(v.bytes) > 0 {
		lacking = append(lacking, h.lacking(v, 0, "missing.blank"))
	}
	at := slices.IndexFunc(v.lines, func(l headLine) bool { return l.name == "blank" })
	if at < 0 {
		at = len(rows)
	}
	return `<ol class="hsrows">` + strings.Join(slices.Insert(rows, at, lacking...), "") + `</ol>`
}

func (v headView) side() string {
	if v.response {
		return "response"
	}
	return "request"
}

func (h *handshake) row(v headView, l headLine, i int, looked bool) string {
	side := v.side()
	id := fmt.Sprint(h.id, side, "-", i)
	class, invalid, hint := l.state, "", ""
	if looked {
		class += " chosen"
	}
	if l.rule != 0 {
		invalid = ` aria-invalid="true"`
	}
	if l.name == "blank" {
		hint = ` placeholder="` + esc(h.T("lesson.line.blank.name")) + `"`
	}
	return fmt.Sprintf(`<li class="hsrow %s"><div class="hstext"><div class="hsmirror" aria-hidden="true">%s</div>`+
		`<textarea class="hsline" rows="1" data-side="%s" data-line="%d" aria-label="%s" aria-describedby="%s"%s%s autocomplete="off" autocapitalize="off" spellcheck="false">%s</textarea></div>`+
		`<span class="hsmark" aria-hidden="true">%s</span><p class="hssays" id="%s">%s</p></li>`,
		class, v.mirror(l), side, i, esc(h.T("hs.line."+side, "n", i+1)), id, invalid, hint, esc(shown(v.bytes[l.start:l.end])),
		benchMarks[l.state], id, h.says(v, l))
}

// says draws what is said of a line: its state in a word, then what is wrong, or what it is for.
func (h *handshake) says(v headView, l headLine) string {
	state := `<b>` + esc(h.T("hs.state."+l.state)) + `</b> `
	switch {
	case l.rule != 0:
		return state + esc(h.T("rule."+l.rule.Name())) + ` ` + h.sectionLink(l.rule.Section())
	case l.state == "waiting" || l.state == "after":
		key := "hs.says." + l.state
		if l.state == "after" && v.response {
			key += ".body" // a build's own answer has no frames after it
		} else if l.state == "after" && h.refusal != 0 {
			key += ".unread"
		} else if l.state == "after" {
			key += ".frames"
		}
		return state + esc(h.T(key))
	case l.name == "empty":
		return state + esc(h.T("hs.says.empty"))
	case l.has(codec.PartValueIgnored):
		return state + esc(h.T("hs.says.host"))
	case l.state == "idle" && v.stuck:
		return state + esc(h.T("hs.says.unread"))
	case l.state == "idle":
		return state + esc(h.T("hs.says.idle"))
	}
	key, at := "lesson.line.other", otherSection
	if s, known := lineSections[l.name]; known {
		key, at = "lesson.line."+l.name, s
	} else if l.name == "blank" {
		key, at = "lesson.line.blank", blankSection
	}
	if v.response && h.Has(key+".response") {
		key += ".response"
	}
	return state + esc(h.T(key)) + ` ` + h.sectionLink(at)
}

func (h *handshake) sectionLink(s codec.Section) string {
	return string(sectionLink(s, sectionName(s)))
}

// mirror draws the line under what is typed: the same characters with their colours.
func (v headView) mirror(l headLine) string {
	var out strings.Builder
	for _, p := range l.parts {
		from, to := int(p.Start), min(int(p.Start+p.Bits), l.end)
		if p.Part == codec.PartLineEnd || p.Part == codec.PartHeadEnd || to <= from {
			continue
		}
		kind := ""
		switch {
		case p.Rule != 0:
			kind = "bad"
		case p.Part == codec.PartName:
			kind = "n"
		case p.Part == codec.PartColon:
			kind = "c"
		case p.Part == codec.PartValue && l.name == "sec-websocket-key":
			kind = "key"
		case p.Part == codec.PartValue && l.name == "sec-websocket-accept":
			kind = "payload"
		}
		text := esc(shown(v.bytes[from:to]))
		if kind != "" {
			text = `<span class="` + kind + `">` + text + `</span>`
		}
		out.WriteString(text)
	}
	return out.String()
}

// lacking draws a required field that is absent, or the blank line, with a way to add it.
func (h *handshake) lacking(v headView, rule codec.Rule, field string) string {
	words, state, mark, at, offer := h.T("hs.missing.blank"), "", "…", blankSection, h.T("lesson.line.blank.name")
	if rule != 0 {
		words, state, mark, at, offer = h.T("rule."+rule.Name()), `<b>`+esc(h.T("hs.state.missing"))+`</b> `, "✕", rule.Section(), h.offer(field)
	}
	return fmt.Sprintf(`<li class="hsrow lacking"><p class="hssays">%s%s %s</p><span class="hsmark" aria-hidden="true">%s</span>`+
		`<button type="button" class="quiet" data-act="add" data-side="%s" data-field="%s">%s</button></li>`,
		state, esc(words), h.sectionLink(at), mark, v.side(), field, esc(h.T("hs.add", "line", offer)))
}

// missingNames are the fields that stand for absent ones, and their names.
var missingNames = map[string]string{
	"missing.host": "host", "missing.upgrade": "upgrade", "missing.connection": "connection",
	"missing.key": "sec-websocket-key", "missing.version13": "sec-websocket-version",
}

// offer gives the line that can be added for an absent field.
func (h *handshake) offer(field string) string {
	if field == "missing.accept" {
		value := ""
		if key := h.requestHead().value("sec-websocket-key"); key != nil {
			value = string(codec.AppendAccept(nil, key))
		}
		return "Sec-WebSocket-Accept: " + value
	}
	for line := range strings.SplitSeq(string(h.example), "\r\n") {
		if name, _, ok := strings.Cut(line, ":"); ok && strings.EqualFold(name, missingNames[field]) {
			return line
		}
	}
	return ""
}

// shown writes bytes as text, control characters as signs, as assets/js/handshake-text.js does.
func shown(b []byte) string {
	var out strings.Builder
	for len(b) > 0 {
		r, size := utf8.DecodeRune(b)
		switch {
		case r == '\r':
			r = '⇤'
		case r == '\n':
			r = '⇣'
		case r < 0x20:
			r += 0x2400
		case r == 0x7f:
			r = 0x2421
		}
		out.WriteRune(r)
		b = b[size:]
	}
	return out.String()
}
