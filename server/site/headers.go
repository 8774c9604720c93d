package site

import (
	"net/http"
	"path"
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

// SetPageHeaders sets the fields of a page that is sent with a status: its policy,
// no access from windows of other origins, and no Referer to other origins. Requests
// to this server keep their Referer, because policy.FromOwnPage checks it.
func SetPageHeaders(h http.Header, status int) {
	h.Set("Content-Security-Policy", pagePolicy(status))
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Referrer-Policy", "same-origin")
}

// kinds are the media types of the site's files, the same on every machine.
var kinds = map[string]string{
	".html":        "text/html; charset=utf-8",
	".js":          "text/javascript; charset=utf-8",
	".css":         "text/css; charset=utf-8",
	".json":        "application/json",
	".map":         "application/json",
	".webmanifest": "application/manifest+json",
	".wasm":        "application/wasm",
	".svg":         "image/svg+xml",
	".png":         "image/png",
	".ico":         "image/x-icon",
	".woff2":       "font/woff2",
	".txt":         "text/plain; charset=utf-8",
	".md":          "text/markdown; charset=utf-8",
	".xml":         "application/xml",
}

func contentType(name string) string {
	if kind := kinds[path.Ext(name)]; kind != "" {
		return kind
	}
	return "application/octet-stream"
}
