package main

import (
	"net/http"
)

// contentSecurityPolicy lets a page load files from this server only and run its own
// scripts and WebAssembly; no page can frame it.
const contentSecurityPolicy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; " +
	"img-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; " +
	"form-action 'none'; frame-ancestors 'none'"

// nowherePolicy goes with the page for unknown addresses. That page cannot know where
// the site's files are, so it contains all it needs, and a stricter policy with its hashes.
const nowherePolicy = "frame-ancestors 'none'"

// pagePolicy is the policy for a page that is sent with a status.
func pagePolicy(status int) string {
	if status == http.StatusNotFound {
		return nowherePolicy
	}
	return contentSecurityPolicy
}

// setPageHeaders sets the fields of a page that is sent with a status: its policy,
// no access from windows of other origins, and no Referer to other origins. Requests
// to this server keep their Referer, because cometRequest checks it.
func setPageHeaders(h http.Header, status int) {
	h.Set("Content-Security-Policy", pagePolicy(status))
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Referrer-Policy", "same-origin")
}

// handler answers every request that the gate leaves to http.Server; the gate has
// judged Host and Origin.
func (s *server) handler() http.Handler {
	site := s.site
	if s.opt.dev {
		site = s.devHandler(site)
	}
	info := s.serverInfo()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cross-Origin-Resource-Policy", "same-origin") // a page from elsewhere can read nothing
		c, size := s.beginRequest(r)
		switch r.URL.Path {
		case "/server.json":
			getOnly(info)(w, r)
		case "/healthz":
			getOnly(healthz)(w, r)
		case "/comet/poll", "/comet/long-poll", "/comet/multipart", "/comet/sse", "/comet/report":
			s.comet(w, r, c, size)
		default:
			site.ServeHTTP(w, r)
		}
	})
}

// getOnly answers methods other than GET and HEAD with 405.
func getOnly(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			say(w, refusal{http.StatusMethodNotAllowed, "Only GET and HEAD are allowed here (RFC 9110 §15.5.6)."})
			return
		}
		next(w, r)
	}
}

// say answers with one sentence.
func say(w http.ResponseWriter, r refusal) {
	h := w.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(r.status)
	w.Write([]byte(r.sentence + "\n"))
}
