// Package dev is the edit-refresh loop of `make dev`: it rebuilds the site when its
// sources change, and tells the pages that are open. The command uses it with -dev.
package dev

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httputil"
	"net/url"
	"slices"
	"time"

	"framelab/server/policy"
)

// WasmservePaths are the paths that wasmserve answers, if -wasmserve says where it is:
// the module and its script.
var WasmservePaths = []string{"/main.wasm", "/wasm_exec.js"}

// A Config is what the loop needs.
type Config struct {
	Dir          string // the site is built into
	Wasmserve    string // the URL of wasmserve, or ""
	Log          *slog.Logger
	ShuttingDown <-chan struct{} // closed when a shutdown begins
}

// A Loop is the edit-refresh loop.
type Loop struct {
	Config
	build *build
}

// New returns a loop that does not watch yet.
func New(cfg Config) *Loop { return &Loop{cfg, newBuild()} }

// Handler answers /_build, passes wasmserve's paths on to it, and leaves every
// other request to next. A page of a different site must not start a build, so
// both are for our own pages only.
func (l *Loop) Handler(p policy.Policy, next http.Handler) http.Handler {
	wasmserve := http.Handler(nil)
	if l.Wasmserve != "" {
		wasmserve = proxy(l.Wasmserve)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var own http.Handler
		switch {
		case r.URL.Path == "/_build":
			own = policy.GetOnly(l.serveBuild)
		case wasmserve != nil && slices.Contains(WasmservePaths, r.URL.Path):
			own = wasmserve
		default:
			next.ServeHTTP(w, r)
			return
		}
		if refused := p.FromOwnPage(r); refused.Status != 0 {
			refused.Write(w)
			return
		}
		own.ServeHTTP(w, r)
	})
}

// proxy passes requests on to wasmserve.
func proxy(wasmserve string) http.Handler {
	target, err := url.Parse(wasmserve)
	if err != nil {
		panic(err) // the flags were checked
	}
	return &httputil.ReverseProxy{
		Rewrite:       func(r *httputil.ProxyRequest) { r.SetURL(target) },
		FlushInterval: -1,
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, err error) {
			policy.Refuse(http.StatusBadGateway, "wasmserve does not respond at "+wasmserve+": "+err.Error()).Write(w)
		},
	}
}

// Built notes a build that succeeded or failed, and tells the pages that wait.
func (l *Loop) Built(err error) { l.build.ended(err) }

// Start watches the site's sources until the returned function is called.
func (l *Loop) Start(ctx context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		watcher{
			dirs:    sources,
			every:   300 * time.Millisecond,
			rebuild: func() error { return rebuild(ctx, l.Dir) },
			built:   l.Built,
			log:     l.Log,
		}.watch(ctx)
	}()
	return func() { cancel(); <-done }
}
