package bench

import (
	"math/rand/v2"
	"slices"
	"strings"

	"framelab/codec"
)

// A testFrame is a frame to send, legal or not.
type testFrame struct {
	header  codec.Header
	payload []byte
}

// encode writes frames exactly as they are.
func encode(frames []testFrame) (p []byte) {
	for _, f := range frames {
		p = codec.AppendFrame(p, f.header, f.payload)
	}
	return p
}

// legalFrames returns a stream that role may receive: messages, some in fragments with
// control frames between them, and perhaps a Close frame at the end.
func legalFrames(rng *rand.Rand, role codec.Role) (fs []testFrame) {
	add := func(op codec.Opcode, fin bool, payload []byte) {
		h := codec.Header{Fin: fin, Opcode: op, Masked: role == codec.Server}
		if h.Masked {
			h.Key = codec.MaskKey(rng.Uint32())
		}
		fs = append(fs, testFrame{h, payload})
	}
	control := func() {
		for rng.IntN(4) == 0 {
			add([]codec.Opcode{codec.OpPing, codec.OpPong}[rng.IntN(2)], true, randomBytes(rng, rng.IntN(126)))
		}
	}
	for range 1 + rng.IntN(4) {
		control()
		op, payload := codec.OpBinary, randomBytes(rng, randomSize(rng))
		if rng.IntN(2) == 0 {
			op, payload = codec.OpText, randomText(rng, randomSize(rng))
		}
		for rng.IntN(3) == 0 {
			cut := rng.IntN(len(payload) + 1)
			add(op, false, payload[:cut])
			op, payload = codec.OpContinuation, payload[cut:]
			control()
		}
		add(op, true, payload)
	}
	if rng.IntN(2) == 0 {
		add(codec.OpClose, true, closeBody(rng))
	}
	return fs
}

// randomSize prefers the boundaries between the forms of a length.
func randomSize(rng *rand.Rand) int {
	switch rng.IntN(40) {
	case 0:
		return 65534 + rng.IntN(4)
	case 1, 2, 3, 4:
		return 123 + rng.IntN(6)
	}
	return rng.IntN(40)
}

func randomBytes(rng *rand.Rand, n int) []byte {
	p := make([]byte, n)
	for i := range p {
		p[i] = byte(rng.Uint32())
	}
	return p
}

// borderRunes are the first and last characters of each length in UTF-8, the neighbours
// of the surrogates, and some others.
var borderRunes = []rune{0, 'a', 0x7f, 0x80, 'é', 0x7ff, 0x800, '가', 0xd7ff, 0xe000, 0xffff, 0x10000, '😀', 0x10ffff}

// randomText returns about n bytes of UTF-8 with characters of every length.
func randomText(rng *rand.Rand, n int) []byte {
	var b strings.Builder
	for b.Len() < n {
		b.WriteRune(borderRunes[rng.IntN(len(borderRunes))])
	}
	return []byte(b.String())
}

// closeBody returns the body of a Close frame that may be sent.
func closeBody(rng *rand.Rand) []byte {
	if rng.IntN(4) == 0 {
		return nil
	}
	code := []uint16{1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999}[rng.IntN(16)]
	return append([]byte{byte(code >> 8), byte(code)}, randomText(rng, rng.IntN(30))...)
}

// mutateFrames usually breaks something: one field or one frame.
func mutateFrames(rng *rand.Rand, fs []testFrame) []testFrame {
	i := rng.IntN(len(fs))
	f := &fs[i]
	switch rng.IntN(13) {
	case 0:
		f.header.Opcode = codec.Opcode(rng.IntN(16))
	case 1:
		f.header.RSV = codec.RSV(rng.IntN(8))
	case 2:
		f.header.Masked = !f.header.Masked
	case 3:
		f.header.Fin = !f.header.Fin
	case 4:
		f.header.LengthForm = codec.Length16 + codec.LengthForm(rng.IntN(2))
	case 5:
		f.payload = randomBytes(rng, randomSize(rng))
	case 6:
		return slices.Delete(fs, i, i+1)
	case 7:
		return slices.Insert(fs, i, *f)
	case 8:
		body := randomBytes(rng, 2+rng.IntN(8))
		code := []uint16{0, 999, 1004, 1005, 1006, 1014, 1015, 1016, 1999, 2000, 2999, 5000, 65535}[rng.IntN(13)]
		body[0], body[1] = byte(code>>8), byte(code)
		f.header.Opcode, f.header.Fin, f.payload = codec.OpClose, true, body[:2+rng.IntN(2)*(len(body)-2)]
	case 9:
		f.header.Opcode, f.header.Fin, f.payload = codec.OpClose, true, randomBytes(rng, rng.IntN(4))
	case 10: // a text with one byte changed
		f.header.Opcode, f.payload = codec.OpText, randomText(rng, 1+rng.IntN(30))
		f.payload[rng.IntN(len(f.payload))] = byte(rng.Uint32())
	case 11: // a text that is cut
		f.header.Opcode, f.payload = codec.OpText, randomText(rng, 1+rng.IntN(30))
		f.payload = f.payload[:rng.IntN(len(f.payload))]
	case 12: // a text in two frames, cut anywhere, and perhaps broken at the cut
		text := randomText(rng, 2+rng.IntN(20))
		cut := rng.IntN(len(text))
		a, b := *f, *f
		a.header.Opcode, a.header.Fin, a.payload = codec.OpText, false, text[:cut]
		b.header.Opcode, b.header.Fin, b.payload = codec.OpContinuation, true, text[min(cut+rng.IntN(2), len(text)):]
		return slices.Replace(fs, i, i+1, a, b)
	}
	return fs
}

// mutateBytes changes a stream regardless of its frames.
func mutateBytes(rng *rand.Rand, p []byte) []byte {
	if len(p) == 0 {
		return p
	}
	i := rng.IntN(min(len(p), 300))
	switch rng.IntN(4) {
	case 0:
		p[i] ^= 1 << rng.IntN(8)
	case 1:
		p[i] = byte(rng.Uint32())
	case 2:
		return p[:i]
	case 3:
		return slices.Insert(p, i, byte(rng.Uint32()))
	}
	return p
}
