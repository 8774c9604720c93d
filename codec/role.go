package codec

// A Role is the side of a connection that an endpoint plays (RFC 6455 §1.2).
// Which bytes are legal depends on it: a client masks every frame, a server none (§5.1).
type Role uint8

// The two roles.
const (
	Client Role = iota + 1
	Server
)

// Peer returns the other role: who sends what this role receives.
func (r Role) Peer() Role { return Client + Server - r }

// String returns "client" or "server".
func (r Role) String() string {
	switch r {
	case Client:
		return "client"
	case Server:
		return "server"
	}
	return "no role"
}
