// Package record writes the codec's results as records for JavaScript: small
// little-endian binaries with the layout of layout.go. Package wasm exports its functions
// to the page. The site's build, which draws with the page's own scripts, calls them from
// Go.
package record

import "framelab/codec"

// maxInput is the longest input in bytes for which a caller may reserve room: a Frame of
// 16 MiB with its header, and as much again for other input.
const maxInput = 32 << 20

// A Writer holds the state of the functions: the input, the record that they return, and
// what they keep between calls. Its zero value is ready to use.
//
// Its methods take their input as a slice, which may be part of the in buffer, and
// numbers as JavaScript passes them. They return a record that stays valid until the next
// call.
type Writer struct {
	in    []byte
	out   []byte
	spans []codec.Span
	req   codec.Request
	conns []*conn // by handle-1; nil if the conn was freed
}

// Reserve makes the in buffer at least n bytes long and reports whether it did; it
// refuses if n is more than maxInput. When the buffer grows, its contents are lost.
func (w *Writer) Reserve(n uint32) bool {
	if n > maxInput {
		return false
	}
	if int(n) > len(w.in) {
		w.in = make([]byte, max(int(n), 2*len(w.in), 4096))
	}
	return true
}

// Buffer returns the in buffer, in which a caller writes its input.
func (w *Writer) Buffer() []byte { return w.in }

// Input returns the n bytes that the caller has written.
func (w *Writer) Input(n uint32) []byte { return w.in[:clamp(n, len(w.in))] }

// clamp returns n as an index of at most limit, because an int may have only 32 bits.
func clamp(n uint32, limit int) int { return int(min(uint64(n), uint64(limit))) }

// Functions that append the parts of a record are not inlined: the code of append is
// long, and records have many parts.

//go:noinline
func appendU16(b []byte, v uint16) []byte { return append(b, byte(v), byte(v>>8)) }

//go:noinline
func appendU32(b []byte, v uint32) []byte {
	return append(b, byte(v), byte(v>>8), byte(v>>16), byte(v>>24))
}

// appendName appends s, of at most 255 bytes, after its length in one byte.
//
//go:noinline
func appendName(b []byte, s string) []byte {
	return append(append(b, byte(len(s))), s...)
}

// number returns 1 or 0.
func number(v bool) byte {
	if v {
		return 1
	}
	return 0
}

// limits returns the limits that a caller passes as numbers, 0 for none.
func limits(maxFrame, maxMessage, maxFragments uint32) codec.Limits {
	return codec.Limits{
		MaxFrame:     uint64(maxFrame),
		MaxMessage:   uint64(maxMessage),
		MaxFragments: int(min(maxFragments, 1<<31-1)),
	}
}

// context returns the Context for a stream of frames: the receiver, the RSV bits that an
// extension defines, and the limits.
func context(role, rsv, maxFrame, maxMessage, maxFragments uint32) codec.Context {
	return codec.Context{
		Role:   codec.Role(role),
		RSV:    codec.RSV(rsv & 7),
		Limits: limits(maxFrame, maxMessage, maxFragments),
	}
}
