package codec

import "strconv"

// A ClientRequest is what a client asks for in its opening handshake (RFC 6455 §4.1).
type ClientRequest struct {
	Host         string      // the server's host, with ":" and a port unless it is the scheme's own
	Target       string      // the resource name, such as "/chat"; "" means "/"
	Origin       string      // "" for none: only browsers must name one
	Key          [16]byte    // chosen at random for each connection
	Subprotocols []string    // in order of preference
	Extensions   string      // the value of Sec-WebSocket-Extensions, "" for none
	Fields       [][2]string // further fields, names and values, such as a Cookie
}

// AppendRequest appends the client's opening handshake (RFC 6455 §4.1). The error
// is a Misuse of the rule that the request would break, and then nothing was appended:
// nothing in c can bring a line break or another field into the head, or make a request
// that CheckUpgrade would refuse.
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
	// What no part can break alone, such as a second Host among Fields, the
	// server's own check finds.
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

// appendField appends a field line, or nothing and the Misuse of the rule that it would break.
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

// AppendSwitchingProtocols appends the 101 response that accepts the request
// (RFC 6455 §4.2.2 item 5), with the subprotocol and the extensions that are
// now in use, "" for none: see ChooseSubprotocol and ChooseDeflate. It appends nothing
// and returns the Rule when the request breaks one (as CheckUpgrade, which need not have
// been called), or a Misuse when a client would find the subprotocol or an extension not
// offered or malformed: so neither can bring a line break into the head.
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

// AppendRefusal appends the whole response with which a server refuses a
// handshake that breaks rule: the rule's status (400 when it has none), with
// Allow: GET for 405 (RFC 9110 §15.5.6), and with the version that is spoken here
// for 426 and wherever the request names none or none that can be read (RFC 6455
// §4.2.2, §4.4). sentence is the body, as plain text in UTF-8; nothing of it
// enters the head. Two things are left to the server: Date, because this package has
// no clock (RFC 9110 §6.6.1), and to leave out the body where the method is HEAD (§9.3.2).
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

// AppendExplanation appends the body with which a refusal tells a person what is
// wrong with the head: sentence, then the place of the fault, as a byte counted from
// 0 and a line and a column counted from 1, then the rule and its section.
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

// appendStrings appends strings. It is not inlined: the code of an append is long, and
// heads have many parts.
//
//go:noinline
func appendStrings(dst []byte, parts ...string) []byte {
	for _, part := range parts {
		dst = append(dst, part...)
	}
	return dst
}

// AppendErrorResponse appends a whole response of that status, from 400 to 599,
// that ends the connection, with sentence as its body: what a server says that
// refuses a handshake for a reason of its own, such as 403 for an Origin (RFC 6455
// §4.2.2 item 4).
// Another status becomes 500.
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

// reasonPhrase returns what stands after a status in the first line, which may
// be nothing (RFC 9112 §4).
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
