package mark

import (
	"strconv"

	"framelab/codec"
)

// moreExact gives the finding of a broken rule of a request's head an id of its
// own where what stands there says what happened: the rule's name is one for all
// the ways to break it.
func (h *head) moreExact(r *Result) {
	switch value := []byte(r.Got); r.Rule {
	case codec.RequestKeyNotBase64:
		switch {
		case len(value) == 0:
			r.Finding = "request.key.empty"
		case isBase64Text(value):
			r.Finding = "request.key.incomplete"
		}
	case codec.RequestVersion13Malformed:
		switch {
		case len(value) == 0:
			r.Finding = "request.version13.empty"
		case has(value, ','):
			r.Finding = "request.version13.list"
		case value[0] == '0' || !isDigits(value):
			r.Finding = "request.version13.not-plain"
		}
	case codec.RequestVersionMalformed:
		at := int(r.Place.Start / 8)
		if string(h.line[2].value) != "HTTP/1.1" || at != h.line[2].start+len(h.line[2].value) {
			return
		}
		n := 0
		for at+n < len(h.answer) && h.answer[at+n] == ' ' {
			n++
		}
		if n > 0 && at+n < len(h.answer) && h.answer[at+n] == '\r' {
			r.Finding, r.Place = "request.version.space-after", h.place(at, n)
		}
	}
}

// blankLine finds an empty line with others after it, all of which end with CR LF.
func (h *head) blankLine() *Result {
	a := h.answer
	if len(a) < 2 || string(a[len(a)-2:]) != "\r\n" {
		return nil
	}
	for at := 0; at < len(a)-2; at++ {
		if (at == 0 || a[at-1] == '\n') && a[at] == '\r' && a[at+1] == '\n' {
			r := found("head.blank-line", h.place(at, 0), "", "")
			r.Got = strconv.Itoa(r.Place.Line)
			return r
		}
	}
	return nil
}

// isBase64Text reports whether a text has no other characters than base64 has.
func isBase64Text(b []byte) bool {
	for _, c := range b {
		if l := lower(c); (l < 'a' || l > 'z') && (c < '0' || c > '9') && c != '+' && c != '/' && c != '=' {
			return false
		}
	}
	return true
}

func isDigits(b []byte) bool {
	for _, c := range b {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

func has(b []byte, c byte) bool {
	for _, v := range b {
		if v == c {
			return true
		}
	}
	return false
}
