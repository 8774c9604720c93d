package codec

import (
	"bytes"
	"iter"
)

// Subprotocols returns what Sec-WebSocket-Protocol offers, in the client's
// order of preference, over all the lines of that name (RFC 6455 §4.1 item 10).
func (r *Request) Subprotocols() iter.Seq[[]byte] {
	return r.Values(fieldNameStrings[nameSubprotocol])
}

// ChooseSubprotocol returns the first of the client's subprotocols that is one
// of mine, compared with regard to case, or "" when there is none and the
// answer must not name any (RFC 6455 §4.2.2 item 4).
func ChooseSubprotocol(r *Request, mine []string) string {
	for i := range r.Fields {
		if r.Fields[i].name != nameSubprotocol {
			continue
		}
		for e, rest, more := nextElement(r.Fields[i].Value); more; e, rest, more = nextElement(rest) {
			for _, s := range mine {
				if string(e) == s {
					return s
				}
			}
		}
	}
	return ""
}

// checkSubprotocols wants one token or more, each unlike the others (§4.1 item 10).
func (r *Request) checkSubprotocols(check *headCheck) (done bool) {
	first := check.find(nameSubprotocol)
	if first < 0 {
		return false
	}
	var few [16][]byte
	all := few[:0]
	for i := first; i >= 0; i = check.next(i) {
		for e, rest, more := nextElement(check.fields[i].Value); more; e, rest, more = nextElement(rest) {
			if !isTokenBytes(e) {
				return check.onField(i, RequestSubprotocolMalformed)
			}
			all = append(all, e)
		}
	}
	if len(all) == 0 {
		return !check.partial && check.onField(first, RequestSubprotocolMalformed)
	}
	return hasTwins(all) && check.onField(first, RequestSubprotocolDuplicate)
}

// hasTwins reports whether two elements are equal. It remembers many in a map,
// so that a long list costs little more than its length.
func hasTwins(all [][]byte) bool {
	if len(all) > 16 {
		seen := make(map[string]struct{}, len(all))
		for _, e := range all {
			seen[string(e)] = struct{}{}
		}
		return len(seen) < len(all)
	}
	for i := range all {
		for k := range i {
			if bytes.Equal(all[i], all[k]) {
				return true
			}
		}
	}
	return false
}
