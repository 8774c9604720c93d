package dev

import (
	"encoding/json"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// A build is the last build of the site in the edit-refresh loop, for the pages
// that wait for the next build.
type build struct {
	mu     sync.Mutex
	number int           // of builds since the server's start
	failed string        // the error of the last one, with what the compiler said; "" where it succeeded
	next   chan struct{} // closed when the next one has ended
}

func newBuild() *build { return &build{next: make(chan struct{})} }

// ended notes a build that succeeded or failed.
func (b *build) ended(err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.number++
	b.failed = ""
	if err != nil {
		b.failed = err.Error()
	}
	close(b.next)
	b.next = make(chan struct{})
}

// waitTime is how long a page waits for a build before it is answered without one.
const waitTime = 25 * time.Second

// serveBuild answers GET /_build with {"number":…,"failed":"…"}: immediately, or with
// ?after=N once the number is no longer N; 204 after waitTime without a build.
func (l *Loop) serveBuild(w http.ResponseWriter, r *http.Request) {
	b := l.build
	after, err := strconv.Atoi(r.URL.Query().Get("after"))
	w.Header().Set("Cache-Control", "no-store")
	late := time.After(waitTime)
	for {
		b.mu.Lock()
		number, failed, next := b.number, b.failed, b.next
		b.mu.Unlock()
		if err != nil || number != after {
			w.Header().Set("Content-Type", "application/json")
			json.NewEncoder(w).Encode(map[string]any{"number": number, "failed": failed})
			return
		}
		select {
		case <-next:
		case <-late:
			w.WriteHeader(http.StatusNoContent)
			return
		case <-l.ShuttingDown:
			return
		case <-r.Context().Done():
			return
		}
	}
}
