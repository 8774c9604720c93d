//go:build !linux

package conn

// hasUnsent is true where the system cannot be asked: a write that takes long is
// one that waits for the peer.
func (c *Conn) hasUnsent() bool { return true }
