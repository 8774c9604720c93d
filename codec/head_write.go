package codec

import "strconv"

// A ClientRequest holds the contents of a client's opening handshake (RFC 6455 §4.1).
type ClientRequest struct {
	Host         string      // the server's host, with ":" and a port unless the port is the scheme's default
	Target       string      // the resource name, such as "/chat"; "" means "/"
	Origin       string      // "" for none: only browsers must send one
	Key          [16]byte    // must be chosen at random for each connection
	Subprotocols []string    // in order of preference
	Extensions   string      // the value of Sec-WebSocket-Extensions, "" for none
	Fields       [][2]string // names and values of further fields, such as Cookie
}

// AppendRequest appends the client's opening handshake (RFC 6455 §4.1). The error is a
// Misuse of the rule that the request would break; then nothing is appended. So no value
// in c can add a line break or another field to the head, or make a request that
// CheckUpgrade refuses.
func AppendRequest(dst []byte, c ClientRequest) ([]byte, error) {
	target := c.Target
	if target == "" {
		target = "/"
	}
	for i := 0; i < len(target); i++ {
		if target[i] <= ' ' || target[i] >= 0x7f {
			return dst, misuse(byteRule(target[i], RequestTargetMalformed))
		}
	}
	var err error
	start := len(dst)
	add := func(name, value string) {
		if err == nil {
			dst, err = appendField(dst, name, value)
		}
	}
	dst = appendStrings(dst, "GET ", target, " HTTP/1.1\r\n")
	add("Host", c.Host)
	add("Upgrade", "websocket")
	add("Connection", "Upgrade")
	var key [keyLen]byte
	add("Sec-WebSocket-Key", string(appendBase64(key[:0], c.Key[:])))
	if c.Origin != "" {
		add("Origin", c.Origin)
	}
	if len(c.Subprotocols) > 0 {
		list := ""
		for i, s := range c.Subprotocols {
			if !isTokenString(s) {
				return dst[:start], Misuse(RequestSubprotocolMalformed)
			}
			if i > 0 {
				list += ", "
			}
			list += s
		}
		add("Sec-WebSocket-Protocol", list)
	}
	if c.Extensions != "" {
		add("Sec-WebSocket-Extensions", c.Extensions)
	}
	add("Sec-WebSocket-Version", "13")
	for _, f := range c.Fields {
		add(f[0], f[1])
	}
	if err != nil {
		return dst[:start], err
	}
	dst = appendStrings(dst, "\r\n")
	// The server's own check finds what no single value breaks, such as a second Host in
	// Fields.
	var r Request
	size := len(dst) - start
	if _, err = r.Parse(dst[start:], HeadLimits{MaxBytes: size, MaxFields: size}); err == nil {
		err = r.CheckUpgrade()
	}
	if err != nil {
		return dst[:start], misuse(RuleOf(err))
	}
	return dst, nil
}

// appendField appends a field line, or returns the Misuse of the rule that it would
// break.
func appendField(dst []byte, name, value string) ([]byte, error) {
	if name == "" {
		return dst, Misuse(HeadNameEmpty)
	}
	for i := 0; i < len(name); i++ {
		if !isToken[name[i]] {
			return dst, misuse(byteRule(name[i], HeadNameNotToken))
		}
	}
	for i := 0; i < len(value); i++ {
		if !isText(value[i]) {
			return dst, misuse(byteRule(value[i], HeadBareCR))
		}
	}
	return appendStrings(dst, name, ": ", value, "\r\n"), nil
}

