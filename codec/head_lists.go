package codec

import (
	"bytes"
	"iter"
)

// Extension lists follow RFC 6455 §9.1: names with parameters, whose values are tokens,
// quoted or not. White space may surround every separator (RFC 2616 §2.1, "implied
// *LWS").

// nextExtension reads the first extension of a list: its name, its unparsed parameters,
// and the rest of the list. more is false at the end of the list; ok is false if the list
// is malformed there.
func nextExtension(list []byte) (name, params, rest []byte, more, ok bool) {
	i := 0
	for i < len(list) && (list[i] == ',' || list[i] == ' ' || list[i] == '\t') {
		i++ // empty elements are ignored (RFC 9110 §5.6.1.2)
	}
	if i == len(list) {
		return nil, nil, nil, false, true
	}
	end := tokenEnd(list, i)
	if end == i {
		return nil, nil, nil, false, false
	}
	name = list[i:end]
	paramsAt := end
	for {
		end = skipOWS(list, end)
		if end == len(list) || list[end] == ',' {
			return name, list[paramsAt:end], list[end:], true, true
		}
		if list[end] != ';' {
			return nil, nil, nil, false, false
		}
		if end = paramEnd(list, skipOWS(list, end+1)); end < 0 {
			return nil, nil, nil, false, false
		}
	}
}

// paramEnd returns the offset after the parameter at i, which is a token, optionally with
// "=" and a token, quoted or not. It is -1 if there is none.
func paramEnd(b []byte, i int) int {
	end := tokenEnd(b, i)
	if end == i {
		return -1
	}
	equals := skipOWS(b, end)
	if equals == len(b) || b[equals] != '=' {
		return end
	}
	i = skipOWS(b, equals+1)
	if i == len(b) || b[i] != '"' {
		if end = tokenEnd(b, i); end == i {
			return -1
		}
		return end
	}
	// Once unescaped, a quoted value must be a token too.
	empty := true
	for i++; i < len(b) && b[i] != '"'; i++ {
		if b[i] == '\\' {
			i++
		}
		if i == len(b) || !isToken[b[i]] {
			return -1
		}
		empty = false
	}
	if i == len(b) || empty {
		return -1
	}
	return i + 1
}

func skipOWS(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\t') {
		i++
	}
	return i
}

// extensions checks that every line of Sec-WebSocket-Extensions is well formed, and that
// any such lines name at least one extension.
func (c *headCheck) extensions(malformed Rule) (done bool) {
	first := c.find(nameExtensions)
	if first < 0 {
		return false
	}
	any := false
	for i := first; i >= 0; i = c.next(i) {
		for rest := c.fields[i].Value; ; {
			_, _, after, more, ok := nextExtension(rest)
			if !ok && c.onField(i, malformed) {
				return true
			}
			any = any || more || !ok
			if !more {
				break
			}
			rest = after
		}
	}
	return !any && !c.partial && c.onField(first, malformed)
}

// offers reports whether the request names the extension.
func (r *Request) offers(extension []byte) bool {
	for i := range r.Fields {
		if r.Fields[i].name != nameExtensions {
			continue
		}
		for rest := r.Fields[i].Value; ; {
			name, _, after, more, _ := nextExtension(rest)
			if !more {
				break
			}
			if string(name) == string(extension) {
				return true
			}
			rest = after
		}
	}
	return false
}

// extensionsRule judges the extensions that a server names in its response: malformed,
// not offered, or different from the offer; 0 if they are right (§4.1, §4.2.2 item 5.6).
func (r *Request) extensionsRule(list []byte) Rule {
	deflate := false
	for any := false; ; any = true {
		name, params, rest, more, ok := nextExtension(list)
		switch {
		case !ok || !more && !any:
			return ResponseExtensionsMalformed
		case !more:
			return 0
		case !r.offers(name):
			return ResponseExtensionNotOffered
		}
		if string(name) == deflateName {
			if deflate {
				return ResponseDeflateTwice
			}
			if _, rule := r.judgeDeflate(params); rule != 0 {
				return rule
			}
			deflate = true
		}
		list = rest
	}
}

// Subprotocols returns the offers of Sec-WebSocket-Protocol, in the client's order of
// preference, over all lines of that name (RFC 6455 §4.1 item 10).
func (r *Request) Subprotocols() iter.Seq[[]byte] {
	return r.Values(fieldNameStrings[nameSubprotocol])
}

// ChooseSubprotocol returns the first of the client's subprotocols that is in mine; case
// matters. It returns "" if there is none: then the response must not name one (RFC 6455
// §4.2.2 item 4).
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

// checkSubprotocols requires one or more distinct tokens (§4.1 item 10).
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
	return hasDuplicates(all) && check.onField(first, RequestSubprotocolDuplicate)
}

// hasDuplicates reports whether two elements are equal. It uses a map for many elements,
// so that the time for a long list is linear.
func hasDuplicates(all [][]byte) bool {
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
