package codec

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// RFC 7692 §6.2: on the wire, unmasked, inflated.
func TestDissectionInflates(t *testing.T) {
	client := Context{Role: Client, Deflate: &Deflate{}}
	const hello = "f2 48 cd c9 c9 07 00"
	for _, tt := range []struct {
		name   string
		ctx    Context
		stream string
		want   []string
	}{
		{"three views", Context{Role: Server, Deflate: &Deflate{}}, "c187 37fa213d c5b2ecf4fefd21", []string{
			"  payload 48+56=0xc5b2ecf4fefd21",
			"    deflated unmasked 0+56=0xf248cdc9c90700",
			"      text inflated 0+40=0x48656c6c6f",
		}},
		{"fragments", client, "42 03 f2 48 cd 80 04 c9 c9 07 00", []string{
			"  payload 16+24=0xf248cd",
			"    deflated unmasked 0+24=0xf248cd",
			"      binary inflated 0+16=0x4865",
			"  payload 56+32=0xc9c90700",
			"    deflated unmasked 0+32=0xc9c90700",
			"      binary inflated 16+24=0x6c6c6f",
		}},
		{"not compressed", client, "81 01 61", []string{
			"  payload 16+8=0x61",
			"    text unmasked 0+8=0x61",
		}},
		{"takeover", client, "c1 07 " + hello + "c1 05 f2 00 11 00 00", []string{
			"  payload 16+56=0xf248cdc9c90700",
			"    deflated unmasked 0+56=0xf248cdc9c90700",
			"      text inflated 0+40=0x48656c6c6f",
			"  payload 88+40=0xf200110000",
			"    deflated unmasked 0+40=0xf200110000",
			"      text inflated 0+40=0x48656c6c6f",
		}},
		{"no takeover", Context{Role: Client, Deflate: &Deflate{ServerNoContextTakeover: true}}, "c1 07 " + hello + "c1 05 f2 00 11 00 00", []string{
			"  payload 16+56=0xf248cdc9c90700",
			"    deflated unmasked 0+56=0xf248cdc9c90700",
			"      text inflated 0+40=0x48656c6c6f",
			"  payload 88+40=0xf200110000",
			"    deflated unmasked 0+8=0xf2",
			"      text inflated 0+8=0x48",
			"    deflated unmasked 8+32=0x110000 !message.deflate.not-here",
		}},
		{"awaited", client, "c1 07 f2 48 cd", []string{
			"  payload 16+24=0xf248cd missing 4",
			"    deflated unmasked 0+24=0xf248cd missing 4",
			"      text inflated 0+16=0x4865",
		}},
		{"unfinished", client, "c1 03 f2 48 cd", []string{
			"  payload 16+24=0xf248cd",
			"    deflated unmasked 0+24=0xf248cd",
			"      text inflated 0+32=0x48656c60",
			"    deflated unmasked 24+0 !message.deflate.unfinished",
		}},
		{"nothing", client, "c1 00", []string{
			"  payload 16+0",
			"    deflated unmasked 0+0 !message.deflate.empty",
		}},
		{"not UTF-8", client, "c1 08 00 02 00 fd ff 61 ff 00", []string{
			"  payload 16+64=0x200fdff61ff00",
			"    deflated unmasked 0+64=0x200fdff61ff00",
			"      text inflated 0+8=0x61",
			"      text inflated 8+8=0xff !message.text.not-utf8",
		}},
		{"UTF-8 cut short", client, "c1 08 00 02 00 fd ff 61 e2 00", []string{
			"  payload 16+64=0x200fdff61e200",
			"    deflated unmasked 0+64=0x200fdff61e200",
			"      text inflated 0+16=0x61e2",
			"      text inflated 16+0 !message.text.not-utf8",
		}},
		{"too big", Context{Role: Client, Deflate: &Deflate{}, Limits: Limits{MaxMessage: 4}}, "c1 07 " + hello, []string{
			"  payload 16+56=0xf248cdc9c90700",
			"    deflated unmasked 0+32=0xf248cdc9",
			"      text inflated 0+32=0x48656c6c",
			"    deflated unmasked 32+24=0xc90700 !message.too-big",
		}},
		{"not read, not inflated", client, "c1 01 06 c1 07 " + hello, []string{
			"  payload 16+8=0x6",
			"    deflated unmasked 0+8=0x6 !message.deflate.block-type",
			"  payload 40+56=0xf248cdc9c90700",
		}},
		{"an unknown sender", Context{Deflate: &Deflate{true, true, 8, 8}}, "c1 07 " + hello + "c1 05 f2 00 11 00 00", []string{
			"  payload 16+56=0xf248cdc9c90700",
			"    deflated unmasked 0+56=0xf248cdc9c90700",
			"      text inflated 0+40=0x48656c6c6f",
			"  payload 88+40=0xf200110000",
			"    deflated unmasked 0+40=0xf200110000",
			"      text inflated 0+40=0x48656c6c6f",
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, s := range AppendDissection(nil, unhex(tt.stream), tt.ctx) {
				if s.Depth > 1 || s.Part == PartPayload {
					got = append(got, lines(s)...)
				}
			}
			if tt.name == "unfinished" { // spans of the last symbols, which the tail completes, do not matter here
				require.Equal(t, tt.want[:2], got[:2])
				require.Equal(t, tt.want[3], got[len(got)-1])
				return
			}
			assert.Equal(t, tt.want, got)
		})
	}
}

