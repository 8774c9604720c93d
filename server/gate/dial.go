package gate

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/netip"

	"framelab/server/limits"
)

// DialSelf connects for a peer to the address that this server listens on, or to
// loopback if that is all addresses. No other code decides where a run connects.
func (g *Gate) DialSelf(ctx context.Context, peer netip.Addr) (net.Conn, error) {
	addr := *g.Addr().(*net.TCPAddr)
	if addr.IP.IsUnspecified() {
		addr.IP = net.IPv4(127, 0, 0, 1)
	}
	c, err := (&net.Dialer{}).DialContext(ctx, "tcp", addr.String())
	if err != nil {
		return nil, err
	}
	g.connectsFor(peer, c.LocalAddr())
	if g.TLS == nil {
		return c, nil
	}
	t := tls.Client(c, &tls.Config{
		NextProtos: []string{"http/1.1"},
		// The whole certificate is compared, so the name in it need not be checked.
		InsecureSkipVerify: true,
		VerifyPeerCertificate: func(raw [][]byte, _ [][]*x509.Certificate) error {
			if len(raw) == 0 || !bytes.Equal(raw[0], g.TLS.Certificates[0].Certificate[0]) {
				return errors.New("the certificate is not this server's")
			}
			return nil
		},
	})
	if err := t.HandshakeContext(ctx); err != nil {
		c.Close()
		return nil, err
	}
	return t, nil
}

// connectsFor notes, before the first byte is sent, for which peer a run of /raw has
// connected from an address. The note is dropped with the connection.
func (g *Gate) connectsFor(peer netip.Addr, from net.Addr) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.runs[addrPort(from)] = peer
}

// Peer returns what identifies the peer of the connection: see limits.PeerKey. The
// connection of a run counts for the peer that asked for the run. Otherwise that peer
// would have this machine's places in addition to its own.
func (c *Conn) Peer() netip.Addr {
	c.gate.mu.Lock()
	defer c.gate.mu.Unlock()
	if peer, ok := c.gate.runs[addrPort(c.RemoteAddr())]; ok {
		return peer
	}
	return limits.PeerKey(c.RemoteAddr())
}
