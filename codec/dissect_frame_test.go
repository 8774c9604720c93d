package codec

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// firstFault returns the first rule that spans of frames break, and its place on the wire.
func firstFault(spans []Span) Fault {
	var payload uint64
	for _, s := range spans {
		if s.Part == PartPayload {
			payload = s.Start
		}
		if s.Rule == 0 {
			continue
		}
		if s.Source == SourceUnmasked {
			return Fault{s.Rule, payload + s.Start}
		}
		return Fault{s.Rule, s.Start}
	}
	return Fault{}
}

// checkSpans checks what AppendDissection promises for any bytes.
func checkSpans(t testing.TB, b []byte, spans []Span) {
	var end, frameEnd, payload, unmaskedEnd uint64
	for i, s := range spans {
		if s.Part == 0 || s.Part >= PartHead || s.Depth > 2 {
			t.Fatalf("span %d: %+v", i, s)
		}
		if s.Source == SourceUnmasked {
			if s.Depth != 2 || s.Start != unmaskedEnd || s.Start+s.Bits > payload || s.Bits == 0 && s.Rule == 0 {
				t.Fatalf("span %d: %+v after %d of %d unmasked bits", i, s, unmaskedEnd, payload)
			}
			unmaskedEnd = s.Start + s.Bits
			continue
		}
		if s.Start != end {
			t.Fatalf("span %d begins at bit %d, not %d: %+v", i, s.Start, end, s)
		}
		if s.Depth == 0 {
			if s.Bits == 0 || s.Rule != 0 {
				t.Fatalf("span %d: %+v", i, s)
			}
			if end != frameEnd {
				t.Fatalf("a frame's parts end at bit %d, it at %d", end, frameEnd)
			}
			frameEnd = s.Start + s.Bits
		}
		if s.Bits <= 64 {
			var want uint64
			for bit := s.Start; bit < s.Start+s.Bits; bit++ {
				want = want<<1 | uint64(b[bit/8]>>(7-bit%8)&1)
			}
			if s.Value != want {
				t.Fatalf("span %d has value %x, not %x", i, s.Value, want)
			}
		}
		if s.Depth > 0 || s.Part == PartAfterClose {
			end = s.Start + s.Bits
		}
		if s.Part == PartPayload {
			payload, unmaskedEnd = s.Bits, 0
		}
	}
	if end != 8*uint64(len(b)) || frameEnd != end {
		t.Fatalf("the spans end at bit %d, the bytes at %d", end, 8*len(b))
	}
}

// lines writes spans as the tables below have them: indented by depth, the part, its
// source unless that is the wire or DEFLATE, start+bits, the value unless it is 0, the
// missing bytes, and the broken rule.
func lines(spans ...Span) (out []string) {
	for _, s := range spans {
		line := strings.Repeat("  ", int(s.Depth)) + s.Part.Name()
		if s.Source == SourceUnmasked || s.Source == SourceInflated {
			line += " " + s.Source.Name()
		}
		line += fmt.Sprintf(" %d+%d", s.Start, s.Bits)
		if s.Value != 0 {
			line += fmt.Sprintf("=%#x", s.Value)
		}
		if s.Missing != 0 {
			line += fmt.Sprintf(" missing %d", s.Missing)
		}
		if s.Rule != 0 {
			line += " !" + s.Rule.Name()
		}
		out = append(out, line)
	}
	return out
}

