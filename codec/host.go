package codec

// checkHost judges Host by RFC 6455 §4.2.1 item 2. Where the target is a URI a
// server ignores which host it names (RFC 9112 §3.2.2), but not its absence or form
// (§3.2).
func (r *Request) checkHost(check *headCheck) (done bool) {
	return check.single(nameHost, RequestHostMissing, RequestHostDuplicate, hostRule)
}

// Authority returns the host, and perhaps the port, that the target names where it
// is an http or https URI, and which then counts instead of Host (RFC 9112 §3.2.2);
// nil for a path, and for a URI without a host of the right form.
func (r *Request) Authority() []byte {
	authority, _ := splitTarget(r.Target)
	if !IsHost(authority) {
		return nil
	}
	return authority
}

// IsHost reports whether v is a host with or without a port, as Host has it (RFC
// 9110 §7.2).
func IsHost(v []byte) bool { return hostRule(v) == 0 }

func hostRule(v []byte) Rule {
	if len(v) == 0 || v[0] == ':' || !isAuthority(v) {
		return RequestHostMalformed
	}
	return 0
}

// isHostByte holds the characters of a registered name or an IPv4 address, "%"
// standing for percent-encoding (RFC 3986 §3.2.2).
var isHostByte = func() (t [256]bool) {
	for _, c := range []byte("-._~!$&'()*+,;=%0123456789" +
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") {
		t[c] = true
	}
	return t
}()

// isAuthority reports whether b is a host, which may be empty, and perhaps a
// colon and a port of digits (RFC 3986 §3.2.2, §3.2.3).
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

// originRule judges an Origin's form: "null", or a scheme, "://" and an
// authority (RFC 6454 §6.2, §7.1). One origin, not a list: RFC 6455 §4.1 item 8.
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
