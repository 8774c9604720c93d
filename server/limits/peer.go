package limits

import (
	"net"
	"net/netip"
)

// PeerKey returns what identifies a peer: its IPv4 address, or the /64 network of its
// IPv6 address, because a single site gets at least a /64 (RFC 6177 §2).
func PeerKey(addr net.Addr) netip.Addr {
	tcp, ok := addr.(*net.TCPAddr)
	if !ok {
		return netip.Addr{}
	}
	ip := tcp.AddrPort().Addr().Unmap()
	if ip.Is4() {
		return ip
	}
	network, err := ip.Prefix(peerBits)
	if err != nil {
		return ip
	}
	return network.Addr()
}

// peerBits is how many bits of an IPv6 address identify a peer.
const peerBits = 64