func TestDissection(t *testing.T) {
	for _, tt := range []struct {
		name   string
		ctx    Context
		stream string
		want   []string
	}{
		{"5.7 masked Hello", Context{Role: Server}, "8185 37fa213d 7f9f4d5158", []string{
			"frame 0+88",
			"  fin 0+1=0x1",
			"  rsv1 1+1",
			"  rsv2 2+1",
			"  rsv3 3+1",
			"  opcode 4+4=0x1",
			"  mask 8+1=0x1",
			"  length 9+7=0x5",
			"  key 16+32=0x37fa213d",
			"  payload 48+40=0x7f9f4d5158",
			"    text unmasked 0+40=0x48656c6c6f",
		}},
		{"one byte", Context{Role: Server}, "ff", []string{
			"frame 0+8=0xff missing 1",
			"  fin 0+1=0x1",
			"  rsv1 1+1=0x1 !frame.rsv1.not-negotiated",
			"  rsv2 2+1=0x1 !frame.rsv2.not-negotiated",
			"  rsv3 3+1=0x1 !frame.rsv3.not-negotiated",
			"  opcode 4+4=0xf !frame.opcode.reserved",
		}},
		{"awaited key and payload", Context{Role: Server}, "8285 37fa", []string{
			"frame 0+32=0x828537fa missing 7",
			"  fin 0+1=0x1",
			"  rsv1 1+1",
			"  rsv2 2+1",
			"  rsv3 3+1",
			"  opcode 4+4=0x2",
			"  mask 8+1=0x1",
			"  length 9+7=0x5",
			"  key 16+16=0x37fa missing 2",
			"  payload 32+0 missing 5",
		}},
		{"awaited extended length", Context{Role: Server}, "82fe 01", []string{
			"frame 0+24=0x82fe01 missing 5",
			"  fin 0+1=0x1",
			"  rsv1 1+1",
			"  rsv2 2+1",
			"  rsv3 3+1",
			"  opcode 4+4=0x2",
			"  mask 8+1=0x1",
			"  length 9+7=0x7e",
			"  length.extended 16+8=0x1 missing 1",
			"  key 24+0 missing 4",
		}},
		{"extended length without its key", Context{Role: Server}, "82ff ffffffffffffffff", []string{
			"frame 0+80 missing 18446744073709551615",
			"  fin 0+1=0x1",
			"  rsv1 1+1",
			"  rsv2 2+1",
			"  rsv3 3+1",
			"  opcode 4+4=0x2",
			"  mask 8+1=0x1",
			"  length 9+7=0x7f",
			"  length.extended 16+64=0xffffffffffffffff !frame.length.top-bit",
			"  key 80+0 missing 4",
			"  payload 80+0 missing 18446744073709551615",
		}},
		{"Close, and after it", Context{Role: Client}, "8805 03e8 61ff62 1234", []string{
			"frame 0+56=0x880503e861ff62",
			"  fin 0+1=0x1",
			"  rsv1 1+1",
			"  rsv2 2+1",
			"  rsv3 3+1",
			"  opcode 4+4=0x8",
			"  mask 8+1",
			"  length 9+7=0x5",
			"  payload 16+40=0x3e861ff62",
			"    close.code unmasked 0+16=0x3e8",
			"    close.reason unmasked 16+8=0x61",
			"    close.reason unmasked 24+16=0xff62 !close.reason.not-utf8",
			"unread 56+16=0x1234 missing 52",
			"  fin 56+1",
			"  rsv1 57+1",
			"  rsv2 58+1",
			"  rsv3 59+1=0x1 !frame.rsv3.not-negotiated",
			"  opcode 60+4=0x2",
			"  mask 64+1",
			"  length 65+7=0x34",
			"  payload 72+0 missing 52",
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := unhex(tt.stream)
			spans := AppendDissection(nil, b, tt.ctx)
			checkSpans(t, b, spans)
			assert.Equal(t, tt.want, lines(spans...))
		})
	}
}

// parts returns the spans of a stream below depth 0 and after the bits of the first two
// bytes, as part names with rule names.
func parts(stream string, ctx Context) (out []string) {
	for _, s := range AppendDissection(nil, unhex(stream), ctx) {
		name := s.Part.Name()
		if s.Rule != 0 {
			name += "!" + s.Rule.Name()
		}
		if s.Depth == 0 || s.Depth == 2 || s.Rule != 0 {
			out = append(out, name)
		}
	}
	return out
}

