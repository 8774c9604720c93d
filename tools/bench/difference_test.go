package bench

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A difference is a class of inputs on which this codec and a peer disagree, with the
// reason why this codec is right.
type difference[O any] struct {
	peer    string
	what    string // what ours does, what theirs does
	section string // the section of an RFC
	why     string
	match   func(ours, theirs O) bool
}

// A ledger counts the disagreements in each class.
type ledger[O any] struct {
	classes []difference[O]
	agreed  map[string]int
	found   []int
}

func newLedger[O any](classes []difference[O]) *ledger[O] {
	return &ledger[O]{classes: classes, agreed: map[string]int{}, found: make([]int, len(classes))}
}

// enter compares two outcomes for one input. It fails the test if they disagree and no
// class covers that.
func (l *ledger[O]) enter(t *testing.T, peer string, agree bool, ours, theirs O, input []byte) {
	if agree {
		l.agreed[peer]++
		return
	}
	for i, c := range l.classes {
		if c.peer == peer && c.match(ours, theirs) {
			l.found[i]++
			return
		}
	}
	require.Failf(t, "a disagreement that is not listed", "%s\nours:   %+v\ntheirs: %+v\ninput:  %.400q", peer, ours, theirs, input)
}

// close fails the test if a class is empty: the list must not keep differences that no
// longer exist.
func (l *ledger[O]) close(t *testing.T) {
	for i, c := range l.classes {
		assert.NotZero(t, l.found[i], "no disagreement in the class %s: %s", c.peer, c.what)
		assert.NotEmpty(t, c.section)
		assert.NotEmpty(t, c.why)
		t.Logf("%6d %-8s %s (%s): %s", l.found[i], c.peer, c.what, c.section, c.why)
	}
	for peer, n := range l.agreed {
		assert.NotZero(t, n)
		t.Logf("%6d %-8s agree", n, peer)
	}
}
