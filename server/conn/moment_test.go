package conn

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// isMonotonic reports whether a time is on the clock that only goes forward, so
// that a deadline stays where it is when the wall clock is set.
func isMonotonic(t time.Time) bool { return strings.Contains(t.String(), " m=") }

// A moment is the time that it was made of, on that clock.
func TestMoment(t *testing.T) {
	now := time.Now()
	require.Zero(t, MomentOf(now).Time().Sub(now))
	require.True(t, isMonotonic(MomentOf(now).Time()))
	require.True(t, isMonotonic(Past))
	require.Less(t, MomentOf(now), MomentOf(now.Add(1)))
}
