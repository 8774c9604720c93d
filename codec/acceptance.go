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
		return resp.head.fault.Rule
	}
	if resp.head.stage != stageComplete {
		resp.head.fail(HeadIncomplete, resp.head.pos)
		return HeadIncomplete
	}
	var j judgement
	j.begin(Client, &resp.head, resp.Fields)
	resp.judge(&j, req)
	resp.head.fault, resp.ignored = j.first, j.ignored
	if j.first.Rule != 0 {
		return j.first.Rule
	}
	return nil
}

// judge holds the response against every rule, in the order of the steps. A
// status other than 101 ends it: the fields then are not about a handshake.
func (resp *Response) judge(j *judgement, req *Request) {
	if resp.Version != nil && j.onLine(0, versionRule(resp.Version, ResponseVersion), 0) {
		return
	}
	if resp.Status != 101 {
		// The dissection goes on after an interim response, which is no answer yet.
		if resp.Status != 0 && !(j.all && resp.Interim()) {
			j.onLine(1, ResponseStatus, statusAt)
		}
		return
	}
	for i := j.find(nameTransferEncoding); i >= 0; i = j.next(i) {
		if j.onField(i, ResponseTransferEncoding) {
			return
		}
	}
	for i := j.find(nameContentLength); i >= 0; i = j.next(i) {
		if j.onField(i, ResponseContentLength) {
			return
		}
	}
	if j.single(nameUpgrade, ResponseUpgradeMissing, ResponseUpgradeDuplicate, responseUpgradeRule) {
		return
	}
	if j.list(nameConnection, "Upgrade", ResponseConnectionMissing, ResponseConnectionMalformed, ResponseConnectionNoUpgrade, isTokenBytes) {
		return
	}
	if j.single(nameAccept, ResponseAcceptMissing, ResponseAcceptDuplicate, req.acceptRule) {
		return
	}
	if j.single(nameExtensions, 0, ResponseExtensionsDuplicate, req.extensionsRule) {
		return
	}
	if j.single(nameSubprotocol, 0, ResponseSubprotocolDuplicate, req.subprotocolRule) {
		return
	}
	for i := range j.fields {
		if j.fields[i].folded && j.onField(i, HeadObsFold) {
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
