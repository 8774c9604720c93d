package codec

import "encoding/binary"

// RSV holds the three reserved bits of a frame: bits 4 to 6 of its first byte, shifted
// down (RFC 6455 §5.2).
type RSV uint8

// The reserved bits.
const (
	RSV1 RSV = 4
	RSV2 RSV = 2
	RSV3 RSV = 1
)

// A LengthForm says how a header writes the payload length (RFC 6455 §5.2).
type LengthForm uint8

// The forms of a length. Only the shortest form that fits is legal.
const (
	LengthMinimal LengthForm = iota // the shortest that fits, when encoding; a parser never returns it
	Length7                         // 7 bits, up to 125
	Length16                        // 126 and 16 bits
	Length64                        // 127 and 64 bits
)

// MaxHeader is the size in bytes of the longest header: two bytes, a 64-bit
// length and a masking key (RFC 6455 §5.2).
const MaxHeader = 14

// MaxControl is the length in bytes of the longest payload of a control frame (RFC 6455 §5.5).
const MaxControl = 125

// A Header is the part of a frame before its payload (RFC 6455 §5.2). It can hold any
// header, legal or not.
type Header struct {
	Length     uint64 // of the payload, in bytes
	Key        MaskKey
	Fin        bool
	Masked     bool
	RSV        RSV
	Opcode     Opcode
	LengthForm LengthForm
}

// ParseHeader reads the header at the front of b (§5.2). n is its size in bytes, 2 to 14,
// or 0 if b is too short. It does not judge the header: see [Decoder].
func ParseHeader(b []byte) (h Header, n int) {
	n = h.Parse(b)
	return h, n
}

// Parse sets h to the header at the front of b, like [ParseHeader], in a third of the
// time: writing small fields and then copying the whole Header would stall the processor.
// If b is too short, h is unchanged.
func (h *Header) Parse(b []byte) (n int) {
	if len(b) < 2 {
		return 0
	}
	b0, b1 := b[0], b[1]
	masked := b1 >= 0x80
	form, length, size := Length7, uint64(b1&0x7f), 2
	var key MaskKey
	switch {
	case length <= 125:
		if masked {
			if len(b) < 6 {
				return 0
			}
			key, size = MaskKey(binary.BigEndian.Uint32(b[2:6])), 6
		}
	case length == 126:
		if len(b) < 4 {
			return 0
		}
		form, length, size = Length16, uint64(binary.BigEndian.Uint16(b[2:4])), 4
		if masked {
			if len(b) < 8 {
				return 0
			}
			key, size = MaskKey(binary.BigEndian.Uint32(b[4:8])), 8
		}
	default:
		if len(b) < 10 {
			return 0
		}
		form, length, size = Length64, binary.BigEndian.Uint64(b[2:10]), 10
		if masked {
			if len(b) < 14 {
				return 0
			}
			key, size = MaskKey(binary.BigEndian.Uint32(b[10:14])), 14
		}
	}
	h.Length = length
	h.Key = key
	h.Fin = b0 >= 0x80
	h.Masked = masked
	h.RSV = RSV(b0 >> 4 & 7)
	h.Opcode = Opcode(b0 & 0xf)
	h.LengthForm = form
	return size
}

// lengthForm returns the form in which a header writes length: form itself, or the
// minimal one if form is unset or too small.
func lengthForm(form LengthForm, length uint64) LengthForm {
	minimal := Length7
	if length > 125 {
		minimal = Length16
		if length > 0xffff {
			minimal = Length64
		}
	}
	if form > minimal && form <= Length64 {
		return form
	}
	return minimal
}

// Size returns how many bytes [AppendHeader] writes for h: 2 to 14.
func (h Header) Size() int {
	n := 2
	switch lengthForm(h.LengthForm, h.Length) {
	case Length16:
		n = 4
	case Length64:
		n = 10
	}
	if h.Masked {
		n += 4
	}
	return n
}

// AppendHeader appends h to dst exactly as it is, legal or not. Only a LengthForm that is
// too small for the Length changes, to the minimal one. Only the low three bits of RSV
// and the low four bits of Opcode are used.
func AppendHeader(dst []byte, h Header) []byte { return h.Append(dst) }

// Append is [AppendHeader] without a copy of h, which can take longer than the rest of
// the work.
func (h *Header) Append(dst []byte) []byte {
	b0 := byte(h.RSV&7)<<4 | byte(h.Opcode&0xf)
	if h.Fin {
		b0 |= 0x80
	}
	l, k := h.Length, h.Key
	if !h.Masked {
		switch lengthForm(h.LengthForm, l) {
		case Length7:
			return append(dst, b0, byte(l))
		case Length16:
			return append(dst, b0, 126, byte(l>>8), byte(l))
		}
		return append(dst, b0, 127, byte(l>>56), byte(l>>48), byte(l>>40), byte(l>>32),
			byte(l>>24), byte(l>>16), byte(l>>8), byte(l))
	}
	switch lengthForm(h.LengthForm, l) {
	case Length7:
		return append(dst, b0, 0x80|byte(l), byte(k>>24), byte(k>>16), byte(k>>8), byte(k))
	case Length16:
		return append(dst, b0, 0x80|126, byte(l>>8), byte(l), byte(k>>24), byte(k>>16), byte(k>>8), byte(k))
	}
	return append(dst, b0, 0x80|127, byte(l>>56), byte(l>>48), byte(l>>40), byte(l>>32),
		byte(l>>24), byte(l>>16), byte(l>>8), byte(l), byte(k>>24), byte(k>>16), byte(k>>8), byte(k))
}

// AppendFrame appends a frame to dst: h with the Length of payload, then payload, masked
// with h.Key if h.Masked (RFC 6455 §5.2, §5.3). payload itself is not changed and must
// not overlap dst's spare capacity.
func AppendFrame(dst []byte, h Header, payload []byte) []byte {
	return h.appendFrame(dst, payload)
}

func (h *Header) appendFrame(dst []byte, payload []byte) []byte {
	h.Length = uint64(len(payload))
	dst = h.Append(dst)
	n := len(dst)
	dst = append(dst, payload...)
	if h.Masked {
		Mask(dst[n:], h.Key)
	}
	return dst
}
