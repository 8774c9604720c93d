package tap

import (
	"fmt"
	"net/netip"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"framelab/server/memory"
)

// tapID returns an id that a page could have made up.
func tapID(n int) string { return fmt.Sprintf("test-%020d_A", n) }

// A slot without a listener is dropped after Expiry.
func TestTapExpires(t *testing.T) {
	ts := New(memory.New(memory.Least, 1))
	peer := netip.MustParseAddr("192.0.2.1")
	now := time.Now()
	capture, r := ts.begin(tapID(0), peer, now)
	require.Zero(t, r.Status)
	_, r = ts.listen(tapID(1), peer, now)
	require.Zero(t, r.Status)
	later := func(d time.Duration) int {
		ts.mu.Lock()
		defer ts.mu.Unlock()
		ts.sweep(time.Now().Add(d))
		return len(ts.byID)
	}
	require.Equal(t, 2, later(10*Expiry), "a connection under way and a listener are kept")
	capture.Close()
	ts.leave(tapID(1), now)
	require.Equal(t, 2, later(Expiry/2))
	require.Equal(t, 0, later(Expiry+time.Second))
	require.Zero(t, ts.memory.Used())
}

// One timer drops the slots of any number of visits.
func TestTapVisitsLeaveNothing(t *testing.T) {
	ts := New(memory.New(memory.Least, 1))
	ts.most = 1
	peer := netip.MustParseAddr("192.0.2.1")
	var before, after runtime.MemStats
	visit := func(n int) {
		for i := range n {
			_, r := ts.listen(tapID(i), peer, time.Now())
			require.Zero(t, r.Status)
			ts.leave(tapID(i), time.Now())
		}
	}
	visit(1000)
	runtime.GC()
	runtime.ReadMemStats(&before)
	visit(20_000)
	runtime.GC()
	runtime.ReadMemStats(&after)
	assert.Less(t, int64(after.HeapAlloc)-int64(before.HeapAlloc), int64(1<<20), "bytes of heap")
	require.NotNil(t, ts.expiry)
	require.LessOrEqual(t, len(ts.byID), Slots)
}
