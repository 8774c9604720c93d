package codec

import (
	"errors"
	"regexp"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Every rule has a unique name and a section, and leads to a close code or to an HTTP
// status, never to both.
func TestRuleTable(t *testing.T) {
	names := map[string]Rule{}
	pattern := regexp.MustCompile(`^[a-z0-9]+([.-][a-z0-9]+)+$`)
	for r := Rule(1); r < numRules; r++ {
		assert.Regexp(t, pattern, r.Name())
		assert.Zero(t, names[r.Name()], "%s occurs twice", r.Name())
		names[r.Name()] = r
		assert.Regexp(t, `^[0-9]+(\.[0-9]+)*$`, r.Section().Number, r.Name())
		assert.NotZero(t, r.Section().RFC, r.Name())
		assert.Equal(t, r.Name()+" ("+r.Section().String()+")", r.Error())
		assert.False(t, r.CloseCode() != 0 && r.Status() != 0, r.Name())
	}
	assert.Equal(t, int(numRules), NumRules)
}

// Each rule of frames has a close code that may be sent, except the rules that only this
// side's own calls can break.
func TestRuleCloseCodes(t *testing.T) {
	own := []Rule{SendAfterClose, MaskEntropyMissing, PendingFull}
	for r := Rule(1); r < HeadTooBig; r++ {
		assert.Zero(t, r.Status(), r.Name())
		if slices.Contains(own, r) {
			assert.Zero(t, r.CloseCode(), r.Name())
			continue
		}
		assert.True(t, r.CloseCode().Sendable(), r.Name())
	}
	for r := HeadTooBig; r < numRules; r++ {
		assert.Zero(t, r.CloseCode(), r.Name())
	}
}

// Using a Rule as an error allocates nothing.
func TestRuleErrorAllocatesNothing(t *testing.T) {
	var err error
	assert.Zero(t, testing.AllocsPerRun(100, func() {
		for r := Rule(1); r < numRules; r++ {
			err = r
		}
	}))
	assert.Equal(t, Rule(numRules-1), err)
	assert.Equal(t, "none", Rule(0).Error())
	beyond := Rule(numRules)
	assert.Equal(t, "unknown", beyond.Name())
	assert.Equal(t, "unknown", beyond.Error())
	assert.Zero(t, beyond.CloseCode())
	assert.Zero(t, beyond.Status())
	assert.Zero(t, beyond.Section())
}

// A caller's misuse is not a peer's fault, though both name a rule.
func TestMisuse(t *testing.T) {
	c, err := NewConn(Config{Role: Server})
	require.NoError(t, err)
	bad := []byte("\xff")
	err = c.Send(OpText, bad)
	var byCaller Misuse
	var byPeer Rule
	require.True(t, errors.As(err, &byCaller))
	assert.False(t, errors.As(err, &byPeer))
	assert.Equal(t, MessageTextNotUTF8, byCaller.Rule())
	assert.Equal(t, MessageTextNotUTF8, RuleOf(err))
	assert.True(t, errors.Is(err, MessageTextNotUTF8))
	assert.False(t, errors.Is(err, SendAfterClose))
	assert.EqualError(t, err, "misuse: message.text.not-utf8 (RFC 6455 §8.1)")

	d := Decoder{Role: Client}
	_, err = d.Decode([]byte("\x81\x01\xff"), new(Chunk))
	assert.False(t, errors.As(err, &byCaller))
	require.True(t, errors.As(err, &byPeer))
	assert.Equal(t, MessageTextNotUTF8, RuleOf(err))

	assert.NoError(t, misuse(0))
	assert.Zero(t, RuleOf(nil))
	assert.Zero(t, RuleOf(errors.New("another")))
	assert.Zero(t, testing.AllocsPerRun(100, func() { err = c.Send(OpText, bad) }))
}
