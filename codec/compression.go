package codec

// An Inflater inflates what one peer sends compressed (RFC 7692 §7.2.2). It is
// the engine below [Conn], which takes care of frames and of RSV1.
type Inflater interface {
	// Inflate appends to dst what src, the next bytes of a message in DEFLATE,
	// inflates to. dst has to be what the message's bytes before gave. A block
	// with BFINAL is followed, from the next whole byte on, by further ones. fin
	// says that the message ends with src; the four bytes that its sender removed
	// are then put back.
	//
	// When limit is not 0 the result never has more bytes; MessageTooBig is for a
	// message that would need them. What a message breaks besides is one of the
	// rules that are called MessageDeflate. What was inflated up to there is
	// returned with the Rule; the Inflater is of no use any more.
	Inflate(dst, src []byte, fin bool, limit uint64) ([]byte, Rule)

	// InflateInto is Inflate without allocation: it never grows dst beyond its
	// capacity. It stops when dst has no room for the longest match, 258 bytes. Then
	// full is true and rest is the unread part of src: call it again with more room
	// and with rest, even when that is empty. A dst with room for limit bytes is
	// never full.
	InflateInto(dst, src []byte, fin bool, limit uint64) (out, rest []byte, full bool, rule Rule)
}

// A Deflater compresses what one peer sends (RFC 7692 §7.2.1).
type Deflater interface {
	// Deflate appends src, the next piece of a message, to dst in DEFLATE. What
	// it appends is whole bytes and ends with an empty stored block:
	// 00 00 ff ff. fin says that the message ends with src.
	Deflate(dst, src []byte, fin bool) []byte
	// Drop takes back the last message, of which Deflate was given the end: it is
	// sent as it is, so the messages to come must not refer to it.
	Drop()
}

// deflateTail is the end of an empty stored block, which a message is sent without.
var deflateTail = []byte{0x00, 0x00, 0xff, 0xff}
