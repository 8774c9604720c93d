package mark

import (
	"strconv"

	"framelab/codec"
)

// moreExact replaces the finding for a broken rule of a request's head by a more exact
// one if the broken value shows what happened: the name of a rule covers all ways to
// break it.
func (h *head) moreExact(r *Result) {
	switch value := r.Got; r.Rule {
	case codec.RequestKeyNotBase64:
		if value == "" {
			r.Finding = "request.key.empty"
		} else if isBase64Text(value) {
			r.Finding = "request.key.incomplete"
		}
	case codec.RequestWebSocketVersionMalformed:
		if value == "" {
			r.Finding = "request.version13.empty"
		} else if n, ok := parseNumber(value); !ok && len(picks([]byte(value))) > 1 {
			r.Finding = "request.version13.list"
		} else if !ok || strconv.FormatUint(n, 10) != value {
			r.Finding = "request.version13.not-plain"
		}
	case codec.RequestVersionMalformed:
		at := int(r.Place.Start / 8)
		until := at
		for until < len(h.answer) && h.answer[until] == ' ' {
			until++
		}
		if until > at && until < len(h.answer) && h.answer[until] == '\r' {
			r.Finding, r.Place = "request.version.space-after", h.place(at, until-at)
		}
	}
}

// isBase64Text reports whether a text has only characters of base64.
func isBase64Text(s string) bool {
	for i := range len(s) {
		if c := lower(s[i]); (c < 'a' || c > 'z') && (c < '/' || c > '9') && c != '+' && c != '=' {
			return false
		}
	}
	return true
}
