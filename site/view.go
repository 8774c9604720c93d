package site

import (
	"unicode/utf8"

	"framelab/codec"
)

// A frameView is the first of some frames as its figure and its sentence need it:
// the same reading of the codec's spans as assets/js/view.js.
type frameView struct {
	bytes    []byte
	receiver codec.Role
	start    int // 0 but for a frame of a stream
	end      int
	missing  uint64
	broken   []codec.Span
	field    map[codec.Part]codec.Span
	lacking  codec.Span // the first field that awaits bytes
	frames   int
}

// dissect reads bytes as a stream of frames and keeps the first.
func dissect(b []byte, receiver codec.Role) frameView {
	v := frameView{bytes: b, receiver: receiver, field: map[codec.Part]codec.Span{}}
	for _, s := range codec.AppendDissection(nil, b, codec.Context{Role: receiver}) {
		if s.Depth == 0 {
			if v.frames++; v.frames == 1 {
				v.end, v.missing, v.lacking = int(s.Start+s.Bits)/8, s.Missing, s
			}
		}
		if v.frames != 1 {
			continue
		}
		if s.Source == codec.SourceWire {
			v.field[s.Part] = s
		}
		if s.Rule != 0 {
			v.broken = append(v.broken, s)
		}
		if s.Depth == 1 && s.Missing > 0 && v.lacking.Depth == 0 {
			v.lacking = s
		}
	}
	return v
}

func (v frameView) value(f codec.Part) uint64 { return v.field[f].Value }

func (v frameView) opcode() codec.Opcode { return codec.Opcode(v.value(codec.PartOpcode)) }

func (v frameView) masked() bool { return v.value(codec.PartMask) == 1 }

func (v frameView) part(f codec.Part) []byte {
	s, ok := v.field[f]
	if !ok {
		return nil
	}
	return v.bytes[s.Start/8 : (s.Start+s.Bits)/8]
}

func (v frameView) payloadAt() int {
	if s, ok := v.field[codec.PartPayload]; ok {
		return int(s.Start / 8)
	}
	return v.end
}

// plain is the payload after unmasking, nil while the key is not whole.
func (v frameView) plain() []byte {
	wire, key := v.part(codec.PartPayload), v.part(codec.PartKey)
	if !v.masked() {
		return wire
	}
	if len(key) < 4 {
		return nil
	}
	out := make([]byte, len(wire))
	for i, b := range wire {
		out[i] = b ^ key[i&3]
	}
	return out
}

// A character is some bytes of a payload and the text that they are, if any.
type character struct {
	start, size int
	text        string
}

func characters(plain []byte) []character {
	var out []character
	for i := 0; i < len(plain); {
		r, size := utf8.DecodeRune(plain[i:])
		if r == utf8.RuneError && size <= 1 {
			out = append(out, character{i, 1, ""})
		} else {
			out = append(out, character{i, size, string(plain[i : i+size])})
		}
		i += size
	}
	return out
}
