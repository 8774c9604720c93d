package codec

// An EventKind says what has happened on a connection.
type EventKind uint8

// The kinds of events.
const (
	EventNone    EventKind = iota // nothing yet: more bytes are needed
	EventMessage                  // a whole message (RFC 6455 §6.2)
	EventPing                     // a ping; the pong is already among the output (§5.5.2)
	EventPong                     // a pong, asked for or not (§5.5.3)
	EventClose                    // the peer's Close frame, or the end of the transport
	EventFail                     // this side failed the connection (§7.1.7)
)

// String returns the kind's name, such as "message".
func (k EventKind) String() string {
	switch k {
	case EventNone:
		return "none"
	case EventMessage:
		return "message"
	case EventPing:
		return "ping"
	case EventPong:
		return "pong"
	case EventClose:
		return "close"
	case EventFail:
		return "fail"
	}
	return "no kind"
}

// An Event is what received bytes amount to (RFC 6455 §6.2, §7.1.5, §7.1.6).
type Event struct {
	Data   []byte    // a message, a ping's or pong's payload, a Close frame's reason; valid until the next Receive
	Code   CloseCode // EventClose: the peer's, CloseNoStatus when it gave none, CloseAbnormal when no Close frame came; EventFail: ours
	Kind   EventKind
	Opcode Opcode // of the message or control frame
	Rule   Rule   // EventFail: what the peer broke, or 0 when Config.Memory returned false
}
