package codec

import (
	"bytes"
	"testing"
)

// addStreams adds streams of frames to a fuzz target's seeds.
func addStreams(add func(stream []byte)) {
	for _, s := range []string{
		"8185 37fa213d 7f9f4d5158", "8105 48656c6c6f", "0103 48656c 8002 6c6f", "0101e2 890170 8002 82ac",
		"8905 48656c6c6f", "8a85 37fa213d 7f9f4d5158", "89fe", "827e007e", "82fe007d", "827f 8000000000000000",
		"82ff ffffffffffffffff", "827f 7fffffffffffffff", "8802 03e8 8100", "8803 03e8 ff", "8801 03", "8802 03ec",
		"c10161", "0100 41", "4100 8000", "83", "80", "0100 81", "7fff", "8102 e282", "0101e2 8000", "0180 00000000 8080 00000000",
		"8180 01020304 8281 01020304 05", "",
	} {
		add(unhex(s))
	}
	for _, s := range maskedStreams {
		add(unhex(s.stream))
	}
	var long []byte
	for _, n := range []int{125, 126, 300, 65535, 65536} {
		long = append(long, whole(Server, OpText, string(bytes.Repeat([]byte("글"), n/3)))...)
		long = append(long, frame(Server, Header{Opcode: OpBinary}, string(make([]byte, n)))...)
		long = append(long, frame(Server, Header{Fin: true}, "")...)
	}
	add(long)
}

// fuzzContext makes a context from three bytes.
func fuzzContext(role, rsv, limit byte) Context {
	ctx := Context{Role: Role(role % 3), RSV: RSV(rsv & 7)}
	switch limit % 4 {
	case 1:
		ctx.Limits = Limits{MaxFrame: 200, MaxMessage: 300, MaxFragments: 3}
	case 2:
		ctx.Limits = Limits{MaxFrame: 70_000, MaxMessage: 1000}
	case 3:
		ctx.Limits = Limits{MaxFrame: uint64(limit), MaxMessage: uint64(rsv), MaxFragments: int(limit) % 5}
	}
	return ctx
}

// pieces cuts b at the places that cuts selects.
func pieces(b, cuts []byte) (out [][]byte) {
	for _, c := range cuts {
		n := min(len(b), int(c))
		out = append(out, b[:n])
		b = b[n:]
	}
	return append(out, b)
}

func sameFrames(a, b decoded) bool {
	if a.fault != b.fault || len(a.frames) != len(b.frames) {
		return false
	}
	for i := range a.frames {
		if a.frames[i] != b.frames[i] {
			return false
		}
	}
	return true
}

// However a stream is cut, a Decoder returns the same frames, and they agree with
// ParseHeader, Mask and the dissection.
func FuzzDecoder(f *testing.F) {
	addStreams(func(s []byte) {
		for role := range byte(3) {
			f.Add(s, []byte{1, 1, 3}, role, byte(0), byte(0))
			f.Add(s, []byte{2, 0, 7}, role, byte(4), byte(1))
		}
	})
	f.Fuzz(func(t *testing.T, stream, cuts []byte, role, rsv, limit byte) {
		ctx := fuzzContext(role, rsv, limit)
		want := decode(t, newDecoder(ctx), stream)
		if got := decode(t, newDecoder(ctx), pieces(stream, cuts)...); !sameFrames(want, got) {
			t.Fatalf("whole: %v\nin pieces: %v", want, got)
		}
		if got := decode(t, newDecoder(ctx), single(stream)...); !sameFrames(want, got) {
			t.Fatalf("whole: %v\nbyte by byte: %v", want, got)
		}
		if got := firstFault(AppendDissection(nil, stream, ctx)); got != want.fault {
			t.Fatalf("decoded: %v, dissected: %v", want.fault, got)
		}
		rest := stream
		for _, frame := range want.frames {
			h, n := ParseHeader(rest)
			if h != frame.header || h.Length != uint64(len(frame.payload)) {
				t.Fatalf("header %+v, decoded as %+v", h, frame.header)
			}
			payload := rest[n : n+int(h.Length)]
			if string(maskByBytes(payload, h.Key, 0)) != frame.payload {
				t.Fatal("wrong payload")
			}
			rest = rest[n+int(h.Length):]
		}
	})
}

// Spans tile any bytes, dissecting does not change them, and a second dissection is the
// same.
func FuzzDissection(f *testing.F) {
	addStreams(func(s []byte) {
		f.Add(s, byte(0), byte(0), byte(0))
		f.Add(s, byte(1), byte(4), byte(1))
		f.Add(s, byte(2), byte(7), byte(2))
	})
	f.Fuzz(func(t *testing.T, stream []byte, role, rsv, limit byte) {
		ctx := fuzzContext(role, rsv, limit)
		before := bytes.Clone(stream)
		spans := AppendDissection(nil, stream, ctx)
		if !bytes.Equal(before, stream) {
			t.Fatal("the bytes were changed")
		}
		checkSpans(t, stream, spans)
		// A prefix of the stream breaks the same rules, up to its end.
		if n := len(stream); n > 0 {
			whole, part := firstFault(spans), firstFault(AppendDissection(nil, stream[:n-1], ctx))
			if part.Rule != 0 && part != whole {
				t.Fatalf("%v, with one byte less %v", whole, part)
			}
		}
	})
}

// However a stream is cut, a Conn has the same events and output. Memory stays close to
// the size of the input, and the peer accepts what the Conn sends.
func FuzzConn(f *testing.F) {
	addStreams(func(s []byte) {
		f.Add(s, []byte{1, 1, 3}, byte(1), byte(0), byte(0))
		f.Add(s, []byte{2, 0, 7}, byte(0), byte(1), byte(1))
	})
	f.Fuzz(func(t *testing.T, stream, cuts []byte, role, limit, act byte) {
		r := []Role{Client, Server}[role%2]
		limits := fuzzContext(0, 0, limit).Limits
		run := func(pieces ...[]byte) (events []eventCopy, out []byte) {
			c := newConn(t, r, limits)
			switch act % 3 { // what this side sends first
			case 1:
				_ = c.Send(OpText, []byte("queued"))
			case 2:
				_ = c.Close(CloseNormal, nil)
			}
			for _, p := range pieces {
				events = append(events, receive(t, c, p)...)
				if cap(c.message) > 2*len(stream)+64 || cap(c.out) > 1024 {
					t.Fatalf("%d and %d bytes of memory for %d", cap(c.message), cap(c.out), len(stream))
				}
			}
			out = bytes.Clone(c.Output())
			c.Wrote(len(out))
			events = append(events, copyEvent(c.EOF()))
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
		for i, ev := range want[:len(want)-1] {
			if (ev.kind == EventFail || ev.kind == EventClose) && i != len(want)-2 {
				t.Fatalf("%v is not the last event", ev)
			}
		}
		got := decode(t, &Decoder{Role: r.Peer()}, wantOut)
		closes := 0
		for _, frame := range got.frames {
			if frame.message == OpClose {
				closes++
			}
		}
		if got.fault.Rule != 0 || closes > 1 {
			t.Fatalf("it sent % x: %v", wantOut, got.fault)
		}
	})
}
