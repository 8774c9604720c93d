package mark

import "framelab/codec"

// An AcceptMistake names what a server did wrong when it computed a Sec-WebSocket-Accept.
// Names are stable, like those of rules.
type AcceptMistake uint8

// The known mistakes. All but the first three and AcceptKeyEchoed change the hashed bytes
// or the encoding of the hash.
const (
	AcceptRight          AcceptMistake = iota // no mistake
	AcceptUnknown                             // none of these
	AcceptEmpty                               // an empty value
	AcceptKeyEchoed                           // the key itself
	AcceptNotHashed                           // key and GUID in base64, not hashed
	AcceptKeyDecoded                          // the key decoded before hashing
	AcceptNoGUID                              // only the key hashed
	AcceptGUIDFirst                           // the GUID before the key
	AcceptGUIDLowerCase                       // the GUID in lower case
	AcceptGUIDNoHyphens                       // the GUID without its hyphens
	AcceptLeadingSpace                        // the space after the colon hashed too
	AcceptTrailingSpace                       // a space after the key hashed too
	AcceptNewlineKept                         // the line's end after the key hashed too
	AcceptNewlineAdded                        // a line's end after the GUID hashed too
	AcceptNULAdded                            // the NUL that ends a C string hashed too
	AcceptKeyPaddingCut                       // the key hashed without its "=="
	AcceptHexEncoded                          // the hash's hexadecimal digits in base64
	AcceptHex                                 // the hash in hexadecimal
	AcceptURLAlphabet                         // "-" and "_" for "+" and "/"
	AcceptPaddingMissing                      // without the "=" at the end
	AcceptURLNoPadding                        // both of these
	AcceptWordsReversed                       // each 32-bit word of the hash with its bytes reversed
	AcceptCaseChanged                         // the right letters in a different case
	AcceptNewlineAfter                        // the right value with a line end inside the field
	numAcceptMistakes
)

// NumAcceptMistakes is the number of mistakes, AcceptRight included.
const NumAcceptMistakes = int(numAcceptMistakes)

var acceptMistakeNames = [numAcceptMistakes]string{
	AcceptRight:          "right",
	AcceptUnknown:        "unknown",
	AcceptEmpty:          "empty",
	AcceptKeyEchoed:      "key-echoed",
	AcceptNotHashed:      "not-hashed",
	AcceptKeyDecoded:     "key-decoded",
	AcceptNoGUID:         "no-guid",
	AcceptGUIDFirst:      "guid-first",
	AcceptGUIDLowerCase:  "guid-lower-case",
	AcceptGUIDNoHyphens:  "guid-no-hyphens",
	AcceptLeadingSpace:   "leading-space",
	AcceptTrailingSpace:  "trailing-space",
	AcceptNewlineKept:    "newline-kept",
	AcceptNewlineAdded:   "newline-added",
	AcceptNULAdded:       "nul-added",
	AcceptKeyPaddingCut:  "key-padding-cut",
	AcceptHexEncoded:     "hex-encoded",
	AcceptHex:            "hex",
	AcceptURLAlphabet:    "url-alphabet",
	AcceptPaddingMissing: "padding-missing",
	AcceptURLNoPadding:   "url-alphabet-no-padding",
	AcceptWordsReversed:  "words-reversed",
	AcceptCaseChanged:    "case-changed",
	AcceptNewlineAfter:   "newline-after",
}

// Name returns the mistake's stable name, such as "key-decoded".
func (m AcceptMistake) Name() string {
	if m >= numAcceptMistakes {
		return "unknown"
	}
	return acceptMistakeNames[m]
}

// WrongAccept returns how a server may have come from key to got, by making each mistake
// in turn: AcceptRight if got is the right value (ignoring white space around both, as
// RFC 6455 §4.1 step 4 does), AcceptUnknown if no known mistake leads there.
func WrongAccept(key, got []byte) AcceptMistake {
	key, got = trimOWS(key), trimOWS(got)
	sum := codec.SHA1([]byte(string(key) + codec.GUID))
	right := codec.AppendAccept(nil, key)
	switch g := string(got); {
	case g == string(right):
		return AcceptRight
	case g == "":
		return AcceptEmpty
	case g == string(key):
		return AcceptKeyEchoed
	}
	decoded, left := decodeBase64(string(got))
	if left != 0 {
		decoded = nil // no encoder writes this
	}
	if m := wrongWriting(sum, string(right), string(got), string(decoded)); m != AcceptUnknown {
		return m
	}
	return wrongInput(string(key), string(decoded))
}

