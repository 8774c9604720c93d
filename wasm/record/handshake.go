package record

import (
	"encoding/binary"

	"framelab/codec"
)

// handshakeOnly refuses a head that cannot be an opening handshake as early as its bytes
// allow.
var handshakeOnly = codec.HeadLimits{UpgradeOnly: true}

// Accept returns the SHA-1 digest, 20 bytes, of the key in and the GUID, followed by its
// base64, 28 bytes: the value of Sec-WebSocket-Accept (RFC 6455 §4.2.2).
func (w *Writer) Accept(in []byte) []byte {
	sum := codec.SHA1(append(append(w.out[:0], in...), codec.GUID...))
	b := append(w.out[:0], sum[:]...)
	w.out = codec.AppendAccept(b, in)
	return w.out
}

// Respond returns a server's response to a request: in is the request and, from split on,
// strings: the sentence of a refusal, and the subprotocols that the server supports.
//
// The status is 101, or that of the refusal, or 0 while the request is incomplete and has
// no fault so far. most is the longest head in bytes that the server reads, 0 for the
// default. deflate is 0, or twice the number of the parameters that the server wants,
// plus 1: then it accepts the first offer of permessage-deflate that it need not decline
// (RFC 7692 §7.1).
func (w *Writer) Respond(in []byte, split, deflate, most uint32) []byte {
	at := clamp(split, len(in))
	request, list := in[:at], stringList{in[at:]}
	sentence := list.next()
	var mine []string
	for len(list.rest) > 0 {
		mine = append(mine, list.next())
	}
	w.req.Reset()
	n, fault := w.req.ReadUpgrade(request, codec.HeadLimits{MaxBytes: clamp(most, maxInput)})
	b := append(w.out[:0], make([]byte, answerBytes)...)
	binary.LittleEndian.PutUint32(b[answerSize:], uint32(n))
	status, rule := 0, fault.Rule
	if rule == 0 && n > 0 {
		status = 101
		extensions := ""
		if deflate != 0 {
			var agreed codec.Deflate
			if agreed, extensions = codec.ChooseDeflate(&w.req, Parameters(deflate>>1)); extensions != "" {
				b[answerDeflate] = 1
				binary.LittleEndian.PutUint32(b[answerParameters:], parameterNumber(agreed))
			}
		}
		var err error
		b, err = codec.AppendSwitchingProtocols(b, &w.req, codec.ChooseSubprotocol(&w.req, mine), extensions)
		rule = codec.RuleOf(err)
	}
	if rule != 0 {
		status = rule.Status()
		b = codec.AppendRefusal(b, rule, string(codec.AppendExplanation(nil, fault, request, sentence)))
		b[answerRule] = byte(rule)
	}
	binary.LittleEndian.PutUint16(b[answerStatus:], uint16(status))
	w.out = b
	return w.out
}

// Refusal returns the response with which a server refuses for a reason of its own: in is
// the sentence in its body.
func (w *Writer) Refusal(in []byte, status uint32) []byte {
	w.out = codec.AppendErrorResponse(w.out[:0], clamp(status, 999), string(in))
	return w.out
}

// Request returns a client's request for a handshake: in is the strings host, target,
// origin, key (16 bytes) and extensions, then the number of subprotocols in four bytes
// and each of them, then further fields as alternating names and values.
//
//	u8 rule, the request's bytes
func (w *Writer) Request(in []byte) []byte {
	list := stringList{in}
	var c codec.ClientRequest
	c.Host = list.next()
	c.Target = list.next()
	c.Origin = list.next()
	copy(c.Key[:], list.next())
	c.Extensions = list.next()
	for n := list.count(); n > 0 && len(list.rest) > 0; n-- {
		c.Subprotocols = append(c.Subprotocols, list.next())
	}
	for len(list.rest) > 0 {
		c.Fields = append(c.Fields, [2]string{list.next(), list.next()})
	}
	b := append(w.out[:0], 0)
	b, err := codec.AppendRequest(b, c)
	if rule := codec.RuleOf(err); rule != 0 {
		b = append(b[:0], byte(rule))
	}
	w.out = b
	return w.out
}

// A stringList reads strings from an input: each is a u32 length and its bytes.
type stringList struct{ rest []byte }

// count reads a number of four bytes; 0 if there is none.
func (s *stringList) count() uint32 {
	if len(s.rest) < 4 {
		s.rest = nil
		return 0
	}
	n := binary.LittleEndian.Uint32(s.rest)
	s.rest = s.rest[4:]
	return n
}

// next reads a string; it returns "" and no rest if there is none.
func (s *stringList) next() string {
	n := s.count()
	if uint64(n) > uint64(len(s.rest)) {
		s.rest = nil
		return ""
	}
	v := string(s.rest[:n])
	s.rest = s.rest[n:]
	return v
}
