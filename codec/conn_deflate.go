package codec

// begin begins a message that does not lie in one piece, or is compressed, as
// RSV1 on its first frame says (RFC 7692 §6).
func (c *Conn) begin(rsv RSV) {
	c.inflating = rsv != 0
	c.inflated.Reset()
}

// inflate takes a piece of a compressed message (RFC 7692 §6.2, §7.2.2), and
// returns the rule that the message breaks, if any. ok is false when there is no
// memory for what the piece inflates to.
func (c *Conn) inflate(chunk *Chunk) (rule Rule, ok bool) {
	from, final := len(c.message), chunk.Final()
	rule, ok = c.inflateBytes(chunk.Payload, final)
	if !ok || chunk.Message != OpText {
		return rule, ok
	}
	if _, valid := c.inflated.Write(c.message[from:]); !valid || rule == 0 && final && !c.inflated.Complete() {
		return MessageTextNotUTF8, true
	}
	return rule, true
}

// inflateBytes appends to the message what src inflates to. It asks for memory
// whenever the message is full.
func (c *Conn) inflateBytes(src []byte, fin bool) (rule Rule, ok bool) {
	for {
		var full bool
		c.message, src, full, rule = c.inflater.InflateInto(c.message, src, fin, c.decoder.Limits.MaxMessage)
		if !full {
			return rule, true
		}
		if !c.makeRoom(max(maxMatch, 2*len(src))) {
			return 0, false
		}
	}
}

// mostLonger is by how many bytes a compressed message may be longer than it was
// to be sent compressed.
const mostLonger = 5

// appendCompressed appends one frame of a compressed message to the output
// (§6.1, §7.2.1): RSV1 is set on its first, and its last lacks the tail. A whole
// message that does not gain by it goes out as it is, which is legal too (§6).
func (c *Conn) appendCompressed(op Opcode, fin bool, payload []byte) error {
	if !c.compress(payload, fin) {
		return PendingFull
	}
	b := c.compressed
	if fin {
		b = b[:len(b)-len(deflateTail)]
		if op != OpContinuation && len(b) > len(payload)+mostLonger {
			c.deflater.Drop()
			return c.appendPlain(op, fin, payload)
		}
	}
	at := len(c.out)
	if err := c.appendPlain(op, fin, b); err != nil {
		return err
	}
	if op != OpContinuation {
		c.out[at] |= byte(RSV1) << 4
	}
	return nil
}

// deflatePiece is how many bytes of a message are compressed before the connection
// asks for more memory.
const deflatePiece = 256 << 10

// compress compresses a frame's payload, and reports whether there was memory for it.
func (c *Conn) compress(payload []byte, fin bool) bool {
	c.compressed = spare(c.compressed)
	for {
		piece := payload[:min(len(payload), deflatePiece)]
		payload = payload[len(piece):]
		if !c.mayAppend(c.compressed, len(piece)+len(piece)/64+64) {
			return false
		}
		c.compressed = c.deflater.Deflate(c.compressed, piece, fin && len(payload) == 0)
		if len(payload) == 0 {
			return true
		}
	}
}

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
