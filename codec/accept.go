package codec

import "encoding/binary"

// GUID is what a server appends to the key before hashing: a string that
// nothing but a WebSocket endpoint is likely to use (RFC 6455 §1.3).
const GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

const (
	keyLen      = 24 // 16 bytes in base64
	acceptLen   = 28 // 20 bytes in base64
	acceptInLen = keyLen + len(GUID)
)

// AppendAccept appends the 28 bytes of the Sec-WebSocket-Accept that answers
// key: the base64 of the SHA-1 of key and GUID (RFC 6455 §4.2.2 item 5.4). The
// key is taken as it stands in the request, white space around it removed, and
// not decoded or judged.
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

// acceptEnd is the second block of the hash, ready for its rounds. A key of 24
// bytes and the GUID are 60 bytes, which with the 1 bit after them fill the
// first block; the second is zeros and the length, the same for every key.
var acceptEnd = func() (w [80]uint32) {
	var block [64]byte
	binary.BigEndian.PutUint16(block[62:], uint16(acceptInLen)*8) // in bits
	sha1Schedule(&w, &block)
	return w
}()

// portableAccept is portableSHA1 of a key of 24 bytes and the GUID.
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
