package codec

import "encoding/binary"

// A lz77 finds matches: runs of bytes that stood before (RFC 1951 §2, §4). Its
// positions count from the beginning of all that it was given.
type lz77 struct {
	window int
	buf    []byte   // what matches may refer to, then what is to be compressed
	base   int      // position of buf[0]
	head   []uint32 // by hash: the position of the newest three bytes with it, plus 1
	prev   []uint32 // by position modulo window: what head was before
}

const (
	hashBits = 12
	// maxChain is how many places with the same hash are looked at for a match:
	// it bounds the time for a byte.
	maxChain = 32
	// maxPosition is where counting begins anew, far from where a uint32 ends.
	maxPosition = 1 << 30
)

// add appends b to what is to be compressed and returns where it begins in buf.
func (z *lz77) add(b []byte) (from int) {
	if z.head == nil {
		z.head = make([]uint32, 1<<hashBits)
		z.prev = make([]uint32, z.window)
	}
	if z.base > maxPosition {
		z.forget()
	}
	if over := len(z.buf) - z.window; over > 0 {
		z.buf = z.buf[:copy(z.buf, z.buf[over:])]
		z.base += over
	}
	from = len(z.buf)
	z.buf = append(z.buf, b...)
	return from
}

// forget drops what matches may refer to.
func (z *lz77) forget() {
	z.buf = z.buf[:0]
	z.base = 0
	clear(z.head)
}

// insert takes note of the three bytes at i and returns the place before with
// the same hash, or -1.
func (z *lz77) insert(i int) int {
	b := z.buf[i:]
	hash := (uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16) * 0x9e3779b1 >> (32 - hashBits)
	before := z.head[hash]
	z.prev[(z.base+i)&(z.window-1)] = before
	z.head[hash] = uint32(z.base+i) + 1
	return int(before) - 1 - z.base
}

// match returns the longest match for the bytes at i, which it takes note of,
// and how far back it is; length is 0 when there is none of three bytes or more.
func (z *lz77) match(i int) (length, back int) {
	if len(z.buf)-i < minMatch {
		return 0, 0
	}
	most := min(len(z.buf)-i, maxMatch)
	for at, tries := z.insert(i), maxChain; at >= 0 && i-at <= z.window && tries > 0; tries-- {
		if n := z.same(at, i, most); n > length {
			length, back = n, i-at
			if n == most {
				break
			}
		}
		next := int(z.prev[(z.base+at)&(z.window-1)]) - 1 - z.base
		if next >= at {
			break // overwritten since
		}
		at = next
	}
	if length < minMatch {
		return 0, 0
	}
	return length, back
}

// same returns how many bytes at a and at b are the same, up to most.
func (z *lz77) same(a, b, most int) (n int) {
	p, q := z.buf[a:], z.buf[b:]
	for n+8 <= most && binary.LittleEndian.Uint64(p[n:]) == binary.LittleEndian.Uint64(q[n:]) {
		n += 8
	}
	for n < most && p[n] == q[n] {
		n++
	}
	return n
}

// skip takes note of what lies inside a match.
func (z *lz77) skip(from, to int) {
	for i := from; i < to && len(z.buf)-i >= minMatch; i++ {
		z.insert(i)
	}
}
