// Package flate compresses and inflates the messages of permessage-deflate (RFC 7692
// §7.2) in DEFLATE (RFC 1951). It knows only bytes and bits; package codec translates its
// errors to rules, and uses its tables for the dissection.
package flate

// An Error says what is wrong with a compressed message; 0 means nothing.
type Error uint8

// Errors of blocks (RFC 1951 §3.2), of references (RFC 7692 §7.1), of the end of a
// message (§7.2.1), and of its size.
const (
	ErrBlockType    Error = iota + 1 // a block of the reserved type 3
	ErrStoredLength                  // a stored block whose NLEN is not the complement of LEN
	ErrCodes                         // a block whose own Huffman codes are too many, too few, or lack one for its end
	ErrSymbol                        // bits that are not a code, or the code of a symbol without a meaning
	ErrWindow                        // a match that reaches back further than the window
	ErrNotHere                       // a match that reaches back to before the first byte that it may refer to
	ErrEmpty                         // no byte at all
	ErrTail                          // an end with the four bytes of Tail
	ErrFinal                         // an end right after a block with BFINAL
	ErrUnfinished                    // any other end that is not the end of a block
	ErrTooBig                        // more bytes than the limit
	NumErrors                        // the number of errors, counting from 0
)

// Tail is the end of an empty stored block, which the sender of a message removes.
var Tail = []byte{0x00, 0x00, 0xff, 0xff}

// maxWindowBits is the size of the largest window, as a base-2 logarithm of bytes (RFC
// 7692 §7.1.2).
const maxWindowBits = 15
