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
	rule, ok = c.inflateBytes(chunk.Payload, false)
	if ok && rule == 0 && final {
		rule, ok = c.inflateBytes(deflateTail, true)
		if rule == MessageDeflateCorrupt {
			rule = MessageDeflateUnfinished // the bytes that came were not wrong: more were to come
		}
	}
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

// deflatePiece is how many bytes of a message are compressed before the connection
// asks for more memory.
const deflatePiece = 256 << 10

// appendCompressed appends one frame of a compressed message to the output
// (§6.1, §7.2.1): RSV1 stands on its first, and its last lacks the tail.
func (c *Conn) appendCompressed(op Opcode, fin bool, payload []byte) error {
	b := spare(c.compressed)
	for {
		piece := payload[:min(len(payload), deflatePiece)]
		payload = payload[len(piece):]
		if !c.mayAppend(b, len(piece)+len(piece)/64+64) {
			return PendingFull
		}
		b = c.deflater.Deflate(b, piece, fin && len(payload) == 0)
		c.compressed = b
		if len(payload) == 0 {
			break
		}
	}
	if fin {
		b = b[:len(b)-len(deflateTail)]
	}
	if !c.mayAppend(c.out, MaxHeader+len(b)) {
		return PendingFull
	}
	at := len(c.out)
	c.append(op, fin, b)
	if op != OpContinuation {
		c.out[at] |= byte(RSV1) << 4
	}
	return nil
}
