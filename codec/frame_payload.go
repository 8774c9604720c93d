package codec

// textBlock is how many bytes of a text are unmasked before they are validated: few
// enough to stay in the first-level cache.
const textBlock = 8 << 10

// payload unmasks and judges the next piece of the current frame's payload. at is the
// offset of a fault in that payload, in bytes.
func (d *Decoder) payload(q []byte) (rule Rule, at uint64) {
	control := d.header.Opcode.IsControl()
	if control || !d.judge.checked {
		if d.header.Masked {
			d.key = Mask(q, d.key)
		}
		if d.header.Opcode == OpClose {
			if rule, at = d.closeBody(q); rule != 0 {
				return rule, at
			}
		}
		d.off += uint64(len(q))
		return 0, 0
	}
	text := &d.judge.text
	for len(q) > 0 {
		block := q[:min(len(q), textBlock)]
		ascii := false
		if d.header.Masked {
			d.key, ascii = maskText(block, d.key)
		}
		if !ascii || !text.Complete() {
			if n, ok := text.Write(block); !ok {
				return MessageTextNotUTF8, d.off + uint64(n)
			}
		}
		d.off += uint64(len(block))
		q = q[len(block):]
	}
	if d.header.Fin && d.off == d.header.Length && !text.Complete() {
		return MessageTextNotUTF8, d.off
	}
	return 0, 0
}

// closeBody judges the next piece of a Close body (§5.5.1): a code, then a reason in UTF-8.
func (d *Decoder) closeBody(q []byte) (rule Rule, at uint64) {
	off := d.off
	for ; off < 2 && len(q) > 0; off++ {
		d.code[off] = q[0]
		q = q[1:]
		if rule = d.judge.closeCode(d.code[:off+1]); rule != 0 {
			return rule, 0
		}
	}
	if n, ok := d.reason.Write(q); !ok {
		return CloseReasonNotUTF8, off + uint64(n)
	}
	off += uint64(len(q))
	if off == d.header.Length && !d.reason.Complete() {
		return CloseReasonNotUTF8, off
	}
	return 0, 0
}

// A Chunk is a piece of one frame's payload (RFC 6455 §5.2, §5.4).
type Chunk struct {
	Payload []byte // unmasked; aliases the bytes given to Decode
	Offset  uint64 // offset of Payload in the frame's payload, in bytes
	Header  Header // of the frame
	Message Opcode // the message's opcode, text or binary, also in a continuation; a control frame's own opcode; 0 without a chunk
}

// First reports whether the chunk is the first of its frame.
func (c *Chunk) First() bool { return c.Offset == 0 }

// Last reports whether the chunk is the last of its frame.
func (c *Chunk) Last() bool { return c.Offset+uint64(len(c.Payload)) == c.Header.Length }

// Final reports whether the chunk is the last of its message (§5.4). A control frame
// counts as a message.
func (c *Chunk) Final() bool { return c.Header.Fin && c.Last() }

// whole reports whether the chunk is an uncompressed data message in one frame (§5.4).
func (c *Chunk) whole() bool {
	return (c.Header.Opcode == OpBinary || c.Header.Opcode == OpText) && c.Header.RSV == 0 && c.First() && c.Final()
}
