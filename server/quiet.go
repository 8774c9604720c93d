package main

import (
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// What busy connections leave behind, the runtime keeps until its next garbage
// collection, which in a silent server is minutes away. So memory goes back to
// the system whenever the process has a good deal more than after the last time:
// as soon as hardly any more is taken, and in a busy server now and then.
const (
	quietLook  = time.Second
	quietMost  = 20 * time.Second // between two times in a busy server
	quietPart  = 16               // a good deal is one part in so many, and
	quietLeast = 1 << 20          // so many bytes
)

// keepQuiet looks after that until the server ends.
func (s *server) keepQuiet() {
	look := time.NewTicker(quietLook)
	defer look.Stop()
	before := s.readUsage()
	rested, last := before, time.Now()
	for {
		select {
		case <-look.C:
		case <-s.ending:
			return
		}
		now := s.readUsage()
		if isQuiet(now, rested, now.allocated-before.allocated, time.Since(last)) {
			freeMemory()
			now = s.readUsage()
			rested, last = now, time.Now()
		}
		rested.resident = min(rested.resident, now.resident)
		rested.counted = max(rested.counted, now.counted)
		before = now
	}
}

// freeMemory gives back to the system what nothing refers to. What lies in a
// sync.Pool takes two garbage collections to be let go of.
func freeMemory() {
	debug.FreeOSMemory()
	debug.FreeOSMemory()
}

// isQuiet reports whether it is time to give memory back: now and rested are what
// the process has and had after the last time, allocated how many bytes were taken
// since the last look. What connections have let go of is still with the process.
// A few connections that never rest do not put it off.
func isQuiet(now, rested usage, allocated int64, since time.Duration) bool {
	more := now.resident - rested.resident + max(0, rested.counted-now.counted)
	return more > quietLeast+rested.resident/quietPart && (allocated < more/quietPart || since > quietMost)
}

// A usage is what memory is used for, in bytes.
type usage struct {
	resident  int64 // that the runtime has of the system
	allocated int64 // since the process began
	counted   int64 // see memory
}

func (s *server) readUsage() usage {
	u := runtimeUsage()
	u.counted = s.memory.used.Load()
	return u
}

func runtimeUsage() usage {
	samples := []metrics.Sample{
		{Name: "/memory/classes/total:bytes"},
		{Name: "/memory/classes/heap/released:bytes"},
		{Name: "/gc/heap/allocs:bytes"},
	}
	metrics.Read(samples)
	value := func(i int) int64 { return int64(samples[i].Value.Uint64()) }
	return usage{resident: value(0) - value(1), allocated: value(2)}
}
