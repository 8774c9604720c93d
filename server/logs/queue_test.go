package logs

import (
	"bytes"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"framelab/server/logs/logstest"
)

// A slowWriter writes nothing until it is told to.
type slowWriter struct {
	logstest.Buffer
	take sync.Mutex
}

func (w *slowWriter) Write(p []byte) (int, error) {
	w.take.Lock()
	defer w.take.Unlock()
	return w.Buffer.Write(p)
}

// Lines that do not fit are counted, and the log says so as soon as there is room again.
// All others are written in order.
func TestQueue(t *testing.T) {
	for _, size := range []int{10, 10_000} {
		var w slowWriter
		q := NewQueue("text", &w)
		w.take.Lock()
		const lines = 3 * queueLines
		for i := range lines {
			n, err := q.Write([]byte(strings.Repeat(string(rune('a'+i%26)), size) + "\n"))
			require.NoError(t, err)
			require.Equal(t, size+1, n)
		}
		require.LessOrEqual(t, q.bytes.Load(), int64(queueBytes))
		before := time.Now()
		q.Close()
		require.Less(t, time.Since(before), patience)
		w.take.Unlock()
		<-q.done
		written := strings.Count(w.String(), "\n")
		require.Contains(t, w.String(), "log lines dropped")
		require.Greater(t, written, 50)
		require.LessOrEqual(t, written, queueLines+3)
	}
	var b bytes.Buffer
	q := NewQueue("text", &b)
	q.Write([]byte("one\n"))
	q.Write([]byte("two\n"))
	q.Close()
	require.Equal(t, "one\ntwo\n", b.String())
}
