package codec

// A Config says how one side of a connection behaves. Sizes are in bytes.
type Config struct {
	Role   Role   // the role of this side
	Limits Limits // what this side accepts
	// Keys returns an unpredictable masking key (RFC 6455 §5.3, §10.3). A client calls it
	// once for every frame that it writes; a server never calls it.
	Keys func() MaskKey
	// MaxPending is how many bytes may wait to be written before Send and the other
	// sending methods return a Misuse of PendingFull; 0 means no limit. A single message
	// may exceed it.
	MaxPending int
	// Inflater enables permessage-deflate: RSV1 then marks a compressed message (RFC 7692
	// §6). Deflater compresses every message that is sent; when it is nil, messages are
	// sent uncompressed, which is legal too. Neither may be shared with another
	// connection. UseDeflate sets both, with the negotiated windows.
	Inflater Inflater
	Deflater Deflater
	// Memory, if set, is called before the connection allocates n bytes in addition to
	// what Buffered returns: for a received message, for the inflated bytes of one, or
	// for what is sent. When it returns false, the connection fails with
	// CloseTryAgainLater: Receive returns an EventFail whose Rule is 0, and the sending
	// methods return a Misuse of PendingFull.
	Memory func(n int) bool
}

// UseDeflate sets Inflater and Deflater to this package's own, with the negotiated
// parameters d: those that ChooseDeflate or Response.Deflate returned. Set Role first.
func (c *Config) UseDeflate(d Deflate) {
	c.Inflater = NewInflater(d.Compression(c.Role.Peer()))
	c.Deflater = NewDeflater(d.Compression(c.Role))
}

// A Conn is one side of an open connection. It does no I/O: pass received bytes to
// Receive, and write the bytes that Output returns. It answers pings and Close frames and
// fails the connection by itself. It is not safe for concurrent use.
type Conn struct {
	decoder Decoder
	keys    func() MaskKey
	memory  func(n int) bool
	limit   int

	// Receiving.
	message   []byte // payload so far of a message that needs more than one piece
	delivered bool   // message was returned in an event, so its memory can be reused
	inflating bool   // the current message is compressed
	inflated  UTF8   // UTF-8 state of the inflated text
	inflater  Inflater
	control   []byte // payload so far of a control frame that needs more than one piece

	// The closing handshake.
	closeSent     bool
	closeReceived bool
	failed        bool
	ended         bool      // the transport has ended
	code          CloseCode // from the peer's Close frame

	// Sending.
	sending    Opcode // opcode of the current fragmented message, 0 if there is none
	text       UTF8   // UTF-8 state of its text
	out        []byte // whole frames
	written    int    // bytes of out that have been written
	deflater   Deflater
	compressed []byte // the deflater's output
	boundary   int    // offset in out of the start of a frame, or len(out)
	pong       []byte // payload of the pong that is due
	pongDue    bool   // there is a pong that is not yet in out
	pongFrom   int    // offsets in out of the last pong that Output placed
	pongTo     int
}

// maxSpare is the size in bytes of the largest buffer that a connection keeps for reuse.
const maxSpare = 64 << 10

// NewConn returns an open connection, in the state right after the opening handshake (RFC
// 6455 §4.1, §4.2.2). A client without Keys is a Misuse of MaskEntropyMissing (§5.3).
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

// State returns the state of the connection (§7.1.3, §7.1.4).
func (c *Conn) State() State {
	switch {
	case c.ended:
		return StateClosed
	case c.closeSent || c.closeReceived || c.failed:
		return StateClosing
	}
	return StateOpen
}

// Receiving returns the opcode of the message that the peer has begun and not ended, and
// how many of its frames have begun; without such a message both are 0 (RFC 6455 §5.4).
func (c *Conn) Receiving() (op Opcode, frames int) {
	if c.decoder.judge.message == 0 {
		return 0, 0
	}
	return c.decoder.judge.message, c.decoder.judge.fragments
}

// Window returns how many bytes of the peer's earlier messages its next compressed message
// may refer to (RFC 7692 §7.1.1). It is 0 without permessage-deflate, without context
// takeover, and with an Inflater from another package.
func (c *Conn) Window() int {
	if z, ok := c.inflater.(inflater); ok {
		return z.engine.Window()
	}
	return 0
}

// Receive reads bytes from the peer and sets ev to the first event in them, or to one of
// kind EventNone if they complete none. Call it again with rest until rest is empty, then
// with the next bytes. Payloads are unmasked in p; a message that is one whole frame in p
// is not copied. After a Close frame or a failure, Receive discards all bytes (§1.4,
// §7.1.7).
//
// ev is a parameter, not a result, for the same reason as Decode's chunk.
func (c *Conn) Receive(p []byte, ev *Event) (rest []byte) {
	*ev = Event{}
	if c.delivered {
		c.delivered = false
		c.message = emptied(c.message)
	}
	var chunk Chunk
	for len(p) > 0 {
		if c.closeReceived || c.failed || c.ended {
			return nil
		}
		n, err := c.decoder.Decode(p, &chunk)
		if err != nil {
			*ev = c.failRule(c.decoder.Fault().Rule)
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

// receiveData handles a chunk of a data message (RFC 6455 §5.4).
func (c *Conn) receiveData(chunk *Chunk) Event {
	if chunk.First() && chunk.Header.Opcode != OpContinuation {
		c.begin(chunk.Header.RSV)
	}
	ok := true
	if c.inflating {
		var rule Rule
		if rule, ok = c.inflate(chunk); rule != 0 {
			return c.failRule(rule)
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

// receiveControl handles a chunk of a control frame (§5.5).
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
		c.appendClose(c.code, nil) // §5.5.1: answer with the same code, or with an empty body if there was none
	}
	c.message = nil
	return Event{Kind: EventClose, Opcode: OpClose, Code: c.code, Data: reason}
}

// EOF records the end of the transport and returns how the connection closed: EventClose
// with the code of the peer's Close frame, or with CloseAbnormal if there was none
// (§7.1.5). It drops unwritten output. A second call returns EventNone.
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

// Fail fails the connection for a reason of this side's own (§7.1.7): it sends one Close
// frame with code and reason, unless this side already sent one, and receives nothing
// more. The error is a Misuse, as for Close: of CloseCodeNotSendable, FrameControlTooLong
// or CloseReasonNotUTF8.
func (c *Conn) Fail(code CloseCode, reason []byte) error {
	if err := closeMisuse(code, reason); err != nil {
		return err
	}
	if !c.ended {
		c.fail(code, reason)
	}
	return nil
}

// failRule fails the connection because the peer broke rule.
func (c *Conn) failRule(rule Rule) Event {
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

// ShouldCloseTransport reports whether this side has to close the transport now: all
// output is written, and either the connection has failed or, for a server, both Close
// frames are through. A client waits for the server to close the transport, and closes it
// after a timeout of its own (§5.5.1, §7.1.1).
func (c *Conn) ShouldCloseTransport() bool {
	switch {
	case c.ended:
		return true
	case len(c.out) > 0:
		return false
	}
	return c.failed || c.closeSent && c.closeReceived && c.decoder.Role == Server
}

// emptied returns b with length 0 for reuse, or nil if b is too large to keep.
func emptied(b []byte) []byte {
	if cap(b) > maxSpare {
		return nil
	}
	return b[:0]
}
