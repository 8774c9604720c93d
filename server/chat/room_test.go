package chat

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"framelab/server/limits"
	"framelab/server/memory"
)

// A line is kept until all have taken it, and no longer.
func TestRoomKeepsNothing(t *testing.T) {
	r := NewRoom(Config{Limits: limits.Limits{MaxPending: 1 << 20, MaxChat: 2, IdleTimeout: time.Minute}, Memory: memory.New(memory.Least, 1)})
	require.Zero(t, r.enter().Status)
	require.Zero(t, r.enter().Status)
	one, two := &member{room: r, busy: true}, &member{room: r, busy: true}
	r.join(one)
	r.join(two)
	r.take(one)
	one.busy, two.busy = true, true // no goroutine sends them anything
	long := strings.Repeat("x", len(memory.Buffer{}))
	r.say(one, []byte(long))
	r.say(two, []byte("waits"))
	kept := r.lines
	lines, _ := r.take(one)
	require.Equal(t, []string{"guest-1: " + long}, lines)
	require.Len(t, r.lines, 2)
	r.take(two)
	require.Empty(t, kept[0].text)
	require.Len(t, r.lines, 1)
	require.Equal(t, len("guest-2: waits")+lineCost, r.bytes)
	r.take(one)
	r.leave(two) // and need not take it any more
	require.Len(t, r.lines, 1)
	lines, _ = r.take(one)
	require.Equal(t, []string{"* guest-2 left"}, lines)
	require.Empty(t, r.lines)
	require.Zero(t, r.bytes)
}

// Joining costs no more for the last than for the first when members are many:
// a member that joins is announced to a hundred others at most.
func TestJoiningIsLinear(t *testing.T) {
	told := func(members int) int {
		r := NewRoom(Config{Limits: limits.Limits{MaxPending: 1 << 20, MaxChat: members}, Memory: memory.New(memory.Least, 1)})
		lines := 0
		for range members {
			require.Zero(t, r.enter().Status)
			m := &member{room: r, busy: true} // no goroutine sends it anything
			r.join(m)
			lines += len(r.lines)
			for other := range r.members {
				r.take(other)
				other.busy = true
			}
		}
		return lines
	}
	assert.Equal(t, Announced-1, told(1000))
}
