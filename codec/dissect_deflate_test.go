package codec

import (
	"bytes"
	"compress/flate"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// RFC 7692 §7.2.3: the examples, bit by bit.
func TestDeflateDissection(t *testing.T) {
	for _, tt := range []struct {
		name, wire string
		before     uint64
		want       []string
	}{
		{"7.2.3.1 one block", "f2 48 cd c9 c9 07 00", 0, []string{
			"deflate.block 0+50",
			"  deflate.bfinal 0+1",
			"  deflate.btype 1+2=0x1",
			"  deflate.literal 3+8=0x48",
			"  deflate.literal 11+8=0x65",
			"  deflate.literal 19+8=0x6c",
			"  deflate.literal 27+8=0x6c",
			"  deflate.literal 35+8=0x6f",
			"  deflate.end 43+7",
			"deflate.block 50+6",
			"  deflate.bfinal 50+1",
			"  deflate.btype 51+2",
			"  deflate.padding 53+3",
			"  deflate.tail 56+0=0xffff",
		}},
		{"7.2.3.2 takeover", "f2 00 11 00 00", 5, []string{
			"deflate.block 0+31",
			"  deflate.bfinal 0+1",
			"  deflate.btype 1+2=0x1",
			"  deflate.literal 3+8=0x48",
			"  deflate.length 11+7=0x4",
			"  deflate.distance 18+6=0x5",
			"  deflate.end 24+7",
			"deflate.block 31+9",
			"  deflate.bfinal 31+1",
			"  deflate.btype 32+2",
			"  deflate.padding 34+6",
			"  deflate.tail 40+0=0xffff",
		}},
		{"7.2.3.2 without takeover", "f2 00 11 00 00", 0, []string{
			"deflate.block 0+40",
			"  deflate.bfinal 0+1",
			"  deflate.btype 1+2=0x1",
			"  deflate.literal 3+8=0x48",
			"  deflate.fault 11+29 !message.deflate.not-here",
		}},
		{"7.2.3.3 stored", "00 05 00 fa ff 48 65 6c 6c 6f 00", 0, []string{
			"deflate.block 0+80",
			"  deflate.bfinal 0+1",
			"  deflate.btype 1+2",
			"  deflate.padding 3+5",
			"  deflate.len 8+16=0x5",
			"  deflate.nlen 24+16=0xfffa",
			"  deflate.stored 40+40=0x48656c6c6f",
			"deflate.block 80+8",
			"  deflate.bfinal 80+1",
			"  deflate.btype 81+2",
			"  deflate.padding 83+5",
			"  deflate.tail 88+0=0xffff",
		}},
		{"7.2.3.4 BFINAL", "03 00 00", 0, []string{
			"deflate.block 0+16",
			"  deflate.bfinal 0+1=0x1",
			"  deflate.btype 1+2=0x1",
			"  deflate.end 3+7",
			"  deflate.padding 10+6",
			"deflate.block 16+8",
			"  deflate.bfinal 16+1",
			"  deflate.btype 17+2",
			"  deflate.padding 19+5",
			"  deflate.tail 24+0=0xffff",
		}},
		{"nothing", "", 0, []string{"deflate.fault 0+0 !message.deflate.empty"}},
		{"BTYPE 3", "06", 0, []string{"deflate.fault 0+8 !message.deflate.block-type"}},
		{"NLEN", "00 05 00 fa fe", 0, []string{
			"deflate.block 0+40",
			"  deflate.bfinal 0+1",
			"  deflate.btype 1+2",
			"  deflate.padding 3+5",
			"  deflate.fault 8+32 !message.deflate.stored-length",
		}},
		{"inside a literal, which the removed bytes do not complete", "f2 48 cd c9", 0, []string{
			"deflate.block 0+32",
			"  deflate.bfinal 0+1",
			"  deflate.btype 1+2=0x1",
			"  deflate.literal 3+8=0x48",
			"  deflate.literal 11+8=0x65",
			"  deflate.literal 19+8=0x6c",
			"  deflate.fault 27+5 !message.deflate.unfinished",
		}},
		{"after a match", "f2 00 01", 5, []string{
			"deflate.block 0+24",
			"  deflate.bfinal 0+1",
			"  deflate.btype 1+2=0x1",
			"  deflate.literal 3+8=0x48",
			"  deflate.length 11+7=0x4",
			"  deflate.distance 18+5=0x1",
			"  deflate.fault 23+1 !message.deflate.unfinished",
		}},
		{"inside a match, in its distance", "f2 00 31", 99, []string{
			"deflate.block 0+24",
			"  deflate.bfinal 0+1",
			"  deflate.btype 1+2=0x1",
			"  deflate.literal 3+8=0x48",
			"  deflate.fault 11+13 !message.deflate.unfinished",
		}},
		{"after a block's BFINAL", "f2 00 11 00", 5, []string{
			"deflate.block 0+31",
			"  deflate.bfinal 0+1",
			"  deflate.btype 1+2=0x1",
			"  deflate.literal 3+8=0x48",
			"  deflate.length 11+7=0x4",
			"  deflate.distance 18+6=0x5",
			"  deflate.end 24+7",
			"deflate.block 31+1",
			"  deflate.bfinal 31+1",
			"  deflate.fault 32+0 !message.deflate.unfinished",
		}},
		{"inside a stored block", "00 09 00 f6 ff 48", 0, []string{
			"deflate.block 0+48",
			"  deflate.bfinal 0+1",
			"  deflate.btype 1+2",
			"  deflate.padding 3+5",
			"  deflate.len 8+16=0x9",
			"  deflate.nlen 24+16=0xfff6",
			"  deflate.stored 40+8=0x48",
			"  deflate.fault 48+0 !message.deflate.unfinished",
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			wire := unhex(tt.wire)
			spans := AppendDeflateDissection(nil, wire, 15, tt.before)
			assert.Equal(t, tt.want, lines(spans...))
			checkDeflateSpans(t, wire, 15, tt.before)
		})
	}
	assert.Equal(t, PartPong, AppendDeflateDissection([]Span{{Part: PartPong}}, unhex("00"), 15, 0)[0].Part)
}

// A block with its own codes (RFC 1951 §3.2.7).
func TestDeflateDissectionDynamic(t *testing.T) {
	wire := dynamicOneDistance()
	checkDeflateSpans(t, wire, 15, 0)
	var got []string
	for _, s := range AppendDeflateDissection(nil, wire, 15, 0) {
		if name := s.Part.Name(); name != "deflate.code" {
			got = append(got, strings.TrimPrefix(name, "deflate.")+" "+strconv.FormatUint(s.Value, 10))
		}
	}
	assert.Equal(t, []string{"block 0", "bfinal 0", "btype 2", "hlit 258", "hdist 1", "hclen 18",
		"zeros 97", "code-length 1", "zeros 138", "zeros 20", "code-length 2", "code-length 2", "code-length 1",
		"literal 97", "length 3", "distance 1", "end 0", "block 0", "bfinal 0", "btype 0", "padding 0", "tail 65535"}, got)
}

// checkDeflateSpans checks what AppendDeflateDissection promises for any message: its
// spans tile the message, they show what it inflates to, and an Inflater has the same
// verdict at the same place.
func checkDeflateSpans(t testing.TB, message []byte, bits uint8, before uint64) {
	spans := AppendDeflateDissection(nil, message, bits, before)
	history := randomBytes(int(before), 9)
	out := history
	var at, blockEnd uint64
	var fault Fault
	bit := func(i uint64) uint64 { return uint64(message[i/8] >> (i % 8) & 1) }
	for i, s := range spans {
		if s.Source != SourceDeflate || s.Part < PartDeflateBlock || s.Part > PartDeflateFault || s.Depth > 1 || fault.Rule != 0 {
			t.Fatalf("span %d: %+v", i, s)
		}
		if s.Start != at {
			t.Fatalf("span %d begins at bit %d, not %d: %+v", i, s.Start, at, s)
		}
		if s.Part == PartDeflateBlock {
			if at != blockEnd || s.Depth != 0 {
				t.Fatalf("block %+v begins at bit %d, the one before ends at %d", s, at, blockEnd)
			}
			blockEnd = s.Start + s.Bits
			continue
		}
		if s.Depth == 0 {
			blockEnd = s.Start + s.Bits
		}
		at += s.Bits
		whole := at < 8*uint64(len(message)) // except a span that the message's end cuts
		switch s.Part {
		case PartDeflateLiteral:
			out = append(out, byte(s.Value))
		case PartDeflateStored:
			from := s.Start / 8
			out = append(out, message[from:from+s.Bits/8]...)
		case PartDeflateDistance:
			for range spans[i-1].Value {
				out = append(out, out[uint64(len(out))-s.Value])
			}
		case PartDeflateFinal, PartDeflateType, PartDeflateLen, PartDeflateNLen, PartDeflateCode, PartDeflatePadding:
			var v uint64
			for k := range s.Bits {
				v |= bit(s.Start+k) << k
			}
			if whole && v != s.Value {
				t.Fatalf("span %+v says %d", s, v)
			}
		}
		if s.Rule != 0 {
			fault = Fault{s.Rule, s.Start}
			if s.Part != PartDeflateFault {
				t.Fatalf("span %+v", s)
			}
		}
	}
	if at != 8*uint64(len(message)) || at != blockEnd {
		t.Fatalf("the spans end at bit %d, the blocks at %d, of %d", at, blockEnd, 8*len(message))
	}

	z := NewInflater(bits, true).(inflater)
	if before > 0 {
		if _, rule := inflateAll(z, 0, storedMessage(history)); rule != 0 {
			t.Fatal(rule)
		}
	}
	inflated, rule := z.Inflate(nil, message, false, 0)
	place := z.engine.Place()
	if rule == 0 {
		inflated, rule = z.Inflate(inflated, nil, true, 0)
		if rule != 0 {
			if fault.Bit < place {
				t.Fatalf("%v at %d, inflated up to %d", fault, fault.Bit, place)
			}
			place = fault.Bit
		}
	}
	if rule == 0 {
		place = 0
		shown := string(out[before:]) + tailData(message, spans)
		if string(inflated) != shown && !(codesInTail(spans) && strings.HasPrefix(string(inflated), shown)) {
			t.Fatalf("inflates to %q, the spans say %q", inflated, out[before:])
		}
		if last := spans[len(spans)-1]; last.Part != PartDeflateTail {
			t.Fatalf("ends with %+v", last)
		}
	} else if string(inflated[:min(len(inflated), len(out)-int(before))]) != string(out[before:][:min(len(inflated), len(out)-int(before))]) {
		t.Fatalf("inflates to %q, the spans say %q", inflated, out[before:])
	}
	if want := (Fault{rule, place}); fault != want {
		t.Fatalf("inflating: %v, dissecting: %v", want, fault)
	}
}

// tailData returns what the removed bytes inflate to when they belong to a stored block.
func tailData(message []byte, spans []Span) string {
	for _, s := range spans {
		if s.Part == PartDeflateLen && s.Start/8+4+s.Value > uint64(len(message)) {
			return "\x00\x00\xff\xff"[4-(s.Start/8+4+s.Value-uint64(len(message))):]
		}
	}
	return ""
}

// codesInTail reports whether the message ends inside a block of codes. The removed
// bytes, which have no span, are then codes of that block.
func codesInTail(spans []Span) (inside bool) {
	for _, s := range spans {
		switch s.Part {
		case PartDeflateType:
			inside = s.Value != 0
		case PartDeflateEnd:
			inside = false
		}
	}
	return inside
}

// compressedByFlate returns text as the standard library compresses it.
func compressedByFlate(t testing.TB, text string) []byte {
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestCompression)
	require.NoError(t, err)
	_, err = w.Write([]byte(text))
	require.NoError(t, err)
	require.NoError(t, w.Flush())
	return bytes.TrimSuffix(b.Bytes(), tail)
}

// Every message of the tables has the same verdict dissected and inflated, and every part
// occurs.
func TestDeflateDissectionAgrees(t *testing.T) {
	seen := map[Part]bool{PartDeflated: true, PartDeflatedReach: true} // TestDissectionInflates, TestDissectionMidway
	look := func(wire []byte) {
		checkDeflateSpans(t, wire, 15, 0)
		for _, s := range AppendDeflateDissection(nil, wire, 15, 0) {
			seen[s.Part] = true
		}
	}
	for _, m := range deflateMessages {
		look(unhex(m.wire))
	}
	for _, m := range brokenDeflate {
		look(unhex(m.wire))
	}
	look(compressedByFlate(t, strings.Repeat("one two three four ", 20)+hexOf(randomBytes(2000, 3))))
	names := map[string]bool{}
	for f := PartDeflated; f <= PartDeflateFault; f++ {
		assert.True(t, seen[f], f.Name())
		assert.False(t, names[f.Name()], f.Name())
		names[f.Name()] = true
	}
	require.Len(t, names, int(PartDeflateFault-PartDeflated)+1)
}
