package main

import (
	"maps"
	"net/http"
	"slices"

	"framelab/server/comet"
	"framelab/server/gate"
	"framelab/server/policy"
)

// A router answers every request that the gate leaves to http.Server; the gate has
// judged Host and Origin.
type router struct {
	gate  *gate.Gate
	info  http.HandlerFunc // /server.json
	races *comet.Races
	rest  http.Handler // everything else: the site
}

var cometPaths = slices.Collect(maps.Values(comet.Paths))

func (rt *router) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cross-Origin-Resource-Policy", "same-origin") // a page from elsewhere can read nothing
	c, size := rt.gate.BeginRequest(r)
	switch path := r.URL.Path; {
	case path == "/server.json":
		policy.GetOnly(rt.info)(w, r)
	case path == "/healthz":
		policy.GetOnly(healthz)(w, r)
	case slices.Contains(cometPaths, path):
		rt.races.Serve(w, r, c, size)
	default:
		rt.rest.ServeHTTP(w, r)
	}
}

// healthz says that the server answers.
func healthz(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.Write([]byte("ok\n"))
}
