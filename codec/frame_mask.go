package codec

import (
	"encoding/binary"
	"math/bits"
)

// A MaskKey is the masking key of a frame in network byte order: 0x37fa213d is 37 fa 21
// 3d on the wire (RFC 6455 §5.3).
type MaskKey uint32

// Rotate returns the key for the payload that begins n bytes later.
func (k MaskKey) Rotate(n uint64) MaskKey {
	return MaskKey(bits.RotateLeft32(uint32(k), int(n&3)*8))
}

// word returns the key twice in a word, to mask eight bytes that were loaded in
// little-endian order.
func (k MaskKey) word() uint64 {
	w := uint64(bits.ReverseBytes32(uint32(k)))
	return w<<32 | w
}

// Mask masks or unmasks b in place: byte i is XORed with byte i modulo 4 of the key (RFC
// 6455 §5.3). It returns the key for the byte after b, so that a payload may come in
// pieces of any length: key = Mask(piece, key).
func Mask(b []byte, key MaskKey) MaskKey {
	if len(b) < 8 {
		for i := range b {
			b[i] ^= byte(key >> 24)
			key = key.Rotate(1)
		}
		return key
	}
	w := key.word()
	// Read the last eight bytes before writing anything: they overlap the words before
	// them, and reading back a fresh store would stall. They begin len(b) - 8 bytes into
	// the key, which is the same as len(b).
	end := b[len(b)-8:]
	after := bits.RotateLeft64(w, -8*(len(b)&3))
	last := binary.LittleEndian.Uint64(end) ^ after
	next := MaskKey(bits.ReverseBytes32(uint32(after)))
	if len(b) <= 16 {
		binary.LittleEndian.PutUint64(b, binary.LittleEndian.Uint64(b)^w)
		binary.LittleEndian.PutUint64(end, last)
		return next
	}
	if aligns && len(b) >= alignFrom {
		for n := beforeWord(b); n > 0; n-- {
			b[0] ^= byte(w)
			b, w = b[1:], bits.RotateLeft64(w, -8)
		}
	}
	for len(b) >= 128 {
		p := (*[128]byte)(b)
		binary.LittleEndian.PutUint64(p[0:], binary.LittleEndian.Uint64(p[0:])^w)
		binary.LittleEndian.PutUint64(p[8:], binary.LittleEndian.Uint64(p[8:])^w)
		binary.LittleEndian.PutUint64(p[16:], binary.LittleEndian.Uint64(p[16:])^w)
		binary.LittleEndian.PutUint64(p[24:], binary.LittleEndian.Uint64(p[24:])^w)
		binary.LittleEndian.PutUint64(p[32:], binary.LittleEndian.Uint64(p[32:])^w)
		binary.LittleEndian.PutUint64(p[40:], binary.LittleEndian.Uint64(p[40:])^w)
		binary.LittleEndian.PutUint64(p[48:], binary.LittleEndian.Uint64(p[48:])^w)
		binary.LittleEndian.PutUint64(p[56:], binary.LittleEndian.Uint64(p[56:])^w)
		binary.LittleEndian.PutUint64(p[64:], binary.LittleEndian.Uint64(p[64:])^w)
		binary.LittleEndian.PutUint64(p[72:], binary.LittleEndian.Uint64(p[72:])^w)
		binary.LittleEndian.PutUint64(p[80:], binary.LittleEndian.Uint64(p[80:])^w)
		binary.LittleEndian.PutUint64(p[88:], binary.LittleEndian.Uint64(p[88:])^w)
		binary.LittleEndian.PutUint64(p[96:], binary.LittleEndian.Uint64(p[96:])^w)
		binary.LittleEndian.PutUint64(p[104:], binary.LittleEndian.Uint64(p[104:])^w)
		binary.LittleEndian.PutUint64(p[112:], binary.LittleEndian.Uint64(p[112:])^w)
		binary.LittleEndian.PutUint64(p[120:], binary.LittleEndian.Uint64(p[120:])^w)
		b = b[128:]
	}
	if len(b) >= 64 {
		p := (*[64]byte)(b)
		binary.LittleEndian.PutUint64(p[0:], binary.LittleEndian.Uint64(p[0:])^w)
		binary.LittleEndian.PutUint64(p[8:], binary.LittleEndian.Uint64(p[8:])^w)
		binary.LittleEndian.PutUint64(p[16:], binary.LittleEndian.Uint64(p[16:])^w)
		binary.LittleEndian.PutUint64(p[24:], binary.LittleEndian.Uint64(p[24:])^w)
		binary.LittleEndian.PutUint64(p[32:], binary.LittleEndian.Uint64(p[32:])^w)
		binary.LittleEndian.PutUint64(p[40:], binary.LittleEndian.Uint64(p[40:])^w)
		binary.LittleEndian.PutUint64(p[48:], binary.LittleEndian.Uint64(p[48:])^w)
		binary.LittleEndian.PutUint64(p[56:], binary.LittleEndian.Uint64(p[56:])^w)
		b = b[64:]
	}
	if len(b) >= 32 {
		p := (*[32]byte)(b)
		binary.LittleEndian.PutUint64(p[0:], binary.LittleEndian.Uint64(p[0:])^w)
		binary.LittleEndian.PutUint64(p[8:], binary.LittleEndian.Uint64(p[8:])^w)
		binary.LittleEndian.PutUint64(p[16:], binary.LittleEndian.Uint64(p[16:])^w)
		binary.LittleEndian.PutUint64(p[24:], binary.LittleEndian.Uint64(p[24:])^w)
		b = b[32:]
	}
	if len(b) >= 16 {
		p := (*[16]byte)(b)
		binary.LittleEndian.PutUint64(p[0:], binary.LittleEndian.Uint64(p[0:])^w)
		binary.LittleEndian.PutUint64(p[8:], binary.LittleEndian.Uint64(p[8:])^w)
		b = b[16:]
	}
	if len(b) >= 8 {
		binary.LittleEndian.PutUint64(b, binary.LittleEndian.Uint64(b)^w)
	}
	binary.LittleEndian.PutUint64(end, last)
	return next
}

