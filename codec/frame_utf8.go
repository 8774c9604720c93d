package codec

import "unicode/utf8"

// UTF8 validates UTF-8 that comes in pieces, such as the fragments of a text message (RFC
// 6455 §5.6, §8.1). The zero value is ready for a new text.
type UTF8 struct {
	need   uint8 // how many bytes the unfinished character still needs
	lo, hi uint8 // the range of its next byte
}

// Complete reports whether the text so far ends with a whole character.
func (u *UTF8) Complete() bool { return u.need == 0 }

// Reset begins a new text.
func (u *UTF8) Reset() { *u = UTF8{} }

// Write validates the next piece. n is len(p) if p can continue a valid text. Otherwise
// ok is false and p[n] is the first byte that no valid text could have there: by the
// grammar of RFC 3629 §4, a surrogate, an overlong form or a number above U+10FFFF shows
// at its second byte at the latest. After that, only Reset is useful.
func (u *UTF8) Write(p []byte) (n int, ok bool) {
	for u.need > 0 && n < len(p) {
		if !u.next(p[n]) {
			return n, false
		}
		n++
	}
	whole := len(p) - unfinished(p[n:])
	if !utf8.Valid(p[n:whole]) {
		for {
			r, size := utf8.DecodeRune(p[n:whole])
			if r == utf8.RuneError && size <= 1 {
				break
			}
			n += size
		}
		whole = n // byte by byte from here: one of the next four is impossible
	}
	for n = whole; n < len(p); n++ {
		if !u.next(p[n]) {
			return n, false
		}
	}
	return n, true
}

// next consumes one byte and reports whether it is possible.
func (u *UTF8) next(b byte) bool {
	if u.need > 0 {
		if b < u.lo || b > u.hi {
			return false
		}
		u.need--
		u.lo, u.hi = 0x80, 0xbf
		return true
	}
	u.lo, u.hi = 0x80, 0xbf
	switch {
	case b < 0x80:
	case b < 0xc2: // a continuation byte, or an overlong form of ASCII
		return false
	case b < 0xe0:
		u.need = 1
	case b < 0xf0:
		u.need = 2
		switch b {
		case 0xe0: // less would be overlong
			u.lo = 0xa0
		case 0xed: // more would be a surrogate
			u.hi = 0x9f
		}
	case b < 0xf5:
		u.need = 3
		switch b {
		case 0xf0: // less would be overlong
			u.lo = 0x90
		case 0xf4: // more would be above U+10FFFF
			u.hi = 0x8f
		}
	default:
		return false
	}
	return true
}

// unfinished returns how many bytes at the end of p, at most 3, begin a character that is
// not complete.
func unfinished(p []byte) int {
	for i := 1; i <= 3 && i <= len(p); i++ {
		switch b := p[len(p)-i]; {
		case b < 0x80:
			return 0
		case b >= 0xc0:
			if b >= 0xf0 || b >= 0xe0 && i < 3 || i < 2 {
				return i
			}
			return 0
		}
	}
	return 0
}
