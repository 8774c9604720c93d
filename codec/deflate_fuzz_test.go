package codec

import (
	"bytes"
	"slices"
	"testing"
)

// Any bytes inflate to the same result as with the standard library, or fail as they do
// there. The limit holds, and cutting the input makes no difference.
func FuzzInflate(f *testing.F) {
	for _, m := range deflateMessages {
		f.Add(unhex(m.wire), []byte{1, 3}, []byte("Hello"))
	}
	for _, m := range brokenDeflate {
		f.Add(unhex(m.wire), []byte{2}, []byte(nil))
	}
	f.Fuzz(func(t *testing.T, message, cuts, before []byte) {
		const limit = 1 << 20
		fresh := func() Inflater {
			z := NewInflater(15, true)
			if _, rule := inflateAll(z, 0, storedMessage(before)); rule != 0 {
				t.Fatal(rule)
			}
			return z
		}
		out, rule := inflateAll(fresh(), limit, message)
		if len(out) > limit {
			t.Fatalf("%d bytes", len(out))
		}
		for _, cut := range [][][]byte{pieces(message, cuts), single(message)} {
			if again, r := inflateAll(fresh(), limit, cut...); r != rule || !bytes.Equal(out, again) {
				t.Fatalf("%v with %d bytes, in pieces %v with %d", rule, len(out), r, len(again))
			}
		}
		want, ok := referenceInflate(message, before)
		if len(want) > limit || rule == MessageTooBig {
			if rule != MessageTooBig || ok && !bytes.Equal(out, want[:limit]) {
				t.Fatalf("%v for %d bytes", rule, len(want))
			}
			return
		}
		if ok != (rule == 0) || ok && !bytes.Equal(out, want) {
			t.Fatalf("%v, %q; the standard library: %t, %q", rule, out, ok, want)
		}
		if rule == 0 && len(out) > 0 {
			short, r := inflateAll(fresh(), uint64(len(out)-1), message)
			if len(out) > 1 && (r != MessageTooBig || !bytes.Equal(short, out[:len(out)-1])) {
				t.Fatalf("%v, one byte over the limit", r)
			}
		}
	})
}

// Compressed messages inflate to the original, with this package and with the standard
// library, also when two Compressors share a workspace and after dropped messages.
func FuzzDeflate(f *testing.F) {
	f.Add([]byte("Hello"), []byte("Hello, Hello"), byte(15), true, uint16(0))
	f.Add(bytes.Repeat([]byte("ab"), 300), randomBytes(300, 1), byte(8), false, uint16(0x1234))
	f.Add(randomBytes(700, 2), bytes.Repeat(randomBytes(300, 3), 3), byte(9), true, uint16(0xffff))
	f.Add([]byte("Hello"), bytes.Repeat([]byte("Hello, "), 300), byte(12), true, uint16(0x5b5b))
	f.Fuzz(func(t *testing.T, one, two []byte, bits byte, takeover bool, acts uint16) {
		bits = MinWindowBits + bits%8
		work := new(Workspace)
		other := NewDeflater(15, true)
		def, inf := NewDeflater(bits, takeover), NewInflater(bits, takeover)
		var dict []byte
		for _, text := range [][]byte{one, two, one, two} {
			rest, lend, drop := acts&1 != 0, acts&2 != 0, acts&4 != 0
			acts >>= 3
			if lend {
				other.Lend(work)
				other.Deflate(nil, two, true)
				other.Release()
			}
			def.Lend(work)
			var wire []byte
			half := 0
			if !drop {
				half = len(text) / 3
				wire = def.Deflate(nil, text[:half], false)
				if rest {
					def.Release()
					other.Lend(work)
					other.Deflate(nil, one, lend)
					other.Release()
					def.Lend(work)
				}
			}
			wire = def.Deflate(wire, text[half:], true)
			wire = wire[:len(wire)-len(tail)]
			if drop {
				def.Drop()
				def.Release()
				continue
			}
			def.Release()
			if out, rule := inflateAll(inf, 0, wire); rule != 0 || !bytes.Equal(out, text) {
				t.Fatalf("%v, %q for %q", rule, out, text)
			}
			if out, ok := referenceInflate(wire, dict); !ok || !bytes.Equal(out, text) {
				t.Fatalf("the standard library: %t, %q for %q", ok, out, text)
			}
			if takeover {
				dict = append(dict, text...)
			}
		}
	})
}

