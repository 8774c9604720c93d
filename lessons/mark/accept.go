package mark

import (
	"strconv"

	"framelab/codec"
)

// markAccept marks an answer that is the Sec-WebSocket-Accept for the given key.
// White space around it, such as the line's end that a command prints, is not
// the answer's, nor is the field's name, where the whole line was taken.
func (e *Exercise) markAccept(answer []byte) Result {
	value := trimmed(answer)
	if name, rest, ok := cut(value, ':'); ok && equalFold(trimmed(name), "Sec-WebSocket-Accept") {
		value = trimmed(rest)
	}
	before := 0 // where the value begins
	for before < len(answer) && string(answer[before:before+len(value)]) != string(value) {
		before++
	}
	return e.judge(func(c *Condition) *Result {
		if c.Is != IsAccept {
			return found("unreadable", Place{}, "", "")
		}
		r := isAccept(e.Given, value)
		if r == nil {
			return nil
		}
		if r.Place.Kind == PlaceBits {
			r.Place.Start += uint64(before) * 8
		}
		if len(c.Bytes) > 0 && codec.WrongAccept(c.Bytes, value) == codec.AcceptRight {
			return found("accept.other-key", Place{}, string(c.Bytes), "")
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
	if m != codec.AcceptUnknown {
		return found(acceptFinding(m), Place{}, "", "")
	}
	if inside := unquoted(value); len(inside) < len(value) {
		if r := isAccept(key, inside); r != nil && r.Finding != "accept.unknown" {
			return r
		}
		return found("accept.quoted", Place{}, "", "")
	}
	switch hex := hexDigits(value); {
	case string(value) == string(key)+codec.GUID:
		return found("accept.joined", Place{}, "", "")
	case codec.WrongAccept(key, hex) == codec.AcceptHex:
		return found("accept.hex", Place{}, "", "")
	}
	return slip(key, value)
}

// slip is the finding of a value to which no known mistake leads: a slip of the
// pen, perhaps. It shows the first wrong character where most are right.
func slip(key, value []byte) *Result {
	want := codec.AppendAccept(nil, key)
	r := found("accept.unknown", Place{}, strconv.Itoa(len(value)), strconv.Itoa(len(want)))
	if len(value) != len(want) {
		return r
	}
	wrong, at := 0, 0
	for i := len(want) - 1; i >= 0; i-- {
		if value[i] != want[i] {
			wrong, at = wrong+1, i
		}
	}
	if wrong*2 < len(want) {
		r.Place = bytesAt(at, 1)
	}
	return r
}

// unquoted returns a value without quotation marks of one kind around it.
func unquoted(b []byte) []byte {
	for _, pair := range [...][2]string{{`"`, `"`}, {"'", "'"}, {"`", "`"}, {"“", "”"}, {"‘", "’"}} {
		n, m := len(pair[0]), len(pair[1])
		if len(b) > n+m && string(b[:n]) == pair[0] && string(b[len(b)-m:]) == pair[1] {
			return b[n : len(b)-m]
		}
	}
	return b
}

// hexDigits returns a value without what commands put between and behind its
// hexadecimal digits: spaces, colons, and the "-" that stands for standard input.
func hexDigits(b []byte) []byte {
	var out []byte
	for _, c := range b {
		if !isSpace(c) && c != ':' && c != '-' {
			out = append(out, c)
		}
	}
	return out
}

// cut returns what stands before and after the first c.
func cut(b []byte, c byte) (before, after []byte, ok bool) {
	for i, v := range b {
		if v == c {
			return b[:i], b[i+1:], true
		}
	}
	return b, nil, false
}
