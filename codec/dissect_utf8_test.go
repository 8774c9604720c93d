package codec

import (
	"fmt"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
)

// RFC 3629 §3, §4 and RFC 6455 §8.1: each byte's part of a character, and why a byte is
// impossible.
func TestUTF8Dissection(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		last       bool
		want       []string
	}{
		{"nothing", "", true, nil},
		{"one byte", "41", true, []string{
			"utf8.character unmasked 0+8=0x41",
			"  utf8.prefix unmasked 0+1",
			"  utf8.bits unmasked 1+7=0x41",
		}},
		{"two bytes", "c3a9", true, []string{
			"utf8.character unmasked 0+16=0xe9",
			"  utf8.prefix unmasked 0+3=0x6",
			"  utf8.bits unmasked 3+5=0x3",
			"  utf8.prefix unmasked 8+2=0x2",
			"  utf8.bits unmasked 10+6=0x29",
		}},
		{"three bytes", "ed959c", true, []string{
			"utf8.character unmasked 0+24=0xd55c",
			"  utf8.prefix unmasked 0+4=0xe",
			"  utf8.bits unmasked 4+4=0xd",
			"  utf8.prefix unmasked 8+2=0x2",
			"  utf8.bits unmasked 10+6=0x15",
			"  utf8.prefix unmasked 16+2=0x2",
			"  utf8.bits unmasked 18+6=0x1c",
		}},
		{"four bytes", "f09f9880", true, []string{
			"utf8.character unmasked 0+32=0x1f600",
			"  utf8.prefix unmasked 0+5=0x1e",
			"  utf8.bits unmasked 5+3",
			"  utf8.prefix unmasked 8+2=0x2",
			"  utf8.bits unmasked 10+6=0x1f",
			"  utf8.prefix unmasked 16+2=0x2",
			"  utf8.bits unmasked 18+6=0x18",
			"  utf8.prefix unmasked 24+2=0x2",
			"  utf8.bits unmasked 26+6",
		}},
		{"a fragment that ends inside a character", "e0", false, []string{
			"utf8.character unmasked 0+8=0xa0bf missing 2",
			"  utf8.prefix unmasked 0+4=0xe",
			"  utf8.bits unmasked 4+4",
		}},
		{"a message that ends inside a character", "ed95", true, []string{
			"utf8.character unmasked 0+16=0x80bf missing 1",
			"  utf8.prefix unmasked 0+4=0xe",
			"  utf8.bits unmasked 4+4=0xd",
			"  utf8.prefix unmasked 8+2=0x2",
			"  utf8.bits unmasked 10+6=0x15",
			"utf8.cut unmasked 16+0=0x80bf missing 1 !message.text.not-utf8",
		}},
		{"only the first impossible byte counts", "ff c0 41", true, []string{"utf8.never unmasked 0+24 !message.text.not-utf8"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			assert.Equal(t, tt.want, lines(AppendUTF8Dissection(nil, unhex(tt.text), tt.last)...))
		})
	}
}

// RFC 3629 §4: every byte sequence of the grammar's edges, with the reason at the first
// byte that it does not allow.
func TestUTF8DissectionReasons(t *testing.T) {
	for _, tt := range []struct {
		text string
		at   uint64
		part Part
	}{
		{"80", 0, PartUTF8Lone},
		{"41bf", 1, PartUTF8Lone},
		{"ed959c9c", 3, PartUTF8Lone},
		{"c0af", 0, PartUTF8Overlong},
		{"c180", 0, PartUTF8Overlong},
		{"e080af", 1, PartUTF8Overlong},
		{"e09fbf", 1, PartUTF8Overlong},
		{"f08080af", 1, PartUTF8Overlong},
		{"f08fbfbf", 1, PartUTF8Overlong},
		{"eda080", 1, PartUTF8Surrogate},
		{"edbfbf", 1, PartUTF8Surrogate},
		{"f4908080", 1, PartUTF8Large},
		{"f4bf8080", 1, PartUTF8Large},
		{"f5808080", 0, PartUTF8Large},
		{"f7bfbfbf", 0, PartUTF8Large},
		{"f888808080", 0, PartUTF8Never},
		{"fe", 0, PartUTF8Never},
		{"ff", 0, PartUTF8Never},
		{"c341", 1, PartUTF8Unfinished},
		{"ed95ed", 2, PartUTF8Unfinished},
		{"edc0", 1, PartUTF8Unfinished},
		{"e1f5", 1, PartUTF8Unfinished},
		{"e1ff", 1, PartUTF8Never},
		{"f09f9841", 3, PartUTF8Unfinished},
		{"c3", 1, PartUTF8Cut},
		{"f09f98", 3, PartUTF8Cut},
	} {
		t.Run(tt.text, func(t *testing.T) {
			text := unhex(tt.text)
			spans := AppendUTF8Dissection(nil, text, true)
			s := spans[len(spans)-1]
			assert.Equal(t, tt.part.Name(), s.Part.Name())
			assert.Equal(t, 8*tt.at, s.Start)
			assert.Equal(t, MessageTextNotUTF8, s.Rule)
			checkUTF8Spans(t, text, true)
		})
	}
}

