package codec

// parseDeflate reads the parameters of one permessage-deflate, from a well-formed
// list of extensions. rule is the first that they break (RFC 7692 §7.1).
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
				d.ClientMaxWindowBits = MaxWindowBits // §7.1.2.2: any window that the answer allows
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

// windowBits reads a window size: a decimal number from 8 to 15 without leading
// zeros (RFC 7692 §7.1.2), quoted or not. It is 0 for anything else.
func windowBits(value []byte) uint8 {
	var digits [2]byte
	n := 0
	for _, c := range value {
		if c == '"' || c == '\\' {
			continue // a quoted value is a token in disguise (RFC 6455 §9.1)
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

// nextParameter reads the first of the parameters that nextExtension found well
// formed: its name, its value, and whether it has one.
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
