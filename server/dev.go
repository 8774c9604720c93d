package main

import (
	"context"
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

// wasmservePaths are the ones that wasmserve answers when we are told where it is:
// the module and the script beside it.
var wasmservePaths = []string{"/main.wasm", "/wasm_exec.js"}

// devHandler answers /_build, passes wasmserve's paths on to it, and leaves every
// other request to next. A page of another site must not start a build, so both are
// for our own pages only.
func (s *server) devHandler(next http.Handler) http.Handler {
	wasmserve := http.Handler(nil)
	if s.opt.wasmserve != "" {
		wasmserve = devProxy(s.opt.wasmserve)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var own http.Handler
		switch {
		case r.URL.Path == "/_build":
			own = getOnly(s.serveBuild)
		case wasmserve != nil && slices.Contains(wasmservePaths, r.URL.Path):
			own = wasmserve
		default:
			next.ServeHTTP(w, r)
			return
		}
		if verdict := s.fromOwnPage(r); verdict.status != 0 {
			say(w, verdict)
			return
		}
		own.ServeHTTP(w, r)
	})
}

// devProxy passes requests on to wasmserve.
func devProxy(wasmserve string) http.Handler {
	target, err := url.Parse(wasmserve)
	if err != nil {
		panic(err) // the flags were checked
	}
	return &httputil.ReverseProxy{
		Rewrite:       func(r *httputil.ProxyRequest) { r.SetURL(target) },
		FlushInterval: -1,
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, err error) {
			say(w, refusal{http.StatusBadGateway, "wasmserve does not respond at " + wasmserve + ": " + err.Error()})
		},
	}
}

// A devSite serves a folder as it is at this moment, and lets no browser cache it.
type devSite struct{ dir string }

func (d devSite) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	getOnly(func(w http.ResponseWriter, r *http.Request) {
		name := path.Clean("/" + r.URL.Path)
		if strings.HasSuffix(r.URL.Path, "/") {
			name = path.Join(name, "index.html")
		}
		root, err := os.OpenRoot(d.dir)
		if err != nil {
			say(w, refusal{http.StatusServiceUnavailable, "The site is not built yet. Run make dev."})
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
				say(w, refusal{status, "This server has no such page."})
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
func startDev(ctx context.Context, opt options, build *devBuild, log *slog.Logger) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		watcher{
			dirs:    devSources,
			every:   300 * time.Millisecond,
			rebuild: func() error { return rebuildSite(ctx, opt.siteDir()) },
			built:   build.ended,
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
