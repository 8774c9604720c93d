package codec

// A Config says how one side of a connection behaves. Sizes are in bytes.
type Config struct {
	Role   Role   // this side's
	Limits Limits // what it accepts
	// Keys returns an unpredictable masking key (RFC 6455 §5.3, §10.3). A client
	// asks it once for every frame that it writes; a server never does.
	Keys func() MaskKey
	// MaxPending is how many bytes may wait to be written before Send and the
	// like return a Misuse of PendingFull; 0 means no limit. A single message may
	// exceed it.
	MaxPending int
	// Inflater puts permessage-deflate in use: RSV1 then marks a compressed
	// message (RFC 7692 §6). Deflater compresses every message that is sent; when
	// it is nil they go out as they are, which is legal too. Both are this
	// connection's own, of the windows agreed on: UseDeflate sets both.
	Inflater Inflater
	Deflater Deflater
	// Memory, when it is set, is called before the connection allocates n bytes in
	// addition to what Buffered returns: for a message that is received, for what it
	// inflates to, or for what is sent. When it returns false, the connection fails
	// with CloseTryAgainLater: Receive returns an EventFail whose Rule is 0, and Send
	// and the like return a Misuse of PendingFull.
	Memory func(n int) bool
}

// UseDeflate sets Inflater and Deflater to this package's own, as the handshake agreed:
// with the d that ChooseDeflate or Response.Deflate returned. Role must be set before.
func (c *Config) UseDeflate(d Deflate) {
	c.Inflater = NewInflater(d.Compression(c.Role.Peer()))
	c.Deflater = NewDeflater(d.Compression(c.Role))
}

// A Conn is one side of an open connection. It does no I/O: give it the bytes
// that came with Receive, and write what Output returns. It answers pings and
// Close frames and fails the connection by itself. It is not safe for concurrent
// use.
type Conn struct {
	decoder Decoder
	keys    func() MaskKey
	memory  func(n int) bool
	limit   int

	// Receiving.
	message   []byte // the payload up to now of a message that does not lie in one piece
	delivered bool   // message was handed out and can go
	inflating bool   // the message under way is compressed
	inflated  UTF8   // how far the text of a compressed message has come
	inflater  Inflater
	control   []byte // of a control frame's payload that does not come in one piece, what has come

	// The closing handshake.
	closeSent     bool
	closeReceived bool
	failed        bool
	ended         bool      // the transport has ended
	code          CloseCode // of the peer's Close frame

	// Sending.
	sending    Opcode // of the fragmented message under way, 0 when there is none
	text       UTF8   // how far its text has come
	out        []byte // whole frames
	written    int    // bytes of out that have been written
	deflater   Deflater
	compressed []byte // where deflater writes
	boundary   int    // a frame in out begins here, or out ends
	pong       []byte // payload of the pong that is due
	pongDue    bool   // a pong is not yet in out
	pongFrom   int    // the pong that Output placed last
	pongTo     int
}

// keep is the largest spare buffer that a connection keeps between messages, in bytes.
const keep = 64 << 10

// NewConn returns an open connection, as it is right after the opening
// handshake (RFC 6455 §4.1, §4.2.2). A client without Keys is a Misuse of
// MaskEntropyMissing (§5.3).
func NewConn(cfg Config) (*Conn, error) {
	if cfg.Role != Server && cfg.Keys == nil {
		return nil, Misuse(MaskEntropyMissing)
	}
	c := &Conn{
		decoder: Decoder{Role: cfg.Role, Limits: cfg.Limits},
		keys:    cfg.Keys,
		memory:  cfg.Memory,
		limit:   cfg.MaxPending,
	}
	if cfg.Inflater != nil {
		c.decoder.RSV = RSV1
		c.inflater, c.deflater = cfg.Inflater, cfg.Deflater
	}
	return c, nil
}

// State returns how far the connection has come (§7.1.3, §7.1.4).
func (c *Conn) State() State {
	switch {
	case c.ended:
		return StateClosed
	case c.closeSent || c.closeReceived || c.failed:
		return StateClosing
	}
	return StateOpen
}

// Receive takes bytes as they came from the peer, consumes some, and sets ev to
// what they amount to: one event at most, of the kind EventNone when there is
// none. Call it again with rest until that is empty, then with what comes next.
// Payloads are unmasked in p; a message that lies in p as one frame is not
// copied. After a Close frame or a failure bytes are discarded (§1.4, §7.1.7).
//
// ev is set, not returned, for the reason that Decode's chunk is.
func (c *Conn) Receive(p []byte, ev *Event) (rest []byte) {
	*ev = Event{}
	if c.delivered {
		c.delivered = false
		c.message = spare(c.message)
	}
	var chunk Chunk
	for len(p) > 0 {
		if c.closeReceived || c.failed || c.ended {
			return nil
		}
		n, err := c.decoder.Decode(p, &chunk)
		if err != nil {
			*ev = c.broken(c.decoder.Fault().Rule)
			return nil
		}
		p = p[n:]
		switch {
		case chunk.whole():
			ev.Kind, ev.Opcode, ev.Data = EventMessage, chunk.Message, chunk.Payload
			return p
		case chunk.Message == 0:
		case chunk.Message.IsControl():
			*ev = c.receiveControl(&chunk)
		default:
			*ev = c.receiveData(&chunk)
		}
		if ev.Kind != EventNone {
			break
		}
	}
	return p
}

