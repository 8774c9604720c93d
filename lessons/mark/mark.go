// Package mark marks answers to exercises: the same code in the page, in the
// tests of the lessons and on the command line. It knows the codec and nothing
// else, and has no words: a finding is an id and a place.
package mark

import (
	"strconv"

	"framelab/codec"
)

// MaxAnswer is the size in bytes of the longest answer that is read.
const MaxAnswer = 64 << 10

// A Result is what Mark finds of an answer: that it passes, or the first thing to fix.
type Result struct {
	Pass    bool
	Finding string     // "" with Pass; an id of the exercise's own, a rule's name, or one of Generic
	Rule    codec.Rule // the broken rule, where the finding is about one
	Place   Place
	Got     string // what stands there, as Generic says: text, hexadecimal bytes, a number or an id; may be empty
	Want    string // what is wanted there, where telling gives nothing away; may be empty
	Count   Count  // of a choice of several parts: how much of it is right
}

// A Count says how much of a choice is right, and not what: where the finding of the
// first wrong part is told at once, pressing Check solves it without a thought.
type Count struct {
	Right int
	Of    int // 0: nothing is counted
	Wrong int // to choose: items chosen that are not right
	Open  int // to match, sort and order: items that have no place yet
}

// A Place is where an answer is to be fixed.
type Place struct {
	Kind  PlaceKind
	Start uint64 // PlaceBits and PlaceLine: in bits, from the answer's first
	Bits  uint64 // 0 where something is missing at Start
	Line  int    // PlaceLine: from 1, the first line of the head
	Item  string // PlaceItem: the id
}

// A PlaceKind says what a Place points at.
type PlaceKind uint8

// The kinds of places.
const (
	PlaceNone PlaceKind = iota // the answer as a whole
	PlaceBits                  // bits of frames or bytes; of a text (accept) those of its characters
	PlaceLine                  // a line of a head
	PlaceItem                  // an item of a choice
)

// Mark marks an answer to the exercise whose record it is given: see
// Exercise.Append. The answer is raw bytes, of a choice its text. Neither is
// changed. A record that is none gives the finding "unreadable".
func Mark(record, answer []byte) Result {
	var e Exercise
	if !e.Parse(record) {
		return Result{Finding: "unreadable"}
	}
	return e.Mark(answer)
}

// Mark marks an answer.
func (e *Exercise) Mark(answer []byte) Result {
	switch {
	case len(answer) > MaxAnswer:
		return Result{Finding: "too-much", Got: strconv.Itoa(len(answer)), Want: strconv.Itoa(MaxAnswer)}
	case len(trimmed(answer)) == 0 || e.unchanged(answer):
		return e.empty(answer)
	case e.Kind.IsFrames():
		return e.markFrames(answer)
	case e.Kind == Hex:
		return e.markBytes(answer)
	case e.Kind.IsHead():
		return e.markHead(answer)
	case e.Kind == Accept:
		return e.markAccept(answer)
	case e.Kind == Number:
		return e.markNumber(answer)
	}
	return e.markChoice(answer)
}

// found is a finding.
func found(finding string, at Place, got, want string) *Result {
	return &Result{Finding: finding, Place: at, Got: got, Want: want}
}

// ruled is the finding of a broken rule, whose name is its id.
func ruled(rule codec.Rule, at Place) *Result {
	return &Result{Finding: rule.Name(), Rule: rule, Place: at}
}

// judge asks the conditions in order. What ask returns is what is wrong, or nil.
func (e *Exercise) judge(ask func(*Condition) *Result) Result {
	for i := range e.Goal {
		if r := ask(&e.Goal[i]); r != nil {
			r.own(&e.Goal[i])
			return *r
		}
	}
	return Result{Pass: true}
}

// own gives the result the condition's own finding, but for findings that say
// more exactly what happened: where the bytes end, how the key was used.
func (r *Result) own(c *Condition) {
	switch r.Finding {
	case "incomplete", "mask.key", "mask.untouched", "mask.stuck", "mask.shifted":
		return
	}
	r.Finding = first(c.Finding, r.Finding)
}

// empty marks an answer in which nothing stands, or nothing but the start of a
// head to repair. Spaces alone are bytes where bytes are asked for.
func (e *Exercise) empty(answer []byte) Result {
	finding := "empty"
	switch {
	case e.Kind.IsFrames() && len(answer) > 0:
		return e.markFrames(answer)
	case e.Kind == Hex && len(answer) > 0:
		return e.markBytes(answer)
	case e.unchanged(answer):
		finding = "unchanged"
	case e.One:
		finding = "choice.one"
	case e.Kind >= Choose && e.Kind <= Sort:
		finding = e.Kind.String() + ".none"
	}
	return Result{Finding: finding}
}

// unchanged reports whether an answer is what the exercise began with, where
// that is to be repaired.
func (e *Exercise) unchanged(answer []byte) bool {
	for i := range e.Goal {
		if e.Goal[i].Is == IsKept {
			return string(answer) == string(e.Start)
		}
	}
	return false
}

// trimmed returns b without the white space around it.
func trimmed(b []byte) []byte {
	for len(b) > 0 && isSpace(b[0]) {
		b = b[1:]
	}
	for len(b) > 0 && isSpace(b[len(b)-1]) {
		b = b[:len(b)-1]
	}
	return b
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

// bits is the place of some bits.
func bits(start, n uint64) Place { return Place{Kind: PlaceBits, Start: start, Bits: n} }

// bytesAt is the place of some bytes.
func bytesAt(start, n int) Place { return bits(uint64(start)*8, uint64(n)*8) }

// hexadecimal writes bytes as "37 fa 21 3d".
func hexadecimal(b []byte) string {
	const digits = "0123456789abcdef"
	var s []byte
	for i, c := range b {
		if i > 0 {
			s = append(s, ' ')
		}
		s = append(s, digits[c>>4], digits[c&15])
	}
	return string(s)
}
