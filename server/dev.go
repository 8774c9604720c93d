package main

import (
	"context"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// wasmservePaths are the ones that wasmserve answers when we are told where it
// is: the module, the script beside it, and the wait and notice of a reload.
var wasmservePaths = []string{"/main.wasm", "/wasm_exec.js", "/_wait", "/_notify"}

// devProxy hands wasmserve's paths to it and everything else to next.
func devProxy(wasmserve string, next http.Handler) http.Handler {
	if wasmserve == "" {
		return next
	}
	target, err := url.Parse(wasmserve)
	if err != nil {
		panic(err) // the flags were checked
	}
	proxy := &httputil.ReverseProxy{
		Rewrite:       func(r *httputil.ProxyRequest) { r.SetURL(target) },
		FlushInterval: -1,
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, err error) {
			say(w, refusal{http.StatusBadGateway, "wasmserve does not answer at " + wasmserve + ": " + err.Error()})
		},
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if slices.Contains(wasmservePaths, r.URL.Path) {
			proxy.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// A devSite serves a folder as it is at this moment, cached by nobody.
type devSite struct{ dir string }

func (d devSite) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	getOnly(func(w http.ResponseWriter, r *http.Request) {
		name := path.Clean("/" + r.URL.Path)
		if strings.HasSuffix(r.URL.Path, "/") {
			name = path.Join(name, "index.html")
		}
		root, err := os.OpenRoot(d.dir)
		if err != nil {
			say(w, refusal{http.StatusServiceUnavailable, "The site is not built yet: run make."})
			return
		}
		defer root.Close()
		w.Header().Set("Cache-Control", "no-store")
		name = strings.TrimPrefix(name, "/")
		b, err := root.ReadFile(name)
		if info, e := root.Stat(name); e == nil && info.IsDir() {
			redirectToFolder(w, r)
			return
		}
		status := http.StatusOK
		if err != nil {
			name, status = "404.html", http.StatusNotFound
			if b, err = root.ReadFile(name); err != nil {
				say(w, refusal{status, "There is no such page here."})
				return
			}
		}
		kind := contentType(name)
		w.Header().Set("Content-Type", kind)
		if strings.HasPrefix(kind, "text/html") {
			setPageHeaders(w.Header(), status)
		}
		w.WriteHeader(status)
		if r.Method != http.MethodHead {
			w.Write(b)
		}
	})(w, r)
}

// A watcher looks at source folders again and again, and rebuilds when a file in
// them has changed, come or gone.
type watcher struct {
	dirs    []string
	every   time.Duration
	rebuild func() error
	notify  func() error // tells open pages to load again
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
		if err := w.rebuild(); err != nil {
			w.log.Error("the site could not be rebuilt", "error", err)
			continue
		}
		w.log.Info("site rebuilt", "took", time.Since(start).Round(time.Millisecond).String())
		if err := w.notify(); err != nil {
			w.log.Warn("pages were not told to reload", "error", err)
		}
	}
}

// A stamp is equal while nothing changes.
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

// startDev watches the site's sources until the returned function is called.
func startDev(ctx context.Context, opt options, log *slog.Logger) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		watcher{
			dirs:    devSources,
			every:   300 * time.Millisecond,
			rebuild: func() error { return rebuildSite(ctx, opt.siteDir()) },
			notify:  func() error { return notifyWasmserve(ctx, opt.wasmserve) },
			log:     log,
		}.watch(ctx)
	}()
	return func() { cancel(); <-done }
}

// siteDir returns the folder that the site is built into and served from.
func (o options) siteDir() string {
	if o.site != "" {
		return o.site
	}
	return defaultSite
}

// notifyWasmserve lets the pages that wait at /_wait load again.
func notifyWasmserve(ctx context.Context, wasmserve string) error {
	if wasmserve == "" {
		return nil
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimSuffix(wasmserve, "/")+"/_notify", nil)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	io.Copy(io.Discard, resp.Body)
	return resp.Body.Close()
}
