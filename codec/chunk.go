package codec

// A Chunk is a piece of one frame's payload (RFC 6455 §5.2, §5.4).
type Chunk struct {
	Payload []byte // unmasked; aliases what was given to Decode
	Offset  uint64 // of Payload in the frame's payload, in bytes
	Header  Header // of the frame
	Message Opcode // text or binary also for a continuation; for a control frame its own opcode; 0 when there is no chunk
}

// First reports whether the chunk is the first of its frame.
func (c *Chunk) First() bool { return c.Offset == 0 }

// Last reports whether the chunk is the last of its frame.
func (c *Chunk) Last() bool { return c.Offset+uint64(len(c.Payload)) == c.Header.Length }

// Final reports whether the chunk is the last of its message (§5.4). A control
// frame is a message by itself.
func (c *Chunk) Final() bool { return c.Header.Fin && c.Last() }

// whole reports whether the chunk is an unfragmented data message (§5.4), and not compressed.
func (c *Chunk) whole() bool {
	return (c.Header.Opcode == OpBinary || c.Header.Opcode == OpText) && c.Header.RSV == 0 && c.First() && c.Final()
}
