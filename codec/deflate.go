package codec

import "iter"

// deflateName is the extension's name in Sec-WebSocket-Extensions (RFC 7692 §7).
const deflateName = "permessage-deflate"

// The sizes of an LZ77 window, as base-2 logarithms of bytes (RFC 7692 §7.1.2).
const (
	MinWindowBits = 8
	MaxWindowBits = 15
)

// A Deflate is what the parameters of permessage-deflate say (RFC 7692 §7.1): in
// an offer, in an answer, and then for the connection. The zero Deflate is the
// extension without parameters.
type Deflate struct {
	ServerNoContextTakeover bool // the server compresses each message by itself (§7.1.1.1)
	ClientNoContextTakeover bool // the client does (§7.1.1.2)
	// ServerMaxWindowBits bounds the window with which the server compresses
	// (§7.1.2.1): 8 to 15, 0 where the parameter is absent, which means 15.
	ServerMaxWindowBits uint8
	// ClientMaxWindowBits does so for the client (§7.1.2.2). An offer says with
	// it that the answer may; 15 is then an offer of the parameter without a value.
	ClientMaxWindowBits uint8
}

// Compression returns how the endpoint of that role compresses: bits is its
// window, 8 to 15, and takeover whether a message may refer to the ones before.
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

// AppendDeflateOffer appends d as an element of a client's
// Sec-WebSocket-Extensions. Offers separated by ", " are alternatives, the best first (§5).
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

// AppendDeflateAnswer appends d as an element of a server's Sec-WebSocket-Extensions.
func AppendDeflateAnswer(dst []byte, d Deflate) []byte {
	dst = d.appendTo(dst)
	if d.ClientMaxWindowBits != 0 {
		dst = appendBits(dst, "; client_max_window_bits=", d.ClientMaxWindowBits)
	}
	return dst
}

// appendTo appends what offers and answers write alike.
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

// DeflateOffers returns what the request offers of permessage-deflate, in the
// client's order of preference, each with the Rule for which a server has to
// decline it (RFC 7692 §7.1), or 0.
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

// ChooseDeflate returns the server's answer to the first offer of
// permessage-deflate that it need not decline; ok is false when there is none,
// and the answer must not name the extension. want is what the server would
// have: its no_context_takeover flags are answered in any case, its window bits
// where they are less than 15 and, for the client's, where the offer allows it
// (RFC 7692 §7.1.1, §7.1.2): if it does not, the client's window may be any.
func ChooseDeflate(r *Request, want Deflate) (answer Deflate, ok bool) {
	for offer, rule := range r.DeflateOffers() {
		if rule == 0 {
			return offer.answer(want), true
		}
	}
	return Deflate{}, false
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