// The part for a payload depends on the message, and the broken rule on the stream.
func TestDissectionParts(t *testing.T) {
	client := Context{Role: Client}
	for _, tt := range []struct {
		name   string
		ctx    Context
		stream string
		want   []string
	}{
		{"continuation of text", client, "0101e2 8900 8a0170 8002 82ac", []string{"frame", "text", "frame", "frame", "pong", "frame", "text"}},
		{"continuation of binary", client, "0201ff 8001ff", []string{"frame", "binary", "frame", "binary"}},
		{"unfinished at FIN", client, "8102 61e2", []string{"frame", "text", "text!message.text.not-utf8"}},
		{"unfinished, empty last fragment", client, "0101e2 8000", []string{"frame", "text", "frame", "text!message.text.not-utf8"}},
		{"the text is not judged twice", client, "0101ff 8001ff", []string{"frame", "text!message.text.not-utf8", "unread", "text"}},
		{"a text after an unfinished one", client, "0101e2 8101 61", []string{"frame", "text", "frame", "opcode!frame.message.interleaved", "text"}},
		{"compressed", Context{Role: Client, RSV: RSV1}, "4101ff 8001ff", []string{"frame", "frame"}},
		{"reserved opcode", client, "8301ff 8101 61", []string{"frame", "opcode!frame.opcode.reserved", "unread", "text"}},
		{"reserved opcode inside a message", client, "0101 61 83 00 8001 62", []string{"frame", "text", "frame", "opcode!frame.opcode.reserved", "unread", "text"}},
		{"nothing to continue", client, "80 01 61", []string{"frame", "opcode!frame.continuation.orphan"}},
		{"after a Close", client, "8800 81 00", []string{"frame", "after-close"}},
		{"after an unread Close", client, "c100 8800 8100", []string{"frame", "rsv1!frame.rsv1.not-negotiated", "unread", "unread"}},
		{"after half a Close", client, "8804 03e861", []string{"frame", "close.code", "close.reason"}},
		{"half a code", client, "8802 03", []string{"frame", "close.code"}},
		{"half a code that must not be sent", client, "8802 00", []string{"frame", "close.code!close.code.not-sendable"}},
		{"one byte", client, "8801 00", []string{"frame", "length!close.body.one-byte", "close.code"}},
		{"MASK pressed off", Context{Role: Server}, "8105 37fa213d7f 9f4d5158", []string{"frame", "mask!frame.mask.missing", "text", "text!message.text.not-utf8",
			"unread", "rsv3!frame.rsv3.not-negotiated", "opcode!frame.opcode.reserved", "mask!frame.mask.missing"}},
		{"several rules in a frame", client, "7fff 0000", []string{"frame", "fin!frame.control.fragmented", "rsv1!frame.rsv1.not-negotiated",
			"rsv2!frame.rsv2.not-negotiated", "rsv3!frame.rsv3.not-negotiated", "opcode!frame.opcode.reserved",
			"mask!frame.mask.forbidden", "length!frame.control.too-long"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			assert.Equal(t, tt.want, parts(tt.stream, tt.ctx))
			b := unhex(tt.stream)
			checkSpans(t, b, AppendDissection(nil, b, tt.ctx))
		})
	}
}

// Dissecting does not change the bytes; it appends, and allocates only for the result.
func TestDissectionAppends(t *testing.T) {
	b := AppendFrame(nil, Header{Fin: true, Opcode: OpText, Masked: true, Key: 0x01020304}, bytes.Repeat([]byte("글"), 1000))
	before := bytes.Clone(b)
	spans := AppendDissection([]Span{{Part: PartPong}}, b, Context{Role: Server})
	require.Equal(t, before, b)
	require.Equal(t, PartPong, spans[0].Part)
	require.Equal(t, AppendDissection(nil, b, Context{Role: Server}), spans[1:])
	assert.Zero(t, testing.AllocsPerRun(10, func() { spans = AppendDissection(spans[:0], b, Context{Role: Server}) }))
}

// Every part of frames occurs in a dissection, and has its own name.
func TestFrameFieldsReachable(t *testing.T) {
	seen := map[Part]bool{}
	names := map[string]bool{}
	for _, stream := range []string{"8101 61", "8201 61", "827e", "8280 00", "890161", "8a0161", "8803 03e861", "8800 00", "ff00 00"} {
		for _, s := range AppendDissection(nil, unhex(stream), Context{}) {
			seen[s.Part] = true
		}
	}
	for f := PartFrame; f < PartHead; f++ {
		assert.True(t, seen[f], f.Name())
		assert.NotEmpty(t, f.Name())
		assert.False(t, names[f.Name()], f.Name())
		names[f.Name()] = true
	}
}
