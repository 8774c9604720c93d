package mark

// base64Alphabet is the alphabet of RFC 4648 §4. The standard library's package would add
// 5 KB to the page's module.
const base64Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

// urlBase64 returns base64 text in the alphabet for URLs (RFC 4648 §5).
func urlBase64(coded string) string {
	out := []byte(coded)
	for i, c := range out {
		switch c {
		case '+':
			c = '-'
		case '/':
			c = '_'
		}
		out[i] = c
	}
	return string(out)
}

// decodeBase64 returns the bytes that s encodes, and the unused bits, which an encoder
// sets to 0 (RFC 4648 §3.5); nil if s is not base64 with padding.
func decodeBase64(s string) (out []byte, left uint) {
	digits := cutPadding(s)
	if len(s)%4 != 0 || len(digits) < len(s)-2 {
		return nil, 0
	}
	var v, bits uint
	for i := range len(digits) {
		d := uint(0)
		for d < 64 && base64Alphabet[d] != digits[i] {
			d++
		}
		if d == 64 {
			return nil, 0
		}
		v, bits = v<<6|d, bits+6
		if bits >= 8 {
			bits -= 8
			out = append(out, byte(v>>bits))
		}
	}
	return out, v & (1<<bits - 1)
}
