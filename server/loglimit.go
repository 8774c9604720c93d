package main

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"time"
)

// logEach is how many lines of one kind the log has in logSpan. What peers do can
// be logged faster than a disk takes it, so further lines are only counted.
const (
	logEach = 50
	logSpan = time.Second
)

// A limitedLog is a slog.Handler that passes on at most logEach records of each
// message in logSpan, and then one record that says how many were left out.
type limitedLog struct {
	slog.Handler
	kinds *logKinds // shared by the handlers that With makes
}

type logKinds struct {
	mu   sync.Mutex
	last slog.Handler // that the records on what was left out go to
	by   map[string]*logKind
}

// A logKind counts the records of one message since a time.
type logKind struct {
	since            time.Time
	written, leftOut int
}

func limitLog(h slog.Handler) *limitedLog {
	return &limitedLog{h, &logKinds{last: h, by: map[string]*logKind{}}}
}

// Handle is slog.Handler's.
func (l *limitedLog) Handle(ctx context.Context, r slog.Record) error {
	// net/http's messages begin alike and have what varies in them.
	if kind, _, _ := strings.Cut(r.Message, ":"); l.kinds.admit(kind, time.Now()) {
		return l.Handler.Handle(ctx, r)
	}
	return nil
}

// WithAttrs is slog.Handler's.
func (l *limitedLog) WithAttrs(attrs []slog.Attr) slog.Handler {
	return &limitedLog{l.Handler.WithAttrs(attrs), l.kinds}
}

// WithGroup is slog.Handler's.
func (l *limitedLog) WithGroup(name string) slog.Handler {
	return &limitedLog{l.Handler.WithGroup(name), l.kinds}
}

// admit reports whether one more record of a kind is written.
func (ks *logKinds) admit(kind string, now time.Time) bool {
	ks.mu.Lock()
	defer ks.mu.Unlock()
	k := ks.by[kind]
	if k == nil {
		k = &logKind{since: now}
		ks.by[kind] = k
	}
	if k.leftOut == 0 && now.Sub(k.since) >= logSpan {
		k.since, k.written = now, 0
	}
	if k.written < logEach {
		k.written++
		return true
	}
	if k.leftOut++; k.leftOut == 1 {
		time.AfterFunc(k.since.Add(logSpan).Sub(now), func() { ks.sum(kind) })
	}
	return false
}

// sum writes how many records of a kind were left out, and begins a new span.
func (ks *logKinds) sum(kind string) {
	ks.mu.Lock()
	k := ks.by[kind]
	n := k.leftOut
	k.since, k.written, k.leftOut = time.Now(), 0, 0
	ks.mu.Unlock()
	if n > 0 {
		r := slog.NewRecord(time.Now(), slog.LevelWarn, "lines left out of the log", 0)
		r.AddAttrs(slog.String("of", kind), slog.Int("count", n))
		ks.last.Handle(context.Background(), r)
	}
}

// flush writes what sum would write later.
func (l *limitedLog) flush() {
	l.kinds.mu.Lock()
	var kinds []string
	for kind := range l.kinds.by {
		kinds = append(kinds, kind)
	}
	l.kinds.mu.Unlock()
	for _, kind := range kinds {
		l.kinds.sum(kind)
	}
}
