// Package site serves the built site: its files in the coding that a client prefers,
// with strong validators; in development the files of a folder as they are. The command
// gives it every request that no endpoint answers.
package site

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"path"
	"regexp"
	"strconv"
	"strings"
	"time"

	"framelab/server/policy"
)

// A builtSite serves the files of a built site from memory, each in the coding
// that the client prefers among those that were built.
type builtSite struct {
	pages map[string]*page // by path, without the slash at the front
}

// A page is one file: its bytes by content coding, "" for as they are.
type page struct {
	bytes map[string][]byte
	tag   string // the strong validator of its content, without quotes
	kind  string // Content-Type
	cache string // Cache-Control
}

// suffixes are the name endings that the site builder gives to coded files.
var suffixes = map[string]string{".br": "br", ".gz": "gzip"}

// hashed matches a file name that holds a hash of the content, such as
// main.1f3b5c7d9e.wasm. A file with that name never changes.
var hashed = regexp.MustCompile(`\.[0-9a-f]{10,64}\.[a-z0-9]+$`)

// Cache policies: a file whose name contains a hash of its content is kept, any other
// file is asked for again and mostly answered with 304.
const (
	cacheForever = "public, max-age=31536000, immutable"
	cacheAsk     = "no-cache"
)

// A Config says where the site is.
type Config struct {
	Dir     string // of -site, "" for the site that is built in or Default
	BuiltIn fs.FS  // nil if the program was built without it
	Dev     bool   // serve the folder as it is at each request
	Log     *slog.Logger
}

// Default is where `make site` puts the site.
const Default = "build/site"

// Open finds the site: in the folder of -site, built in, or in build/site.
func Open(cfg Config) (http.Handler, error) {
	dir := cfg.Dir
	if dir == "" {
		if cfg.BuiltIn != nil && !cfg.Dev {
			return load(cfg.BuiltIn)
		}
		dir = Default
	}
	if cfg.Dev {
		return folder{dir}, nil
	}
	if _, err := os.Stat(path.Join(dir, "index.html")); err != nil {
		if cfg.Dir != "" {
			return nil, fmt.Errorf("-site %s does not contain an index.html", dir)
		}
		cfg.Log.Warn("the site is not built; run make", "looked in", dir)
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			policy.Refuse(http.StatusServiceUnavailable, "The site is not built yet. Run make. The WebSocket at /echo works without it.").Write(w)
		}), nil
	}
	return load(os.DirFS(dir))
}

// load reads a whole built site.
func load(files fs.FS) (*builtSite, error) {
	s := &builtSite{pages: map[string]*page{}}
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() || suffixes[path.Ext(name)] != "" {
			return err
		}
		b, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(b)
		p := &page{
			bytes: map[string][]byte{"": b},
			tag:   base64.RawURLEncoding.EncodeToString(sum[:12]),
			kind:  contentType(name),
			cache: cacheAsk,
		}
		if hashed.MatchString(path.Base(name)) {
			p.cache = cacheForever
		}
		for suffix, coding := range suffixes {
			if b, err := fs.ReadFile(files, name+suffix); err == nil {
				p.bytes[coding] = b
			}
		}
		s.pages[name] = p
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("the site cannot be read: %w", err)
	}
	return s, nil
}

// ServeHTTP answers GET and HEAD for the site's files; /en/ is /en/index.html.
func (s *builtSite) ServeHTTP(w http.ResponseWriter, r *http.Request) { policy.GetOnly(s.get)(w, r) }

func (s *builtSite) get(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, "/")
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	p := s.pages[name]
	switch {
	case p != nil:
		p.serve(w, r, http.StatusOK)
	case s.pages[name+"/index.html"] != nil:
		redirectToFolder(w, r)
	case s.pages["404.html"] != nil:
		s.pages["404.html"].serve(w, r, http.StatusNotFound)
	default:
		policy.Refuse(http.StatusNotFound, "This server has no such page.").Write(w)
	}
}

// redirectToFolder adds the slash that relative links of a folder's page need.
// The target has no host, and cannot be taken for one that has.
func redirectToFolder(w http.ResponseWriter, r *http.Request) {
	target := path.Base(r.URL.EscapedPath()) + "/"
	if r.URL.RawQuery != "" {
		target += "?" + r.URL.RawQuery
	}
	w.Header().Set("Location", "./"+target)
	w.Header().Set("Cache-Control", cacheAsk)
	w.WriteHeader(http.StatusMovedPermanently)
}

// serve writes the page in the best coding with what its kind needs.
func (p *page) serve(w http.ResponseWriter, r *http.Request, status int) {
	h := w.Header()
	if len(p.bytes) > 1 {
		h.Set("Vary", "Accept-Encoding")
	}
	coding, ok := negotiate(r.Header["Accept-Encoding"], p.bytes)
	if !ok {
		policy.Refuse(http.StatusNotAcceptable, "Accept-Encoding excludes every encoding of this file, and the file without one too (RFC 9110 §12.5.3).").Write(w)
		return
	}
	h.Set("Content-Type", p.kind)
	h.Set("Cache-Control", p.cache)
	if strings.HasPrefix(p.kind, "text/html") {
		SetPageHeaders(h, status)
	}
	if coding != "" {
		h.Set("Content-Encoding", coding)
	}
	if status != http.StatusOK {
		h.Set("Cache-Control", "no-store")
		h.Set("Content-Length", strconv.Itoa(len(p.bytes[coding])))
		w.WriteHeader(status)
		if r.Method != http.MethodHead {
			w.Write(p.bytes[coding])
		}
		return
	}
	// Each coding is a representation of its own, so it has its own validator.
	tag := p.tag
	if coding != "" {
		tag += "-" + coding
	}
	h.Set("ETag", `"`+tag+`"`)
	if coding != "" {
		w = lengthWriter{w, len(p.bytes[coding])}
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(p.bytes[coding]))
}

// A lengthWriter adds Content-Length to a response with a whole coded file, because
// net/http omits it for a coded response.
type lengthWriter struct {
	http.ResponseWriter
	length int
}

func (w lengthWriter) WriteHeader(status int) {
	if status == http.StatusOK {
		w.Header().Set("Content-Length", strconv.Itoa(w.length))
	}
	w.ResponseWriter.WriteHeader(status)
}
