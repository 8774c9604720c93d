package site

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"

	"github.com/evanw/esbuild/pkg/api"

	"framelab/site/words"
)

// assetNames maps the name of an asset in a template ("main-home.css", "main-home.en.js",
// "main.wasm") to its path from the site's root, whose name contains a hash of its
// contents.
type assetNames map[string]string

// bundle makes the site's scripts, styles, images and module, each under a name that
// changes with its contents, so that browsers can keep it forever.
func bundle(module string) (assetNames, []file, error) {
	names := assetNames{}
	var files []file
	add := func(name string, data []byte) {
		sum := sha256.Sum256(data)
		ext := path.Ext(name)
		names[name] = "assets/" + strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:5]) + ext
		files = append(files, file{names[name], data})
	}

	kinds := map[string]bool{lessonKind: true, lessonLabKind: true}
	for _, p := range pages {
		kinds[p.kind] = true
	}
	scripts := []string{pasteScript, pasteHeadScript}
	if module == "" {
		scripts = append(scripts, "dev")
	}
	for kind := range kinds {
		scripts = append(scripts, kind)
		css, err := style(kind + ".css")
		if err != nil {
			return nil, nil, err
		}
		add(kind+".css", css)
	}
	for _, name := range scripts {
		for _, lang := range words.Languages {
			js, err := script(name+".js", lang)
			if err != nil {
				return nil, nil, err
			}
			add(name+"."+lang+".js", js)
		}
	}
	for _, name := range []string{"early.js", "root.js", "fixes.js"} {
		js, err := script(name, words.Languages[0])
		if err != nil {
			return nil, nil, err
		}
		add(name, js)
	}
	icon, err := source.ReadFile("assets/img/icon.svg")
	if err != nil {
		return nil, nil, err
	}
	add("icon.svg", icon)

	if module == "" {
		names["main.wasm"], names["wasm_exec.js"] = "main.wasm", "wasm_exec.js"
		return names, files, nil
	}
	for _, name := range []string{"main.wasm", "wasm_exec.js"} {
		data, err := os.ReadFile(filepath.Join(module, name))
		if name == "wasm_exec.js" && errors.Is(err, fs.ErrNotExist) {
			continue // TinyGo's module needs no script
		}
		if err != nil {
			return nil, nil, err
		}
		add(name, data)
	}
	return names, files, nil
}

// script bundles a module of assets/js and its imports into one file, with the words that
// it may use in a language: the first pass finds out which.
func script(entry, lang string) ([]byte, error) {
	js := sources{loader: api.LoaderJS, words: []byte("{}")}
	mute, err := js.build("assets/js/" + entry)
	if err != nil {
		return nil, err
	}
	used, err := json.Marshal(scriptWords(words.In(lang), string(mute)))
	if err != nil {
		return nil, err
	}
	js.words = used
	return js.build("assets/js/" + entry)
}

// style bundles a style sheet of assets/css and its imports into one file.
func style(entry string) ([]byte, error) {
	css := sources{loader: api.LoaderCSS}
	return css.build("assets/css/" + entry)
}

// sources lets esbuild read the sources embedded in this package.
type sources struct {
	loader api.Loader
	words  []byte          // the content of an import of "words", as JSON
	text   strings.Builder // everything that was read
}

// compileAll tells a browser that knows it to compile a script's functions while the script
// arrives, beside the page, and not each when it is first called, when someone waits for it.
const compileAll = "//# allFunctionsCalledOnLoad"

// build bundles a source as pages load it.
func (s *sources) build(entry string) ([]byte, error) {
	return s.bundle(entry, api.BuildOptions{
		MinifyWhitespace:  true,
		MinifySyntax:      true,
		MinifyIdentifiers: true,
		Format:            api.FormatESModule,
		Target:            api.ES2022,
		Banner:            map[string]string{"js": compileAll},
	})
}

// bundle bundles a source and its imports into one file, with the options.
func (s *sources) bundle(entry string, o api.BuildOptions) ([]byte, error) {
	o.EntryPoints, o.Bundle, o.Outdir = []string{entry}, true, "/"
	o.Charset, o.LogLevel = api.CharsetUTF8, api.LogLevelSilent
	o.Plugins = []api.Plugin{s.plugin()}
	result := api.Build(o)
	var problems []error
	for _, m := range append(result.Errors, result.Warnings...) {
		where := entry
		if m.Location != nil {
			where = fmt.Sprintf("%s:%d", m.Location.File, m.Location.Line)
		}
		problems = append(problems, fmt.Errorf("%s: %s", where, m.Text))
	}
	if err := errors.Join(problems...); err != nil {
		return nil, err
	}
	return result.OutputFiles[0].Contents, nil
}

func (s *sources) plugin() api.Plugin {
	return api.Plugin{Name: "source", Setup: func(b api.PluginBuild) {
		b.OnResolve(api.OnResolveOptions{Filter: ".*"}, func(a api.OnResolveArgs) (api.OnResolveResult, error) {
			name := a.Path
			if strings.HasPrefix(name, ".") {
				name = path.Join(path.Dir(a.Importer), name)
			}
			return api.OnResolveResult{Path: name, Namespace: "source"}, nil
		})
		var reading sync.Mutex // esbuild loads several files at the same time
		b.OnLoad(api.OnLoadOptions{Filter: ".*", Namespace: "source"}, func(a api.OnLoadArgs) (api.OnLoadResult, error) {
			if a.Path == "words" {
				text := string(s.words)
				return api.OnLoadResult{Contents: &text, Loader: api.LoaderJSON}, nil
			}
			data, err := source.ReadFile(a.Path)
			text := string(data)
			reading.Lock()
			s.text.WriteString(text)
			reading.Unlock()
			return api.OnLoadResult{Contents: &text, Loader: s.loader}, err
		})
	}}
}
