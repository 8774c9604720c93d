package main

import (
	"io"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"
)

// A logQueue stands between the log and w. Write never waits: while w is slow, lines
// wait in the queue, and lines that do not fit are dropped and counted. So a full pipe
// on standard error does not stop the server.
type logQueue struct {
	w       io.Writer
	form    string // text or json
	lines   chan []byte
	bytes   atomic.Int64
	dropped atomic.Int64
	ending  chan struct{}
	ended   chan struct{}
	once    sync.Once
}

const (
	logLines = 1024
	logBytes = 1 << 20
	logFlush = 200 * time.Millisecond // the time that the end waits for the log
)

// newLogQueue returns a queue that writes to w until flush.
func newLogQueue(form string, w io.Writer) *logQueue {
	q := &logQueue{w: w, form: form, lines: make(chan []byte, logLines), ending: make(chan struct{}), ended: make(chan struct{})}
	go q.run()
	return q
}

// Write queues a line, or drops it.
func (q *logQueue) Write(p []byte) (int, error) {
	if q.bytes.Add(int64(len(p))) > logBytes {
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

func (q *logQueue) drop(p []byte) {
	q.bytes.Add(-int64(len(p)))
	q.dropped.Add(1)
}

// run writes the lines.
func (q *logQueue) run() {
	defer close(q.ended)
	for {
		select {
		case line := <-q.lines:
			q.write(line)
		case <-q.ending:
			for len(q.lines) > 0 {
				q.write(<-q.lines)
			}
			return
		}
	}
}

// write writes a line, and how many were dropped while w was slow.
func (q *logQueue) write(line []byte) {
	_, _ = q.w.Write(line) // an error cannot be reported anywhere
	q.bytes.Add(-int64(len(line)))
	if n := q.dropped.Swap(0); n > 0 {
		newLogger(q.form, q.w).Warn("log lines dropped: standard error was not read", slog.Int64("lines", n))
	}
}

// flush ends the queue. It returns when everything is written, or after logFlush.
func (q *logQueue) flush() {
	q.once.Do(func() { close(q.ending) })
	select {
	case <-q.ended:
	case <-time.After(logFlush):
	}
}
