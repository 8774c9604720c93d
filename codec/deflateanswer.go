package codec

// Deflate returns what an answer that CheckAccept has found good agrees on of
// permessage-deflate; ok is false when the extension is not in use. req is the
// request that was sent. The client's window is never larger than it offered: its
// offer is a hint, so an answer may name a larger window or none (RFC 7692 §7.1.2.2).
func (resp *Response) Deflate(req *Request) (d Deflate, ok bool) {
	list, _ := resp.Get(fieldNameStrings[nameExtensions])
	for {
		name, params, rest, more, _ := nextExtension(list)
		if !more {
			return Deflate{}, false
		}
		if string(name) == deflateName {
			d, rule := req.judgeDeflate(params)
			return d, rule == 0
		}
		list = rest
	}
}

// judgeDeflate judges the parameters of an answer (RFC 7692 §7.1). One of the
// offers has to be what it answers; if none is, the rule is that which it breaks
// as an answer to the first.
func (r *Request) judgeDeflate(params []byte) (agreed Deflate, rule Rule) {
	answer, rule := parseDeflate(params, false)
	if rule != 0 {
		return Deflate{}, rule
	}
	rule = ResponseExtensionNotOffered
	for offer, bad := range r.DeflateOffers() {
		if bad != 0 {
			continue
		}
		broken := answer.answerRule(offer)
		if broken == 0 {
			if answer.ClientMaxWindowBits == 0 || answer.ClientMaxWindowBits > offer.ClientMaxWindowBits {
				answer.ClientMaxWindowBits = offer.ClientMaxWindowBits
			}
			return answer, 0
		}
		if rule == ResponseExtensionNotOffered {
			rule = broken
		}
	}
	return Deflate{}, rule
}

// answerRule judges d as the answer to an offer.
func (d Deflate) answerRule(offer Deflate) Rule {
	switch {
	case offer.ServerNoContextTakeover && !d.ServerNoContextTakeover:
		return ResponseDeflateServerTakeoverMissing
	case offer.ServerMaxWindowBits != 0 && d.ServerMaxWindowBits == 0:
		return ResponseDeflateServerWindowMissing
	case offer.ServerMaxWindowBits != 0 && d.ServerMaxWindowBits > offer.ServerMaxWindowBits:
		return ResponseDeflateServerWindowLarger
	case offer.ClientMaxWindowBits == 0 && d.ClientMaxWindowBits != 0:
		return ResponseDeflateClientWindowNotOffered
	}
	return 0
}
