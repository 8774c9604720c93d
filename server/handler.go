package main

import (
	"maps"
	"net/http"
	"slices"

	"framelab/server/comet"
	"framelab/server/policy"
)

// handler answers every request that the gate leaves to http.Server; the gate has
// judged Host and Origin.
func (s *server) handler() http.Handler {
	site := s.site
	if s.dev != nil {
		site = s.dev.Handler(s.policy, site)
	}
	info := s.info()
	ways := slices.Collect(maps.Values(comet.Paths))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cross-Origin-Resource-Policy", "same-origin") // a page from elsewhere can read nothing
		c, size := s.gate.BeginRequest(r)
		switch path := r.URL.Path; {
		case path == "/server.json":
			policy.GetOnly(info)(w, r)
		case path == "/healthz":
			policy.GetOnly(healthz)(w, r)
		case slices.Contains(ways, path):
			s.races.Serve(w, r, c, size)
		default:
			site.ServeHTTP(w, r)
		}
	})
}
