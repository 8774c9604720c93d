package record

import (
	"encoding/binary"

	"framelab/codec"
)

// Header returns the header at the front of in, or nothing if in is too short.
func (w *Writer) Header(in []byte) []byte {
	w.out = w.out[:0]
	h, n := codec.ParseHeader(in)
	if n == 0 {
		return w.out
	}
	var r [HeaderBytes]byte
	r[headerFin], r[headerRSV], r[headerOpcode], r[headerMasked] = number(h.Fin), byte(h.RSV), byte(h.Opcode), number(h.Masked)
	r[headerForm], r[headerSize] = formBits(h.LengthForm), byte(n)
	binary.BigEndian.PutUint32(r[headerKey:], uint32(h.Key))
	binary.LittleEndian.PutUint64(r[headerLength:], h.Length)
	w.out = append(w.out, r[:]...)
	return w.out
}

// Frame returns the bytes of a frame: in is a header record, whose size and length are
// ignored, and the payload.
func (w *Writer) Frame(in []byte) []byte {
	w.out = w.out[:0]
	if len(in) < HeaderBytes {
		return w.out
	}
	w.out = codec.AppendFrame(w.out, headerOf(in), in[HeaderBytes:])
	return w.out
}

// FrameHeader returns the bytes of a header alone: in is a header record, whose size is
// ignored. Its length is any that 64 bits hold.
func (w *Writer) FrameHeader(in []byte) []byte {
	w.out = w.out[:0]
	if len(in) < HeaderBytes {
		return w.out
	}
	w.out = codec.AppendHeader(w.out, headerOf(in))
	return w.out
}

// headerOf reads a header record.
func headerOf(in []byte) codec.Header {
	return codec.Header{
		Fin:        in[headerFin] != 0,
		RSV:        codec.RSV(in[headerRSV] & 7),
		Opcode:     codec.Opcode(in[headerOpcode] & 15),
		Masked:     in[headerMasked] != 0,
		LengthForm: formOf(in[headerForm]),
		Key:        codec.MaskKey(binary.BigEndian.Uint32(in[headerKey:])),
		Length:     binary.LittleEndian.Uint64(in[headerLength:]),
	}
}

// Mask masks or unmasks in with key, starting offset bytes into a payload (RFC 6455
// §5.3). The record is in itself.
func (w *Writer) Mask(in []byte, key, offset uint32) []byte {
	codec.Mask(in, codec.MaskKey(key).Rotate(uint64(offset)))
	return in
}

// formBits returns the number of bits of a length form, 0 for the shortest that fits.
func formBits(form codec.LengthForm) byte {
	switch form {
	case codec.Length7:
		return 7
	case codec.Length16:
		return 16
	case codec.Length64:
		return 64
	}
	return 0
}

// formOf is the reverse of formBits.
func formOf(bits byte) codec.LengthForm {
	switch bits {
	case 7:
		return codec.Length7
	case 16:
		return codec.Length16
	case 64:
		return codec.Length64
	}
	return codec.LengthMinimal
}
