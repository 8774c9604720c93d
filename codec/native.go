//go:build !wasm && !tinygo.wasm

package codec

import (
	"crypto/fips140"
	"crypto/sha1"
	"unsafe"
)

// hash is the standard library's SHA-1. Where only approved cryptography is
// allowed (GODEBUG=fips140=only) that one panics; what a handshake does with
// SHA-1 protects nothing, and must go on.
func hash(b []byte) [20]byte {
	if fips140.Enforced() {
		return portableSHA1(b)
	}
	return sha1.Sum(b)
}

func hashAccept(in *[acceptInLen]byte) [20]byte { return hash(in[:]) }

// aligns says that a long payload is masked from a word's beginning on.
const aligns = true

// beforeWord counts the bytes of b before the first one in memory at a multiple
// of eight.
func beforeWord(b []byte) int { return int(-uintptr(unsafe.Pointer(unsafe.SliceData(b))) & 7) }
