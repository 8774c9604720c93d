// Package mark marks answers to exercises. The same code runs in the page, in the tests
// of the lessons and on the command line. It imports only the codec and contains no
// words: a finding is an id and a place.
package mark

import (
	"strconv"

	"framelab/codec"
)

// MaxAnswer is the size in bytes of the longest answer that Mark reads.
const MaxAnswer = 64 << 10

// A Result is the result of marking an answer: a pass, or the first thing to fix.
type Result struct {
	Pass    bool
	Finding string     // "" with Pass; an id of the exercise, the name of a rule, or an id of Generic
	Rule    codec.Rule // the broken rule, if the finding is about one
	Place   Place
	Got     string // what the answer has there, as documented in Generic: text, hexadecimal bytes, a number or an id; may be empty
	Want    string // what should be there, unless that would give the answer away; may be empty
	Count   Count  // for a choice of several parts: how much of it is right
}

// A Count tells how much of a choice is right without telling which part. If the finding
// about the first wrong part were shown immediately, pressing Check repeatedly would
// solve the exercise.
type Count struct {
	Right int
	Of    int // 0: nothing is counted
	Wrong int // for choose: how many chosen items are wrong
	Open  int // for match, sort and order: how many items have no place yet
}

// A Place is where to fix an answer.
type Place struct {
	Kind  PlaceKind
	Start uint64 // PlaceBits and PlaceLine: in bits, from the first bit of the answer
	Bits  uint64 // 0 if something is missing at Start
	Line  int    // PlaceLine: the line of the head, from 1
	Item  string // PlaceItem: the id of the item
}

// A PlaceKind is the kind of a Place.
type PlaceKind uint8

// The kinds of places.
const (
	PlaceNone PlaceKind = iota // the whole answer
	PlaceBits                  // bits of frames or bytes; in a text (accept), the bits of its characters
	PlaceLine                  // a line of a head
	PlaceItem                  // an item of a choice
)

// Mark marks an answer to the exercise in record: see Exercise.Append. The answer is raw
// bytes, or for a choice its text. Neither is changed. An invalid record gives the
// finding "unreadable".
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

// found returns a finding.
func found(finding string, at Place, got, want string) *Result {
	return &Result{Finding: finding, Place: at, Got: got, Want: want}
}

// ruled returns the finding for a broken rule, whose name is its id.
func ruled(rule codec.Rule, at Place) *Result {
	return &Result{Finding: rule.Name(), Rule: rule, Place: at}
}

// judge checks the conditions in order. ask returns what is wrong, or nil.
func (e *Exercise) judge(ask func(*Condition) *Result) Result {
	for i := range e.Goal {
		if r := ask(&e.Goal[i]); r != nil {
			r.own(&e.Goal[i])
			return *r
		}
	}
	return Result{Pass: true}
}

// own replaces the finding by the condition's own one, unless the finding describes more
// exactly what happened: where the bytes end, or how the key was used.
func (r *Result) own(c *Condition) {
	switch r.Finding {
	case "incomplete", "mask.key", "mask.untouched", "mask.stuck", "mask.shifted":
		return
	}
	r.Finding = first(c.Finding, r.Finding)
}

// empty marks an answer that is empty or has nothing but the start of a head to repair.
// Where bytes are asked for, spaces count as bytes.
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

// unchanged reports whether an answer equals the start of an exercise that is to be
// repaired.
func (e *Exercise) unchanged(answer []byte) bool {
	for i := range e.Goal {
		if e.Goal[i].Is == IsKept {
			return string(answer) == string(e.Start)
		}
	}
	return false
}

// trimmed returns b without surrounding white space.
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

// bits returns the place of some bits.
func bits(start, n uint64) Place { return Place{Kind: PlaceBits, Start: start, Bits: n} }

// bytesAt returns the place of some bytes.
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
