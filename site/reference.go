package site

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"framelab/codec"
	"framelab/lessons"
)

// A refPart is one part of the reference, under its own heading.
type refPart struct {
	ID, Title, Text string
	Groups          []refGroup
	Spread          bool // its rows have no key: two columns where there is room
}

// A refGroup is the rows of a part under a smaller heading, or under none.
type refGroup struct {
	ID, Title string
	Rows      []refRow
}

// A refRow is one row of the reference: a rule, an opcode, a code, a field or a term.
type refRow struct {
	ID    string
	Key   string // the number that it is or leads to, such as 1002
	Of    string // what the number is, such as a close code
	Name  string
	Mono  bool // the name is from the protocol
	Text  string
	More  string // the usual causes, and what to check
	Facts []template.HTML
	Link  string // an example in a lab, from the root of the language's pages
	Label string // the link's words
	Shows string // the link's name, which says what it is an example of
	Why   string // why there is no example
	find  []string
}

// Broken returns the name with the places where a line may break.
func (r refRow) Broken() template.HTML {
	return template.HTML(strings.NewReplacer(".", ".<wbr>", "-", "-<wbr>").Replace(esc(r.Name)))
}

// Called returns the name with the number that the row is about.
func (r refRow) Called() string {
	if r.Mono || r.Key == "" {
		return r.Name
	}
	return r.Key + " " + r.Name
}

// Count returns how many rows a part has.
func (p refPart) Count() (n int) {
	for _, g := range p.Groups {
		n += len(g.Rows)
	}
	return n
}

// Folds reports whether the rows of a part are a grid of names, each of which unfolds.
func (p refPart) Folds() bool { return p.ID == "opcodes" || p.ID == "codes" }

// Reference returns all parts of the reference. It panics if an example does not break
// its rule in its lab.
func (v view) Reference() []refPart {
	return []refPart{
		{"opcodes", v.T("reference.opcodes"), v.T("reference.opcodes.text"), []refGroup{{Rows: v.opcodes()}}, false},
		{"codes", v.T("reference.codes"), v.T("reference.codes.text"), []refGroup{{Rows: v.closeCodes()}}, false},
		{"fields", v.T("reference.fields"), v.T("reference.fields.text"), []refGroup{{Rows: v.fields()}}, false},
		{"rules", v.T("reference.rules"), v.T("reference.rules.text"), v.ruleGroups("flags", "mask", "length", "content", "deflate", "own"), false},
		{"handshake", v.T("reference.handshake"), v.T("reference.handshake.text"), v.ruleGroups("head", "line", "fields"), false},
		{"response", v.T("reference.responses"), v.T("reference.responses.text"), v.ruleGroups("status", "answer", "parameters"), false},
		{"glossary", v.T("reference.glossary"), v.T("reference.glossary.text"), []refGroup{{Rows: v.terms()}}, true},
	}
}

// ruleFronts are the fronts of the names of each group's rules. The longest that fits
// decides.
var ruleFronts = map[string]string{
	"frame.": "flags", "frame.mask.": "mask", "frame.length.": "length", "frame.control.too-long": "length", "frame.too-big": "length",
	"message.": "content", "close.": "content", "message.too-": "length", "message.deflate.": "deflate", "send.": "own",
	"head.": "head", "request.": "fields", "request.method": "line", "request.http2": "line", "request.target": "line", "request.version.": "line", "request.version": "line", "request.version13": "fields",
	"response.": "answer", "response.version": "status", "response.status": "status", "response.deflate.": "parameters",
}

// group returns the group of a rule.
func group(r codec.Rule) string {
	longest := ""
	for front := range ruleFronts {
		if len(front) > len(longest) && strings.HasPrefix(r.Name(), front) {
			longest = front
		}
	}
	return ruleFronts[longest]
}

func (v view) ruleGroups(names ...string) (groups []refGroup) {
	examples := breaches()
	for _, name := range names {
		g := refGroup{ID: "rules-" + name, Title: v.T("reference.group." + name)}
		for i := 1; i < codec.NumRules; i++ {
			if r := codec.Rule(i); group(r) == name {
				g.Rows = append(g.Rows, v.ruleRow(r, examples[r]))
			}
		}
		groups = append(groups, g)
	}
	return groups
}

