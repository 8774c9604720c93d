package codec

// An AcceptMistake names what a server did that computed a wrong
// Sec-WebSocket-Accept. Names are stable, like those of rules.
type AcceptMistake uint8

// The mistakes that are known. All but the first three and AcceptKeyEchoed
// change what is hashed or how the sum is written.
const (
	AcceptRight          AcceptMistake = iota // no mistake
	AcceptUnknown                             // none of these
	AcceptEmpty                               // nothing at all
	AcceptKeyEchoed                           // the key itself
	AcceptNotHashed                           // key and GUID in base64, not hashed
	AcceptKeyDecoded                          // the key decoded before hashing
	AcceptNoGUID                              // the key alone hashed
	AcceptGUIDFirst                           // the GUID before the key
	AcceptGUIDLowerCase                       // the GUID in lower case
	AcceptGUIDNoHyphens                       // the GUID without its hyphens
	AcceptLeadingSpace                        // the space after the colon hashed too
	AcceptTrailingSpace                       // a space after the key hashed too
	AcceptNewlineKept                         // the line's end after the key hashed too
	AcceptNewlineAdded                        // a line's end after the GUID hashed too
	AcceptNULAdded                            // the NUL that ends a C string hashed too
	AcceptKeyPaddingCut                       // the key hashed without its "=="
	AcceptHexEncoded                          // the sum's hexadecimal digits in base64
	AcceptHex                                 // the sum in hexadecimal
	AcceptURLAlphabet                         // "-" and "_" for "+" and "/"
	AcceptPaddingMissing                      // without the "=" at the end
	AcceptURLNoPadding                        // both of these
	AcceptWordsReversed                       // each 32-bit word of the sum with its bytes reversed
	AcceptCaseChanged                         // the right letters in another case
	AcceptNewlineAfter                        // the right value with a line's end of its own inside the field
	numAcceptMistakes
)

// NumAcceptMistakes is one more than the last AcceptMistake.
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

// WrongAccept says how a server may have come from key to got, by making each
// mistake in turn: AcceptRight when got is the right value (white space around
// both is ignored, as RFC 6455 §4.1 step 4 has it), AcceptUnknown when no known
// mistake leads there.
func WrongAccept(key, got []byte) AcceptMistake {
	key, got = trimOWS(key), trimOWS(got)
	sum := acceptSum(key)
	right := appendBase64(nil, sum[:])
	switch g := string(got); {
	case g == string(right):
		return AcceptRight
	case g == "":
		return AcceptEmpty
	case g == string(key):
		return AcceptKeyEchoed
	}
	if m := wrongWriting(sum, right, string(got)); m != AcceptUnknown {
		return m
	}
	return wrongInput(string(key), string(got))
}

// wrongWriting tries the ways to write the right sum wrongly.
func wrongWriting(sum [20]byte, right []byte, got string) AcceptMistake {
	const lowerHex, upperHex = "0123456789abcdef", "0123456789ABCDEF"
	lowerSum, upperSum := hexadecimal(sum[:], lowerHex), hexadecimal(sum[:], upperHex)
	words := sum
	for i := range words {
		words[i] = sum[i^3]
	}
	for _, try := range [...]struct {
		got     string
		mistake AcceptMistake
	}{
		{string(appendBase64(nil, lowerSum)), AcceptHexEncoded},
		{string(appendBase64(nil, upperSum)), AcceptHexEncoded},
		{string(lowerSum), AcceptHex},
		{string(upperSum), AcceptHex},
		{string(appendBase64In(nil, sum[:], base64URLAlphabet, true)), AcceptURLAlphabet},
		{string(appendBase64In(nil, sum[:], base64Alphabet, false)), AcceptPaddingMissing},
		{string(appendBase64In(nil, sum[:], base64URLAlphabet, false)), AcceptURLNoPadding},
		{string(appendBase64(nil, words[:])), AcceptWordsReversed},
		{string(right) + "\n", AcceptNewlineAfter},
		{string(right) + "\r\n", AcceptNewlineAfter},
	} {
		if got == try.got {
			return try.mistake
		}
	}
	if equalFold(got, string(right)) {
		return AcceptCaseChanged
	}
	return AcceptUnknown
}

// wrongInput tries the ways to hash something else than key and GUID.
func wrongInput(key, got string) AcceptMistake {
	if got == string(appendBase64(nil, []byte(key+GUID))) {
		return AcceptNotHashed
	}
	decoded, ok := decodeBase64([]byte(key))
	if !ok {
		decoded = []byte(key) // hashes to the right value, which got is not
	}
	for _, try := range [...]struct {
		input   string
		mistake AcceptMistake
	}{
		{string(decoded) + GUID, AcceptKeyDecoded},
		{key, AcceptNoGUID},
		{GUID + key, AcceptGUIDFirst},
		{key + string(mapGUID(lower)), AcceptGUIDLowerCase},
		{key + string(mapGUID(dropHyphen)), AcceptGUIDNoHyphens},
		{" " + key + GUID, AcceptLeadingSpace},
		{key + " " + GUID, AcceptTrailingSpace},
		{key + "\r\n" + GUID, AcceptNewlineKept},
		{key + "\n" + GUID, AcceptNewlineKept},
		{key + "\r" + GUID, AcceptNewlineKept},
		{key + GUID + "\n", AcceptNewlineAdded},
		{key + GUID + "\r\n", AcceptNewlineAdded},
		{key + GUID + "\x00", AcceptNULAdded},
		{cutPadding(key) + GUID, AcceptKeyPaddingCut},
	} {
		sum := SHA1([]byte(try.input))
		if got == string(appendBase64(nil, sum[:])) {
			return try.mistake
		}
	}
	return AcceptUnknown
}

// mapGUID returns the GUID with every byte changed by f, and left out where f gives 0.
func mapGUID(f func(byte) byte) (out []byte) {
	for i := range len(GUID) {
		if c := f(GUID[i]); c != 0 {
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

func hexadecimal(b []byte, digits string) (out []byte) {
	for _, c := range b {
		out = append(out, digits[c>>4], digits[c&0xf])
	}
	return out
}
