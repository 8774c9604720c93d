//go:build !wasm && !tinygo.wasm

package codec

import (
	"crypto/fips140"
	"crypto/sha1"
	"unsafe"
)

// hash returns the standard library's SHA-1. That panics where only approved cryptography
// is allowed (GODEBUG=fips140=only), so portableSHA1 replaces it there: SHA-1 protects
// nothing in a handshake, and the handshake must work.
func hash(b []byte) [20]byte {
	if fips140.Enforced() {
		return portableSHA1(b)
	}
	return sha1.Sum(b)
}

func hashAccept(in *[acceptInLen]byte) [20]byte { return hash(in[:]) }

// aligns says that a long payload is masked in aligned words.
const aligns = true

// beforeWord returns how many bytes of b come before the first address that is a multiple
// of eight.
func beforeWord(b []byte) int { return int(-uintptr(unsafe.Pointer(unsafe.SliceData(b))) & 7) }
