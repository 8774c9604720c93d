package logs

import (
	"log/slog"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"framelab/server/logs/logstest"
)

// patience bounds every wait of these tests.
const patience = 10 * time.Second

// Other lines are not lost for a flood of one kind, and a later second lists again.
func TestLimitedLog(t *testing.T) {
	out := &logstest.Buffer{}
	log := New("json", out)
	flood := func() {
		for i := range 3 * eachKind {
			log.With("n", i).WithGroup("g").Info("flood", "of", i)
			log.Warn("http: an error of " + strconv.Itoa(i))
		}
	}
	flood()
	log.Info("alone")
	count := func(s string) int { return strings.Count(out.String(), s) }
	assert.Equal(t, eachKind, count(`"msg":"flood"`))
	assert.Equal(t, eachKind, count(`"msg":"http: an error`))
	assert.Equal(t, 1, count(`"msg":"alone"`))
	left := `"msg":"lines left out of the log","of":"flood","count":` + strconv.Itoa(2*eachKind)
	require.Eventually(t, func() bool { return count(left) == 1 }, patience, 5*time.Millisecond, "without any line that follows")
	log.Info("flood")
	assert.Equal(t, eachKind+1, count(`"msg":"flood"`))
	Flush(log)
	Flush(log)
	assert.Equal(t, 1, count(left))

	ks := limit(slog.DiscardHandler).kinds
	start := time.Now()
	for i := range 10 * eachKind { // steadily, fewer than a second has
		require.True(t, ks.admit("x", start.Add(time.Duration(i)*2*span/eachKind)))
	}
}
