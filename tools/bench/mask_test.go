package bench

import (
	"bytes"
	"encoding/binary"
	"errors"
	"testing"

	"framelab/codec"

	"github.com/gobwas/ws"
)

func BenchmarkMask16(b *testing.B)      { compare(b, maskArms(16)) }
func BenchmarkMask125(b *testing.B)     { compare(b, maskArms(125)) }
func BenchmarkMask1K(b *testing.B)      { compare(b, maskArms(1<<10)) }
func BenchmarkMask64K(b *testing.B)     { compare(b, maskArms(64<<10)) }
func BenchmarkMaskShifted(b *testing.B) { compare(b, maskShiftedArms()) }

// maskBytes are the bytes of the key that all arms use.
var maskBytes = [4]byte{0x37, 0xfa, 0x21, 0x3d}

// maskArm masks size bytes that begin shift bytes after a word boundary. mask does so n
// times; an even n leaves b unchanged.
func maskArm(library string, size, shift int, mask func(n int, b []byte)) arm {
	buf := make([]byte, size+8)[shift : shift+size]
	return arm{
		library: library,
		check: func() error {
			got := make([]byte, size+shift)[shift:]
			expected := make([]byte, size)
			for i := range got {
				got[i] = byte(i * 7)
				expected[i] = byte(i*7) ^ maskBytes[i%4]
			}
			mask(1, got)
			if !bytes.Equal(got, expected) {
				return errors.New("masked wrongly")
			}
			return nil
		},
		run: func(n int) { mask(n, buf) },
	}
}

// maskArms mask in place. copy is the lower bound: it reads and writes as many bytes.
func maskArms(size int) []arm {
	big := codec.MaskKey(binary.BigEndian.Uint32(maskBytes[:]))
	little := binary.LittleEndian.Uint32(maskBytes[:])
	dst, src := make([]byte, size), make([]byte, size)
	return []arm{
		{library: "copy", check: func() error { return nil }, run: func(n int) {
			for range n {
				copyBytes(dst, src)
			}
		}},
		maskArm("framelab", size, 0, func(n int, b []byte) {
			for range n {
				codec.Mask(b, big)
			}
		}),
		maskArm("gobwas", size, 0, func(n int, b []byte) {
			for range n {
				ws.Cipher(b, maskBytes, 0)
			}
		}),
		maskArm("coder", size, 0, func(n int, b []byte) {
			for range n {
				coderMask(b, little)
			}
		}),
		maskArm("gorilla", size, 0, func(n int, b []byte) {
			for range n {
				gorillaMask(maskBytes, 0, b)
			}
		}),
		maskArm("gws", size, 0, func(n int, b []byte) {
			for range n {
				gwsMask(b, maskBytes[:])
			}
		}),
	}
}

// copyBytes is a call, like every library's masking.
//
//go:noinline
func copyBytes(dst, src []byte) { copy(dst, src) }

// maskShiftedArms mask 64 KiB that begin three bytes after a word boundary, and on one
// ("aligned").
func maskShiftedArms() []arm {
	big := codec.MaskKey(binary.BigEndian.Uint32(maskBytes[:]))
	little := binary.LittleEndian.Uint32(maskBytes[:])
	mask := func(n int, b []byte) {
		for range n {
			codec.Mask(b, big)
		}
	}
	return []arm{
		maskArm("aligned", 64<<10, 0, mask),
		maskArm("framelab", 64<<10, 3, mask),
		maskArm("coder", 64<<10, 3, func(n int, b []byte) {
			for range n {
				coderMask(b, little)
			}
		}),
	}
}