// AppendSwitchingProtocols appends the 101 response that accepts the request (RFC 6455
// §4.2.2 item 5), with the subprotocol and the extensions that are now in use, "" for
// none: see ChooseSubprotocol and ChooseDeflate. If the request breaks a Rule, it appends
// nothing and returns that Rule, as CheckUpgrade does, which need not be called first. If
// a client would find the subprotocol or an extension malformed or not offered, it
// returns a Misuse; so neither can add a line break to the head.
func AppendSwitchingProtocols(dst []byte, r *Request, subprotocol, extensions string) ([]byte, error) {
	if !r.accepted {
		if err := r.CheckUpgrade(); err != nil {
			return dst, err
		}
	}
	if subprotocol != "" {
		if !isTokenString(subprotocol) {
			return dst, Misuse(ResponseSubprotocolMalformed)
		}
		if ChooseSubprotocol(r, []string{subprotocol}) == "" {
			return dst, Misuse(ResponseSubprotocolNotOffered)
		}
	}
	if extensions != "" {
		var room [128]byte
		if rule := r.extensionsRule(append(room[:0], extensions...)); rule != 0 {
			return dst, misuse(rule)
		}
	}
	dst = appendStrings(dst, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ")
	dst = AppendAccept(dst, r.Key())
	if subprotocol != "" {
		dst = appendStrings(dst, "\r\nSec-WebSocket-Protocol: ", subprotocol)
	}
	if extensions != "" {
		dst = appendStrings(dst, "\r\nSec-WebSocket-Extensions: ", extensions)
	}
	return appendStrings(dst, "\r\n\r\n"), nil
}

// AppendRefusal appends the whole response with which a server refuses a handshake that
// breaks rule. It has the rule's status (400 if it has none), with Allow: GET for 405
// (RFC 9110 §15.5.6), and with the supported version for 426 and for any request without
// a readable version (RFC 6455 §4.2.2, §4.4). sentence is the body, as plain text in
// UTF-8; none of it goes into the head. The server has to add Date, because this package
// has no clock (RFC 9110 §6.6.1), and to omit the body if the method is HEAD (§9.3.2).
func AppendRefusal(dst []byte, rule Rule, sentence string) []byte {
	status := rule.Status()
	if status == 0 {
		status = 400
	}
	switch rule {
	case RequestWebSocketVersionMissing, RequestWebSocketVersionDuplicate, RequestWebSocketVersionMalformed:
		return appendErrorResponse(dst, status, true, sentence)
	}
	return AppendErrorResponse(dst, status, sentence)
}

// AppendExplanation appends the body of a refusal, which tells a person what is wrong
// with the head: sentence, then the place of the fault, as a byte counted from 0 and a
// line and a column counted from 1, then the rule and its section.
func AppendExplanation(dst []byte, f Fault, head []byte, sentence string) []byte {
	at := int(min(f.Bit/8, uint64(len(head))))
	line, column := 1, 1
	for _, c := range head[:at] {
		column++
		if c == '\n' {
			line, column = line+1, 1
		}
	}
	return appendStrings(dst,
		sentence, " (byte ", strconv.Itoa(at), ", line ", strconv.Itoa(line), ", column ", strconv.Itoa(column),
		"; rule ", f.Rule.Name(), ", ", f.Rule.Section().String(), ".)\n")
}

// appendStrings appends strings. It is not inlined, because the code of an append is long
// and heads have many parts.
//
//go:noinline
func appendStrings(dst []byte, parts ...string) []byte {
	for _, part := range parts {
		dst = append(dst, part...)
	}
	return dst
}

// AppendErrorResponse appends a whole response with that status, 400 to 599, that ends
// the connection; sentence is its body. A server sends it to refuse a handshake for a
// reason of its own, such as 403 for an Origin (RFC 6455 §4.2.2 item 4). Any other status
// becomes 500.
func AppendErrorResponse(dst []byte, status int, sentence string) []byte {
	if status < 400 || status > 599 {
		status = 500
	}
	return appendErrorResponse(dst, status, status == 426, sentence)
}

func appendErrorResponse(dst []byte, status int, version bool, sentence string) []byte {
	// A sender of Upgrade names it in Connection too (RFC 9110 §7.8).
	own, versions, connection := "", "", "close"
	switch status {
	case 405:
		own = "\r\nAllow: GET"
	case 426:
		own, connection = "\r\nUpgrade: websocket", "upgrade, close"
	}
	if version {
		versions = "\r\nSec-WebSocket-Version: 13"
	}
	return appendStrings(dst, "HTTP/1.1 ", strconv.Itoa(status), " ", reasonPhrase(status), own, versions,
		"\r\nContent-Type: text/plain; charset=utf-8\r\nX-Content-Type-Options: nosniff\r\nContent-Length: ", strconv.Itoa(len(sentence)),
		"\r\nConnection: ", connection, "\r\n\r\n", sentence)
}

// reasonPhrase returns the reason phrase of a status, which may be empty (RFC 9112 §4).
func reasonPhrase(status int) string {
	switch status {
	case 400:
		return "Bad Request"
	case 403:
		return "Forbidden"
	case 404:
		return "Not Found"
	case 405:
		return "Method Not Allowed"
	case 408:
		return "Request Timeout"
	case 409:
		return "Conflict"
	case 411:
		return "Length Required"
	case 414:
		return "URI Too Long"
	case 417:
		return "Expectation Failed"
	case 421:
		return "Misdirected Request"
	case 426:
		return "Upgrade Required"
	case 429:
		return "Too Many Requests"
	case 431:
		return "Request Header Fields Too Large"
	case 500:
		return "Internal Server Error"
	case 501:
		return "Not Implemented"
	case 503:
		return "Service Unavailable"
	case 505:
		return "HTTP Version Not Supported"
	}
	return ""
}
