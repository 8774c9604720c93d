package lessons

import (
	"slices"

	"framelab/codec"
	"framelab/lessons/mark"
)

// prove marks the answers in an exercise's file: the start must fail, the solutions must
// pass, each wrong answer must get its finding, and each finding must have a wrong
// answer.
func (s *source) prove(e *Exercise) {
	record := e.Record()
	if mark.Mark(record, e.Start).Pass {
		s.bad(e.line, "leave something to do at the start", "the start already passes")
	}
	for i, answer := range append([][]byte{e.Solution}, e.Also...) {
		if r := mark.Mark(record, answer); !r.Pass {
			s.bad(e.line, "fix it, or the goal", "%s does not pass: it gets %q%s", solutionName(i), r.Finding, where(r.Place))
		}
	}
	got := map[string]bool{}
	for _, w := range e.Wrong {
		r := mark.Mark(record, w.Answer)
		got[r.Finding] = true
		switch {
		case r.Pass:
			s.bad(w.line, "fix it, or the goal", "the wrong answer passes")
		case r.Finding != w.Finding:
			s.bad(w.line, "fix the answer, or its finding", "the wrong answer gets %q%s, not %q", r.Finding, where(r.Place), w.Finding)
		}
	}
	for _, id := range e.Findings() {
		if !got[id] {
			s.bad(e.line, "add a wrong answer that does", "no wrong answer gets the finding %q", id)
		}
	}
	if f := e.fact; f != nil {
		if rule := firstRule(f.frame, codec.Context{Role: f.receiver, RSV: f.rsv}); rule != f.rule {
			s.bad(f.line, "fix the fact", "the codec says %q of these bytes, not %q", rule.Name(), f.rule.Name())
		}
	}
}

func solutionName(i int) string {
	if i == 0 {
		return "the solution"
	}
	return "an answer of \"also\""
}

// where describes a place in an author's words.
func where(p mark.Place) string {
	switch p.Kind {
	case mark.PlaceBits:
		return " at bit " + decimal(p.Start)
	case mark.PlaceLine:
		return " on line " + decimal(uint64(p.Line))
	case mark.PlaceItem:
		return " on the item " + p.Item
	}
	return ""
}

// isGeneric reports whether the words for a finding need not be in the lesson.
func isGeneric(id string) bool {
	return mark.RuleOf(id) != 0 || slices.Contains(mark.Generic(), id)
}
