package codec

import (
	"encoding/base64"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// RFC 4648 §10's vectors, and every length up to 64 against the standard library.
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
		for _, e := range []struct {
			alphabet string
			padded   bool
			library  *base64.Encoding
		}{
			{base64Alphabet, true, base64.StdEncoding}, {base64Alphabet, false, base64.RawStdEncoding},
			{base64URLAlphabet, true, base64.URLEncoding}, {base64URLAlphabet, false, base64.RawURLEncoding},
		} {
			require.Equal(t, "x"+e.library.EncodeToString(b[:n]), string(appendBase64In([]byte("x"), b[:n], e.alphabet, e.padded)))
		}
		back, ok := decodeBase64(appendBase64(nil, b[:n]))
		assert.Equal(t, n > 0, ok)
		assert.Equal(t, string(b[:n]), string(back))
	}
	for _, wrong := range []string{"", "=", "====", "Zg", "Zg=", "Z===", "Zg==Zg==", "Zm 8=", "Zm9_", "Zm9v\n"} {
		_, ok := decodeBase64([]byte(wrong))
		assert.False(t, ok, wrong)
	}
}
