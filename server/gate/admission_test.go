package gate

import (
	"net"
	"net/http"
	"net/netip"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"framelab/server/limits"
)

// Refused connections take no other peer's place: they are few, and count neither against
// -max-conns-per-peer nor against -max-conns.
func TestRefusedTakeNoPlace(t *testing.T) {
	now := time.Unix(1e9, 0)
	at := func(i int) net.Addr { return &net.TCPAddr{IP: net.IPv4(192, 0, 2, byte(i)), Port: 1} }
	for name, opt := range map[string]limits.Limits{
		"-max-conns-per-peer": {MaxConns: 20, MaxConnsPerPeer: limits.PerPeer{N: 2}},
		"-rate":               {MaxConns: 20, Rate: limits.PerPeer{N: 2}},
	} {
		t.Run(name, func(t *testing.T) {
			a := newAdmission(opt)
			told, unheard := 0, 0
			for i := range 100 {
				switch r, ok := a.enter(at(1), now); {
				case !ok:
					unheard++
				case r.Status != 0:
					require.Contains(t, r.Sentence, name)
					told++
				default:
					require.Less(t, i, 2)
				}
			}
			assert.Equal(t, OverflowPerPeer, told)
			assert.Equal(t, 100-2-OverflowPerPeer, unheard)
			for i := range 9 { // two each: -max-conns is full then
				for range 2 {
					r, ok := a.enter(at(2+i), now)
					require.True(t, ok)
					require.Zero(t, r.Status, "peer %d", i)
				}
			}
			r, ok := a.enter(at(99), now)
			require.True(t, ok)
			require.Equal(t, http.StatusServiceUnavailable, r.Status)
			// Refused ones that go make room to be told again, and for nothing else.
			a.leave(at(1), true)
			r, ok = a.enter(at(1), now)
			require.True(t, ok)
			require.NotZero(t, r.Status)
			a.leave(at(2), false)
			r, _ = a.enter(at(50), now)
			require.Zero(t, r.Status)
		})
	}
}

// The number of refused connections that are told why is bounded over all addresses.
func TestRefusedAreBounded(t *testing.T) {
	now := time.Unix(1e9, 0)
	a := newAdmission(limits.Limits{MaxConns: 1})
	told := 0
	for i := range 255 {
		if _, ok := a.enter(&net.TCPAddr{IP: net.IPv4(192, 0, 2, byte(i))}, now); ok {
			told++
		}
	}
	require.Equal(t, 1+Overflow, told)
	require.Len(t, a.peers, 1+Overflow, "nothing is kept of the others")
}

// Time without connections saves up no more than -rate of them.
func TestRateSavesUpNoMore(t *testing.T) {
	now := time.Unix(1e9, 0)
	addr := &net.TCPAddr{IP: net.IPv4(192, 0, 2, 1)}
	a := newAdmission(limits.Limits{MaxConns: 1000, Rate: limits.PerPeer{N: 5}})
	for _, pause := range []time.Duration{0, 30 * time.Second, 500 * time.Millisecond} {
		now = now.Add(pause)
		admitted := 0
		for range 20 {
			r, ok := a.enter(addr, now)
			if ok {
				a.leave(addr, r.Status != 0)
			}
			if r.Status == 0 {
				admitted++
			}
		}
		want := 5
		if pause == 500*time.Millisecond {
			want = 2
		}
		require.Equal(t, want, admitted, "after %v", pause)
	}
}

// A peer is an IPv4 address, in either form, or a network of IPv6: a single peer gets at
// least a /64.
func TestPeerIsANetwork(t *testing.T) {
	for _, tc := range []struct {
		one, other string
		same       bool
	}{
		{"[2001:db8:0:1::1]:1", "[2001:db8:0:1::1]:2", true},
		{"[2001:db8:0:1::1]:1", "[2001:db8:0:1:ffff:ffff:ffff:ffff]:1", true},
		{"[2001:db8:0:1::1]:1", "[2001:db8:0:2::1]:1", false},
		{"[2001:db8:0:1::1]:1", "[2001:db9:0:1::1]:1", false},
		{"[fe80::1%eth0]:1", "[fe80::2%eth0]:1", true},
		{"192.0.2.1:1", "[::ffff:192.0.2.1]:2", true},
		{"192.0.2.1:1", "192.0.2.2:1", false},
		{"[::ffff:192.0.2.1]:1", "[::ffff:192.0.2.2]:1", false},
		{"[::1]:1", "127.0.0.1:1", false},
	} {
		key := func(addr string) netip.Addr {
			return limits.PeerKey(net.TCPAddrFromAddrPort(netip.MustParseAddrPort(addr)))
		}
		assert.Equal(t, tc.same, key(tc.one) == key(tc.other), "%s and %s", tc.one, tc.other)
	}
	a := newAdmission(limits.Limits{MaxConns: 20_000, MaxConnsPerPeer: limits.PerPeer{N: 256}, Rate: limits.PerPeer{N: 0}})
	address := netip.MustParseAddr("2001:db8:0:1::")
	for i := range 300 {
		address = address.Next()
		r, _ := a.enter(net.TCPAddrFromAddrPort(netip.AddrPortFrom(address, 1)), time.Now())
		assert.Equal(t, i >= 256, r.Status == http.StatusTooManyRequests || i >= 256+OverflowPerPeer, "connection %d", i)
	}
	assert.Equal(t, 256, a.total)
	assert.Len(t, a.peers, 1)
}
