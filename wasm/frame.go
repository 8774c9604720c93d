package main

import (
	"encoding/binary"

	"framelab/codec"
)

// headerBytes is the size of a header record:
//
//	u8 fin, u8 RSV, u8 opcode, u8 masked, u8 form, u8 size, u16 0, 4 bytes key, u64 length
//
// form is the number of bits that the length stands in: 7, 16 or 64, and 0 for
// the fewest that hold it. The key stands as on the wire.
const headerBytes = 20

// header gives the header at the front of in, or nothing when in is too short
// for it.
func (f *face) header(in []byte) []byte {
	f.out = f.out[:0]
	h, n := codec.ParseHeader(in)
	if n == 0 {
		return f.out
	}
	var r [headerBytes]byte
	r[0], r[1], r[2], r[3] = number(h.Fin), byte(h.RSV), byte(h.Opcode), number(h.Masked)
	r[4], r[5] = formBits(h.LengthForm), byte(n)
	binary.BigEndian.PutUint32(r[8:], uint32(h.Key))
	binary.LittleEndian.PutUint64(r[12:], h.Length)
	f.out = append(f.out, r[:]...)
	return f.out
}

// frame gives a frame's bytes: in is a header record, whose size and length are
// not read, and the payload.
func (f *face) frame(in []byte) []byte {
	f.out = f.out[:0]
	if len(in) < headerBytes {
		return f.out
	}
	h := codec.Header{
		Fin:        in[0] != 0,
		RSV:        codec.RSV(in[1] & 7),
		Opcode:     codec.Opcode(in[2] & 15),
		Masked:     in[3] != 0,
		LengthForm: formOf(in[4]),
		Key:        codec.MaskKey(binary.BigEndian.Uint32(in[8:])),
	}
	f.out = codec.AppendFrame(f.out, h, in[headerBytes:])
	return f.out
}

// mask gives in, masked or unmasked with key as it applies offset bytes into a
// payload (RFC 6455 §5.3). The record is in itself.
func (f *face) mask(in []byte, key uint32, offset uint64) []byte {
	codec.Mask(in, codec.MaskKey(key).Rotate(offset))
	return in
}

// formBits returns the number of bits that a length of the form stands in, 0
// for the fewest.
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
