package codec

import "iter"

// A Response is the head of an HTTP/1.1 response, a server's answer to an opening
// handshake (RFC 6455 §4.2.2, RFC 9112 §4). Its slices alias the bytes given to Parse.
// Reusing a Response saves allocations.
type Response struct {
	Version []byte // such as "HTTP/1.1"; nil until read
	Status  int    // such as 101; 0 until read
	Reason  []byte // such as "Switching Protocols"
	Fields  []Field

	head    headReader
	ignored Fault
}

// Reset discards the head in progress, like Request's Reset.
func (resp *Response) Reset() { *resp = Response{Fields: resp.Fields[:0]} }

// Parse reads a response's head from the front of b, with the same results as
// Request.Parse. If the head is Interim, the final one comes after it.
func (resp *Response) Parse(b []byte, lim HeadLimits) (n int, err error) {
	lim = lim.withDefaults()
	h := &resp.head
	if h.pos == 0 || h.stage == stageComplete || h.fault.Rule != 0 {
		resp.Reset()
		h.unfolds = true
	}
	resumed := h.pos > 0
	b = b[:min(len(b), lim.MaxBytes)]
	if h.stage < stageLine {
		resp.readLine(b, lim.UpgradeOnly)
	}
	if h.stage >= stageLine {
		resp.Fields = h.readFields(resp.Fields, b, lim.MaxFields)
	}
	if resumed {
		if resp.Version != nil {
			resp.Version = b[:len(resp.Version)]
		}
		if resp.Reason != nil {
			resp.Reason = b[reasonAt : reasonAt+len(resp.Reason)]
		}
	}
	n, err = h.verdict(b, lim, resp.Fields, resumed)
	unfold(resp.Fields)
	return n, err
}

// Offsets in a status line: every part but the last has a fixed size.
const (
	statusAt = len("HTTP/1.1 ")
	reasonAt = statusAt + len("101 ")
)

// readLine reads the status line (RFC 9112 §4).
func (resp *Response) readLine(b []byte, upgradeOnly bool) {
	h := &resp.head
	switch h.stage {
	case stageFirst:
		if !h.readVersion(b, ResponseVersionMalformed, ResponseVersion) {
			return
		}
		resp.Version = b[:h.pos]
		if upgradeOnly {
			if rule := versionRule(resp.Version, ResponseVersion); rule != 0 {
				h.fail(rule, 0)
				return
			}
		}
		if h.pos == len(b) {
			return
		}
		if b[h.pos] != ' ' {
			h.fail(byteRule(b[h.pos], ResponseVersionMalformed), h.pos)
			return
		}
		h.pos++
		h.mark = h.pos
		h.stage = stageSecond
		fallthrough
	case stageSecond:
		for ; h.pos < reasonAt-1; h.pos++ {
			if h.pos == len(b) {
				return
			}
			c := b[h.pos]
			if c < '0' || c > '9' || h.pos == statusAt && c == '0' {
				h.fail(byteRule(c, ResponseStatusMalformed), h.pos)
				return
			}
		}
		s := b[statusAt : reasonAt-1]
		resp.Status = int(s[0]-'0')*100 + int(s[1]-'0')*10 + int(s[2]-'0')
		if upgradeOnly && resp.Status != 101 && !resp.Interim() {
			h.fail(ResponseStatus, statusAt)
			return
		}
		if h.pos == len(b) {
			return
		}
		if b[h.pos] != ' ' {
			rule := ResponseStatusMalformed
			if b[h.pos] == '\r' {
				rule = ResponseStatusSpace
			}
			h.fail(byteRule(b[h.pos], rule), h.pos)
			return
		}
		h.pos++
		h.mark = h.pos
		h.stage = stageThird
		fallthrough
	case stageThird:
		h.pos = endOfText(b, h.pos)
		if h.pos == len(b) {
			return
		}
		if b[h.pos] != '\r' {
			h.fail(byteRule(b[h.pos], HeadControl), h.pos)
			return
		}
		resp.Reason = b[h.mark:h.pos]
		h.pos++
		h.stage = stageFirstLF
		fallthrough
	case stageFirstLF:
		h.lineFeed(b, stageLine)
	}
}

// Interim reports whether the status is a 1xx other than 101. A client skips such a
// response, even an unexpected one, and reads the next head right after it (RFC 9110
// §15.2).
func (resp *Response) Interim() bool {
	return resp.Status/100 == 1 && resp.Status != 101
}

// Ignored returns the first rule that the last CheckAccept found broken by the server
// although a client has to ignore that; the zero Fault if there was none.
func (resp *Response) Ignored() Fault { return resp.ignored }

// Fault returns the rule that the last Parse or CheckAccept found broken, with its place
// in bits from the head's first byte; the zero Fault if there was none.
func (resp *Response) Fault() Fault { return resp.head.fault }

// Get returns the value of the first field with that name, in upper or lower case, and
// whether there is one.
func (resp *Response) Get(name string) ([]byte, bool) { return getField(resp.Fields, name) }

// Values returns the elements of a list field in order, like Request's Values.
func (resp *Response) Values(name string) iter.Seq[[]byte] { return listElements(resp.Fields, name) }

// CheckAccept judges a whole response head as the answer to req, the request that was
// sent, by the client's steps of RFC 6455 §4.1. It returns nil if the connection is
// established, or the first broken Rule, whose place Fault has. After ResponseStatus, the
// response means what its status means to any HTTP client, and an Interim one is followed
// by another head. Every other Rule fails the connection; its Duty says whether a client
// must do that or may. A Rule that a client has to ignore is not an error: Ignored
// returns it.
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

// runChecks checks the response against every rule, in the order of the steps. A status
// other than 101 ends it, because the fields are then not about a handshake.
func (resp *Response) runChecks(check *headCheck, req *Request) {
	if resp.Version != nil && check.onLine(0, versionRule(resp.Version, ResponseVersion), 0) {
		return
	}
	if resp.Status != 101 {
		// After an interim response, which is not the answer yet, the dissection
		// continues.
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

// acceptRule judges a Sec-WebSocket-Accept against the key that was sent; if there was no
// key, no value is right.
func (r *Request) acceptRule(v []byte) Rule {
	var want [acceptLen]byte
	key := r.Key()
	return unless(key != nil && string(v) == string(AppendAccept(want[:0], key)), ResponseAcceptWrong)
}

// subprotocolRule judges a response's Sec-WebSocket-Protocol against the subprotocols
// that were offered.
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
