// Package logs makes the server's log. Writing a line never makes the server wait, and
// lines of one kind cannot fill the disk. The command sets it up.
package logs

import (
	"context"
	"io"
	"log/slog"
	"strings"
	"sync"
	"time"
)

// eachKind is how many lines of one kind the log has in span. Peers
// can cause lines faster than a disk takes them, so further lines are only counted.
const (
	eachKind = 50
	span     = time.Second
)

// New returns a log in a form, text or json, that writes to w.
func New(form string, w io.Writer) *slog.Logger {
	var h slog.Handler = slog.NewTextHandler(w, nil)
	if form == "json" {
		h = slog.NewJSONHandler(w, nil)
	}
	return slog.New(limit(h))
}

// A limited is a slog.Handler that passes on at most eachKind records of each
// message in span, and then one record that says how many were left out.
type limited struct {
	slog.Handler
	kinds *counts // shared by the handlers that With makes
}

type counts struct {
	mu   sync.Mutex
	last slog.Handler // gets the records on lines that were left out
	by   map[string]*count
}

// A count is how many records of one message came since a time.
type count struct {
	since            time.Time
	written, leftOut int
}

func limit(h slog.Handler) *limited {
	return &limited{h, &counts{last: h, by: map[string]*count{}}}
}

// Handle is slog.Handler's.
func (l *limited) Handle(ctx context.Context, r slog.Record) error {
	// The messages of net/http differ only after the colon.
	if kind, _, _ := strings.Cut(r.Message, ":"); l.kinds.admit(kind, time.Now()) {
		return l.Handler.Handle(ctx, r)
	}
	return nil
}

// WithAttrs is slog.Handler's.
func (l *limited) WithAttrs(attrs []slog.Attr) slog.Handler {
	return &limited{l.Handler.WithAttrs(attrs), l.kinds}
}

// WithGroup is slog.Handler's.
func (l *limited) WithGroup(name string) slog.Handler {
	return &limited{l.Handler.WithGroup(name), l.kinds}
}

// admit reports whether one more record of a kind is written.
func (ks *counts) admit(kind string, now time.Time) bool {
	ks.mu.Lock()
	defer ks.mu.Unlock()
	k := ks.by[kind]
	if k == nil {
		k = &count{since: now}
		ks.by[kind] = k
	}
	if k.leftOut == 0 && now.Sub(k.since) >= span {
		k.since, k.written = now, 0
	}
	if k.written < eachKind {
		k.written++
		return true
	}
	if k.leftOut++; k.leftOut == 1 {
		time.AfterFunc(k.since.Add(span).Sub(now), func() { ks.sum(kind) })
	}
	return false
}

// sum writes how many records of a kind were left out, and begins a new span.
func (ks *counts) sum(kind string) {
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

// Flush writes how many lines a log of New's has left out so far.
func Flush(log *slog.Logger) { log.Handler().(*limited).flush() }

// flush writes what sum would write later.
func (l *limited) flush() {
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
