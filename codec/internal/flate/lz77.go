package flate

import (
	"encoding/binary"
	"math/bits"
)

// A Workspace is the working memory of a [Compressor]: the bytes to compress and those
// that matches may refer to, up to about 350 KiB. Compressors that do not work at the
// same time can share one: see [Compressor.Lend].
type Workspace struct {
	finder lz77
	block  block
	owner  *Compressor // the Compressor whose bytes the finder has
	turn   uint64      // the owner's count of returned workspaces when it had this one
}

// A lz77 finds matches: runs of bytes that occurred before (RFC 1951 §2, §4). Its
// positions count from the beginning of everything that it was ever given, so that
// entries for bytes that are gone need no clearing.
type lz77 struct {
	buf   []byte // the bytes that matches may refer to, then the bytes to compress
	base  int    // position of buf[0]; above 0, so that 0 in head means none
	next  int    // index of the first byte of buf that is not in head yet
	head  [1 << hashBits]uint32
	short [1 << shortBits]uint32 // by the hash of three bytes
	prev  [maxWindow]uint16      // by position: the distance to the previous one with its hash, 0 for none
}

const (
	hashBits  = 14
	shortBits = 12
	maxWindow = 1 << maxWindowBits
	// maxPosition is where counting restarts, far below the largest uint32.
	maxPosition = 1 << 30

	// The effort, about that of zlib's level 6. maxChain is how many places with the same
	// hash are tried for a match: it bounds the time for a byte.
	maxChain = 48
	// After a match of goodMatch bytes only a quarter of them are tried for a better one
	// at the next byte, and after one of lazyMatch bytes none.
	goodMatch = 4
	lazyMatch = 8
	// niceMatch is a length at which the search ends.
	niceMatch = 64
	// shortReach is the distance up to which a match of three bytes usually takes fewer
	// bits than three literals.
	shortReach = 4096
)

// begin forgets everything that matches may refer to except window.
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

// add appends b to the bytes to compress, drops those that are more than a window before
// it, and returns its index in buf.
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
	z.index(from)
	return from
}

// index adds the bytes before end to the hash chains, if three follow.
func (z *lz77) index(end int) {
	end = min(end, len(z.buf)-3)
	for z.next < end {
		z.insert(z.next)
	}
}

// insert adds the bytes at i to the hash chains and returns the previous places with the
// same hash of four bytes and of three, which may be before buf.
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

// match returns the longest match for the bytes at i of more than better bytes, and its
// distance; length is 0 if there is none. at and short are the results of insert.
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
			n := commonPrefix(buf[at:][:most], here)
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

// commonPrefix returns how many bytes at the beginning of a and b, which have the same
// size, are equal.
func commonPrefix(a, b []byte) (n int) {
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
