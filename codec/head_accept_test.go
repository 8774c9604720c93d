package codec

import (
	"crypto/sha1"
	"encoding/base64"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAppendAccept(t *testing.T) { // §1.3, §4.2.2 item 5.4
	for key, want := range map[string]string{
		"dGhlIHNhbXBsZSBub25jZQ==": "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
		"x3JJHMbDL1EzLkh9GBhXDw==": "HSmrc0sMlYUkAGmm5OPpG2HaGWk=",
	} {
		require.Equal(t, "> "+want, string(AppendAccept([]byte("> "), []byte(key))))
	}
	for n := range 60 { // the fast path for 24 bytes and the general path agree
		key := strings.Repeat("k", n)
		sum := SHA1([]byte(key + GUID))
		require.Equal(t, base64.StdEncoding.EncodeToString(sum[:]), string(AppendAccept(nil, []byte(key))))
	}
}

// The vectors of RFC 4648 §10, and every length up to 64 against the standard library.
func TestBase64(t *testing.T) {
	for plain, coded := range map[string]string{
		"f": "Zg==", "fo": "Zm8=", "foo": "Zm9v", "foob": "Zm9vYg==", "fooba": "Zm9vYmE=", "foobar": "Zm9vYmFy",
	} {
		assert.Equal(t, coded, string(appendBase64(nil, []byte(plain))))
	}
	b := make([]byte, 64)
	for i := range b {
		b[i] = byte(i*89 + 7)
	}
	for n := range len(b) + 1 {
		coded := appendBase64([]byte("x"), b[:n])
		require.Equal(t, "x"+base64.StdEncoding.EncodeToString(b[:n]), string(coded))
		if n > 0 {
			assert.Equal(t, (8*n+5)/6, base64Digits(coded[1:]))
		}
	}
	for _, wrong := range []string{"", "=", "====", "Zg", "Zg=", "Z===", "Zg==Zg==", "Zm 8=", "Zm9_", "Zm9v\n"} {
		assert.Negative(t, base64Digits([]byte(wrong)), wrong)
	}
}

// The SHA-1 of this platform and the portable one, which wasm uses.
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
