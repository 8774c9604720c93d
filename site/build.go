// Package site builds Framelab's static site: pages in every language, with figures drawn
// by the codec, and the scripts, styles and WebAssembly module that make them live. The
// built site works from any folder of any static file server.
package site

import (
	"bytes"
	"compress/gzip"
	"embed"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"github.com/andybalholm/brotli"
)

//go:embed assets templates
var source embed.FS

// Options configure Build.
type Options struct {
	Out    string // the folder to write; its old contents are replaced
	Module string // the folder with main.wasm and, where that needs it, wasm_exec.js: see tools/module; empty in development, when both come from the site's root
}

// A file is one file of the built site, by its path from the site's root.
type file struct {
	path string
	data []byte
}

// Build writes the site. If a page, a figure or a word has an error, it fails and leaves
// the old contents of Out unchanged.
func Build(o Options) (err error) {
	defer func() {
		// Words and figures panic on errors that their author must fix.
		if r := recover(); r != nil {
			err = fmt.Errorf("site: %v", r)
		}
	}()
	assets, files, err := bundle(o.Module)
	if err != nil {
		return err
	}
	pages, err := render(assets)
	if err != nil {
		return err
	}
	files = append(files, pages...)
	// Without a local server there are no endpoints; this file tells the page so without
	// an error.
	files = append(files, file{"server.json", []byte("{}\n")})
	return write(o.Out, files, o.Module != "")
}

// write replaces the contents of the folder by the files; with compress, it also writes
// each as .br and .gz if that is smaller.
func write(out string, files []file, compress bool) error {
	fresh := out + ".new"
	if err := os.RemoveAll(fresh); err != nil {
		return err
	}
	// The modules take seconds each to compress.
	errs := make([]error, len(files))
	var wg sync.WaitGroup
	free := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i, f := range files {
		free <- struct{}{}
		wg.Go(func() {
			errs[i] = f.write(fresh, compress)
			<-free
		})
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		return err
	}
	if err := os.RemoveAll(out); err != nil {
		return err
	}
	return os.Rename(fresh, out)
}

// write writes the file into the folder, and with compress its compressed forms.
func (f file) write(folder string, compress bool) error {
	forms := map[string][]byte{"": f.data}
	if compress && compressible(f.path) {
		forms[".br"], forms[".gz"] = brotlied(f.data), gzipped(f.data)
	}
	for suffix, data := range forms {
		if suffix != "" && len(data) >= len(f.data) {
			continue
		}
		name := filepath.Join(folder, filepath.FromSlash(f.path)) + suffix
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(name, data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

func compressible(path string) bool {
	switch filepath.Ext(path) {
	case ".html", ".css", ".js", ".json", ".svg", ".wasm", ".webmanifest", ".txt":
		return true
	}
	return false
}

func brotlied(data []byte) []byte {
	var b bytes.Buffer
	w := brotli.NewWriterLevel(&b, brotli.BestCompression)
	w.Write(data)
	w.Close()
	return b.Bytes()
}

func gzipped(data []byte) []byte {
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	w.Write(data)
	w.Close()
	return b.Bytes()
}
