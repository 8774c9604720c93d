package codec

// A State is how far a connection has come (RFC 6455 §4.1, §7.1.3, §7.1.4).
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
