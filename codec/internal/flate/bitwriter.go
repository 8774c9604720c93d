package flate

import "encoding/binary"

// A bitWriter appends bits to bytes, the lowest first (RFC 1951 §3.1.1).
type bitWriter struct {
	out  []byte
	bits uint64 // bits that are not in out yet
	n    uint   // how many there are: fewer than 32
}

// grow makes room for n more bits.
func (w *bitWriter) grow(n uint) {
	w.out = append(w.out, make([]byte, n/8+8)...)[:len(w.out)]
}

// put appends n bits, at most 32.
func (w *bitWriter) put(v uint64, n uint) {
	w.bits |= v << (w.n & 63)
	if w.n += n; w.n >= 32 {
		w.out = binary.LittleEndian.AppendUint32(w.out, uint32(w.bits))
		w.bits >>= 32
		w.n -= 32
	}
}

// align pads the last byte and moves all bits to out.
func (w *bitWriter) align() {
	for ; w.n > 0; w.n -= min(w.n, 8) {
		w.out = append(w.out, byte(w.bits))
		w.bits >>= 8
	}
	w.bits = 0
}

// bytes appends whole bytes.
func (w *bitWriter) bytes(b []byte) {
	w.align()
	w.out = append(w.out, b...)
}
