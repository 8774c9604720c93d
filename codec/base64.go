package codec

// The alphabets of base64 and of its form for URLs (RFC 4648 §4, §5). The
// standard library's package would cost the page's module 5 KB.
const (
	lettersAndDigits  = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	base64Alphabet    = lettersAndDigits + "+/"
	base64URLAlphabet = lettersAndDigits + "-_"
)

// base64Digit holds the characters of base64 with their values plus one.
var base64Digit = func() (t [256]uint8) {
	for i, c := range []byte(base64Alphabet) {
		t[c] = uint8(i + 1)
	}
	return t
}()

// appendBase64 appends b in base64 with its padding.
func appendBase64(dst, b []byte) []byte { return appendBase64In(dst, b, base64Alphabet, true) }

func appendBase64In(dst, b []byte, alphabet string, padded bool) []byte {
	for ; len(b) >= 3; b = b[3:] {
		v := uint(b[0])<<16 | uint(b[1])<<8 | uint(b[2])
		dst = append(dst, alphabet[v>>18], alphabet[v>>12&63], alphabet[v>>6&63], alphabet[v&63])
	}
	switch len(b) {
	case 1:
		dst = append(dst, alphabet[b[0]>>2], alphabet[b[0]<<4&63])
	case 2:
		dst = append(dst, alphabet[b[0]>>2], alphabet[b[0]<<4&63|b[1]>>4], alphabet[b[1]<<2&63])
	}
	for i := len(b); padded && i > 0 && i < 3; i++ {
		dst = append(dst, '=')
	}
	return dst
}

// base64Digits counts the characters of s before its padding, or returns -1
// when s is not base64 with its padding. Bits that are left over may be set.
func base64Digits(s []byte) int {
	digits := len(s)
	for digits > 0 && digits > len(s)-2 && s[digits-1] == '=' {
		digits--
	}
	if len(s)%4 != 0 || digits == 0 {
		return -1
	}
	for _, c := range s[:digits] {
		if base64Digit[c] == 0 {
			return -1
		}
	}
	return digits
}

// decodeBase64 returns the bytes that s stands for, and whether it is base64.
func decodeBase64(s []byte) ([]byte, bool) {
	digits := base64Digits(s)
	if digits < 0 {
		return nil, false
	}
	out := make([]byte, 0, digits*3/4)
	var v, bits uint
	for _, c := range s[:digits] {
		v, bits = v<<6|uint(base64Digit[c]-1), bits+6
		if bits >= 8 {
			bits -= 8
			out = append(out, byte(v>>bits))
		}
	}
	return out, true
}