func (v view) ruleRow(r codec.Rule, b breach) refRow {
	row := refRow{ID: r.Name(), Name: r.Name(), Mono: true, Text: v.T("rule." + r.Name()), Link: b.Link(),
		Label: v.T("reference.example"), Shows: v.T("reference.example.of", "what", r.Name())}
	switch {
	case r.CloseCode() != 0:
		row.Key = fmt.Sprint(uint16(r.CloseCode()))
		row.Of = v.T("reference.leads.close")
	case r.Status() != 0:
		row.Key = fmt.Sprint(r.Status())
		row.Of = v.T("reference.leads.status")
	case strings.HasPrefix(r.Name(), "response."):
		row.Facts = append(row.Facts, template.HTML(esc(v.T("reference.leads.client"))))
	default:
		row.Facts = append(row.Facts, template.HTML(esc(v.T("reference.leads.own"))))
	}
	if duty := v.duty(r); duty != "" {
		row.Facts = append(row.Facts, template.HTML(esc(duty)))
	}
	row.Facts = append(row.Facts, v.sectionFact(r.Section()))
	if b.Why != "" {
		row.Why = v.T("reference.why." + b.Why)
	} else if shown := v.pen.call("brokenAt", b.Link()).Export().([]any); !slices.Contains(shown, any(r.Name())) {
		panic(fmt.Sprintf("the example of %s breaks %v", r.Name(), shown))
	}
	return row
}

// duty says what a receiver may do other than fail, or nothing.
func (v view) duty(r codec.Rule) string {
	client, server := r.Duty(codec.Client), r.Duty(codec.Server)
	asks := strings.HasPrefix(r.Name(), "request.")
	switch {
	case client == codec.DutyIgnore && server == codec.DutyIgnore:
		return v.T("reference.duty.ignore")
	case client == codec.DutyIgnore:
		return v.T("reference.duty.clientIgnore")
	case client == codec.DutyChoose && server == codec.DutyFail && !asks:
		return v.T("reference.duty.clientChoose")
	case client == codec.DutyChoose && server == codec.DutyChoose:
		return v.T("reference.duty.choose")
	}
	return ""
}

// sectionFact links to a section and names its title.
func (v view) sectionFact(s codec.Section) template.HTML {
	title, _ := lessons.SectionTitle(s)
	return template.HTML(fmt.Sprintf(`<a href="%s">%s</a> %s`, sectionURL(s), sectionName(s), esc(title)))
}

// opcodes returns the opcodes; reserved ones that belong together share a row.
func (v view) opcodes() (rows []refRow) {
	for _, o := range []codec.Opcode{0, 1, 2, 3, 8, 9, 10, 11} {
		row := refRow{ID: fmt.Sprintf("opcode-%x", uint8(o)), Key: fmt.Sprintf("0x%X", uint8(o)), Name: v.opcodeName(o),
			Text: v.T(fmt.Sprint("reference.opcode.", uint8(o))), find: opcodeNames(o)}
		kind := "reference.kind.data"
		if o.IsControl() {
			kind = "reference.kind.control"
		}
		s := codec.Section{RFC: 6455, Number: map[codec.Opcode]string{0: "5.4", 1: "5.6", 2: "5.6", 3: "5.2", 8: "5.5.1", 9: "5.5.2", 10: "5.5.3", 11: "5.2"}[o]}
		row.Facts = []template.HTML{template.HTML(esc(v.T(kind))), v.sectionFact(s)}
		if o.IsReserved() {
			last := o | 7
			row.Key += fmt.Sprintf("–%X", uint8(last))
			for n := o; n <= last; n++ {
				row.find = append(row.find, opcodeNames(n)...)
			}
		}
		row.Link = breach{From: codec.Client, Frames: v.opcodeExample(o)}.Link()
		row.Label, row.Shows = v.T("reference.open"), v.T("reference.open.of", "what", row.Key+" "+row.Name)
		rows = append(rows, row)
	}
	return rows
}

// opcodeNames returns how people name an opcode by its number.
func opcodeNames(o codec.Opcode) []string {
	return []string{fmt.Sprint("opcode ", uint8(o)), fmt.Sprintf("opcode %x", uint8(o)), fmt.Sprintf("0x%x", uint8(o))}
}

