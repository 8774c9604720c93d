package codec

// CheckUpgrade judges a whole request head as an opening handshake (RFC 6455 §4.2.1). It
// returns nil, or the first broken Rule in the order of the section's items, whose place
// Fault has. A request whose Parse has not returned a size is HeadIncomplete. The server
// has to decide which Host and which Origin it allows, and whether the target exists.
func (r *Request) CheckUpgrade() error {
	r.accepted = false
	if r.head.fault.Rule != 0 && r.head.stage != stageComplete {
		return r.head.fault.Rule.Err()
	}
	if r.head.stage != stageComplete {
		r.head.fail(HeadIncomplete, r.head.pos)
		return HeadIncomplete
	}
	var check headCheck
	check.begin(Server, &r.head, r.Fields)
	r.runChecks(&check)
	r.head.fault = check.first
	if check.first.Rule != 0 {
		return check.first.Rule.Err()
	}
	r.accepted = true
	return nil
}

// WantsUpgrade reports whether Upgrade names websocket (RFC 6455 §4.2.1 item 3): such a
// request is an attempt at an opening handshake, and any other is not.
func (r *Request) WantsUpgrade() bool {
	for i := range r.Fields {
		if r.Fields[i].name != nameUpgrade {
			continue
		}
		for e, rest, more := nextElement(r.Fields[i].Value); more; e, rest, more = nextElement(rest) {
			if equalFold(e, "websocket") {
				return true
			}
		}
	}
	return false
}

// runChecks checks the request against every rule, in order.
func (r *Request) runChecks(check *headCheck) {
	_ = r.checkLine(check) ||
		r.checkHost(check) ||
		r.checkBody(check) ||
		check.list(nameUpgrade, "websocket", RequestUpgradeMissing, RequestUpgradeMalformed, RequestUpgradeNoWebSocket, isProtocol) ||
		check.list(nameConnection, "Upgrade", RequestConnectionMissing, RequestConnectionMalformed, RequestConnectionNoUpgrade, isTokenBytes) ||
		check.single(nameKey, RequestKeyMissing, RequestKeyDuplicate, keyRule) ||
		check.single(nameWebSocketVersion, RequestWebSocketVersionMissing, RequestWebSocketVersionDuplicate, webSocketVersionRule) ||
		check.single(nameOrigin, 0, RequestOriginDuplicate, originRule) ||
		r.checkSubprotocols(check) ||
		check.extensions(RequestExtensionsMalformed)
}

func (r *Request) checkLine(check *headCheck) (done bool) {
	method := r.head.first
	target := method + len(r.Method) + 1
	return r.Method != nil && check.onLine(0, methodRule(r.Method), method) ||
		r.Target != nil && check.onLine(1, targetRule(r.Target), target) ||
		r.Version != nil && check.onLine(2, versionRule(r.Version, RequestVersion), target+len(r.Target)+1)
}

// checkBody refuses a request with a body, because its bytes could not be told from the
// first frames (RFC 9112 §6.3).
func (r *Request) checkBody(check *headCheck) (done bool) {
	for i := check.find(nameTransferEncoding); i >= 0; i = check.next(i) {
		if check.onField(i, RequestTransferEncoding) {
			return true
		}
	}
	return check.single(nameContentLength, 0, RequestLengthDuplicate, func(v []byte) Rule {
		n, ok := contentLength(v)
		switch {
		case !ok:
			return RequestLengthMalformed
		case n > 0:
			return RequestBody
		}
		return 0
	})
}

// methodRule judges the method of an opening handshake (§4.2.1 item 1).
func methodRule(method []byte) Rule {
	switch {
	case string(method) == "GET":
		return 0
	case string(method) == "PRI":
		return RequestHTTP2
	case KnowsMethod(method):
		return RequestMethod
	}
	return RequestMethodUnknown
}

// KnowsMethod reports whether web servers know the method, although they need not allow
// it: it is one of RFC 9110 §9.3, or PATCH (RFC 5789). Methods are case-sensitive (RFC
// 9110 §9.1).
func KnowsMethod(method []byte) bool {
	switch string(method) {
	case "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH":
		return true
	}
	return false
}

// versionRule judges HTTP/digit.digit: it must be 1.1 or higher, with major version 1.
func versionRule(version []byte, tooOld Rule) Rule {
	if version[7] == '0' {
		return tooOld
	}
	return 0
}

// webSocketVersionRule judges a Sec-WebSocket-Version (§4.2.1 item 6, §4.3): it must be
// 13. A value that is not a number from 0 to 255 without leading zeros is malformed.
func webSocketVersionRule(v []byte) Rule {
	n := 0
	for _, c := range v {
		if c < '0' || c > '9' || n > 255 {
			return RequestWebSocketVersionMalformed
		}
		n = n*10 + int(c-'0')
	}
	switch {
	case len(v) == 0 || n > 255 || len(v) > 1 && v[0] == '0':
		return RequestWebSocketVersionMalformed
	case n != 13:
		return RequestWebSocketVersionUnsupported
	}
	return 0
}

// isTokenBytes reports whether b is a token.
func isTokenBytes(b []byte) bool { return len(b) > 0 && tokenEnd(b, 0) == len(b) }

// isProtocol reports whether b is a protocol as in Upgrade: a name, optionally with a
// slash and a version (RFC 9110 §7.8).
func isProtocol(b []byte) bool {
	name := tokenEnd(b, 0)
	if name == 0 || name == len(b) {
		return name > 0
	}
	return b[name] == '/' && isTokenBytes(b[name+1:])
}
