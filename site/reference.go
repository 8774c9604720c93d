package site

import (
	"fmt"
	"html/template"
	"strings"

	"framelab/codec"
)

// A ruleRow is one line of the reference's tables of rules.
type ruleRow struct {
	Name, Meaning, Section, URL, Code string
}

// Broken returns the name with the places where a line may break.
func (r ruleRow) Broken() template.HTML {
	return template.HTML(strings.NewReplacer(".", ".<wbr>", "-", "-<wbr>").Replace(esc(r.Name)))
}

// FrameRules returns the rules that fail an open connection, in the codec's order.
func (v view) FrameRules() []ruleRow {
	return v.ruleRows(func(r codec.Rule) (string, bool) { return fmt.Sprint(uint16(r.CloseCode())), r.CloseCode() != 0 })
}

// HandshakeRules returns the rules with which a server refuses a request.
func (v view) HandshakeRules() []ruleRow {
	return v.ruleRows(func(r codec.Rule) (string, bool) { return fmt.Sprint(r.Status()), r.Status() != 0 })
}

// ResponseRules returns the rules with which a client refuses a server's response.
func (v view) ResponseRules() []ruleRow {
	return v.ruleRows(func(r codec.Rule) (string, bool) { return "", strings.HasPrefix(r.Name(), "response.") })
}

func (v view) ruleRows(pick func(codec.Rule) (string, bool)) []ruleRow {
	var rows []ruleRow
	for i := 1; i < codec.NumRules; i++ {
		r := codec.Rule(i)
		code, ok := pick(r)
		if !ok {
			continue
		}
		s := r.Section()
		rows = append(rows, ruleRow{
			Name: r.Name(), Meaning: v.T("rule." + r.Name()), Code: code,
			Section: sectionName(s),
			URL:     fmt.Sprintf("https://www.rfc-editor.org/rfc/rfc%d#section-%s", s.RFC, s.Number),
		})
	}
	return rows
}

// An opcodeRow is one line of the reference's table of opcodes.
type opcodeRow struct{ Hex, Name, Kind string }

// Opcodes returns all sixteen opcodes.
func (v view) Opcodes() []opcodeRow {
	var rows []opcodeRow
	for o := range codec.Opcode(16) {
		kind := "reference.kind.data"
		if o.IsControl() {
			kind = "reference.kind.control"
		}
		rows = append(rows, opcodeRow{fmt.Sprintf("0x%X", uint8(o)), v.opcodeName(o), v.T(kind)})
	}
	return rows
}

// A codeRow is one line of the reference's table of close codes.
type codeRow struct {
	Code, Name string
	Sendable   bool
}

// CloseCodes returns those of RFC 6455 §7.4.1 and the IANA registry, and its two open
// ranges.
func (v view) CloseCodes() []codeRow {
	var rows []codeRow
	for c := codec.CloseNormal; c <= codec.CloseTLSHandshake; c++ {
		rows = append(rows, codeRow{fmt.Sprint(uint16(c)), v.closeName(c), c.Sendable()})
	}
	for _, c := range []codec.CloseCode{3000, 4000} {
		rows = append(rows, codeRow{v.T(fmt.Sprint("reference.close.range.", uint16(c))), v.closeName(c), c.Sendable()})
	}
	return rows
}
