package codec

// A fieldName is a field that the handshake knows, found once while a head is
// read so that no name is compared twice.
type fieldName uint8

const (
	nameOther fieldName = iota
	nameHost
	nameOrigin
	nameUpgrade
	nameConnection
	nameKey
	nameVersion13
	nameSubprotocol
	nameExtensions
	nameAccept
	nameContentLength
	nameTransferEncoding
	numFieldNames
)

var fieldNameStrings = [numFieldNames]string{
	nameHost:             "Host",
	nameOrigin:           "Origin",
	nameUpgrade:          "Upgrade",
	nameConnection:       "Connection",
	nameKey:              "Sec-WebSocket-Key",
	nameVersion13:        "Sec-WebSocket-Version",
	nameSubprotocol:      "Sec-WebSocket-Protocol",
	nameExtensions:       "Sec-WebSocket-Extensions",
	nameAccept:           "Sec-WebSocket-Accept",
	nameContentLength:    "Content-Length",
	nameTransferEncoding: "Transfer-Encoding",
}

// fieldNameOf finds a name without regard to case (RFC 9110 §5.1). No two of
// the names but two pairs are of one length.
func fieldNameOf(name []byte) fieldName {
	var n fieldName
	switch len(name) {
	case 4:
		n = nameHost
	case 6:
		n = nameOrigin
	case 7:
		n = nameUpgrade
	case 10:
		n = nameConnection
	case 14:
		n = nameContentLength
	case 17:
		n = nameKey
		if lower(name[0]) == 't' {
			n = nameTransferEncoding
		}
	case 20:
		n = nameAccept
	case 21:
		n = nameVersion13
	case 22:
		n = nameSubprotocol
	case 24:
		n = nameExtensions
	default:
		return nameOther
	}
	if want := fieldNameStrings[n]; string(name) != want && !equalFold(name, want) {
		return nameOther
	}
	return n
}
