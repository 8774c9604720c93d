package lessons

import (
	"framelab/codec"
	"framelab/lessons/mark"
)

// An Exercise is one file of exercises/: what is asked, without words of any language.
// exercises/ID.json is one JSON object:
//
//	id        the file's name; "revision": a number from 1; "lesson": the lesson's id
//	kind      of the family bytes: frames, observe, hex, request, response, accept
//	          of the family choice: choose, match, sort, order, number
//	start     the answer at the beginning; it must fail
//	solution  an answer that passes; "also": a list of other answers that pass
//	wrong     a list of {"answer", "finding"}: each answer must get that finding,
//	          and each finding of the exercise must be the finding of one of them
//	hints     how many hints each lesson gives
//
// An answer is a string of hexadecimal bytes (frames, observe, hex: "81 85"), a list of
// lines (request, response: each gets its CR LF, and the blank line is added; a string
// instead has the exact bytes), the text of the field's value (accept), or the text of a
// choice: "a,c" (choose), "a=x,b=y" (match and sort: item=bin), "c,a,b" (order), "42"
// (number).
//
// An exercise of the family bytes also has
//
//	receiver  client or server: which endpoint receives the frames (frames, observe, hex)
//	rsv       the reserved bits in use, 4 + 2 + 1 for RSV1 to RSV3; absent: none negotiated
//	prefix    the answer is exactly this many bytes of the beginning of a frame
//	given     what the task is about: hexadecimal frames (hex), the lines of the
//	          request (response), the Sec-WebSocket-Key (accept)
//	goal      a list of conditions, judged in order; the first that fails gives the finding
//
// A condition is an object with "is" and, optionally, "finding", an id of the exercise
// that replaces the generic finding, unless the generic one describes more exactly what
// happened (incomplete, mask.…):
//
//	legal     no rule is broken, and nothing is incomplete or left over. Without its
//	          own finding it gives the rule's name, such as request.host.missing
//	rule      the first broken rule is "rule"
//	frames    there are at least "min" and at most "max" whole frames
//	field     in frame "frame" (from 0) "field" (fin, rsv1 … opcode, mask, length) is "value"
//	payload   the unmasked payload of frame "frame" is "text", or the bytes "hex"
//	key       the masking key of frame "frame" is the bytes "hex"
//	keys      no two masking keys are the same
//	bytes     the answer is "text", or the bytes "hex" (hex)
//	unmasked  the answer is the unmasked payload of given's first frame (hex)
//	target    the request's target is "text"
//	header    the field "name" exists with the value "text", or with "text" as one
//	          element of its list if "token" is true
//	absent    there is no field "name"
//	kept      the right parts of start are still there and unchanged (request, response)
//	accept    the answer is the Sec-WebSocket-Accept for given, or the field's whole
//	          line; the value for a different key, "text", gets its own finding (accept)
//
// An exercise of the family choice has
//
//	items     a list of {"id", …}, with "right": true (choose), or "bin": an id of
//	          bins or a list of several right ones (match, sort), or nothing more
//	          (order). "finding" is given if the item is chosen or placed wrongly;
//	          "findings" gives a different one for each bin: {"bin": "finding"}. If an
//	          answer has several parts, the page first says how many are right, and
//	          shows the finding when the hints are used up. An item may show what it
//	          is, in every language, by one of "opcode" (a number), "frame" (bytes,
//	          with "receiver" beside them), "line" (a field line of a request) or
//	          "accept" (a value, with given as the key). Then the codec computes what
//	          is right, and refuses a file that disagrees: an opcode's bin is data,
//	          control, reserved-data or reserved-control; a frame's bin is the endpoint
//	          that must close, client or server, or nobody; the bin of an accept is the
//	          name of the mistake; and a line is right if a request with it is right
//	bins      a list of ids (match, sort)
//	one       true if exactly one item has to be chosen (choose)
//	before    a list of [item, item]: the first must precede the second (order); every
//	          order with these properties is right
//	value     the right number, or [least, most] (number); items are then wrong numbers
//	          with their own findings, and their ids are the numbers
//	fact      {"frame", "receiver", "rsv", "rule"}: a claim of the lesson about these
//	          bytes, which the codec checks
//
// A lesson's block of an exercise has the words, with the same keys in each language:
// title, task, why; hints, as many as the file says; findings, one for each id of the
// exercise (Findings), and any generic ones (mark.Generic, or the name of a rule) that it
// replaces; labels for each item of choose, sort and order that shows nothing by itself,
// and for others if wanted; bins for those of sort; left and right for the items and bins
// of match.
type Exercise struct {
	mark.Exercise
	ID       string
	Revision int
	Lesson   string // the lesson's id
	Shows    []Show // by item: what it shows in every language
	Solution []byte
	Also     [][]byte // other answers that pass
	Wrong    []Wrong
	Hints    int
	File     string // "exercises/accept-derive.json"

	fact *fact
	line int // in the file, of its wrong answers
}

// A Wrong is a wrong answer with the finding that it must get.
type Wrong struct {
	Answer  []byte
	Finding string
	line    int
}

// A Show is what an item shows in every language: at most one of these is set.
type Show struct {
	Opcode   *codec.Opcode
	Frame    []byte // for Receiver
	Receiver codec.Role
	Line     string
	Accept   string
}

// Empty reports whether there is nothing to show, so that the item needs a label.
func (s Show) Empty() bool {
	return s.Opcode == nil && s.Frame == nil && s.Line == "" && s.Accept == ""
}

// Family returns "bytes" or "choice".
func (e *Exercise) Family() string {
	if e.Kind.IsChoice() {
		return "choice"
	}
	return "bytes"
}

// Record returns the binary record for mark.Mark: everything that marking needs.
func (e *Exercise) Record() []byte { return e.Exercise.Append(nil) }

// Findings returns the ids of the exercise's own findings, each once, in the order of the
// file.
func (e *Exercise) Findings() []string {
	var ids []string
	add := func(id string) {
		if id == "" {
			return
		}
		for _, have := range ids {
			if have == id {
				return
			}
		}
		ids = append(ids, id)
	}
	for _, c := range e.Goal {
		add(c.Finding)
	}
	for _, it := range e.Items {
		add(it.Finding)
		for _, b := range it.Bins {
			add(b.Finding)
		}
	}
	return ids
}