// RFC 7692 §7.1.1: in the middle of a connection, a message may refer to messages that
// are not here. Its content is then unknown, and so is that of later messages that refer
// to it.
func TestDissectionMidway(t *testing.T) {
	const hello, again = "c1 07 f2 48 cd c9 c9 07 00", "c1 05 f2 00 11 00 00"
	for _, tt := range []struct {
		name    string
		deflate Deflate
		stream  string
		want    []string
	}{
		{"a reference to an unknown message", Deflate{}, again, []string{
			"    deflated unmasked 0+40=0xf200110000",
			"    deflated.reach unmasked 40+0=0x4",
		}},
		{"then to a known one", Deflate{}, again + hello + again, []string{
			"    deflated unmasked 0+40=0xf200110000",
			"    deflated.reach unmasked 40+0=0x4",
			"    deflated unmasked 0+56=0xf248cdc9c90700",
			"      text inflated 0+40=0x48656c6c6f",
			"    deflated unmasked 0+40=0xf200110000",
			"      text inflated 0+40=0x48656c6c6f",
		}},
		{"then to one with unknown parts", Deflate{}, again + again, []string{
			"    deflated unmasked 0+40=0xf200110000",
			"    deflated.reach unmasked 40+0=0x4",
			"    deflated unmasked 0+40=0xf200110000",
			"    deflated.reach unmasked 40+0=0x4",
		}},
		{"in fragments", Deflate{}, "41 01 f2 80 04 00 11 00 00", []string{
			"    deflated unmasked 0+8=0xf2",
			"    deflated unmasked 0+32=0x110000",
			"    deflated.reach unmasked 32+0=0x4",
		}},
		{"broken after that", Deflate{}, "c1 05 f2 00 11 00 03", []string{
			"    deflated unmasked 0+24=0xf20011",
			"    deflated.reach unmasked 24+0=0x4",
			"    deflated unmasked 24+16=0x3 !message.deflate.block-type",
		}},
		{"without takeover", Deflate{ServerNoContextTakeover: true}, again, []string{
			"    deflated unmasked 0+8=0xf2",
			"      text inflated 0+8=0x48",
			"    deflated unmasked 8+32=0x110000 !message.deflate.not-here",
		}},
		{"beyond the window", Deflate{ServerMaxWindowBits: 8}, "c1 04 02 06 00 00", []string{
			"    deflated unmasked 0+32=0x2060000 !message.deflate.window",
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			var shown []byte
			ctx := Context{Role: Client, Deflate: &tt.deflate, Midway: true, Inflated: func(b []byte) { shown = append(shown, b...) }}
			for _, s := range AppendDissection(nil, unhex(tt.stream), ctx) {
				if s.Source == SourceInflated {
					shown = shown[s.Bits/8:]
				}
				if s.Depth > 1 {
					got = append(got, lines(s)...)
				}
			}
			assert.Equal(t, tt.want, got)
			assert.Empty(t, shown)
		})
	}
}

// Without a limit for messages, a dissection inflates 16 MiB and then stops.
func TestDissectionOfABomb(t *testing.T) {
	bomb := NewDeflater(15, true).Deflate(nil, make([]byte, maxDissected+1), true)
	frame := AppendFrame(nil, Header{Fin: true, RSV: RSV1, Opcode: OpText}, bomb[:len(bomb)-4])
	for _, limit := range []uint64{0, 1 << 40} {
		spans := AppendDissection(nil, append(frame, 0x81, 0), Context{Role: Client, Deflate: &Deflate{}, Limits: Limits{MaxMessage: limit}})
		inflated := uint64(0)
		for _, s := range spans {
			require.Zero(t, s.Rule)
			if s.Source == SourceInflated {
				inflated += s.Bits / 8
			}
		}
		assert.Equal(t, uint64(maxDissected), inflated)
	}
}

// checkInflated checks that the dissection of a stream and a Conn find the same rule, and
// that the bytes given to Inflated match the spans.
func checkInflated(t testing.TB, stream []byte, ctx Context, events []eventCopy) {
	var rule Rule
	var wire, payload uint64
	var shown []byte
	ctx.Inflated = func(b []byte) { shown = append(shown, b...) }
	for _, s := range AppendDissection(nil, stream, ctx) {
		if s.Source == SourceInflated {
			if n := s.Bits / 8; n > uint64(len(shown)) || value(shown[:n], 0) != s.Value {
				t.Fatalf("%+v of % x", s, shown)
			}
			shown = shown[s.Bits/8:]
		}
		if rule == 0 {
			rule = s.Rule
		}
		switch {
		case s.Source == SourceWire && s.Depth > 0 || s.Part == PartAfterClose:
			if s.Start != wire {
				t.Fatalf("%+v after %d bits", s, wire)
			}
			wire += s.Bits
			payload = s.Bits
		case s.Source == SourceUnmasked && s.Start+s.Bits > payload:
			t.Fatalf("%+v in %d bits", s, payload)
		}
		if s.Source == SourceInflated && s.Depth != 3 || s.Source == SourceDeflate || s.Part >= PartDeflateBlock {
			t.Fatalf("%+v", s)
		}
	}
	if len(shown) > 0 {
		t.Fatalf("no span has % x", shown)
	}
	if wire != 8*uint64(len(stream)) {
		t.Fatalf("%d of %d bits", wire, 8*len(stream))
	}
	var want Rule
	for _, ev := range events {
		if ev.kind == EventFail {
			want = ev.rule
		}
	}
	if rule != want {
		t.Fatalf("dissected: %v, received: %v", rule, want)
	}
}
