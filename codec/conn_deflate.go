package codec

import "framelab/codec/internal/flate"

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
		if !c.makeRoom(max(flate.MaxMatch, 2*len(src))) {
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
		return Misuse(PendingFull)
	}
	b := c.compressed
	if fin {
		b = b[:len(b)-len(flate.Tail)]
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