// receiveData takes a piece of a message (RFC 6455 §5.4).
func (c *Conn) receiveData(chunk *Chunk) Event {
	if chunk.First() && chunk.Header.Opcode != OpContinuation {
		c.begin(chunk.Header.RSV)
	}
	ok := true
	if c.inflating {
		var rule Rule
		if rule, ok = c.inflate(chunk); rule != 0 {
			return c.broken(rule)
		}
	} else if ok = c.makeRoom(len(chunk.Payload)); ok {
		c.message = append(c.message, chunk.Payload...)
	}
	if !ok {
		return Event{Kind: EventFail, Code: CloseTryAgainLater}
	}
	if !chunk.Final() {
		return Event{}
	}
	c.delivered = true
	return Event{Kind: EventMessage, Opcode: chunk.Message, Data: c.message}
}

// receiveControl takes a piece of a control frame (§5.5).
func (c *Conn) receiveControl(chunk *Chunk) Event {
	data := chunk.Payload
	if !chunk.First() || !chunk.Last() {
		c.control = append(c.control[:chunk.Offset], data...)
		data = c.control
	}
	if !chunk.Last() {
		return Event{}
	}
	switch chunk.Message {
	case OpPing:
		if !c.closeSent {
			c.pongDue = true
			c.pong = append(c.pong[:0], data...)
		}
		return Event{Kind: EventPing, Opcode: OpPing, Data: data}
	case OpPong:
		return Event{Kind: EventPong, Opcode: OpPong, Data: data}
	}
	c.closeReceived = true
	c.code = CloseNoStatus
	var reason []byte
	if len(data) >= 2 {
		c.code = CloseCode(uint16(data[0])<<8 | uint16(data[1]))
		reason = data[2:]
	}
	if !c.closeSent {
		c.appendClose(c.code, nil) // §5.5.1: the same code, none for none
	}
	c.message = nil
	return Event{Kind: EventClose, Opcode: OpClose, Code: c.code, Data: reason}
}

// EOF says that the transport has ended, and returns how: EventClose with the
// code of the peer's Close frame, or CloseAbnormal when none came (§7.1.5). What
// was still to be written is dropped. A second call returns EventNone.
func (c *Conn) EOF() Event {
	if c.ended {
		return Event{}
	}
	c.ended = true
	c.message, c.out, c.written, c.pongDue = nil, nil, 0, false
	if !c.closeReceived {
		return Event{Kind: EventClose, Opcode: OpClose, Code: CloseAbnormal}
	}
	return Event{Kind: EventClose, Opcode: OpClose, Code: c.code}
}

// Fail fails the connection for a cause of this side's own (§7.1.7): one Close frame
// with code and reason goes out, unless one did already, and nothing more is received.
// The error is a Misuse, as Close's is: of CloseCodeNotSendable, FrameControlTooLong or
// CloseReasonNotUTF8.
func (c *Conn) Fail(code CloseCode, reason []byte) error {
	if err := closeMisuse(code, reason); err != nil {
		return err
	}
	if !c.ended {
		c.fail(code, reason)
	}
	return nil
}

// broken fails the connection for what the peer broke.
func (c *Conn) broken(rule Rule) Event {
	c.fail(rule.CloseCode(), nil)
	return Event{Kind: EventFail, Rule: rule, Code: rule.CloseCode()}
}

func (c *Conn) fail(code CloseCode, reason []byte) {
	c.failed = true
	c.message, c.delivered = nil, false
	if !c.closeSent {
		c.appendClose(code, reason)
	}
}

// ShouldCloseTransport reports whether this side has to close the transport now: everything is written, and the connection has failed or, for a
// server, both Close frames have passed. A client waits for the server, and
// closes after a time of its own choosing (§5.5.1, §7.1.1).
func (c *Conn) ShouldCloseTransport() bool {
	switch {
	case c.ended:
		return true
	case len(c.out) > 0:
		return false
	}
	return c.failed || c.closeSent && c.closeReceived && c.decoder.Role == Server
}

// spare returns b emptied, to be used again, unless it is too large to be kept.
func spare(b []byte) []byte {
	if cap(b) > keep {
		return nil
	}
	return b[:0]
}
