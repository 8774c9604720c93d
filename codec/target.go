package codec

// targetRule judges a request target as an opening handshake's: a path with or
// without a query, or an http or https URI, and no fragment (RFC 6455 §3, §4.1
// item 3, §4.2.1 item 1).
func targetRule(target []byte) Rule {
	for _, c := range target {
		if c == '#' {
			return RequestTargetFragment
		}
	}
	if target[0] == '/' {
		return 0
	}
	if authority, _ := splitTarget(target); !IsHost(authority) {
		return RequestTarget
	}
	return 0
}

// splitTarget parts a target into the authority of an http or https URI, empty
// for a path, and the resource name (RFC 6455 §3), which is nil when the target
// is neither.
func splitTarget(target []byte) (authority, resource []byte) {
	if len(target) > 0 && target[0] == '/' {
		return nil, target
	}
	start := 0
	switch {
	case len(target) > 7 && equalFold(target[:7], "http://"):
		start = 7
	case len(target) > 8 && equalFold(target[:8], "https://"):
		start = 8
	default:
		return nil, nil
	}
	end := start
	for end < len(target) && target[end] != '/' && target[end] != '?' && target[end] != '#' {
		end++
	}
	return target[start:end], target[end:]
}

// Resource returns the resource name that the target asks for (RFC 6455 §3):
// path and query, whether the target is a path or an http or https URI. In a
// URI without a path it may be empty or begin with "?", which both mean "/".
// It is nil when the target is neither.
func (r *Request) Resource() []byte {
	_, resource := splitTarget(r.Target)
	return resource
}
