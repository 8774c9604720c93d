package mark

import (
	"strconv"

	"framelab/codec"
)

// markAccept marks an answer that is the Sec-WebSocket-Accept for the given key.
// White space around it, such as the line's end that a command prints, is not
// the answer's.
func (e *Exercise) markAccept(answer []byte) Result {
	before := 0
	for before < len(answer) && isSpace(answer[before]) {
		before++
	}
	answer = trimmed(answer)
	return e.judge(func(c *Condition) *Result {
		if c.Is != IsAccept {
			return found("unreadable", Place{}, "", "")
		}
		r := isAccept(e.Given, answer)
		if r != nil && r.Place.Kind == PlaceBits {
			r.Place.Start += uint64(before) * 8
		}
		return r
	})
}

// isAccept judges a value, and names the mistake that led to it.
func isAccept(key, value []byte) *Result {
	m := codec.WrongAccept(key, value)
	if m == codec.AcceptRight {
		return nil
	}
	r := found(acceptFinding(m), Place{}, "", "")
	if m != codec.AcceptUnknown {
		return r
	}
	// No known mistake: a slip of the pen, perhaps. Show where.
	want := codec.AppendAccept(nil, key)
	r.Got, r.Want = strconv.Itoa(len(value)), strconv.Itoa(len(want))
	if len(value) == len(want) {
		i := 0
		for value[i] == want[i] {
			i++
		}
		r.Place = bytesAt(i, 1)
	}
	return r
}
