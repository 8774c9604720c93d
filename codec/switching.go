package codec

// AppendSwitchingProtocols appends the 101 response that accepts the request
// (RFC 6455 §4.2.2 item 5), with the subprotocol and the extensions that are
// now in use, "" for none. It appends nothing and returns the Rule when the
// request breaks one (as CheckUpgrade, which need not have been called), when a
// client would find the subprotocol or an extension not offered, or when either
// is not of its form: so neither can bring a line break into the head.
func AppendSwitchingProtocols(dst []byte, r *Request, subprotocol, extensions string) ([]byte, error) {
	if !r.accepted {
		if err := r.CheckUpgrade(); err != nil {
			return dst, err
		}
	}
	if subprotocol != "" {
		if !isTokenString(subprotocol) {
			return dst, ResponseSubprotocolMalformed
		}
		if ChooseSubprotocol(r, []string{subprotocol}) == "" {
			return dst, ResponseSubprotocolNotOffered
		}
	}
	if extensions != "" {
		var room [128]byte
		if rule := r.extensionsRule(append(room[:0], extensions...)); rule != 0 {
			return dst, rule.Err()
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