// wrongWriting tries wrong encodings of the right hash. decoded is got decoded from
// base64, if it is base64.
func wrongWriting(sum [20]byte, right, got, decoded string) AcceptMistake {
	const lowerHex, upperHex = "0123456789abcdef", "0123456789ABCDEF"
	lowerSum, upperSum := hexIn(sum[:], lowerHex), hexIn(sum[:], upperHex)
	words := sum
	for i := range words {
		words[i] = sum[i^3]
	}
	url := urlBase64(right)
	switch decoded {
	case lowerSum, upperSum:
		return AcceptHexEncoded
	case string(words[:]):
		return AcceptWordsReversed
	}
	switch got {
	case lowerSum, upperSum:
		return AcceptHex
	case url:
		return AcceptURLAlphabet
	case cutPadding(right):
		return AcceptPaddingMissing
	case cutPadding(url):
		return AcceptURLNoPadding
	case right + "\n", right + "\r\n":
		return AcceptNewlineAfter
	}
	if equalFold([]byte(got), right) {
		return AcceptCaseChanged
	}
	return AcceptUnknown
}

// wrongInput tries hashing something other than key and GUID. sum is the server's value
// decoded from base64, if it is base64.
func wrongInput(key, sum string) AcceptMistake {
	if sum == key+codec.GUID {
		return AcceptNotHashed
	}
	decoded, _ := decodeBase64(key)
	if decoded == nil {
		decoded = []byte(key) // hashing key and GUID gives the right value, which the server's is not
	}
	for _, try := range [...]struct {
		input   string
		mistake AcceptMistake
	}{
		{string(decoded) + codec.GUID, AcceptKeyDecoded},
		{key, AcceptNoGUID},
		{codec.GUID + key, AcceptGUIDFirst},
		{key + string(mapGUID(lower)), AcceptGUIDLowerCase},
		{key + string(mapGUID(dropHyphen)), AcceptGUIDNoHyphens},
		{" " + key + codec.GUID, AcceptLeadingSpace},
		{key + " " + codec.GUID, AcceptTrailingSpace},
		{key + "\r\n" + codec.GUID, AcceptNewlineKept},
		{key + "\n" + codec.GUID, AcceptNewlineKept},
		{key + "\r" + codec.GUID, AcceptNewlineKept},
		{key + codec.GUID + "\n", AcceptNewlineAdded},
		{key + codec.GUID + "\r\n", AcceptNewlineAdded},
		{key + codec.GUID + "\x00", AcceptNULAdded},
		{cutPadding(key) + codec.GUID, AcceptKeyPaddingCut},
	} {
		if hash := codec.SHA1([]byte(try.input)); sum == string(hash[:]) {
			return try.mistake
		}
	}
	return AcceptUnknown
}

// trimOWS returns b without the white space that may surround a field's value (RFC 9112
// §5); it does not remove a line end.
func trimOWS(b []byte) []byte {
	for len(b) > 0 && (b[0] == ' ' || b[0] == '\t') {
		b = b[1:]
	}
	for n := len(b) - 1; n >= 0 && (b[n] == ' ' || b[n] == '\t'); n-- {
		b = b[:n]
	}
	return b
}

// mapGUID returns the GUID with every byte changed by f, or removed where f returns 0.
func mapGUID(f func(byte) byte) (out []byte) {
	for i := range len(codec.GUID) {
		if c := f(codec.GUID[i]); c != 0 {
			out = append(out, c)
		}
	}
	return out
}

func dropHyphen(c byte) byte {
	if c == '-' {
		return 0
	}
	return c
}

func cutPadding(key string) string {
	for len(key) > 0 && key[len(key)-1] == '=' {
		key = key[:len(key)-1]
	}
	return key
}

func hexIn(b []byte, digits string) string {
	var out []byte
	for _, c := range b {
		out = append(out, digits[c>>4], digits[c&0xf])
	}
	return string(out)
}
