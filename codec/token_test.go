package codec

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// The eight-byte ways agree with the tables, for every byte at every place.
func TestTokenEndAndEndOfText(t *testing.T) { // RFC 9110 §5.5, §5.6.2
	for c := range 256 {
		for _, filler := range []byte("a-z!7Z") {
			for n := range 20 {
				for at := range n {
					b := make([]byte, n)
					for i := range b {
						b[i] = filler
					}
					b[at] = byte(c)
					token, text := n, n
					if !isToken[c] {
						token = at
					}
					if c < ' ' && c != '\t' || c == 0x7f {
						text = at
					}
					require.Equal(t, token, tokenEnd(b, 0), "%q", b)
					require.Equal(t, text, endOfText(b, 0), "%q", b)
				}
			}
		}
	}
	for c := range 256 { // two bytes that are out of the ordinary, side by side
		for d := range 256 {
			b := []byte{'a', byte(c), byte(d), 'a', 'a', 'a', 'a', 'a', 'a'}
			token, text := 0, 0
			for token < len(b) && isToken[b[token]] {
				token++
			}
			for text < len(b) && isText(b[text]) {
				text++
			}
			require.Equal(t, token, tokenEnd(b, 0), "%q", b)
			require.Equal(t, text, endOfText(b, 0), "%q", b)
		}
	}
	for _, c := range []byte("()<>@,;:\\\"/[]?={} \t") { // the separators of RFC 2616 §2.2
		require.False(t, isToken[c])
	}
}
