package codec

import (
	"bytes"
	"compress/flate"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// tail is the end of an empty stored block, which the sender of a message removes.
var tail = []byte{0x00, 0x00, 0xff, 0xff}

// inflateAll inflates one message, given in pieces and without its tail, after earlier
// messages.
func inflateAll(z Inflater, limit uint64, pieces ...[]byte) (out []byte, rule Rule) {
	for _, p := range pieces {
		if out, rule = z.Inflate(out, p, false, limit); rule != 0 {
			return out, rule
		}
	}
	return z.Inflate(out, nil, true, limit)
}

// RFC 7692 §7.2.3: the examples, and other messages that §7.2.1 and RFC 1951 allow.
var deflateMessages = []struct {
	name, wire, want string
}{
	{"7.2.3.1 one block", "f2 48 cd c9 c9 07 00", "Hello"},
	{"7.2.3.3 stored", "00 05 00 fa ff 48 65 6c 6c 6f 00", "Hello"},
	{"7.2.3.4 BFINAL", "f3 48 cd c9 c9 07 00 00", "Hello"},
	{"7.2.3.5 two blocks", "f2 48 05 00 00 00 ff ff ca c9 c9 07 00", "Hello"},
	{"7.2.3.6 empty", "00", ""},
	{"BFINAL, then another block", "f3 48 cd c9 c9 07 00 f2 48 cd c9 c9 07 00", "HelloHello"},
	{"BFINAL twice", "f3 48 cd c9 c9 07 00 f3 48 cd c9 c9 07 00 00", "HelloHello"},
	{"a match into the block before BFINAL", "f3 48 cd c9 c9 07 00 02 13 00 00", "HelloHello"},
	{"stored with BFINAL", "01 05 00 fa ff 48 65 6c 6c 6f 00", "Hello"},
	{"empty stored blocks", "00 00 00 ff ff 00 00 00 ff ff 00", ""},
	{"an empty fixed block", "02 00", ""},
	{"the removed bytes are data", "01 04 00 fb ff", "\x00\x00\xff\xff"},
	{"one distance code of one bit", hexOf(dynamicOneDistance()), "aaaa"},
	{"a code of one symbol, of one bit", hexOf(dynamicOnlyEnd()), ""},
}

func hexOf(b []byte) string {
	const digits = "0123456789abcdef"
	var s strings.Builder
	for _, c := range b {
		s.WriteByte(digits[c>>4])
		s.WriteByte(digits[c&0xf])
	}
	return s.String()
}

func TestInflate(t *testing.T) {
	for _, tt := range deflateMessages {
		t.Run(tt.name, func(t *testing.T) {
			wire := unhex(tt.wire)
			want, ok := referenceInflate(wire, nil)
			require.True(t, ok, "the standard library's verdict")
			require.Equal(t, tt.want, string(want))
			out, rule := inflateAll(NewInflater(15, true), 0, wire)
			require.Zero(t, rule)
			require.Equal(t, tt.want, string(out))
			out, rule = inflateAll(NewInflater(15, true), 0, single(wire)...)
			require.Zero(t, rule)
			require.Equal(t, tt.want, string(out))
		})
	}
}

// Messages that are not DEFLATE, by section of RFC 1951, or that end too early. The
// verdict is the same however they are cut.
var brokenDeflate = []struct {
	name, wire string
	rule       Rule
}{
	{"3.2.3 BTYPE 3", "06", MessageDeflateBlockType},
	{"3.2.3 BTYPE 3 after a block", "f2 48 cd c9 c9 07 18", MessageDeflateBlockType},
	{"3.2.4 NLEN", "00 05 00 fa fe 48", MessageDeflateStoredLength},
	{"3.2.5 literal 286", hexOf(handWritten("0", "1:2", "11000110", "0000")), MessageDeflateSymbol},
	{"3.2.5 distance 30", hexOf(handWritten("0", "1:2", "00110000", "0000001", "11110", "0000")), MessageDeflateSymbol},
	{"3.2.3 a distance before the beginning", hexOf(handWritten("0", "1:2", "00110000", "0000001", "00001", "0000")), MessageDeflateNotHere},
	{"3.2.7 287 literals", hexOf(handWritten("0", "2:2", "30:5", "0:5", "0:4")), MessageDeflateCodes},
	{"3.2.7 31 distances", hexOf(handWritten("0", "2:2", "0:5", "30:5", "0:4")), MessageDeflateCodes},
	{"3.2.7 too many codes for lengths", hexOf(handWritten("0", "2:2", "0:5", "0:5", "0:4", "1:3", "1:3", "1:3", "0:3")), MessageDeflateCodes},
	{"3.2.7 too few codes for lengths", hexOf(handWritten("0", "2:2", "0:5", "0:5", "0:4", "2:3", "2:3", "2:3", "0:3")), MessageDeflateCodes},
	{"3.2.7 a repeat of nothing", hexOf(handWritten("0", "2:2", "0:5", "0:5", "0:4", "1:3", "1:3", "0:3", "0:3", "0", "0:2")), MessageDeflateCodes},
	{"3.2.7 repeats beyond the end", hexOf(handWritten("0", "2:2", "0:5", "0:5", "0:4", "0:3", "1:3", "1:3", "0:3", "1", "127:7", "1", "127:7")), MessageDeflateCodes},
	{"3.2.7 no code for the end", hexOf(handWritten("0", "2:2", "0:5", "0:5", "14:4", codeLengthCodes(), "10", "10", "0", "127:7", "0", "107:7")), MessageDeflateCodes},
	{"3.2.7 a match without distances", hexOf(handWritten("0", "2:2", "1:5", "0:5", "14:4", codeLengthCodes(),
		"0", "86:7", "10", "0", "127:7", "0", "9:7", "111", "111", "110", "0", "11", "000000000000000")), MessageDeflateSymbol},

	{"7.2.3.6 no bytes", "", MessageDeflateEmpty},
	{"7.2.3.4 BFINAL without the byte after it", "f3 48 cd c9 c9 07 00", MessageDeflateFinal},
	{"7.2.3.4 a stored block with BFINAL, without the byte after it", "01 05 00 fa ff 48 65 6c 6c 6f", MessageDeflateFinal},
	{"7.2.1 inside a fixed block", "f2 48 cd", MessageDeflateUnfinished},
	{"7.2.1 inside LEN", "00 05", MessageDeflateUnfinished},
	{"7.2.1 inside a stored block", "00 ff 00 00 ff 48", MessageDeflateUnfinished},
	{"7.2.1 inside a dynamic header", "04", MessageDeflateUnfinished},
	{"7.2.1 two bits after a block", hexOf(dynamicEndsInTail()), MessageDeflateUnfinished},
	{"7.2.1 with its tail", "f2 48 cd c9 c9 07 00 00 00 ff ff", MessageDeflateTail},
	{"7.2.1 only the tail", "00 00 00 ff ff", MessageDeflateTail},
	{"7.2.1 with its tail, and BFINAL in it", "00 05 00 fa ff 48 65 6c 6c 6f 01 00 00 ff ff", MessageDeflateTail},
	{"7.2.1 BFINAL, then its tail", "f3 48 cd c9 c9 07 00 00 00 00 ff ff", MessageDeflateTail},
	{"7.2.1 a stored block without an end", "00 05 00 fa ff 48 65 6c 6c 6f", MessageDeflateUnfinished},
}

func TestInflateRefuses(t *testing.T) {
	for _, tt := range brokenDeflate {
		t.Run(tt.name, func(t *testing.T) {
			wire := unhex(tt.wire)
			_, ok := referenceInflate(wire, nil)
			require.False(t, ok, "the standard library's verdict")
			_, rule := inflateAll(NewInflater(15, true), 0, wire)
			require.Equal(t, tt.rule, rule)
			_, rule = inflateAll(NewInflater(15, true), 0, single(wire)...)
			require.Equal(t, tt.rule, rule, "byte by byte")
		})
	}
}

// RFC 7692 §7.2.3.2: context takeover.
func TestInflateTakeover(t *testing.T) {
	hello, again := unhex("f2 48 cd c9 c9 07 00"), unhex("f2 00 11 00 00")
	z := NewInflater(15, true)
	for _, wire := range [][]byte{hello, again, again, hello} {
		out, rule := inflateAll(z, 0, wire)
		require.Zero(t, rule)
		require.Equal(t, "Hello", string(out))
	}
	z = NewInflater(15, false)
	_, rule := inflateAll(z, 0, hello)
	require.Zero(t, rule)
	_, rule = inflateAll(z, 0, again)
	require.Equal(t, MessageDeflateNotHere, rule)
}

// §7.1.2: a match reaches back a window and not a byte more, within a message and across
// messages.
func TestInflateWindow(t *testing.T) {
	for bits := uint8(MinWindowBits); bits <= MaxWindowBits; bits++ {
		window := 1 << bits
		text := randomBytes(window+3, uint64(bits))
		stored := storedMessage(text)
		for back, want := range map[int]Rule{window: 0, window + 1: MessageDeflateWindow} {
			if back > 1<<MaxWindowBits {
				continue // DEFLATE has no distance this long
			}
			match := matchMessage(back)

			across := NewInflater(bits, true)
			_, rule := inflateAll(across, 0, stored)
			require.Zero(t, rule)
			out, rule := inflateAll(across, 0, match[:len(match)-4])
			require.Equal(t, want, rule, "%d bits, %d back into the message before", bits, back)
			if want == 0 {
				require.Equal(t, text[len(text)-back:][:3], out)
			}

			within := append(bytes.Clone(stored), "\x00\x00\xff\xff"...)
			_, rule = inflateAll(NewInflater(bits, true), 0, append(within, match[:len(match)-4]...))
			require.Equal(t, want, rule, "%d bits, %d back", bits, back)
		}
	}
}

func randomBytes(n int, seed uint64) []byte {
	r, b := rand.New(rand.NewPCG(seed, 1)), make([]byte, n)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}

// A result exactly at the limit passes. One byte over fails, with no more than the limit
// produced: in literals, in matches and in stored blocks.
func TestInflateLimit(t *testing.T) {
	for name, text := range map[string]string{
		"literals": "Hello",
		"matches":  strings.Repeat("a", 5000),
		"stored":   string(randomBytes(70_000, 7)),
	} {
		n := uint64(len(text))
		for _, takeover := range []bool{false, true} {
			z := NewDeflater(15, takeover)
			wire := z.Deflate(nil, []byte(text), true)
			wire = wire[:len(wire)-4]
			for _, pieces := range [][][]byte{{wire}, single(wire)} {
				out, rule := inflateAll(NewInflater(15, takeover), n, pieces...)
				assert.Zero(t, rule, name)
				assert.Equal(t, text, string(out))
				out, rule = inflateAll(NewInflater(15, takeover), n-1, pieces...)
				assert.Equal(t, MessageTooBig, rule, name)
				assert.Equal(t, text[:n-1], string(out))
			}
		}
	}
}

// referenceInflate inflates with the standard library. The library stops at BFINAL and
// cannot tell a complete message from a cut one, so blocks of known content are appended.
func referenceInflate(message, dict []byte) (out []byte, ok bool) {
	for i, end := range []struct{ block, text string }{
		{"\x01\x00\x00\xff\xff", ""}, {"\x03\x00", ""}, {"\x01\x01\x00\xfe\xffA", "A"}, {"\x01\x02\x00\xfd\xffAB", "AB"},
	} {
		in := bytes.NewReader([]byte(string(message) + string(tail) + end.block))
		var got []byte
		for in.Len() > 0 {
			part, err := io.ReadAll(flate.NewReaderDict(in, append(bytes.Clone(dict), got...)))
			if err != nil {
				return nil, false
			}
			got = append(got, part...)
		}
		got, found := bytes.CutSuffix(got, []byte(end.text))
		if !found || i > 0 && !bytes.Equal(got, out) {
			return nil, false
		}
		out = got
	}
	return out, true
}
