package codec

import "iter"

// deflateName is the name of the extension in Sec-WebSocket-Extensions (RFC 7692 §7).
const deflateName = "permessage-deflate"

// The sizes of an LZ77 window, as base-2 logarithms of bytes (RFC 7692 §7.1.2).
const (
	MinWindowBits = 8
	MaxWindowBits = 15
)

// A Deflate holds the parameters of permessage-deflate (RFC 7692 §7.1) in an offer, in an
// answer, or as negotiated for a connection. The zero Deflate is the extension without
// parameters.
type Deflate struct {
	ServerNoContextTakeover bool // the server compresses each message by itself (§7.1.1.1)
	ClientNoContextTakeover bool // the client compresses each message by itself (§7.1.1.2)
	// ServerMaxWindowBits bounds the window with which the server compresses (§7.1.2.1):
	// 8 to 15, or 0 if the parameter is absent, which means 15.
	ServerMaxWindowBits uint8
	// ClientMaxWindowBits is the same for the client (§7.1.2.2). In an offer it also
	// allows the answer to have the parameter; 15 then stands for the parameter without a
	// value.
	ClientMaxWindowBits uint8
}

// Compression returns how the endpoint of that role compresses: bits is its window, 8 to
// 15; with takeover, a message may refer to earlier ones.
func (d Deflate) Compression(sender Role) (bits uint8, takeover bool) {
	bits, takeover = d.ServerMaxWindowBits, !d.ServerNoContextTakeover
	if sender != Server {
		bits, takeover = d.ClientMaxWindowBits, !d.ClientNoContextTakeover
	}
	if bits < MinWindowBits || bits > MaxWindowBits {
		bits = MaxWindowBits
	}
	return bits, takeover
}

// AppendDeflateOffer appends d as an element of a client's Sec-WebSocket-Extensions.
// Offers that are separated by ", " are alternatives, the preferred one first (§5).
func AppendDeflateOffer(dst []byte, d Deflate) []byte {
	dst = d.appendTo(dst)
	switch bits := d.ClientMaxWindowBits; {
	case bits == MaxWindowBits:
		dst = append(dst, "; client_max_window_bits"...)
	case bits != 0:
		dst = appendBits(dst, "; client_max_window_bits=", bits)
	}
	return dst
}

// appendDeflateAnswer appends d as an element of a server's Sec-WebSocket-Extensions.
func appendDeflateAnswer(dst []byte, d Deflate) []byte {
	dst = d.appendTo(dst)
	if d.ClientMaxWindowBits != 0 {
		dst = appendBits(dst, "; client_max_window_bits=", d.ClientMaxWindowBits)
	}
	return dst
}

// appendTo appends the parameters that offers and answers write alike.
func (d Deflate) appendTo(dst []byte) []byte {
	dst = append(dst, deflateName...)
	if d.ServerNoContextTakeover {
		dst = append(dst, "; server_no_context_takeover"...)
	}
	if d.ClientNoContextTakeover {
		dst = append(dst, "; client_no_context_takeover"...)
	}
	if d.ServerMaxWindowBits != 0 {
		dst = appendBits(dst, "; server_max_window_bits=", d.ServerMaxWindowBits)
	}
	return dst
}

func appendBits(dst []byte, parameter string, bits uint8) []byte {
	dst = append(dst, parameter...)
	if bits >= 10 {
		dst = append(dst, '1')
	}
	return append(dst, '0'+bits%10)
}

// DeflateOffers returns the request's offers of permessage-deflate, in the client's order
// of preference, each with the Rule because of which a server has to decline it (RFC 7692
// §7.1), or 0.
func (r *Request) DeflateOffers() iter.Seq2[Deflate, Rule] {
	return func(yield func(Deflate, Rule) bool) {
		for i := range r.Fields {
			if r.Fields[i].name != nameExtensions {
				continue
			}
			for rest := r.Fields[i].Value; ; {
				name, params, after, more, _ := nextExtension(rest)
				if !more {
					break
				}
				if string(name) == deflateName {
					d, rule := parseDeflate(params, true)
					if !yield(d, rule) {
						return
					}
				}
				rest = after
			}
		}
	}
}

// ChooseDeflate negotiates permessage-deflate for a server: it accepts the first offer of
// the request that the server need not decline. agreed is for Config.UseDeflate,
// extensions is for AppendSwitchingProtocols; if there is no such offer both are zero and
// the extension is not used. want has the server's preferences: its no_context_takeover
// flags are in every response, and its window bits where they are less than 15 and, for
// the client's window, where the offer allows them (RFC 7692 §7.1.1, §7.1.2). If the
// offer does not allow them, the client's window can have any size.
func ChooseDeflate(r *Request, want Deflate) (agreed Deflate, extensions string) {
	for offer, rule := range r.DeflateOffers() {
		if rule == 0 {
			agreed = offer.answer(want)
			return agreed, string(appendDeflateAnswer(nil, agreed))
		}
	}
	return Deflate{}, ""
}

