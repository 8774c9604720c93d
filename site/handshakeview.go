package site

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"

	"framelab/codec"
)

// A handshake is a request with the answer that the codec gives.
type handshake struct {
	Words
	id                string
	example           []byte // whose lines are offered where one is missing
	request, response []byte
	sent              codec.Request // the request as far as it can be read, whatever a server thinks of it
	refusal           codec.Rule    // why it is refused, or 0
}

// respond answers the request as the page's module does.
func (h *handshake) respond() {
	h.sent.Parse(h.request, codec.HeadLimits{})
	var asked codec.Request
	n, fault := asked.ReadUpgrade(h.request, codec.HeadLimits{})
	if h.refusal = fault.Rule; h.refusal != 0 {
		sentence := codec.AppendExplanation(nil, fault, h.request, h.T("rule."+h.refusal.Name()))
		h.response = codec.AppendRefusal(nil, h.refusal, string(sentence))
		return
	}
	if n > 0 {
		_, extensions := codec.ChooseDeflate(&asked, codec.Deflate{})
		h.response, _ = codec.AppendSwitchingProtocols(nil, &asked, codec.ChooseSubprotocol(&asked, spoken), extensions)
	}
}

// A headView is a head as its lines, each with what the codec says of it: the
// same reading as assets/js/handshake-head.js.
type headView struct {
	response bool
	bytes    []byte
	lines    []headLine
	first    int // where the first line begins: a request may begin with empty lines
	missing  []codec.Span
	whole    bool // its blank line is there
	stuck    bool // at a byte that no head has
	broken   int
}

type headLine struct {
	start, end, next int
	name, state      string
	rule             codec.Rule
	parts            []codec.Span // cut to the line, in bytes
}

func (h *handshake) requestHead() headView {
	return readHead(h.request, codec.AppendRequestDissection(nil, h.request, codec.HeadLimits{UpgradeOnly: true}), false)
}

func (h *handshake) responseHead() headView {
	return readHead(h.response, codec.AppendResponseDissection(nil, h.response, &h.sent, codec.HeadLimits{UpgradeOnly: true}), true)
}

func readHead(b []byte, spans []codec.Span, response bool) headView {
	v := headView{response: response, bytes: b}
	var parts []codec.Span
	refused := false
	for _, s := range spans {
		if s.Depth != 1 && s.Part != codec.PartAfterHead {
			continue
		}
		if s.Rule != 0 {
			v.broken++
		}
		refused = refused || s.Rule == codec.ResponseStatus
		if s.Bits == 0 && strings.HasPrefix(s.Part.Name(), "missing.") {
			v.missing = append(v.missing, s)
			continue
		}
		v.whole = v.whole || s.Part == codec.PartHeadEnd && s.Bits == 16
		v.stuck = v.stuck || s.Part == codec.PartHeadFault
		if s.Part == codec.PartEmptyLines {
			v.first = int(s.Bits / 8)
		}
		parts = append(parts, s)
	}
	for start := 0; start < len(b) || start == 0; {
		l := headLine{start: start, end: len(b), next: len(b)}
		if i := bytes.Index(b[start:], []byte("\r\n")); i >= 0 {
			l.end, l.next = start+i, start+i+2
		}
		v.lines = append(v.lines, v.judged(l, parts, refused))
		if start = l.next; start == 0 {
			break
		}
	}
	return v
}

// judged names a line and says how it stands.
func (v headView) judged(l headLine, spans []codec.Span, refused bool) headLine {
	for _, s := range spans {
		from, to := int(s.Start/8), int((s.Start+s.Bits)/8)
		if from >= l.next || to <= l.start {
			continue
		}
		from, to = max(from, l.start), min(to, l.next)
		l.parts = append(l.parts, codec.Span{Start: uint64(from), Bits: uint64(to - from), Part: s.Part, Rule: s.Rule})
		l.rule = cmp.Or(l.rule, s.Rule)
		if s.Part == codec.PartName && l.name == "" {
			l.name = strings.ToLower(string(v.bytes[from:to]))
		}
	}
	var lead codec.Part
	if len(l.parts) > 0 {
		lead = l.parts[0].Part
	}
	switch {
	case l.start == 0 && v.response:
		l.name = "status"
	case lead == codec.PartEmptyLines:
		l.name = "empty"
	case l.start == v.first:
		l.name = "request"
	case lead == codec.PartHeadEnd:
		l.name = "blank"
	}
	needed := []string{"request", "blank", "host", "upgrade", "connection", "sec-websocket-key", "sec-websocket-version"}
	if v.response {
		needed = []string{"status", "blank", "upgrade", "connection", "sec-websocket-accept"}
	}
	switch {
	case l.rule != 0:
		l.state = "broken"
	case lead == codec.PartAfterHead:
		l.state = "after"
	case lead == codec.PartHeadUnread, v.response && refusedLine(refused, l), l.name == "empty", l.has(codec.PartValueIgnored):
		l.state = "idle"
	case !v.whole && l.end == len(v.bytes):
		l.state = "waiting"
	case slices.Contains(needed, l.name):
		l.state = "needed"
	default:
		l.state = "optional"
	}
	return l
}

