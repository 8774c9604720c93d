package memory

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// patience bounds every wait of these tests.
const patience = 10 * time.Second

// Memory goes back when a burst is over, though some connections never rest, and
// not while it goes on, but for now and then.
func TestQuiet(t *testing.T) {
	const mib = 1 << 20
	for _, c := range []struct {
		what                               string
		resident, rested, freed, allocated int64
		since                              time.Duration
		quiet                              bool
	}{
		{what: "nothing happened", resident: 10 * mib, rested: 10 * mib, since: time.Hour},
		{what: "hardly anything did", resident: 10*mib + mib/2, rested: 10 * mib, since: time.Hour},
		{what: "much was taken, and no more is", resident: 100 * mib, rested: 10 * mib, since: time.Second, quiet: true},
		{what: "much was let go of, and the process still has it", resident: 100 * mib, rested: 100 * mib, freed: 90 * mib, since: time.Second, quiet: true},
		{what: "a few connections never rest", resident: 100 * mib, rested: 10 * mib, allocated: mib, since: time.Second, quiet: true},
		{what: "the burst goes on", resident: 100 * mib, rested: 10 * mib, allocated: 40 * mib, since: time.Second},
		{what: "a busy server after a while", resident: 100 * mib, rested: 10 * mib, allocated: 40 * mib, since: 21 * time.Second, quiet: true},
		{what: "a little was taken again and again, and no more is", resident: 10 * mib, rested: 10 * mib, allocated: -5 * mib, since: time.Second, quiet: true},
		{what: "less than the last time", resident: 10 * mib, rested: 100 * mib, since: time.Hour},
	} {
		now, rested := usage{resident: c.resident, counted: 200 * mib}, usage{resident: c.rested, counted: 200*mib + c.freed}
		if now.allocated = c.allocated; c.allocated < 0 { // before the last look
			now.allocated, c.allocated = -c.allocated, 0
		}
		assert.Equal(t, c.quiet, isQuiet(now, rested, c.allocated, c.since), c.what)
	}
}

// KeepQuiet looks after that by itself.
func TestKeepsQuiet(t *testing.T) {
	done := make(chan struct{})
	defer close(done)
	go New(Least, 1).KeepQuiet(done)
	before := runtimeUsage().resident
	burst := make([][]byte, 64)
	for i := range burst {
		burst[i] = make([]byte, 1<<20)
		for j := 0; j < len(burst[i]); j += 4096 {
			burst[i][j] = 1
		}
	}
	require.Greater(t, runtimeUsage().resident, before+32<<20)
	require.NotEmpty(t, burst)
	burst = nil
	require.Eventually(t, func() bool { return runtimeUsage().resident < before+16<<20 }, patience, 10*time.Millisecond)
}
