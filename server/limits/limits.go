// Package limits has what the flags of the server bound: sizes, times and numbers of
// connections, and places that peers share. Every other package of the server reads it.
package limits

import "time"

// Limits are the bounds that flags set. A flag's name is the field's: -max-message
// sets MaxMessage.
type Limits struct {
	MaxMessage       Size
	MaxFrame         Size
	MaxFragments     int // of a message
	MaxHeader        Size
	HandshakeTimeout time.Duration
	IdleTimeout      time.Duration
	MaxConns         int
	MaxConnsPerPeer  PerPeer
	MaxPending       Size
	MaxChat          int
	Rate             PerPeer // new connections a second
}

// MaxFields is the most header fields of a request; one more gets 431.
const MaxFields = 100
