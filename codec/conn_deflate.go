package codec

import "framelab/codec/internal/flate"

// begin starts a message that is compressed or needs more than one piece. RSV1 on its
// first frame says whether it is compressed (RFC 7692 §6).
func (c *Conn) begin(rsv RSV) {
	c.inflating = rsv != 0
	c.inflated.Reset()
}

// inflate inflates a chunk of a compressed message (RFC 7692 §6.2, §7.2.2) and returns
// the rule that the message breaks, if any. ok is false if there was no memory for the
// result.
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

// inflateBytes inflates src and appends the result to the message. It asks for memory
// whenever the message's buffer is full.
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

// maxExpansion is the most bytes by which compression may lengthen a message; one that
// would grow more is sent uncompressed.
const maxExpansion = 5

// appendCompressed appends one frame of a compressed message to the output (§6.1,
// §7.2.1). The message's first frame has RSV1 set, and its last one omits the tail. A
// whole message that would grow is sent uncompressed, which is legal too (§6).
func (c *Conn) appendCompressed(op Opcode, fin bool, payload []byte) error {
	if !c.compress(payload, fin) {
		return Misuse(PendingFull)
	}
	b := c.compressed
	if fin {
		b = b[:len(b)-len(flate.Tail)]
		if op != OpContinuation && len(b) > len(payload)+maxExpansion {
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

// deflatePiece is how many bytes of a message are compressed before the connection asks
// for more memory.
const deflatePiece = 256 << 10

// compress compresses a frame's payload and reports whether there was memory for it.
func (c *Conn) compress(payload []byte, fin bool) bool {
	c.compressed = emptied(c.compressed)
	for {
		piece := payload[:min(len(payload), deflatePiece)]
		payload = payload[len(piece):]
		if !c.askToAppend(c.compressed, len(piece)+len(piece)/64+64) {
			return false
		}
		c.compressed = c.deflater.Deflate(c.compressed, piece, fin && len(payload) == 0)
		if len(payload) == 0 {
			return true
		}
	}
}
