package codec

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// extensionNames reads a list, or returns false if it is malformed.
func extensionNames(list string) (names []string, ok bool) {
	rest := []byte(list)
	for {
		name, params, after, more, ok := nextExtension(rest)
		if !more {
			return names, ok
		}
		names = append(names, string(name)+string(params))
		rest = after
	}
}

func TestExtensionList(t *testing.T) { // §9.1
	for list, want := range map[string][]string{
		"":                nil,
		"deflate-stream":  {"deflate-stream"},
		"foo, bar; baz=2": {"foo", "bar; baz=2"},
		"mux; max-channels=4; flow-control, deflate-stream": {"mux; max-channels=4; flow-control", "deflate-stream"},
		",, a ,\tb ,":    {"a ", "b "},
		"a;b;c":          {"a;b;c"},
		`a; b="c"`:       {`a; b="c"`},
		`a; b="\c\d"`:    {`a; b="\c\d"`},
		"a ; b = c , d":  {"a ; b = c ", "d"},
		`a; b = "c" ; d`: {`a; b = "c" ; d`},
	} {
		got, ok := extensionNames(list)
		require.True(t, ok, list)
		require.Equal(t, want, got, list)
	}
	for _, list := range []string{
		"a b", "a;", "a;;b", "a; b=", "a; =c", "a; b==c", "a; b=c d", "a=b", ";a", "=", "a/b", "(a)",
		`a; b="`, `a; b="c`, `a; b=""`, `a; b="c d"`, `a; b="c\`, `a; b="c\"`, `a; b="c,d"`, `a; b="c"d`, `a; "b"`, `"a"`,
		"a, b;", "a; b=\xc3\xa9",
	} {
		_, ok := extensionNames(list)
		require.False(t, ok, list)
		require.Equal(t, RequestExtensionsMalformed, faultOf(t, add("Sec-WebSocket-Extensions: "+list+"\r\n")).Rule, list)
	}
}

// The paths for eight bytes agree with the tables, for every byte at every place.
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
	for c := range 256 { // two special bytes next to each other
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
