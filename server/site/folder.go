package site

import (
	"net/http"
	"os"
	"path"
	"strings"

	"framelab/server/policy"
)

// A folder serves a folder as it is at this moment, and lets no browser cache it.
type folder struct{ dir string }

func (d folder) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	policy.GetOnly(func(w http.ResponseWriter, r *http.Request) {
		name := path.Clean("/" + r.URL.Path)
		if strings.HasSuffix(r.URL.Path, "/") {
			name = path.Join(name, "index.html")
		}
		root, err := os.OpenRoot(d.dir)
		if err != nil {
			policy.Refuse(http.StatusServiceUnavailable, "The site is not built yet. Run make dev.").Write(w)
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
				policy.Refuse(status, "This server has no such page.").Write(w)
				return
			}
		}
		kind := contentType(name)
		w.Header().Set("Content-Type", kind)
		if strings.HasPrefix(kind, "text/html") {
			SetPageHeaders(w.Header(), status)
		}
		w.WriteHeader(status)
		if r.Method != http.MethodHead {
			w.Write(b)
		}
	})(w, r)
}
