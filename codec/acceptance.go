package codec

// CheckAccept judges a whole response head as the answer to req, the request
// that was sent, by the client's steps of RFC 6455 §4.1: nil when the connection
// is established, or the first broken Rule, of which Fault gives the place. On
// ResponseStatus the response means what its status means to any HTTP client,
// and after an Interim one comes another head; every other Rule fails the
// connection, which Duty says a client must do or may do. A Rule that a client
// has to ignore is no error: Ignored gives it.
func (resp *Response) CheckAccept(req *Request) error {
	resp.ignored = Fault{}
	if resp.head.fault.Rule != 0 && resp.head.stage != stageComplete {
		return resp.head.fault.Rule.Err()
	}
	if resp.head.stage != stageComplete {
		resp.head.fail(HeadIncomplete, resp.head.pos)
		return HeadIncomplete
	}
	var check headCheck
	check.begin(Client, &resp.head, resp.Fields)
	resp.runChecks(&check, req)
	resp.head.fault, resp.ignored = check.first, check.ignored
	return check.first.Rule.Err()
}

// runChecks holds the response against every rule, in the order of the steps. A
// status other than 101 ends it: the fields then are not about a handshake.
func (resp *Response) runChecks(check *headCheck, req *Request) {
	if resp.Version != nil && check.onLine(0, versionRule(resp.Version, ResponseVersion), 0) {
		return
	}
	if resp.Status != 101 {
		// The dissection goes on after an interim response, which is no answer yet.
		if resp.Status != 0 && !(check.all && resp.Interim()) {
			check.onLine(1, ResponseStatus, statusAt)
		}
		return
	}
	for i := check.find(nameTransferEncoding); i >= 0; i = check.next(i) {
		if check.onField(i, ResponseTransferEncoding) {
			return
		}
	}
	for i := check.find(nameContentLength); i >= 0; i = check.next(i) {
		if check.onField(i, ResponseContentLength) {
			return
		}
	}
	if check.single(nameUpgrade, ResponseUpgradeMissing, ResponseUpgradeDuplicate, responseUpgradeRule) {
		return
	}
	if check.list(nameConnection, "Upgrade", ResponseConnectionMissing, ResponseConnectionMalformed, ResponseConnectionNoUpgrade, isTokenBytes) {
		return
	}
	if check.single(nameAccept, ResponseAcceptMissing, ResponseAcceptDuplicate, req.acceptRule) {
		return
	}
	if check.single(nameExtensions, 0, ResponseExtensionsDuplicate, req.extensionsRule) {
		return
	}
	if check.single(nameSubprotocol, 0, ResponseSubprotocolDuplicate, req.subprotocolRule) {
		return
	}
	for i := range check.fields {
		if check.fields[i].folded && check.onField(i, HeadObsFold) {
			return
		}
	}
}

func responseUpgradeRule(v []byte) Rule {
	return unless(equalFold(v, "websocket"), ResponseUpgrade)
}

// acceptRule judges a Sec-WebSocket-Accept against the key that was sent; where
// none was, nothing is right.
func (r *Request) acceptRule(v []byte) Rule {
	var want [acceptLen]byte
	key := r.Key()
	return unless(key != nil && string(v) == string(AppendAccept(want[:0], key)), ResponseAcceptWrong)
}

// subprotocolRule judges a Sec-WebSocket-Protocol of a response against the
// subprotocols that were offered.
func (r *Request) subprotocolRule(v []byte) Rule {
	if !isTokenBytes(v) {
		return ResponseSubprotocolMalformed
	}
	return unless(ChooseSubprotocol(r, []string{string(v)}) != "", ResponseSubprotocolNotOffered)
}

func unless(ok bool, rule Rule) Rule {
	if ok {
		return 0
	}
	return rule
}
