//go:build !wasm && !tinygo.wasm

package codec

import "unsafe"

// aligns says that a long payload is masked from a word's beginning on.
const aligns = true

// beforeWord counts the bytes of b before the first one in memory at a multiple
// of eight.
func beforeWord(b []byte) int { return int(-uintptr(unsafe.Pointer(unsafe.SliceData(b))) & 7) }
