package codec

import (
	"encoding/binary"
	"math/bits"
)

// sha1K holds the constants of SHA-1's four groups of twenty rounds (FIPS 180-4 §4.2.1).
var sha1K = [4]uint32{0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6}

// sha1Init is the state before the first block (FIPS 180-4 §5.3.1).
var sha1Init = [5]uint32{0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0}

// SHA1 returns the 20-byte SHA-1 of b. With it a server shows in the handshake that it
// has read and understood the key (RFC 6455 §1.3); it keeps nothing secret (§10.8).
//
// Natively it is the standard library's, which uses the processor's instructions for
// SHA-1 and is faster than portable code. WebAssembly has no such instructions, and the
// library would add a fifth to the page's module, so there it is the portable code.
func SHA1(b []byte) [20]byte { return hash(b) }

// portableSHA1 is SHA1 in portable code (FIPS 180-4 §5, §6.1.2).
func portableSHA1(b []byte) [20]byte {
	state := sha1Init
	var rounds [80]uint32
	length := uint64(len(b)) * 8
	for len(b) >= 64 {
		sha1Schedule(&rounds, (*[64]byte)(b))
		sha1Rounds(&state, &rounds)
		b = b[64:]
	}
	// The end: the remaining bytes, a 1 bit, zeros, and the length in bits.
	var last [64]byte
	last[copy(last[:], b)] = 0x80
	if len(b) >= 56 {
		sha1Schedule(&rounds, &last)
		sha1Rounds(&state, &rounds)
		last = [64]byte{}
	}
	binary.BigEndian.PutUint64(last[56:], length)
	sha1Schedule(&rounds, &last)
	sha1Rounds(&state, &rounds)
	return sha1Bytes(&state)
}

func sha1Bytes(state *[5]uint32) (sum [20]byte) {
	for i, word := range state {
		binary.BigEndian.PutUint32(sum[4*i:], word)
	}
	return sum
}

// sha1Schedule expands a block for the 80 rounds (FIPS 180-4 §6.1.2 step 1) and adds each
// round's constant, so that a constant block is expanded once. The last three words stay
// in variables: each word depends on the one three before it, and would have to wait for
// memory. For the same reason that word is the last operand of each sum.
func sha1Schedule(out *[80]uint32, block *[64]byte) {
	var w [80]uint32
	for i := 0; i < 16; i++ {
		w[i] = binary.BigEndian.Uint32(block[4*i : 4*i+4])
		out[i] = w[i] + sha1K[0]
	}
	x, y, z := w[13], w[14], w[15]
	for i := 16; i < 80; i += 4 {
		k := sha1K[i/20]
		t := bits.RotateLeft32(w[i-16]^w[i-14]^w[i-8]^x, 1)
		x = bits.RotateLeft32(w[i-15]^w[i-13]^w[i-7]^y, 1)
		y = bits.RotateLeft32(w[i-14]^w[i-12]^w[i-6]^z, 1)
		z = bits.RotateLeft32(w[i-13]^w[i-11]^w[i-5]^t, 1)
		w[i], w[i+1], w[i+2], w[i+3] = t, x, y, z
		out[i], out[i+1], out[i+2], out[i+3] = t+k, x+k, y+k, z+k
	}
}

// sha1Rounds runs the 80 rounds over an expanded block (FIPS 180-4 §6.1.2 step 3), five
// at a time, because after five rounds every variable is in its original place. The
// result of the previous round is the last operand of each function of three.
func sha1Rounds(state *[5]uint32, w *[80]uint32) {
	a, b, c, d, e := state[0], state[1], state[2], state[3], state[4]
	for i := 0; i < 20; i += 5 {
		e, b = e+w[i]+(d^b&(c^d))+bits.RotateLeft32(a, 5), bits.RotateLeft32(b, 30)
		d, a = d+w[i+1]+(c^a&(b^c))+bits.RotateLeft32(e, 5), bits.RotateLeft32(a, 30)
		c, e = c+w[i+2]+(b^e&(a^b))+bits.RotateLeft32(d, 5), bits.RotateLeft32(e, 30)
		b, d = b+w[i+3]+(a^d&(e^a))+bits.RotateLeft32(c, 5), bits.RotateLeft32(d, 30)
		a, c = a+w[i+4]+(e^c&(d^e))+bits.RotateLeft32(b, 5), bits.RotateLeft32(c, 30)
	}
	for i := 20; i < 40; i += 5 {
		e, b = e+w[i]+(c^d^b)+bits.RotateLeft32(a, 5), bits.RotateLeft32(b, 30)
		d, a = d+w[i+1]+(b^c^a)+bits.RotateLeft32(e, 5), bits.RotateLeft32(a, 30)
		c, e = c+w[i+2]+(a^b^e)+bits.RotateLeft32(d, 5), bits.RotateLeft32(e, 30)
		b, d = b+w[i+3]+(e^a^d)+bits.RotateLeft32(c, 5), bits.RotateLeft32(d, 30)
		a, c = a+w[i+4]+(d^e^c)+bits.RotateLeft32(b, 5), bits.RotateLeft32(c, 30)
	}
	for i := 40; i < 60; i += 5 {
		e, b = e+w[i]+(c&d|b&(c|d))+bits.RotateLeft32(a, 5), bits.RotateLeft32(b, 30)
		d, a = d+w[i+1]+(b&c|a&(b|c))+bits.RotateLeft32(e, 5), bits.RotateLeft32(a, 30)
		c, e = c+w[i+2]+(a&b|e&(a|b))+bits.RotateLeft32(d, 5), bits.RotateLeft32(e, 30)
		b, d = b+w[i+3]+(e&a|d&(e|a))+bits.RotateLeft32(c, 5), bits.RotateLeft32(d, 30)
		a, c = a+w[i+4]+(d&e|c&(d|e))+bits.RotateLeft32(b, 5), bits.RotateLeft32(c, 30)
	}
	for i := 60; i < 80; i += 5 {
		e, b = e+w[i]+(c^d^b)+bits.RotateLeft32(a, 5), bits.RotateLeft32(b, 30)
		d, a = d+w[i+1]+(b^c^a)+bits.RotateLeft32(e, 5), bits.RotateLeft32(a, 30)
		c, e = c+w[i+2]+(a^b^e)+bits.RotateLeft32(d, 5), bits.RotateLeft32(e, 30)
		b, d = b+w[i+3]+(e^a^d)+bits.RotateLeft32(c, 5), bits.RotateLeft32(d, 30)
		a, c = a+w[i+4]+(d^e^c)+bits.RotateLeft32(b, 5), bits.RotateLeft32(c, 30)
	}
	state[0] += a
	state[1] += b
	state[2] += c
	state[3] += d
	state[4] += e
}
