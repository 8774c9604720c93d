package mark

import "framelab/codec"

// markAccept marks an answer that should be the Sec-WebSocket-Accept for the given key.
// It ignores white space around the value, such as the line end that a command prints,
// and the name of the field if the answer is the whole line.
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

// slip describes a value to which no known mistake leads, perhaps a typing error. It
// shows the first wrong character if most are right.
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

// hexDigits returns a value without the characters that commands print between and after
// hexadecimal digits: spaces, colons, and the "-" that means standard input.
func hexDigits(b []byte) []byte {
	var out []byte
	for _, c := range b {
		if c > '-' && c != ':' {
			out = append(out, c)
		}
	}
	return out
}
