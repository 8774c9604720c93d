package mark

import "framelab/codec"

// markAccept marks an answer that is the Sec-WebSocket-Accept for the given key.
// White space around it, such as the line's end that a command prints, is not
// the answer's, nor is the field's name, where the whole line was taken.
func (e *Exercise) markAccept(answer []byte) Result {
	before := 0
	if n := len(acceptName); len(answer) >= n && equalFold(answer[:n], acceptName) {
		before = n
	}
	for before < len(answer) && isSpace(answer[before]) {
		before++
	}
	value := trimmed(answer[before:])
	return e.judge(func(c *Condition) *Result {
		r := isAccept(e.Given, value)
		if r == nil {
			return nil
		}
		if r.Place.Kind == PlaceBits {
			r.Place.Start += uint64(before) * 8
		}
		if WrongAccept(c.Bytes, value) == AcceptRight {
			r.Finding, r.Place, r.Got = "accept.other-key", Place{}, string(c.Bytes)
		}
		return r
	})
}

const acceptName = "Sec-WebSocket-Accept:"

// isAccept judges a value, and names the mistake that led to it.
func isAccept(key, value []byte) *Result {
	m := WrongAccept(key, value)
	if m == AcceptRight {
		return nil
	}
	r := found(acceptFinding(m), Place{}, "", "")
	if m != AcceptUnknown {
		return r
	}
	n := len(value)
	switch hex := hexDigits(value); {
	case string(value) == string(key)+codec.GUID:
		r.Finding = "accept.joined"
	case WrongAccept(key, hex) == AcceptHex:
		r.Finding = acceptFinding(AcceptHex)
	case n > 2 && value[0] == value[n-1] && (value[0] == '"' || value[0] == '\'' || value[0] == '`'):
		r.Finding = "accept.quoted"
	default:
		r.slip(value, codec.AppendAccept(nil, key))
	}
	return r
}

// slip tells of a value to which no known mistake leads: a slip of the pen,
// perhaps. It shows the first wrong character where most are right.
func (r *Result) slip(value, want []byte) {
	if len(value) != len(want) {
		return
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
}

// hexDigits returns a value without what commands put between and behind its
// hexadecimal digits: spaces, colons, and the "-" that stands for standard input.
func hexDigits(b []byte) []byte {
	var out []byte
	for _, c := range b {
		if c > '-' && c != ':' {
			out = append(out, c)
		}
	}
	return out
}
