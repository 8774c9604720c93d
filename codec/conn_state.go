package codec

// A State is how far a connection has come (RFC 6455 §4.1, §7.1.3, §7.1.4).
//
// This is all that a [Conn] can do. A column is a place that it has come to: in
// Sent its Close frame has gone, in Passed one has gone each way, in Failed it has
// failed the connection (§7.1.7), in Ended the transport is no more. A row is
// something that comes from the peer, with Receive, or a call.
//
//	                   Open                 Sent           Passed        Failed        Ended
//	State              open                 closing        closing       closing       closed
//	who ends transport -                    -              server        both          both
//	message comes      message              message        -             -             -
//	ping comes         ping +pong           ping           -             -             -
//	pong comes         pong                 pong           -             -             -
//	Close comes        close +close >Passed close >Passed  -             -             -
//	empty Close comes  close +close >Passed close >Passed  -             -             -
//	broken rule comes  fail +close >Failed  fail >Failed   -             -             -
//	EOF                close >Ended         close >Ended   close >Ended  close >Ended  -
//	Fail               +close >Failed       >Failed        >Failed       -             -
//	Send               +text                refused        refused       refused       refused
//	SendFragment       +text                refused        refused       refused       refused
//	Ping               +ping                refused        refused       refused       refused
//	Pong               +pong                refused        refused       refused       refused
//	Close              +close >Sent         refused        refused       refused       refused
//
// A cell has the event that Receive or EOF returns, the frame that is put among
// the output (+), and the column that it leads to (>) when that is another. A call
// that is refused returns a Misuse of SendAfterClose and changes nothing; - is nothing at all.
// The event of EOF is EventClose with the code of the peer's Close frame, or with
// CloseAbnormal when none came (§7.1.5). The transport is to be ended by this side
// when it plays the role in the third line, and has written everything: that is
// ShouldCloseTransport (§5.5.1, §7.1.1).
//
// In Open a fragmented message may be under way in either direction (§5.4). Then
// another message that comes breaks a rule, and Send and SendFragment, but with
// OpContinuation, return a Misuse of FrameMessageInterleaved; no other cell changes.
type State uint8

// The states. A Conn begins Open: Connecting is the opening handshake's.
const (
	StateConnecting State = iota
	StateOpen
	StateClosing // a Close frame was sent or received, or the connection has failed
	StateClosed  // the transport has ended
)

// String returns "connecting", "open", "closing" or "closed".
func (s State) String() string {
	switch s {
	case StateConnecting:
		return "connecting"
	case StateOpen:
		return "open"
	case StateClosing:
		return "closing"
	case StateClosed:
		return "closed"
	}
	return "no state"
}

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