// opcodeExample returns frames from a client whose last has the opcode.
func (v view) opcodeExample(o codec.Opcode) []byte {
	switch o {
	case codec.OpContinuation:
		s := sending().add(codec.Header{Opcode: codec.OpText}, "Hel")
		return s.add(whole(o), "lo").b
	case codec.OpClose:
		return one(whole(o), "\x03\xe8bye").Frames
	}
	return one(whole(o), "Hello").Frames
}

// The sides that send a close code, where they are not both (RFC 6455 §7.4.1, and the
// registry's notes for 1012 to 1014).
var closers = map[codec.CloseCode]string{
	1004: "none", codec.CloseNoStatus: "local", codec.CloseAbnormal: "local", codec.CloseTLSHandshake: "local",
	codec.CloseMandatoryExtension: "client", codec.CloseInternalError: "server",
	codec.CloseServiceRestart: "server", codec.CloseTryAgainLater: "server", codec.CloseBadGateway: "server",
}

// closeCodes returns those of RFC 6455 §7.4.1 and the IANA registry, and its two open
// ranges.
func (v view) closeCodes() (rows []refRow) {
	codes := []codec.CloseCode{3000, 4000}
	for c := codec.CloseTLSHandshake; c >= codec.CloseNormal; c-- {
		codes = append([]codec.CloseCode{c}, codes...)
	}
	for _, c := range codes {
		row := refRow{ID: fmt.Sprint("code-", uint16(c)), Key: fmt.Sprint(uint16(c)), Name: v.closeName(c), Text: v.T(fmt.Sprint("reference.codes.", uint16(c)))}
		if key := fmt.Sprint("reference.codes.find.", uint16(c)); v.Words.Has(key) {
			row.find = []string{v.T(key)}
		}
		if key := fmt.Sprint("reference.codes.more.", uint16(c)); v.Words.Has(key) {
			row.More = v.T(key)
		}
		if c >= 3000 {
			row.Key = v.T(fmt.Sprint("reference.close.range.", uint16(c)))
		}
		who := cmp.Or(closers[c], "both")
		row.Facts = []template.HTML{template.HTML(esc(v.T("reference.who." + who)))}
		if c == codec.CloseNormal || c >= 3000 {
			row.Facts = append(row.Facts, template.HTML(esc(v.T("reference.page.close"))))
		}
		if c < 1012 || c == codec.CloseTLSHandshake {
			row.Facts = append(row.Facts, v.sectionFact(codec.Section{RFC: 6455, Number: "7.4.1"}))
		} else if c >= 3000 {
			row.Facts = append(row.Facts, v.sectionFact(codec.Section{RFC: 6455, Number: "7.4.2"}))
		} else {
			row.Facts = append(row.Facts, `<a href="https://www.iana.org/assignments/websocket/websocket.xhtml#close-code-number">IANA</a>`)
		}
		from := codec.Client
		frame := codec.AppendFrame(nil, codec.Header{Fin: true, Opcode: codec.OpClose, Masked: true, Key: rfcKey}, []byte{byte(c >> 8), byte(c)})
		if who == "server" {
			from = codec.Server
			frame = codec.AppendFrame(nil, whole(codec.OpClose), []byte{byte(c >> 8), byte(c)})
		}
		row.Link = breach{From: from, Frames: frame}.Link()
		row.Label, row.Shows = v.T("reference.open"), v.T("reference.open.of", "what", row.Key+" "+row.Name)
		if !c.Sendable() {
			row.Label = v.T("reference.example.sent", "code", row.Key)
			row.Shows = row.Label
		}
		rows = append(rows, row)
	}
	return rows
}

// A handshakeField is a header field of the opening handshake: whether the request and
// the response need it ("" where neither has it), and the fronts of its rules' names.
type handshakeField struct {
	name, request, response string
	rules                   []string
	section                 codec.Section
}

