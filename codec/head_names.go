package codec

import (
	"encoding/binary"
	"math/bits"
)

// isToken holds the characters of a token (RFC 9110 §5.6.2).
var isToken = func() (t [256]bool) {
	for _, c := range []byte("!#$%&'*+-.^_`|~0123456789" +
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") {
		t[c] = true
	}
	return t
}()

// tokenEnd returns the offset of the first byte, from i on, that is not a token
// character.
func tokenEnd(b []byte, i int) int {
	// Eight bytes at a time while they are letters and hyphens, as in most names:
	// additions that do not carry compare seven bits of each.
	for i+8 <= len(b) {
		w := binary.LittleEndian.Uint64(b[i:])
		low := (w | 0x20*ones) &^ tops
		letter := (low + (0x80-'a')*ones) &^ (low + (0x7f-'z')*ones)
		other := w ^ '-'*ones
		hyphen := ^((other &^ tops) + 0x7f*ones | other)
		found := ^(letter&^w | hyphen) & tops
		if found == 0 {
			i += 8
			continue
		}
		i += bits.TrailingZeros64(found) / 8
		if !isToken[b[i]] {
			return i
		}
		i++
	}
	for i < len(b) && isToken[b[i]] {
		i++
	}
	return i
}

// In each of a word's eight bytes: a 1, and the top bit.
const ones, tops = 0x0101010101010101, 0x8080808080808080

func isTokenString(s string) bool {
	for i := 0; i < len(s); i++ {
		if !isToken[s[i]] {
			return false
		}
	}
	return s != ""
}

// isText reports whether a byte is legal in a field's value: visible ASCII, space, tab,
// and obs-text (RFC 9110 §5.5).
func isText(c byte) bool { return c >= ' ' && c != 0x7f || c == '\t' }

// endOfText returns the offset of the first byte, from i on, that is not text.
func endOfText(b []byte, i int) int {
	for i+8 <= len(b) {
		// Eight bytes at a time. Among the bytes whose top bit is not set (obs-text sets
		// it), a subtraction sets it in those below 0x20, and an addition in 0x7f.
		// Borrows and carries into later bytes can only cause a needless closer look.
		w := binary.LittleEndian.Uint64(b[i:])
		found := ((w - 0x20*ones) | (w + ones)) &^ w & tops
		if found == 0 {
			i += 8
			continue
		}
		i += bits.TrailingZeros64(found) / 8
		if !isText(b[i]) {
			return i
		}
		i++
	}
	for i < len(b) && isText(b[i]) {
		i++
	}
	return i
}

// lower returns an ASCII letter's lower case and every other byte as it is.
func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

// equalFold reports whether b equals s, ignoring the case of ASCII letters.
func equalFold[B []byte | string](b B, s string) bool {
	if len(b) != len(s) {
		return false
	}
	if string(b) == s {
		return true
	}
	for i := 0; i < len(s); i++ {
		if b[i] != s[i] && lower(b[i]) != lower(s[i]) {
			return false
		}
	}
	return true
}

// nextElement returns the first element of a comma-separated list and the rest of the
// list. It skips empty elements, which RFC 9110 §5.6.1.2 has recipients ignore. more is
// false if there is no element left.
func nextElement(list []byte) (element, rest []byte, more bool) {
	for len(list) > 0 {
		end := 0
		for end < len(list) && list[end] != ',' {
			end++
		}
		element, list = trimOWS(list[:end]), list[min(end+1, len(list)):]
		if len(element) > 0 {
			return element, list, true
		}
	}
	return nil, nil, false
}

func trimOWS(b []byte) []byte {
	for len(b) > 0 && (b[0] == ' ' || b[0] == '\t') {
		b = b[1:]
	}
	for len(b) > 0 && (b[len(b)-1] == ' ' || b[len(b)-1] == '\t') {
		b = b[:len(b)-1]
	}
	return b
}

// A fieldName is the name of a field that matters to the handshake. It is looked up once
// while the head is read, so that no name is compared twice.
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

// nameOfLength has the name of each length in bytes. Two names have 17 bytes: the other
// one is Transfer-Encoding.
var nameOfLength = func() (names [25]fieldName) {
	for n := nameOther + 1; n < nameTransferEncoding; n++ {
		names[len(fieldNameStrings[n])] = n
	}
	return names
}()

// fieldNameOf looks a name up without regard to case (RFC 9110 §5.1).
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
