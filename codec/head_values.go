package codec

// checkHost judges Host by RFC 6455 §4.2.1 item 2. If the target is a URI, a server
// ignores which host Host names (RFC 9112 §3.2.2), but Host must still be there and well
// formed (§3.2).
func (r *Request) checkHost(check *headCheck) (done bool) {
	return check.single(nameHost, RequestHostMissing, RequestHostDuplicate, hostRule)
}

// Authority returns the host, and the port if there is one, of a target that is an http
// or https URI; it then takes precedence over Host (RFC 9112 §3.2.2). It returns nil for
// a path, and for a URI whose host is malformed.
func (r *Request) Authority() []byte {
	authority, _ := splitTarget(r.Target)
	if !IsHost(authority) {
		return nil
	}
	return authority
}

// IsHost reports whether v is a valid value of Host: a host with or without a port (RFC
// 9110 §7.2).
func IsHost(v []byte) bool { return hostRule(v) == 0 }

func hostRule(v []byte) Rule {
	if len(v) == 0 || v[0] == ':' || !isAuthority(v) {
		return RequestHostMalformed
	}
	return 0
}

// isHostByte holds the characters of a registered name or an IPv4 address, with "%" for
// percent-encoding (RFC 3986 §3.2.2).
var isHostByte = func() (t [256]bool) {
	for _, c := range []byte("-._~!$&'()*+,;=%0123456789" +
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") {
		t[c] = true
	}
	return t
}()

// isAuthority reports whether b is a host, which may be empty, optionally with a colon
// and a port of digits (RFC 3986 §3.2.2, §3.2.3).
func isAuthority(b []byte) bool {
	i := 0
	if len(b) > 0 && b[0] == '[' {
		for i = 1; i < len(b) && (isHostByte[b[i]] || b[i] == ':'); i++ {
		}
		if i == 1 || i == len(b) || b[i] != ']' {
			return false
		}
		i++
	} else {
		for i < len(b) && isHostByte[b[i]] {
			i++
		}
	}
	if i == len(b) {
		return true
	}
	if b[i] != ':' {
		return false
	}
	for _, c := range b[i+1:] {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// originRule judges an Origin: "null", or a scheme, "://" and an authority (RFC 6454
// §6.2, §7.1). It must be one origin, not a list: RFC 6455 §4.1 item 8.
func originRule(v []byte) Rule {
	if string(v) == "null" {
		return 0
	}
	i := 0
	for i < len(v) && (lower(v[i]) >= 'a' && lower(v[i]) <= 'z' ||
		i > 0 && (v[i] >= '0' && v[i] <= '9' || v[i] == '+' || v[i] == '-' || v[i] == '.')) {
		i++
	}
	if i == 0 || len(v) < i+3 || string(v[i:i+3]) != "://" || !isAuthority(v[i+3:]) {
		return RequestOriginMalformed
	}
	return 0
}

// targetRule judges the target of an opening handshake: a path with or without a query,
// or an http or https URI, without a fragment (RFC 6455 §3, §4.1 item 3, §4.2.1 item 1).
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

// splitTarget splits a target into the authority of an http or https URI, which is empty
// for a path, and the resource name (RFC 6455 §3), which is nil if the target is neither.
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

// Resource returns the resource name in the target (RFC 6455 §3): path and query, whether
// the target is a path or an http or https URI. For a URI without a path it may be empty
// or begin with "?", both of which mean "/". It is nil if the target is neither.
func (r *Request) Resource() []byte {
	_, resource := splitTarget(r.Target)
	return resource
}

// ContentLength returns the length in bytes of the body that follows the head: 0 if there
// is no Content-Length. The error is RequestTransferEncoding if the length is not known
// in advance, RequestLengthDuplicate if the field occurs twice, and
// RequestLengthMalformed if it is not a number below 2⁶³. Refusing these keeps all
// recipients in agreement about where a request ends (RFC 9112 §6.3, §11.2).
func (r *Request) ContentLength() (uint64, error) {
	var n uint64
	found := false
	for i := range r.Fields {
		switch r.Fields[i].name {
		case nameTransferEncoding:
			return 0, RequestTransferEncoding
		case nameContentLength:
			if found {
				return 0, RequestLengthDuplicate
			}
			var ok bool
			if n, ok = contentLength(r.Fields[i].Value); !ok {
				return 0, RequestLengthMalformed
			}
			found = true
		}
	}
	return n, nil
}

// ReadUpgrade reads and judges the request at the front of b as this project's servers
// do: first the whole head, then the length of its body, then the opening handshake (RFC
// 6455 §4.2.1). It returns the size of the head in bytes and the fault because of which
// the request is refused; 0 and the zero Fault while the head is incomplete.
func (r *Request) ReadUpgrade(b []byte, lim HeadLimits) (n int, f Fault) {
	lim.UpgradeOnly = false
	n, err := r.Parse(b, lim)
	switch {
	case err != nil:
		return 0, r.Fault()
	case n == 0:
		return 0, Fault{}
	}
	if f := r.BodyFault(); f.Rule != 0 {
		return n, f
	}
	r.CheckUpgrade()
	return n, r.Fault()
}

// BodyFault returns ContentLength's error with its place, which is the last field about
// the length of the body (the first may be right); the zero Fault if there is none.
func (r *Request) BodyFault() (f Fault) {
	_, err := r.ContentLength()
	if err == nil {
		return f
	}
	f.Rule, _ = err.(Rule)
	name := nameContentLength
	if f.Rule == RequestTransferEncoding {
		name = nameTransferEncoding
	}
	for i := range r.Fields {
		if r.Fields[i].name == name {
			f.Bit = uint64(r.Fields[i].Start) * 8
		}
	}
	return f
}

// contentLength reads a number of digits that fits 63 bits (RFC 9110 §8.6).
func contentLength(v []byte) (n uint64, ok bool) {
	for _, c := range v {
		if c < '0' || c > '9' || n > (1<<63-1-9)/10 {
			return 0, false
		}
		n = n*10 + uint64(c-'0')
	}
	return n, len(v) > 0
}
