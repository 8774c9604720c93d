package codec

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
// is the Rule that the request would break, and then nothing was appended: nothing
// that c holds can bring a line break or another field into the head, or make a
// request that CheckUpgrade would refuse.
func AppendRequest(dst []byte, c ClientRequest) ([]byte, error) {
	target := c.Target
	if target == "" {
		target = "/"
	}
	for i := 0; i < len(target); i++ {
		if target[i] <= ' ' || target[i] >= 0x7f {
			return dst, byteRule(target[i], RequestTargetMalformed).Err()
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
				return dst[:start], RequestSubprotocolMalformed
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
		return dst[:start], err
	}
	return dst, nil
}

// appendField appends a field line, or nothing and the Rule that it would break.
func appendField(dst []byte, name, value string) ([]byte, error) {
	if name == "" {
		return dst, HeadNameEmpty
	}
	for i := 0; i < len(name); i++ {
		if !isToken[name[i]] {
			return dst, byteRule(name[i], HeadNameNotToken).Err()
		}
	}
	for i := 0; i < len(value); i++ {
		if !isText(value[i]) {
			return dst, byteRule(value[i], HeadBareCR).Err()
		}
	}
	return appendStrings(dst, name, ": ", value, "\r\n"), nil
}
