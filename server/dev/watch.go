package dev

import (
	"context"
	"io/fs"
	"log/slog"
	"path/filepath"
	"time"
)

// A watcher looks at source folders every so often, and rebuilds the site when a file in
// them has changed, been added or been removed.
type watcher struct {
	dirs    []string
	every   time.Duration
	rebuild func() error
	built   func(error) // tells open pages
	log     *slog.Logger
}

// watch returns when ctx ends.
func (w watcher) watch(ctx context.Context) {
	seen := w.stamp()
	ticker := time.NewTicker(w.every)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		now := w.stamp()
		if now == seen {
			continue
		}
		seen = now
		start := time.Now()
		err := w.rebuild()
		if err != nil {
			w.log.Error("could not rebuild the site", "error", err)
		} else {
			w.log.Info("site rebuilt", "took", time.Since(start).Round(time.Millisecond).String())
		}
		w.built(err)
	}
}

// A stamp stays equal while nothing changes.
type stamp struct {
	files  int
	bytes  int64
	newest int64 // Unix nanoseconds
	names  uint64
}

func (w watcher) stamp() stamp {
	var s stamp
	for _, dir := range w.dirs {
		filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return nil
			}
			if info, err := d.Info(); err == nil {
				s.files++
				s.bytes += info.Size()
				s.newest = max(s.newest, info.ModTime().UnixNano())
				for _, b := range []byte(name) {
					s.names = s.names*31 + uint64(b)
				}
			}
			return nil
		})
	}
	return s
}
