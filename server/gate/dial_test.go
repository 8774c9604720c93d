package gate

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/require"

	"framelab/server/cert"
)

// Over TLS a run accepts the server's own certificate, and no other.
func TestDialSelfKnowsItsServer(t *testing.T) {
	g := listening(t)
	var err error
	g.TLS, err = cert.Make("127.0.0.1:0")
	require.NoError(t, err)
	go func() {
		for {
			c, err := g.Accept()
			if err != nil {
				return
			}
			go c.Read(make([]byte, 1)) // which agrees on TLS
		}
	}()
	c, err := g.DialSelf(t.Context(), netip.Addr{})
	require.NoError(t, err)
	c.Close()
	other := &Gate{TCPListener: g.TCPListener, runs: map[netip.AddrPort]netip.Addr{}}
	other.TLS, err = cert.Make("127.0.0.1:0")
	require.NoError(t, err)
	_, err = other.DialSelf(t.Context(), netip.Addr{})
	require.ErrorContains(t, err, "the certificate is not this server's")
}
