package main

import (
	"framelab/codec"
	"framelab/lessons/mark"
)

// sha1 gives the SHA-1 digest of the input, 20 bytes: the step of RFC 6455
// §4.2.2 item 5.4 on its own, for whoever shows it or hashes something else.
func (f *face) sha1(in []byte) []byte {
	sum := codec.SHA1(in)
	f.out = append(f.out[:0], sum[:]...)
	return f.out
}

// guid gives the GUID that follows the key (RFC 6455 §1.3).
func (f *face) guid() []byte {
	f.out = append(f.out[:0], codec.GUID...)
	return f.out
}

// wrongAccept names the mistake that leads from a key to a
// Sec-WebSocket-Accept: in is the key, then, from split on, the value.
func (f *face) wrongAccept(in []byte, split uint32) []byte {
	at := clamp(split, len(in))
	f.out = append(f.out[:0], mark.WrongAccept(in[:at], in[at:]).Name()...)
	return f.out
}