// Spans tile any message, and show what it inflates to or where it fails.
func FuzzDeflateDissection(f *testing.F) {
	for _, m := range deflateMessages {
		f.Add(unhex(m.wire), byte(15), uint16(0))
	}
	for _, m := range brokenDeflate {
		f.Add(unhex(m.wire), byte(8), uint16(300))
	}
	f.Fuzz(func(t *testing.T, message []byte, bits byte, before uint16) {
		bits = MinWindowBits + bits%8
		if len(message) > 4096 || int(before) > 1<<bits {
			return
		}
		checkDeflateSpans(t, message, bits, uint64(before))
	})
}

// However a stream of compressed messages is cut, a Conn has the same events and output.
// Memory stays within the limit, the dissection agrees with the Conn, and the peer
// accepts what the Conn sends.
func FuzzConnDeflate(f *testing.F) {
	addStreams(func(s []byte) { f.Add(s, []byte{1, 1, 3}, byte(0), byte(0), byte(0)) })
	for i, m := range deflateMessages {
		wire := unhex(m.wire)
		frames := AppendFrame(nil, Header{RSV: RSV1, Opcode: OpText}, wire[:len(wire)/2])
		frames = AppendFrame(frames, Header{Fin: true}, wire[len(wire)/2:])
		f.Add(append(frames, unhex("c105 f200110000 8800")...), []byte{3, 2}, byte(0), byte(i), byte(0))
		f.Add(masked(frames), []byte{1, 9}, byte(1), byte(1), byte(i))
	}
	for _, m := range brokenDeflate {
		f.Add(AppendFrame(nil, Header{Fin: true, RSV: RSV1, Opcode: OpText}, unhex(m.wire)), []byte{5}, byte(0), byte(0), byte(1))
	}
	f.Fuzz(func(t *testing.T, stream, cuts []byte, role, limit, params byte) {
		r := []Role{Client, Server}[role%2]
		limits := fuzzContext(0, 0, limit).Limits
		if limits.MaxMessage == 0 {
			limits.MaxMessage = 1 << 16
		}
		d := Deflate{params&1 != 0, params&2 != 0, MinWindowBits + params>>2&7, MinWindowBits + params>>5&7}
		run := func(pieces ...[]byte) (events []eventCopy, out []byte) {
			c := newDeflateConn(t, r, limits, d)
			_ = c.Send(OpText, []byte("Hello"))
			for _, p := range pieces {
				events = append(events, receive(t, c, p)...)
				if got := uint64(cap(c.message)); got > 2*limits.MaxMessage+uint64(2*len(stream))+512 {
					t.Fatalf("%d bytes of memory", got)
				}
			}
			for i := range events {
				if uint64(len(events[i].data)) > limits.MaxMessage && events[i].kind == EventMessage {
					t.Fatal("a message over the limit")
				}
			}
			out = bytes.Clone(c.Output())
			return events, out
		}
		want, wantOut := run(stream)
		for _, cut := range [][][]byte{pieces(stream, cuts), single(stream)} {
			got, out := run(cut...)
			if len(got) != len(want) || !bytes.Equal(out, wantOut) {
				t.Fatalf("%v\nin pieces: %v", want, got)
			}
			for i := range want {
				if got[i] != want[i] {
					t.Fatalf("%v\nin pieces: %v", want[i], got[i])
				}
			}
		}
		checkInflated(t, stream, Context{Role: r, Limits: limits, Deflate: &d}, want)
		peer := receive(t, newDeflateConn(t, r.Peer(), Limits{}, d), wantOut)
		hello := eventCopy{kind: EventMessage, op: OpText, data: "Hello"}
		if !slices.Contains(peer, hello) || peer[len(peer)-1].kind == EventFail {
			t.Fatalf("it sent % x: %v", wantOut, peer)
		}
	})
}
