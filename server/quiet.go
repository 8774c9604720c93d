package main

import (
	"runtime/debug"
	"time"
)

// What busy connections leave behind, the runtime keeps until its next garbage
// collection, which in a silent server is minutes away. So memory goes back to
// the system once many connections have fallen silent or ended: as soon as
// hardly any more do, and in a busy server now and then.
const (
	quietLook = time.Second
	quietMany = 256              // connections that fell silent or ended
	quietMost = 20 * time.Second // between two times in a busy server
)

// keepQuiet looks after that until the server ends.
func (s *server) keepQuiet() {
	look := time.NewTicker(quietLook)
	defer look.Stop()
	var before int64
	last := time.Now()
	for {
		select {
		case <-look.C:
		case <-s.ending:
			return
		}
		n := s.silenced.Load()
		if isQuiet(n, n-before, time.Since(last)) {
			s.silenced.Add(-n)
			n = 0
			debug.FreeOSMemory()
			last = time.Now()
		}
		before = n
	}
}

// isQuiet reports whether it is time to give memory back: silenced connections
// since the last time, so many of them since the last look. A few that never
// rest do not put it off.
func isQuiet(silenced, lately int64, since time.Duration) bool {
	return silenced >= quietMany && (lately <= silenced/32 || since > quietMost)
}
