package codec

// keyRule judges a Sec-WebSocket-Key: base64 of 16 bytes (RFC 6455 §4.2.1 item
// 5). Which values the bits have that base64 leaves over is not asked: the
// RFC's own example in §4.1 sets them.
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

// Key returns the value of Sec-WebSocket-Key, still in base64, or nil when there is
// none (RFC 6455 §4.1 item 7).
func (r *Request) Key() []byte { return first(r.Fields, nameKey) }

// KeyIsCanonical reports whether the four bits of the key that base64 leaves
// over are zero, as RFC 4648 §3.5 has encoders write them. No rule asks for it:
// the key in RFC 6455 §4.1 is not.
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
