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
	nameWebSocketVersion
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
	nameWebSocketVersion: "Sec-WebSocket-Version",
	nameSubprotocol:      "Sec-WebSocket-Protocol",
	nameExtensions:       "Sec-WebSocket-Extensions",
	nameAccept:           "Sec-WebSocket-Accept",
	nameContentLength:    "Content-Length",
	nameTransferEncoding: "Transfer-Encoding",
}

// nameOfLength has the name of each length in bytes. Two are of 17: the other is
// Transfer-Encoding.
var nameOfLength = func() (names [25]fieldName) {
	for n := nameOther + 1; n < nameTransferEncoding; n++ {
		names[len(fieldNameStrings[n])] = n
	}
	return names
}()

// fieldNameOf finds a name without regard to case (RFC 9110 §5.1).
func fieldNameOf(name []byte) fieldName {
	if len(name) >= len(nameOfLength) {
		return nameOther
	}
	n := nameOfLength[len(name)]
	if n == nameKey && lower(name[0]) == 't' {
		n = nameTransferEncoding
	}
	if !equalFold(name, fieldNameStrings[n]) {
		return nameOther
	}
	return n
}
