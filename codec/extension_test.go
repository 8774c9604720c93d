package codec

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// extensionNames reads a list, or returns false where it is malformed.
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
