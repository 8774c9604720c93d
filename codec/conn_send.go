package codec

import "unicode/utf8"

// Send appends a whole message in one frame to the output (RFC 6455 §6.1). op is
// OpText or OpBinary; a text has to be UTF-8. payload is copied. The error is a Misuse:
// of MessageTextNotUTF8, of SendAfterClose when the connection is not open, of
// FrameMessageInterleaved inside a fragmented message, of FrameOpcodeReserved or
// FrameContinuationOrphan for another opcode, of PendingFull when too much waits to be
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

// SendFragment appends one frame of a fragmented message to the output (§5.4):
// first OpText or OpBinary, then OpContinuation, fin with the last. A character
// of a text may be cut between fragments. The error is a Misuse as Send's is, and of
// FrameContinuationOrphan when there is nothing to continue.
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

// appendMessage appends one frame of a message to the output, compressed where
// that is agreed on. It refuses with PendingFull when there is no memory for it.
func (c *Conn) appendMessage(op Opcode, fin bool, payload []byte) error {
	if c.deflater != nil {
		return c.appendCompressed(op, fin, payload)
	}
	return c.appendPlain(op, fin, payload)
}

// appendPlain appends one frame to the output, unless there is no memory for it.
func (c *Conn) appendPlain(op Opcode, fin bool, payload []byte) error {
	if !c.mayAppend(c.out, MaxHeader+len(payload)) {
		return Misuse(PendingFull)
	}
	c.append(op, fin, payload)
	return nil
}

// Ping appends a ping to the output (§5.5.2). The error is a Misuse: of SendAfterClose
// when the connection is not open, of FrameControlTooLong when payload has more than
// MaxControl bytes, of PendingFull when too much waits to be sent.
func (c *Conn) Ping(payload []byte) error { return c.sendControl(OpPing, payload) }

// Pong appends an unsolicited pong to the output (§5.5.3); pings are answered
// without it. The error is as Ping's.
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

// Close starts the closing handshake (§7.1.2) with a code and a reason, as a Close frame
// has them: CloseNoStatus sends an empty body; other codes must be sendable
// (CloseCodeNotSendable), and reason UTF-8 (CloseReasonNotUTF8) of at most MaxReason
// bytes (FrameControlTooLong). The error is a Misuse of one of these, or of
// SendAfterClose when the connection is not open. Nothing can be sent after it; messages may still be received.
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

// closeMisuse says why a Close frame cannot have this code and reason (§5.5.1, §7.4), or
// returns nil.
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

// appendClose appends this side's Close frame, the last of its frames: a pong
// that is due goes before it, because no part of it was Output yet.
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

// appendFrame appends one frame that this side sends to dst: a client's has a fresh key (§5.3).
func (c *Conn) appendFrame(dst []byte, op Opcode, fin bool, payload []byte) []byte {
	h := Header{Fin: fin, Opcode: op}
	if c.decoder.Role != Server {
		h.Masked = true
		h.Key = c.keys()
	}
	return h.appendFrame(dst, payload)
}