// has reports whether a line has a part of that kind.
func (l headLine) has(field codec.Part) bool {
	return slices.ContainsFunc(l.parts, func(p codec.Span) bool { return p.Part == field })
}

// value gives the value of the first field of that name, nil without one.
func (v headView) value(name string) []byte {
	for _, l := range v.lines {
		if l.name != name {
			continue
		}
		colon := false
		for _, p := range l.parts {
			if p.Part == codec.PartValue || p.Part == codec.PartValueIgnored {
				return v.bytes[p.Start : p.Start+p.Bits]
			}
			colon = colon || p.Part == codec.PartColon
		}
		if !colon {
			continue
		}
		return v.bytes[l.end:l.end]
	}
	return nil
}

// refusedLine reports whether a line of a response other than 101 says nothing about a handshake.
func refusedLine(refused bool, l headLine) bool { return refused && l.start > 0 && l.name != "blank" }

// steps draws how the accept value comes about.
func (h *handshake) steps() string {
	key := h.requestHead().value("sec-websocket-key")
	if key == nil {
		return `<p class="none">` + esc(h.T("hs.key.none")) + `</p>`
	}
	keySpan := `<span class="key">` + esc(shown(key)) + `</span>`
	sum := codec.SHA1(append(slices.Clone(key), codec.GUID...))
	var cells strings.Builder
	for _, b := range sum {
		fmt.Fprintf(&cells, `<span class="hsbyte">%02x</span>`, b)
	}
	step := func(name, inside string, params ...any) string {
		return `<li><h3>` + esc(h.T("hs.step."+name)) + `</h3>` + inside + `<p class="note">` + esc(h.T("hs.step."+name+".text", params...)) + `</p></li>`
	}
	return `<ol class="hssteps">` +
		step("key", `<p class="hsvalue">`+keySpan+`</p>`) +
		step("guid", `<p class="hsvalue">`+keySpan+`<span class="guid">`+codec.GUID+`</span></p>`, "n", len(key)+len(codec.GUID)) +
		step("sha1", `<div class="hssum">`+cells.String()+`</div>`) +
		step("base64", `<p class="hsvalue payload">`+base64.StdEncoding.EncodeToString(sum[:])+`</p>`) +
		`</ol>`
}

// outcome draws what comes of the handshake, in one sentence, and the facts under it.
func (h *handshake) outcome() string {
	text, at, class := h.T("hs.outcome.open"), codec.Section{RFC: 6455, Number: "4.2.2"}, "sentence"
	switch {
	case h.response == nil:
		text, at = h.T("hs.outcome.waiting"), blankSection
	case h.refusal != 0:
		key := "hs.outcome.refused"
		if h.refusal.Duty(codec.Server) != codec.DutyFail {
			key = "hs.outcome.refuses"
		}
		line, _, _ := strings.Cut(string(h.response), "\r\n")
		_, status, _ := strings.Cut(line, " ")
		text, at, class = h.T(key, "status", status, "rule", h.T("rule."+h.refusal.Name())), h.refusal.Section(), "sentence broken"
	}
	fact := h.T("hs.fact.request", "n", len(h.request))
	if broken := h.requestHead().broken; broken > 0 {
		fact = h.T("hs.fact.request.broken", "n", len(h.request), "rules", broken)
	}
	facts := `<span>` + esc(fact) + `</span>`
	if h.response != nil {
		facts += `<span>` + esc(h.T("hs.fact.computed", "n", len(h.response))) + `</span>`
	}
	return fmt.Sprintf(`<p class="%s">%s</p><p class="facts">%s<a href="%s">RFC %d §%s</a></p>`,
		class, esc(text), facts, sectionURL(at), at.RFC, at.Number)
}
