package bench

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"framelab/codec"

	"github.com/gobwas/ws/wsutil"
)

func BenchmarkUTF8ASCII(b *testing.B)  { compare(b, utf8Arms("a")) }
func BenchmarkUTF8Korean(b *testing.B) { compare(b, utf8Arms("가")) }

// fragment is the length of the pieces of a text; it is not a multiple of three, so that
// characters are cut.
const fragment = 4096

// utf8Arms check a text of about 64 KiB in fragments. utf8.Valid is the lower bound: the
// standard library's function, which needs fragments that end with a whole character, and
// gets such fragments. gws uses it after joining the fragments; gorilla and coder do not
// check: these three are omitted.
func utf8Arms(character string) []arm {
	text := []byte(strings.Repeat(character, 65535/len(character)))
	bad := append(bytes.Clone(text[:len(text)-len(character)]), 0xed, 0xa0, 0x80) // a surrogate
	a := func(library string, valid func(text []byte) bool) arm {
		return arm{
			library: library,
			check: func() error {
				if !valid(text) || valid(bad) || valid(append(bytes.Clone(text), 0xe0)) {
					return errors.New("judged wrongly")
				}
				return nil
			},
			run: func(n int) {
				for range n {
					valid(text)
				}
			},
		}
	}
	in, buf := bytes.NewReader(nil), make([]byte, fragment)
	return []arm{
		a("utf8.Valid", func(text []byte) bool {
			for len(text) > 0 {
				piece := text[:min(fragment-1, len(text))]
				if !utf8.Valid(piece) {
					return false
				}
				text = text[len(piece):]
			}
			return true
		}),
		a("framelab", func(text []byte) bool {
			var u codec.UTF8
			for len(text) > 0 {
				piece := text[:min(fragment, len(text))]
				if _, ok := u.Write(piece); !ok {
					return false
				}
				text = text[len(piece):]
			}
			return u.Complete()
		}),
		a("gobwas", func(text []byte) bool {
			in.Reset(text)
			r := wsutil.NewUTF8Reader(in)
			for in.Len() > 0 {
				if _, err := r.Read(buf); err != nil {
					return false
				}
			}
			return r.Valid()
		}),
	}
}
