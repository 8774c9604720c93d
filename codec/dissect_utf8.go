package codec

import "math/bits"

// AppendUTF8Dissection appends the spans of a text in UTF-8, such as the payload of a text
// message (RFC 6455 §8.1), unmasked and inflated. last means that the text ends with b;
// otherwise more may follow, as after a fragment.
//
// Characters are PartUTF8Character. The value of a whole one is its number, the code
// point. One that still awaits bytes has Missing, and its value is the range of the byte
// that may come next: the lowest times 256, plus the highest. Their parts are one deeper
// and tile the text, byte by byte: PartUTF8Prefix and PartUTF8Bits.
//
// A text that is not UTF-8 ends with a span that breaks MessageTextNotUTF8, at the first
// byte that no valid text could have there, where a [UTF8] finds it. Its part is the
// reason, and its value is the range of bytes that were possible, like the above.
func AppendUTF8Dissection(dst []Span, b []byte, last bool) []Span {
	var u UTF8
	add := func(s Span) {
		s.Source = SourceUnmasked
		dst = append(dst, s)
	}
	character, lead, number := 0, byte(0), uint64(0)
	for i, c := range b {
		at := 8 * uint64(i)
		before := u
		if !u.next(c) {
			add(Span{Start: at, Bits: 8*uint64(len(b)) - at, Value: before.awaited(), Part: before.reason(lead, c), Rule: MessageTextNotUTF8})
			return dst
		}
		if before.need == 0 {
			character, lead, number = len(dst), c, 0
			add(Span{Start: at, Part: PartUTF8Character})
		}
		prefix := uint64(bits.LeadingZeros8(^c)) + 1
		value := uint64(c) & (1<<(8-prefix) - 1)
		number = number<<(8-prefix) | value
		add(Span{Start: at, Bits: prefix, Value: uint64(c) >> (8 - prefix), Part: PartUTF8Prefix, Depth: 1})
		add(Span{Start: at + prefix, Bits: 8 - prefix, Value: value, Part: PartUTF8Bits, Depth: 1})
		s := &dst[character]
		s.Bits, s.Missing, s.Value = s.Bits+8, uint64(u.need), number
		if u.need > 0 {
			s.Value = u.awaited()
		}
	}
	if last && !u.Complete() {
		add(Span{Start: 8 * uint64(len(b)), Missing: uint64(u.need), Value: u.awaited(), Part: PartUTF8Cut, Rule: MessageTextNotUTF8})
	}
	return dst
}

// awaited returns the range of the next continuation byte: the lowest times 256, plus the
// highest; 0 if a character may begin.
func (u *UTF8) awaited() uint64 {
	if u.need == 0 {
		return 0
	}
	return uint64(u.lo)<<8 | uint64(u.hi)
}

// reason returns why the byte c is impossible; lead is the first byte of the character
// that awaits more bytes, if one does.
func (u *UTF8) reason(lead, c byte) Part {
	continues := c >= 0x80 && c < 0xc0
	switch {
	case u.need == 0 && continues:
		return PartUTF8Lone
	case u.need == 0 && c < 0xc2:
		return PartUTF8Overlong
	case u.need == 0 && c < 0xf8:
		return PartUTF8Large
	case c >= 0xf8:
		return PartUTF8Never
	case !continues:
		return PartUTF8Unfinished
	case c < u.lo:
		return PartUTF8Overlong
	case lead == 0xed:
		return PartUTF8Surrogate
	}
	return PartUTF8Large
}
