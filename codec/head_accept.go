package codec

import "encoding/binary"

// GUID is the string that a server appends to the key before hashing, one that only a
// WebSocket endpoint is likely to use (RFC 6455 §1.3).
const GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

const (
	keyLen      = 24 // 16 bytes in base64
	acceptLen   = 28 // 20 bytes in base64
	acceptInLen = keyLen + len(GUID)
)

// AppendAccept appends the 28 bytes of the Sec-WebSocket-Accept for key: the base64 of
// the SHA-1 of key and GUID (RFC 6455 §4.2.2 item 5.4). key is the value in the request
// without surrounding white space; it is neither decoded nor judged.
func AppendAccept(dst, key []byte) []byte {
	sum := acceptSum(key)
	return appendBase64(dst, sum[:])
}

func acceptSum(key []byte) [20]byte {
	if len(key) != keyLen {
		return SHA1(append(append(make([]byte, 0, len(key)+len(GUID)), key...), GUID...))
	}
	var in [acceptInLen]byte
	copy(in[:], key)
	copy(in[keyLen:], GUID)
	return hashAccept(&in)
}

// acceptEnd is the second block of the hash, expanded for its rounds. A key of 24 bytes
// and the GUID are 60 bytes, which fill the first block together with the 1 bit after
// them. The second block is zeros and the length, the same for every key.
var acceptEnd = func() (w [80]uint32) {
	var block [64]byte
	binary.BigEndian.PutUint16(block[62:], uint16(acceptInLen)*8) // in bits
	sha1Schedule(&w, &block)
	return w
}()

// portableAccept is portableSHA1 for a key of 24 bytes and the GUID.
func portableAccept(in *[acceptInLen]byte) [20]byte {
	var block [64]byte
	copy(block[:], in[:])
	block[acceptInLen] = 0x80
	state := sha1Init
	var rounds [80]uint32
	sha1Schedule(&rounds, &block)
	sha1Rounds(&state, &rounds)
	sha1Rounds(&state, &acceptEnd)
	return sha1Bytes(&state)
}

// keyRule judges a Sec-WebSocket-Key: it must be base64 of 16 bytes (RFC 6455 §4.2.1 item
// 5). The four unused bits of the base64 may have any value: the RFC's own example in
// §4.1 sets them.
func keyRule(key []byte) Rule {
	digits := base64Digits(key)
	if digits < 0 {
		return RequestKeyNotBase64
	}
	if len(key) != keyLen || digits != keyLen-2 {
		return RequestKeyNot16Bytes
	}
	return 0
}

// Key returns the value of Sec-WebSocket-Key, still in base64, or nil if it is absent
// (RFC 6455 §4.1 item 7).
func (r *Request) Key() []byte { return first(r.Fields, nameKey) }

// KeyIsCanonical reports whether the four unused bits of the key's base64 are zero, as
// RFC 4648 §3.5 requires of encoders. No rule requires it: the key in RFC 6455 §4.1 is
// not canonical.
func (r *Request) KeyIsCanonical() bool {
	key := r.Key()
	return keyRule(key) == 0 && (base64Digit[key[keyLen-3]]-1)&0xf == 0
}

// first returns the value of the first field of that name, or nil.
func first(fs []Field, name fieldName) []byte {
	for i := range fs {
		if fs[i].name == name {
			return fs[i].Value
		}
	}
	return nil
}

// base64Alphabet is the alphabet of RFC 4648 §4. The standard library's package would add
// 5 KB to the page's module.
const base64Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

// base64Digit maps the characters of base64 to their values plus one.
var base64Digit = func() (t [256]uint8) {
	for i, c := range []byte(base64Alphabet) {
		t[c] = uint8(i + 1)
	}
	return t
}()

// appendBase64 appends b in base64 with its padding.
func appendBase64(dst, b []byte) []byte {
	const alphabet = base64Alphabet
	for ; len(b) >= 3; b = b[3:] {
		v := uint(b[0])<<16 | uint(b[1])<<8 | uint(b[2])
		dst = append(dst, alphabet[v>>18], alphabet[v>>12&63], alphabet[v>>6&63], alphabet[v&63])
	}
	switch len(b) {
	case 1:
		dst = append(dst, alphabet[b[0]>>2], alphabet[b[0]<<4&63], '=', '=')
	case 2:
		dst = append(dst, alphabet[b[0]>>2], alphabet[b[0]<<4&63|b[1]>>4], alphabet[b[1]<<2&63], '=')
	}
	return dst
}

// base64Digits counts the characters of s before its padding, or returns -1 if s is not
// base64 with padding. Unused bits may be set.
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
