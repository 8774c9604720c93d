package flate

import (
	"encoding/binary"
	"math/bits"
)

// A Workspace is the memory that a [Compressor] works in: with what it compresses
// and what matches may refer to, up to some 350 KiB. Compressors that are not at
// work at the same time can share one: see [Compressor.Lend].
type Workspace struct {
	finder lz77
	block  block
	owner  *Compressor // that finder's bytes are of
	turn   uint64      // of the owner: when they were its last
}

// A lz77 finds matches: runs of bytes that stood before (RFC 1951 §2, §4). Its
// positions count from the beginning of all that it was ever given, so that what
// it knows of bytes that are gone needs no clearing.
type lz77 struct {
	buf   []byte // what matches may refer to, then what is to be compressed
	base  int    // position of buf[0]; above 0, so that an empty head has none
	next  int    // the first byte of buf that head does not know yet
	head  [1 << hashBits]uint32
	short [1 << shortBits]uint32 // by the hash of three bytes
	prev  [maxWindow]uint16      // by position: how far before it the next one with its hash is, 0 for none
}

const (
	hashBits  = 14
	shortBits = 12
	maxWindow = 1 << maxWindowBits
	// maxPosition is where counting begins anew, far from where a uint32 ends.
	maxPosition = 1 << 30

	// The effort, about that of zlib's level 6. maxChain is how many places with
	// the same hash are looked at for a match: it bounds the time for a byte.
	maxChain = 48
	// A match of goodMatch bytes is reason enough to look at a quarter of them
	// for a better one a byte later, one of lazyMatch not to look at all.
	goodMatch = 4
	lazyMatch = 8
	// niceMatch is a length to be content with.
	niceMatch = 64
	// shortReach is how far back a match of three bytes takes less room than
	// three literals, most often.
	shortReach = 4096
)

// begin forgets all that matches may refer to but window.
func (z *lz77) begin(window []byte) {
	z.base += len(z.buf)
	if z.base == 0 || z.base > maxPosition {
		z.base = 1
		clear(z.head[:])
		clear(z.short[:])
	}
	z.buf = append(z.buf[:0], window...)
	z.next = 0
}

// add appends b to what is to be compressed, drops what is more than a window
// before it, and returns where it begins in buf.
func (z *lz77) add(b []byte, window int) (from int) {
	if z.base > maxPosition {
		z.begin(z.buf[max(0, len(z.buf)-window):])
	}
	if over := len(z.buf) - window; over > 0 && len(z.buf)+len(b) > cap(z.buf) {
		z.buf = z.buf[:copy(z.buf, z.buf[over:])]
		z.base += over
		z.next = max(0, z.next-over)
	}
	from = len(z.buf)
	z.buf = append(z.buf, b...)
	z.know(from)
	return from
}

// know takes note of the bytes before end, where three follow.
func (z *lz77) know(end int) {
	end = min(end, len(z.buf)-3)
	for z.next < end {
		z.insert(z.next)
	}
}

// insert takes note of the bytes at i and returns the last places before with the
// same hash of four bytes and of three, which may lie before buf.
func (z *lz77) insert(i int) (at, short int) {
	v := binary.LittleEndian.Uint32(z.buf[i:])
	hash := v * 0x9e3779b1 >> (32 - hashBits)
	hash3 := v << 8 * 0x9e3779b1 >> (32 - shortBits)
	position := z.base + i
	before := int(z.head[hash])
	short = int(z.short[hash3])
	z.head[hash] = uint32(position)
	z.short[hash3] = uint32(position)
	back := position - before
	if back >= maxWindow {
		back = 0
	}
	z.prev[uint(position)%maxWindow] = uint16(back)
	z.next = i + 1
	return before - z.base, short - z.base
}

// match returns the longest match for the bytes at i of more than better bytes,
// and how far back it is; length is 0 when there is none. at and short are what
// insert returned.
func (z *lz77) match(i, at, short, better, window int) (length, back int) {
	buf := z.buf
	most := min(len(buf)-i, MaxMatch)
	if better >= most {
		return 0, 0
	}
	tries := maxChain
	if better >= goodMatch {
		tries /= 4
	}
	here := buf[i : i+most]
	oldest := max(0, i-window)
	if better < minMatch {
		better = minMatch - 1
		if short >= max(oldest, i-shortReach) {
			there := buf[short:][:3]
			if there[0] == here[0] && there[1] == here[1] && there[2] == here[2] {
				length, back, better = 3, i-short, 3
			}
		}
	}
	better = max(better, minMatch)
	nice := min(most, niceMatch)
	want := binary.LittleEndian.Uint32(buf[i+better-3:])
	for ; at >= oldest && tries > 0; tries-- {
		if binary.LittleEndian.Uint32(buf[at+better-3:]) == want {
			n := same(buf[at:][:most], here)
			if n > better {
				length, back, better = n, i-at, n
				if n >= nice {
					break
				}
				want = binary.LittleEndian.Uint32(buf[i+better-3:])
			}
		}
		next := int(z.prev[uint(z.base+at)%maxWindow])
		if next == 0 {
			break
		}
		at -= next
	}
	return length, back
}

// same returns how many bytes at the beginning of a and of b, which are of the
// same size, are the same.
func same(a, b []byte) (n int) {
	b = b[:len(a)]
	for n+8 <= len(a) {
		x := binary.LittleEndian.Uint64(a[n:]) ^ binary.LittleEndian.Uint64(b[n:])
		if x != 0 {
			return n + bits.TrailingZeros64(x)/8
		}
		n += 8
	}
	for n < len(a) && a[n] == b[n] {
		n++
	}
	return n
}
