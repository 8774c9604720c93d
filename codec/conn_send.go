package codec

import "unicode/utf8"

// Send appends a whole message in one frame to the output (RFC 6455 §6.1). op is OpText
// or OpBinary; a text must be UTF-8. payload is copied. The error is a Misuse: of
// MessageTextNotUTF8, of SendAfterClose if the connection is not open, of
// FrameMessageInterleaved inside a fragmented message, of FrameOpcodeReserved or
// FrameContinuationOrphan for a different opcode, of PendingFull if too much waits to be
// sent.
func (c *Conn) Send(op Opcode, payload []byte) error {
	switch {
	case c.State() != StateOpen:
		return Misuse(SendAfterClose)
	case op == OpContinuation:
		return Misuse(FrameContinuationOrphan)
	case op != OpText && op != OpBinary:
		return Misuse(FrameOpcodeReserved)
	case c.sending != 0:
		return Misuse(FrameMessageInterleaved)
	case op == OpText && !utf8.Valid(payload):
		return Misuse(MessageTextNotUTF8)
	case c.full():
		return Misuse(PendingFull)
	}
	return c.appendMessage(op, true, payload)
}

// SendFragment appends one frame of a fragmented message to the output (§5.4): first
// OpText or OpBinary, then OpContinuation, the last with fin. A fragment may end inside a
// character of a text. The error is a Misuse as for Send, or of FrameContinuationOrphan
// if there is no message to continue.
func (c *Conn) SendFragment(op Opcode, fin bool, payload []byte) error {
	message, text := c.sending, c.text
	switch {
	case c.State() != StateOpen:
		return Misuse(SendAfterClose)
	case op != OpText && op != OpBinary && op != OpContinuation:
		return Misuse(FrameOpcodeReserved)
	case op == OpContinuation && message == 0:
		return Misuse(FrameContinuationOrphan)
	case op != OpContinuation && message != 0:
		return Misuse(FrameMessageInterleaved)
	case op != OpContinuation:
		message = op
		text.Reset()
	}
	if message == OpText {
		if _, ok := text.Write(payload); !ok || fin && !text.Complete() {
			return Misuse(MessageTextNotUTF8)
		}
	}
	if c.full() {
		return Misuse(PendingFull)
	}
	c.text = text
	c.sending = message
	if fin {
		c.sending = 0
	}
	return c.appendMessage(op, fin, payload)
}

// appendMessage appends one frame of a message to the output, compressed if that was
// negotiated. The error is a Misuse of PendingFull if there is no memory for it.
func (c *Conn) appendMessage(op Opcode, fin bool, payload []byte) error {
	if c.deflater != nil {
		return c.appendCompressed(op, fin, payload)
	}
	return c.appendPlain(op, fin, payload)
}

// appendPlain appends one uncompressed frame to the output, unless there is no memory for
// it.
func (c *Conn) appendPlain(op Opcode, fin bool, payload []byte) error {
	if !c.askToAppend(c.out, MaxHeader+len(payload)) {
		return Misuse(PendingFull)
	}
	c.append(op, fin, payload)
	return nil
}

// Ping appends a ping to the output (§5.5.2). The error is a Misuse: of SendAfterClose if
// the connection is not open, of FrameControlTooLong if payload has more than MaxControl
// bytes, of PendingFull if too much waits to be sent.
func (c *Conn) Ping(payload []byte) error { return c.sendControl(OpPing, payload) }

// Pong appends an unsolicited pong to the output (§5.5.3). A Conn answers pings by
// itself. The error is as for Ping.
func (c *Conn) Pong(payload []byte) error { return c.sendControl(OpPong, payload) }

func (c *Conn) sendControl(op Opcode, payload []byte) error {
	switch {
	case c.State() != StateOpen:
		return Misuse(SendAfterClose)
	case len(payload) > MaxControl:
		return Misuse(FrameControlTooLong)
	case c.full():
		return Misuse(PendingFull)
	}
	c.append(op, true, payload)
	return nil
}

// Close starts the closing handshake (§7.1.2) with the code and reason of a Close frame.
// CloseNoStatus sends an empty body; other codes must be sendable (CloseCodeNotSendable),
// and reason must be UTF-8 (CloseReasonNotUTF8) of at most MaxReason bytes
// (FrameControlTooLong). The error is a Misuse of one of these, or of SendAfterClose if
// the connection is not open. After Close nothing can be sent; messages may still be
// received.
func (c *Conn) Close(code CloseCode, reason []byte) error {
	if c.State() != StateOpen {
		return Misuse(SendAfterClose)
	}
	if code != CloseNoStatus || len(reason) > 0 {
		if err := closeMisuse(code, reason); err != nil {
			return err
		}
	}
	c.appendClose(code, reason)
	return nil
}

// closeMisuse returns a Misuse if a Close frame cannot have this code and reason (§5.5.1,
// §7.4), or nil.
func closeMisuse(code CloseCode, reason []byte) error {
	switch {
	case !code.Sendable():
		return Misuse(CloseCodeNotSendable)
	case len(reason) > MaxReason:
		return Misuse(FrameControlTooLong)
	case !utf8.Valid(reason):
		return Misuse(CloseReasonNotUTF8)
	}
	return nil
}

// appendClose appends this side's Close frame, its last frame. A pending pong goes before
// it, because no part of the Close frame was Output yet.
func (c *Conn) appendClose(code CloseCode, reason []byte) {
	var body [MaxControl]byte
	n := 0
	if code != CloseNoStatus {
		body[0], body[1] = byte(code>>8), byte(code)
		n = 2 + copy(body[2:], reason)
	}
	c.append(OpClose, true, body[:n])
	c.closeSent = true
}

// append appends one frame to the output.
func (c *Conn) append(op Opcode, fin bool, payload []byte) {
	c.out = c.appendFrame(c.out, op, fin, payload)
}

// appendFrame appends one frame of this side to dst; a client's frame gets a fresh key
// (§5.3).
func (c *Conn) appendFrame(dst []byte, op Opcode, fin bool, payload []byte) []byte {
	h := Header{Fin: fin, Opcode: op}
	if c.decoder.Role != Server {
		h.Masked = true
		h.Key = c.keys()
	}
	return h.appendFrame(dst, payload)
}
