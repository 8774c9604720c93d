package record

import (
	"framelab/codec"
	"framelab/lessons/mark"
)

// SHA1 returns the SHA-1 digest of the input, 20 bytes. It is the step of RFC 6455 §4.2.2
// item 5.4 on its own, for pages that show it or hash something else.
func (w *Writer) SHA1(in []byte) []byte {
	sum := codec.SHA1(in)
	w.out = append(w.out[:0], sum[:]...)
	return w.out
}

// GUID returns the GUID that is appended to the key (RFC 6455 §1.3).
func (w *Writer) GUID() []byte {
	w.out = append(w.out[:0], codec.GUID...)
	return w.out
}

// WrongAccept returns the mistake that leads from a key to a wrong Sec-WebSocket-Accept:
// in is the key and, from split on, the value.
func (w *Writer) WrongAccept(in []byte, split uint32) []byte {
	at := clamp(split, len(in))
	w.out = append(w.out[:0], mark.WrongAccept(in[:at], in[at:]).Name()...)
	return w.out
}
