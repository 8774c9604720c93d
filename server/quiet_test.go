package main

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Memory goes back when a burst is over, though some connections never rest, and
// not while it goes on, but for now and then.
func TestQuiet(t *testing.T) {
	for _, c := range []struct {
		what             string
		silenced, lately int64
		since            time.Duration
		quiet            bool
	}{
		{"nothing happened", 0, 0, time.Hour, false},
		{"a few fell silent", 255, 0, time.Hour, false},
		{"many did, and no more do", 10000, 0, time.Second, true},
		{"a hundred of them go on dripping", 10000, 100, time.Second, true},
		{"they are falling silent", 10000, 4000, time.Second, false},
		{"a busy server after a while", 10000, 4000, 21 * time.Second, true},
	} {
		assert.Equal(t, c.quiet, isQuiet(c.silenced, c.lately, c.since), c.what)
	}
}

// A server that runs looks after that by itself.
func TestKeepsQuiet(t *testing.T) {
	s := start(t)
	s.silenced.Add(quietMany)
	require.Eventually(t, func() bool { return s.silenced.Load() == 0 }, patience, 10*time.Millisecond)
}
