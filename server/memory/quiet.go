package memory

import (
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// The runtime keeps the memory that busy connections have used until its next garbage
// collection, which in a silent server is minutes away. So the server gives memory back
// to the system when the process has much more than it needs: as soon as little is
// allocated, and in a busy server now and then.
const (
	QuietLook  = time.Second
	quietMost  = 20 * time.Second // between two times in a busy server
	quietPart  = 32               // much more is 1/quietPart more, and
	quietLeast = 256 << 10        // this many bytes
	quietStir  = 1 << 20          // bytes allocated, after which it is worth a look
)

// KeepQuiet gives memory back when it is time to, until done is closed.
func (m *Memory) KeepQuiet(done <-chan struct{}) {
	look := time.NewTicker(QuietLook)
	defer look.Stop()
	before := m.readUsage()
	rested, last := before, time.Now()
	for {
		select {
		case <-look.C:
		case <-done:
			return
		}
		now := m.readUsage()
		if isQuiet(now, rested, now.allocated-before.allocated, time.Since(last)) {
			freeMemory()
			now = m.readUsage()
			rested, last = now, time.Now()
		}
		rested.resident = min(rested.resident, now.resident)
		rested.counted = max(rested.counted, now.counted)
		before = now
	}
}

// freeMemory gives memory back to the system. It takes two garbage collections to
// empty a sync.Pool.
func freeMemory() {
	debug.FreeOSMemory()
	debug.FreeOSMemory()
}

// isQuiet reports whether it is time to give memory back. now and rested are the
// usage at present and after the last time; allocated is how many bytes were
// allocated since the last look. The process still has the memory that connections
// have released since, and there can be garbage of all that was allocated since.
// A few connections that are always busy do not delay it.
func isQuiet(now, rested usage, allocated int64, since time.Duration) bool {
	more := now.resident - rested.resident + max(0, rested.counted-now.counted)
	stirred := now.allocated - rested.allocated
	return (more > quietLeast+rested.resident/quietPart || stirred > quietStir) &&
		(allocated < max(more, stirred)/quietPart || since > quietMost)
}

// A usage is how much memory is in use, in bytes.
type usage struct {
	resident  int64 // that the runtime has from the system
	allocated int64 // since the process began
	counted   int64 // see Memory
}

func (m *Memory) readUsage() usage {
	u := runtimeUsage()
	u.counted = m.used.Load()
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
