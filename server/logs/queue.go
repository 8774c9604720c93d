package logs

import (
	"io"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"
)

// A Queue is between the log and w. Write never waits: while w is slow, lines
// wait in the queue, and lines that do not fit are dropped and counted. So a full pipe
// on standard error does not stop the server.
type Queue struct {
	w       io.Writer
	form    string // text or json
	lines   chan []byte
	bytes   atomic.Int64
	dropped atomic.Int64
	closing chan struct{} // closed by Close
	done    chan struct{} // closed when everything is written
	once    sync.Once
}

const (
	queueLines = 1024
	queueBytes = 1 << 20
	flushTime  = 200 * time.Millisecond // how long Close waits
)

// NewQueue returns a queue that writes to w until Close.
func NewQueue(form string, w io.Writer) *Queue {
	q := &Queue{w: w, form: form, lines: make(chan []byte, queueLines), closing: make(chan struct{}), done: make(chan struct{})}
	go q.run()
	return q
}

// Write queues a line, or drops it.
func (q *Queue) Write(p []byte) (int, error) {
	if q.bytes.Add(int64(len(p))) > queueBytes {
		q.drop(p)
		return len(p), nil
	}
	select {
	case q.lines <- append([]byte(nil), p...):
	default:
		q.drop(p)
	}
	return len(p), nil
}

func (q *Queue) drop(p []byte) {
	q.bytes.Add(-int64(len(p)))
	q.dropped.Add(1)
}

// run writes the lines.
func (q *Queue) run() {
	defer close(q.done)
	for {
		select {
		case line := <-q.lines:
			q.write(line)
		case <-q.closing:
			for len(q.lines) > 0 {
				q.write(<-q.lines)
			}
			return
		}
	}
}

// write writes a line, and how many were dropped while w was slow.
func (q *Queue) write(line []byte) {
	_, _ = q.w.Write(line) // an error cannot be reported anywhere
	q.bytes.Add(-int64(len(line)))
	if n := q.dropped.Swap(0); n > 0 {
		New(q.form, q.w).Warn("log lines dropped: standard error was not read", slog.Int64("lines", n))
	}
}

// Close ends the queue. It returns when everything is written, or after flushTime.
func (q *Queue) Close() {
	q.once.Do(func() { close(q.closing) })
	select {
	case <-q.done:
	case <-time.After(flushTime):
	}
}