// alignFrom is the length in bytes from which a payload is masked in aligned words. Words
// that cross cache lines cost some processors a third more time on a long payload.
const alignFrom = 4 << 10

// nonASCII has the top bit of each of eight bytes set.
const nonASCII = 0x8080808080808080

// maskText is Mask for text: it also reports whether every unmasked byte is ASCII. That
// costs next to nothing in the same pass, and saves most texts a second one.
func maskText(b []byte, key MaskKey) (next MaskKey, ascii bool) {
	if len(b) < 8 {
		next = Mask(b, key)
		var all byte
		for _, c := range b {
			all |= c
		}
		return next, all < 0x80
	}
	w := key.word()
	end := b[len(b)-8:]
	after := bits.RotateLeft64(w, -8*(len(b)&3))
	last := binary.LittleEndian.Uint64(end) ^ after
	all := last
	for len(b) >= 32 {
		p := (*[32]byte)(b)
		v0 := binary.LittleEndian.Uint64(p[0:]) ^ w
		v1 := binary.LittleEndian.Uint64(p[8:]) ^ w
		v2 := binary.LittleEndian.Uint64(p[16:]) ^ w
		v3 := binary.LittleEndian.Uint64(p[24:]) ^ w
		binary.LittleEndian.PutUint64(p[0:], v0)
		binary.LittleEndian.PutUint64(p[8:], v1)
		binary.LittleEndian.PutUint64(p[16:], v2)
		binary.LittleEndian.PutUint64(p[24:], v3)
		all |= v0 | v1 | v2 | v3
		b = b[32:]
	}
	for len(b) >= 8 {
		p := (*[8]byte)(b)
		v := binary.LittleEndian.Uint64(p[:]) ^ w
		binary.LittleEndian.PutUint64(p[:], v)
		all |= v
		b = b[8:]
	}
	binary.LittleEndian.PutUint64(end, last)
	return MaskKey(bits.ReverseBytes32(uint32(after))), all&nonASCII == 0
}
