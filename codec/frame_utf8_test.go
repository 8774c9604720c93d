package codec

import (
	"bytes"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// firstImpossible computes the result of UTF8.Write by trying: a prefix is possible if
// some continuation makes it valid. It returns -1 if no byte is impossible.
func firstImpossible(p []byte) int {
	for i := range p {
		if !possible(p[:i+1]) {
			return i
		}
	}
	return -1
}

func possible(p []byte) bool {
	if utf8.Valid(p) {
		return true
	}
	tails := [][]byte{}
	for _, first := range []byte{0x80, 0x90, 0xa0} { // the least second byte for each lead byte
		tails = append(tails, []byte{first}, []byte{first, 0x80}, []byte{first, 0x80, 0x80})
	}
	for _, tail := range tails {
		if utf8.Valid(append(bytes.Clone(p), tail...)) {
			return true
		}
	}
	return false
}

func checkUTF8(t *testing.T, p []byte) {
	t.Helper()
	want := firstImpossible(p)
	for cut := range len(p) + 1 {
		var u UTF8
		n, ok := u.Write(p[:cut])
		if ok {
			require.Equal(t, cut, n)
			require.Equal(t, utf8.Valid(p[:cut]), u.Complete(), "% x", p[:cut])
			n, ok = u.Write(p[cut:])
			n += cut
		}
		if want < 0 {
			require.True(t, ok, "% x cut at %d", p, cut)
			require.Equal(t, utf8.Valid(p), u.Complete(), "% x cut at %d", p, cut)
		} else {
			require.False(t, ok, "% x cut at %d", p, cut)
		}
		if want >= 0 {
			require.Equal(t, want, n, "% x cut at %d", p, cut)
		}
	}
}

// §8.1: sequences of all bytes at which a verdict changes.
func TestUTF8Boundaries(t *testing.T) {
	for a := range 256 {
		for b := range 256 {
			p := []byte{byte(a), byte(b)}
			var u UTF8
			n, ok := u.Write(p)
			want := firstImpossible(p)
			if ok != (want < 0) || !ok && n != want || ok && u.Complete() != utf8.Valid(p) {
				t.Fatalf("% x: %d, %v", p, n, ok)
			}
		}
	}
	edges := []byte{0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff}
	tails := []byte{0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc2, 0xf4}
	for _, a := range edges {
		for _, b := range edges {
			for _, c := range tails {
				checkUTF8(t, []byte{a, b, c})
				for _, d := range tails {
					checkUTF8(t, []byte{a, b, c, d})
				}
			}
		}
	}
}

// Every split of longer texts, valid or with a fault at every place.
func TestUTF8EverySplit(t *testing.T) {
	text := []byte("plain, ünï, 한글, 𝄞𝄞 and so on for more than a few words")
	require.True(t, utf8.Valid(text))
	checkUTF8(t, text)
	for i := range text {
		checkUTF8(t, text[:i]) // splits inside characters too
		for _, b := range []byte{0x80, 0xc0, 0xed, 0xff} {
			bad := bytes.Clone(text)
			bad[i] = b
			checkUTF8(t, bad)
		}
	}
}

func TestUTF8EveryRune(t *testing.T) {
	for r := rune(0); r <= utf8.MaxRune; r++ {
		if 0xd800 <= r && r <= 0xdfff {
			continue
		}
		var u UTF8
		for _, b := range []byte(string(r)) {
			if u.Complete() && utf8.RuneStart(b) == false {
				t.Fatal("complete too early", r)
			}
			if _, ok := u.Write([]byte{b}); !ok {
				t.Fatalf("U+%04X refused", r)
			}
		}
		if !u.Complete() {
			t.Fatalf("U+%04X is complete", r)
		}
	}
}

func TestUTF8Reset(t *testing.T) {
	var u UTF8
	u.Write([]byte{0xe2})
	assert.False(t, u.Complete())
	u.Reset()
	n, ok := u.Write([]byte("a"))
	assert.Equal(t, 1, n)
	assert.True(t, ok)
	assert.True(t, u.Complete())
}
