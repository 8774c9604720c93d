package conn

import (
	"errors"
	"net"
	"os"
)

// A belowTLS is the TCP connection below TLS. While there is set it gives no
// bytes, so that a read of TLS returns what has been decrypted and does not wait.
//
// It ends a connection that receives mostSilent bytes without data for us: crypto/tls
// keeps a handshake message of up to 256 KiB until it is whole, even after the handshake.
type belowTLS struct {
	*net.TCPConn
	c      *Conn
	there  bool
	silent int // bytes since the last data
}

// mostSilent is more than a record (16 KiB, RFC 8446 §5.1) and the messages of a
// client's handshake before it, which are some KiB.
const mostSilent = 24 << 10

var errSilentTLS = errors.New("too many bytes of TLS without data")

func (b *belowTLS) Write(p []byte) (int, error) { return b.c.steady(p) }

func (b *belowTLS) Read(p []byte) (int, error) {
	if b.there {
		return 0, os.ErrDeadlineExceeded
	}
	if b.silent > mostSilent {
		return 0, errSilentTLS
	}
	n, err := b.TCPConn.Read(p[:min(len(p), mostSilent)])
	b.silent += n
	return n, err
}

// Read reads what the peer has sent; under TLS, what has been decrypted.
func (c *Conn) Read(p []byte) (int, error) {
	n, err := c.Stream.Read(p)
	if n > 0 && c.below != nil {
		c.below.silent = 0
	}
	return n, err
}
