package codec

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// maskByBytes masks as §5.3 is written: octet i XOR key octet i modulo 4.
func maskByBytes(b []byte, key MaskKey, offset int) []byte {
	octets := [4]byte{byte(key >> 24), byte(key >> 16), byte(key >> 8), byte(key)}
	out := bytes.Clone(b)
	for i := range out {
		out[i] ^= octets[(offset+i)%4]
	}
	return out
}

// §5.7: "Hello" under the key 37 fa 21 3d.
func TestMaskExample(t *testing.T) {
	b := []byte("Hello")
	next := Mask(b, 0x37fa213d)
	assert.Equal(t, []byte{0x7f, 0x9f, 0x4d, 0x51, 0x58}, b)
	assert.Equal(t, MaskKey(0xfa213d37), next)
	Mask(b, 0x37fa213d)
	assert.Equal(t, "Hello", string(b))
}

func TestMaskKeyRotate(t *testing.T) {
	for n, want := range []MaskKey{0x37fa213d, 0xfa213d37, 0x213d37fa, 0x3d37fa21, 0x37fa213d} {
		assert.Equal(t, want, MaskKey(0x37fa213d).Rotate(uint64(n)))
		assert.Equal(t, want, MaskKey(0x37fa213d).Rotate(uint64(n)+1<<63))
	}
}

// Payloads of every length up to 300, and of some lengths at which alignment matters, at
// every alignment, in one piece: all their bytes are masked, and no others.
func TestMaskEveryLengthAndAlignment(t *testing.T) {
	src := make([]byte, 2*alignFrom)
	for i := range src {
		src[i] = byte(rand.Uint32())
	}
	const key = MaskKey(0x01f2e3d4)
	for align := range 8 {
		lengths := []int{alignFrom - 1, alignFrom, alignFrom + 1, alignFrom + 7, alignFrom + 129}
		for n := range 301 {
			lengths = append(lengths, n)
		}
		for _, n := range lengths {
			for name, mask := range maskers {
				buf := bytes.Clone(src)
				next := mask(buf[align:align+n], key)
				want := append(bytes.Clone(src[:align]), maskByBytes(src[align:align+n], key, 0)...)
				want = append(want, src[align+n:]...)
				require.True(t, bytes.Equal(want, buf), "%s length %d alignment %d", name, n, align)
				require.Equal(t, key.Rotate(uint64(n)), next)
			}
		}
	}
}

var maskers = map[string]func([]byte, MaskKey) MaskKey{
	"Mask": Mask,
	"maskText": func(b []byte, key MaskKey) MaskKey {
		next, _ := maskText(b, key)
		return next
	},
}

// Every way to cut a payload in two, at eight alignments.
func TestMaskEverySplit(t *testing.T) {
	const key, n = MaskKey(0xa1b2c3d4), 150
	src := make([]byte, n+8)
	for i := range src {
		src[i] = byte(i * 7)
	}
	for align := range 8 {
		want := maskByBytes(src[align:align+n], key, 0)
		for cut := range n + 1 {
			for name, mask := range maskers {
				got := bytes.Clone(src)[align : align+n]
				mask(got[cut:], mask(got[:cut], key))
				require.True(t, bytes.Equal(want, got), "%s cut %d alignment %d", name, cut, align)
			}
		}
	}
}

// maskText reports ASCII correctly, wherever a single other byte is.
func TestMaskTextASCII(t *testing.T) {
	for n := range 140 {
		for at := -1; at < n; at++ {
			b := bytes.Repeat([]byte{'a'}, n)
			if at >= 0 {
				b[at] = 0x80
			}
			Mask(b, 0x99aabbcc)
			_, ascii := maskText(b, 0x99aabbcc)
			require.Equal(t, at < 0, ascii, "length %d, other byte at %d", n, at)
		}
	}
}