// checkUTF8Spans checks what AppendUTF8Dissection promises for any text: its spans tile
// it, its characters are those of the standard library, and it fails where a UTF8 does.
func checkUTF8Spans(t testing.TB, text []byte, last bool) {
	var u UTF8
	good, ok := u.Write(text)
	spans := AppendUTF8Dissection(nil, text, last)
	var at, end uint64
	fault := false
	bit := func(s Span) (v uint64) {
		for i := s.Start; i < s.Start+s.Bits; i++ {
			v = v<<1 | uint64(text[i/8]>>(7-i%8)&1)
		}
		return v
	}
	for i, s := range spans {
		if fault || s.Source != SourceUnmasked {
			t.Fatalf("span %d of % x: %+v", i, text, s)
		}
		switch {
		case s.Part == PartUTF8Character:
			if s.Start != at || s.Start != end || s.Depth != 0 || s.Rule != 0 {
				t.Fatalf("% x: %+v at %d, after one that ends at %d", text, s, at, end)
			}
			end = s.Start + s.Bits
			r, size := utf8.DecodeRune(text[at/8:])
			if whole := s.Missing == 0; whole && (uint64(r) != s.Value || 8*uint64(size) != s.Bits) || !whole && s.Value == 0 {
				t.Fatalf("% x: %+v, want %U", text, s, r)
			}
			continue
		case s.Part == PartUTF8Prefix || s.Part == PartUTF8Bits:
			if s.Depth != 1 || s.Rule != 0 || bit(s) != s.Value {
				t.Fatalf("% x: %+v", text, s)
			}
		default:
			fault = true
			if s.Rule != MessageTextNotUTF8 || s.Depth != 0 {
				t.Fatalf("% x: %+v", text, s)
			}
		}
		if s.Start != at {
			t.Fatalf("% x: %+v, not at %d", text, s, at)
		}
		at += s.Bits
	}
	if at != 8*uint64(len(text)) {
		t.Fatalf("% x: the spans end at bit %d", text, at)
	}
	if broken := !ok || last && !u.Complete(); broken != fault || broken && spans[len(spans)-1].Start != 8*uint64(good) {
		t.Fatalf("% x: a UTF8 says %d, %t, complete %t; the spans %+v", text, good, ok, u.Complete(), spans)
	}
	// The bytes that are said to be possible are exactly those that are.
	if len(spans) > 0 && len(text) < 64 {
		s := spans[len(spans)-1]
		n := s.Start / 8
		if !fault {
			n = uint64(len(text))
		}
		var want [256]bool
		for c := range 256 {
			var next UTF8
			next.Write(text[:n])
			_, want[c] = next.Write([]byte{byte(c)})
		}
		var got [256]bool
		awaited := lastAwaited(spans)
		for c := range uint64(256) {
			got[c] = awaited != 0 && c >= awaited>>8 && c <= awaited&0xff || awaited == 0 && (c < 0x80 || c >= 0xc2 && c < 0xf5)
		}
		if got != want {
			t.Fatalf("% x: next may be %s", text, fmt.Sprintf("%x", awaited))
		}
	}
}

// lastAwaited returns which bytes were or are possible after the valid part of a text.
func lastAwaited(spans []Span) uint64 {
	for i := len(spans) - 1; i >= 0; i-- {
		switch s := spans[i]; {
		case s.Part != PartUTF8Character && s.Depth == 0, s.Part == PartUTF8Character && s.Missing > 0:
			return s.Value
		case s.Part == PartUTF8Character:
			return 0
		}
	}
	return 0
}

// Every text of up to two bytes, and every one of three that begins with E0 to F4.
func TestUTF8DissectionAgrees(t *testing.T) {
	seen := map[Part]bool{}
	look := func(text ...byte) {
		for _, last := range []bool{false, true} {
			checkUTF8Spans(t, text, last)
		}
		for _, s := range AppendUTF8Dissection(nil, text, true) {
			seen[s.Part] = true
		}
	}
	look()
	edges := []byte{0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xf7, 0xf8, 0xff}
	for a := range 256 {
		look(byte(a))
	}
	for _, a := range edges {
		for _, b := range edges {
			look(a, b)
			for _, c := range edges {
				look(a, b, c)
				look(a, b, c, 0x80)
			}
		}
	}
	for f := PartUTF8Character; f < numParts; f++ {
		assert.True(t, seen[f], f.Name())
	}
}

// Spans tile any text, and agree with the incremental check and the standard library.
func FuzzUTF8Dissection(f *testing.F) {
	for _, s := range []string{"", "Hello", "한글", "👨‍👩‍👧", "\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xed\x95", "\xff"} {
		f.Add([]byte(s), true)
		f.Add([]byte(s), false)
	}
	f.Fuzz(func(t *testing.T, text []byte, last bool) { checkUTF8Spans(t, text, last) })
}
