package codec

// A State is the state of a connection (RFC 6455 §4.1, §7.1.3, §7.1.4).
//
// The table shows everything that a [Conn] does. Its columns are the states of a Conn: in
// Sent this side has sent its Close frame, in Passed both sides have, in Failed this side
// has failed the connection (§7.1.7), in Ended the transport has ended. Its rows are
// bytes from the peer, given to Receive, and calls.
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
// A cell has the event that Receive or EOF returns, the frame that is added to the output
// (+), and the next column if it changes (>); - means that nothing happens. A refused
// call returns a Misuse of SendAfterClose and changes nothing. The event of EOF is
// EventClose with the code of the peer's Close frame, or with CloseAbnormal if there was
// none (§7.1.5). The third line names the roles that must end the transport once
// everything is written: ShouldCloseTransport (§5.5.1, §7.1.1).
//
// In Open, a fragmented message may be in progress in either direction (§5.4). A new
// message from the peer then breaks a rule, and Send and SendFragment return a Misuse of
// FrameMessageInterleaved, except with OpContinuation. No other cell changes.
type State uint8

// The states. A Conn begins Open: Connecting is the state during the opening handshake.
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

// An EventKind is the kind of an event on a connection.
type EventKind uint8

// The kinds of events.
const (
	EventNone    EventKind = iota // no event: more bytes are needed
	EventMessage                  // a whole message (RFC 6455 §6.2)
	EventPing                     // a ping; the pong is already in the output (§5.5.2)
	EventPong                     // a pong, solicited or not (§5.5.3)
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

// An Event is what happened on a connection (RFC 6455 §6.2, §7.1.5, §7.1.6).
type Event struct {
	Data   []byte    // the message, a ping's or pong's payload, or a Close frame's reason; valid until the next Receive
	Code   CloseCode // EventClose: the peer's code, CloseNoStatus for an empty body, CloseAbnormal without a Close frame; EventFail: this side's code
	Kind   EventKind
	Opcode Opcode // of the message or control frame
	Rule   Rule   // EventFail: the rule that the peer broke, or 0 when Config.Memory returned false
}