var handshakeFields = []handshakeField{
	{"Host", "needed", "", []string{"request.host."}, codec.Section{RFC: 9110, Number: "7.2"}},
	{"Upgrade", "needed", "needed", []string{"request.upgrade.", "response.upgrade"}, codec.Section{RFC: 9110, Number: "7.8"}},
	{"Connection", "needed", "needed", []string{"request.connection.", "response.connection."}, codec.Section{RFC: 9110, Number: "7.6.1"}},
	{"Sec-WebSocket-Key", "needed", "", []string{"request.key."}, codec.Section{RFC: 6455, Number: "11.3.1"}},
	{"Sec-WebSocket-Version", "needed", "", []string{"request.version13."}, codec.Section{RFC: 6455, Number: "11.3.5"}},
	{"Sec-WebSocket-Accept", "", "needed", []string{"response.accept."}, codec.Section{RFC: 6455, Number: "11.3.3"}},
	{"Sec-WebSocket-Protocol", "optional", "optional", []string{"request.subprotocol.", "response.subprotocol."}, codec.Section{RFC: 6455, Number: "11.3.4"}},
	{"Sec-WebSocket-Extensions", "optional", "optional", []string{"request.extensions.", "response.extensions.", "response.deflate."}, codec.Section{RFC: 6455, Number: "11.3.2"}},
	{"Origin", "optional", "", []string{"request.origin."}, codec.Section{RFC: 6455, Number: "10.2"}},
}

// fields returns the header fields that the opening handshake knows.
func (v view) fields() (rows []refRow) {
	for _, f := range handshakeFields {
		lower := strings.ToLower(f.name)
		row := refRow{ID: "field-" + lower, Name: f.name, Mono: true, Text: v.T("lesson.line." + lower), Link: "labs/handshake/#h1/" + fmt.Sprintf("%x", goodRequest),
			Label: v.T("reference.open"), Shows: v.T("reference.open.of", "what", f.name)}
		if key := "lesson.line." + lower + ".response"; f.request == "" && v.Has(key) {
			row.Text = v.T(key)
		}
		for _, side := range []struct{ name, need string }{{"request", f.request}, {"response", f.response}} {
			if side.need != "" {
				row.Facts = append(row.Facts, template.HTML(esc(v.T("reference.field.in", "where", v.T("reference.field."+side.name), "need", v.T("reference.field."+side.need)))))
			}
		}
		row.Facts = append(row.Facts, v.sectionFact(f.section), v.rulesOf(f.rules))
		if b := exampleWith(f.name); b != "" {
			row.Link = b
		}
		rows = append(rows, row)
	}
	return rows
}

// rulesOf links to the rules whose names begin with the fronts.
func (v view) rulesOf(fronts []string) template.HTML {
	first, n := "", 0
	for i := 1; i < codec.NumRules; i++ {
		name := codec.Rule(i).Name()
		if slices.ContainsFunc(fronts, func(front string) bool { return strings.HasPrefix(name, front) }) {
			first, n = cmp.Or(first, name), n+1
		}
	}
	return template.HTML(fmt.Sprintf(`<a href="#%s">%s</a>`, first, esc(v.T("reference.rules.n", "n", n))))
}

// exampleWith returns the address of a handshake that has a field which the shortest one
// lacks.
func exampleWith(name string) string {
	switch name {
	case "Origin":
		return askingMore("Origin: http://example.com").Link()
	case "Sec-WebSocket-Protocol":
		return askingMore("Sec-WebSocket-Protocol: chat, superchat").Link()
	case "Sec-WebSocket-Extensions":
		return askingMore("Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits").Link()
	case "Sec-WebSocket-Accept":
		return breach{Request: goodRequest, Response: goodResponse}.Link()
	}
	return ""
}

// terms returns the glossary in the language's order.
func (v view) terms() (rows []refRow) {
	for _, t := range lessons.Glossary() {
		if t.Says == nil {
			continue
		}
		row := refRow{ID: "term-" + t.ID, Name: t.In(v.Lang), Text: t.Says[v.Lang], find: t.Find}
		if other := t.In(v.T("lang.other")); other != row.Name {
			row.Facts = []template.HTML{template.HTML(fmt.Sprintf(`%s <span lang="%s">%s</span>`, v.T("reference.term.other"), v.T("lang.other"), esc(other)))}
			row.find = append(row.find, other)
		}
		row.find = append(row.find, t.Refused...)
		rows = append(rows, row)
	}
	slices.SortStableFunc(rows, func(a, b refRow) int { return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) })
	return rows
}
