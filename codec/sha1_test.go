package codec

import (
	"crypto/sha1"
	"encoding/hex"
	"testing"

	"github.com/stretchr/testify/require"
)

// Both the SHA-1 that this platform has and the portable one, which wasm has.
func TestSHA1AgreesWithTheStandardLibrary(t *testing.T) {
	b := make([]byte, 301)
	for i := range b {
		b[i] = byte(i*131 + i>>3)
	}
	for n := 0; n <= 300; n++ {
		require.Equal(t, sha1.Sum(b[:n]), SHA1(b[:n]), "length %d", n)
		require.Equal(t, sha1.Sum(b[:n]), portableSHA1(b[:n]), "length %d", n)
	}
	long := make([]byte, 1<<20+5)
	require.Equal(t, sha1.Sum(long), SHA1(long))
	require.Equal(t, sha1.Sum(long), portableSHA1(long))
}

func TestSHA1OfTheRFCsExample(t *testing.T) { // §1.3, §4.2.2
	sum := SHA1([]byte("dGhlIHNhbXBsZSBub25jZQ==" + GUID))
	require.Equal(t, "b37a4f2cc0624f1690f64606cf385945b2bec4ea", hex.EncodeToString(sum[:]))
}

func FuzzSHA1(f *testing.F) {
	f.Add([]byte("abc"))
	f.Add(make([]byte, 55))
	f.Add(make([]byte, 56))
	f.Add(make([]byte, 64))
	f.Fuzz(func(t *testing.T, b []byte) {
		require.Equal(t, sha1.Sum(b), SHA1(b))
		require.Equal(t, sha1.Sum(b), portableSHA1(b))
		if len(b) >= acceptInLen {
			in := [acceptInLen]byte(b)
			require.Equal(t, sha1.Sum(in[:]), portableAccept(&in))
			require.Equal(t, sha1.Sum(in[:]), hashAccept(&in))
		}
	})
}
