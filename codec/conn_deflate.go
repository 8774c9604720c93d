package codec

// begin begins a message that does not lie in one piece, or is compressed, as
// RSV1 on its first frame says (RFC 7692 §6).
func (c *Conn) begin(rsv RSV) {
	c.inflating = rsv != 0
	c.inflated.Reset()
}

// inflate takes a piece of a compressed message (RFC 7692 §6.2, §7.2.2), and
// returns the rule that the message breaks by it, if any.
func (c *Conn) inflate(chunk *Chunk) (rule Rule) {
	from, final, limit := len(c.message), chunk.Final(), c.decoder.Limits.MaxMessage
	c.message, rule = c.inflater.Inflate(c.message, chunk.Payload, final, limit)
	if chunk.Message != OpText {
		return rule
	}
	if _, ok := c.inflated.Write(c.message[from:]); !ok || rule == 0 && final && !c.inflated.Complete() {
		return MessageTextNotUTF8
	}
	return rule
}

// mostLonger is by how many bytes a compressed message may be longer than it was
// to be sent compressed.
const mostLonger = 5

// appendCompressed appends one frame of a compressed message to the output
// (§6.1, §7.2.1): RSV1 is set on its first, and its last lacks the tail. A whole
// message that does not gain by it goes out as it is, which is legal too (§6).
func (c *Conn) appendCompressed(op Opcode, fin bool, payload []byte) {
	c.compressed = c.deflater.Deflate(spare(c.compressed), payload, fin)
	b := c.compressed
	if fin {
		b = b[:len(b)-len(deflateTail)]
		if op != OpContinuation && len(b) > len(payload)+mostLonger {
			c.deflater.Drop()
			c.append(op, fin, payload)
			return
		}
	}
	at := len(c.out)
	c.append(op, fin, b)
	if op != OpContinuation {
		c.out[at] |= byte(RSV1) << 4
	}
}