// answer returns the answer to an offer.
func (d Deflate) answer(want Deflate) Deflate {
	a := Deflate{
		ServerNoContextTakeover: d.ServerNoContextTakeover || want.ServerNoContextTakeover,
		ClientNoContextTakeover: d.ClientNoContextTakeover || want.ClientNoContextTakeover,
	}
	mine, _ := want.Compression(Server)
	if a.ServerMaxWindowBits = d.ServerMaxWindowBits; a.ServerMaxWindowBits > mine || a.ServerMaxWindowBits == 0 && mine < MaxWindowBits {
		a.ServerMaxWindowBits = mine
	}
	if d.ClientMaxWindowBits != 0 {
		theirs, _ := want.Compression(Client)
		if bits := min(d.ClientMaxWindowBits, theirs); bits < MaxWindowBits {
			a.ClientMaxWindowBits = bits
		}
	}
	return a
}

// parseDeflate reads the parameters of one permessage-deflate element in a well-formed
// list of extensions. rule is the first rule that they break (RFC 7692 §7.1).
func parseDeflate(params []byte, offer bool) (d Deflate, rule Rule) {
	var serverTakeover, clientTakeover, serverBits, clientBits bool
	for {
		name, value, valued, rest, more := nextParameter(params)
		if !more {
			return d, 0
		}
		params = rest
		var seen *bool
		switch string(name) {
		case "server_no_context_takeover":
			seen, d.ServerNoContextTakeover = &serverTakeover, true
		case "client_no_context_takeover":
			seen, d.ClientNoContextTakeover = &clientTakeover, true
		case "server_max_window_bits":
			seen, d.ServerMaxWindowBits = &serverBits, windowBits(value)
			if d.ServerMaxWindowBits == 0 {
				rule = ResponseDeflateWindowBits
			}
		case "client_max_window_bits":
			seen, d.ClientMaxWindowBits = &clientBits, windowBits(value)
			if offer && !valued {
				d.ClientMaxWindowBits = MaxWindowBits // §7.1.2.2: any window that the answer names
			}
			if d.ClientMaxWindowBits == 0 {
				rule = ResponseDeflateWindowBits
			}
		default:
			return d, ResponseDeflateParameterUnknown
		}
		switch {
		case *seen:
			return d, ResponseDeflateParameterDuplicate
		case rule != 0:
			return d, rule
		case valued && (seen == &serverTakeover || seen == &clientTakeover):
			return d, ResponseDeflateTakeoverValue
		}
		*seen = true
	}
}

// windowBits reads a window size: a decimal number from 8 to 15 without leading zeros
// (RFC 7692 §7.1.2), quoted or not. It returns 0 for anything else.
func windowBits(value []byte) uint8 {
	var digits [2]byte
	n := 0
	for _, c := range value {
		if c == '"' || c == '\\' {
			continue // a quoted value must be a token too (RFC 6455 §9.1)
		}
		if n == len(digits) {
			return 0
		}
		digits[n] = c
		n++
	}
	switch {
	case n == 1 && (digits[0] == '8' || digits[0] == '9'):
		return digits[0] - '0'
	case n == 2 && digits[0] == '1' && digits[1] >= '0' && digits[1] <= '5':
		return 10 + digits[1] - '0'
	}
	return 0
}

// nextParameter reads the first of the parameters that nextExtension has checked: its
// name, its value, and whether it has one.
func nextParameter(params []byte) (name, value []byte, valued bool, rest []byte, more bool) {
	i := skipOWS(params, 0)
	if i == len(params) {
		return nil, nil, false, nil, false
	}
	i = skipOWS(params, i+1) // after the semicolon
	end, nameEnd := paramEnd(params, i), tokenEnd(params, i)
	name, rest = params[i:nameEnd], params[end:]
	if nameEnd < end {
		equals := skipOWS(params, nameEnd)
		value, valued = params[skipOWS(params, equals+1):end], true
	}
	return name, value, valued, rest, true
}

// Deflate negotiates permessage-deflate for a client that offered it
// (AppendDeflateOffer). req is the request that was sent, and the response must have
// passed CheckAccept. d has the agreed parameters, for Config.UseDeflate; ok is false if
// the extension is not used. The client's window is never larger than in its offer: the
// offer is a hint, so a response may name a larger window or none (RFC 7692 §7.1.2.2).
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

// judgeDeflate judges the parameters of an answer (RFC 7692 §7.1). The answer must fit
// one of the offers; if it fits none, judgeDeflate returns the rule that it breaks as an
// answer to the first.
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

// answerRule judges d as the answer to one offer.
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
