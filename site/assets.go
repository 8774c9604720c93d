package site

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"

	"framelab/site/words"
)

// assetNames maps what a template asks for ("style.css", "main.en.js", "main.wasm")
// to its path from the site's root, whose name holds a hash of its contents.
type assetNames map[string]string

// bundle makes the site's scripts, styles, images and module, each under a name
// that changes with its contents, so that it can be kept for ever.
func bundle(module string) (assetNames, []file, error) {
	names := assetNames{}
	var files []file
	add := func(name string, data []byte) {
		sum := sha256.Sum256(data)
		ext := path.Ext(name)
		names[name] = "assets/" + strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:5]) + ext
		files = append(files, file{names[name], data})
	}

	for _, lang := range words.Languages {
		js, err := script("main.js", lang)
		if err != nil {
			return nil, nil, err
		}
		add("main."+lang+".js", js)
	}
	scripts := []string{"early.js", "root.js"}
	if module == "" {
		scripts = append(scripts, "dev.js")
	}
	for _, name := range scripts {
		js, err := script(name, words.Languages[0])
		if err != nil {
			return nil, nil, err
		}
		add(name, js)
	}
	css, err := style()
	if err != nil {
		return nil, nil, err
	}
	add("style.css", css)
	icon, err := source.ReadFile("assets/img/icon.svg")
	if err != nil {
		return nil, nil, err
	}
	add("icon.svg", icon)

	if module == "" {
		names["main.wasm"], names["wasm_exec.js"] = "main.wasm", "wasm_exec.js"
		return names, files, nil
	}
	wasm, err := os.ReadFile(module)
	if err != nil {
		return nil, nil, err
	}
	add("main.wasm", wasm)
	exec, err := os.ReadFile(filepath.Join(filepath.Dir(module), "wasm_exec.js"))
	if err != nil {
		return nil, nil, err
	}
	add("wasm_exec.js", exec)
	return names, files, nil
}

// script bundles a module of assets/js and what it imports into one file.
func script(entry, lang string) ([]byte, error) {
	return build("assets/js/"+entry, lang, api.LoaderJS)
}

// style bundles the style sheets.
func style() ([]byte, error) {
	return build("assets/css/style.css", words.Languages[0], api.LoaderCSS)
}

func build(entry, lang string, loader api.Loader) ([]byte, error) {
	result := api.Build(api.BuildOptions{
		EntryPoints:       []string{entry},
		Bundle:            true,
		Write:             false,
		MinifyWhitespace:  true,
		MinifySyntax:      true,
		MinifyIdentifiers: true,
		Format:            api.FormatESModule,
		Target:            api.ES2022,
		Charset:           api.CharsetUTF8,
		LogLevel:          api.LogLevelSilent,
		Outdir:            "/",
		Plugins:           []api.Plugin{embedded(lang, loader)},
	})
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

// embedded lets esbuild read the source that this package holds, and resolves "words" to the
// language's words.
func embedded(lang string, loader api.Loader) api.Plugin {
	return api.Plugin{Name: "source", Setup: func(b api.PluginBuild) {
		b.OnResolve(api.OnResolveOptions{Filter: ".*"}, func(a api.OnResolveArgs) (api.OnResolveResult, error) {
			name := a.Path
			if strings.HasPrefix(name, ".") {
				name = path.Join(path.Dir(a.Importer), name)
			}
			return api.OnResolveResult{Path: name, Namespace: "source"}, nil
		})
		b.OnLoad(api.OnLoadOptions{Filter: ".*", Namespace: "source"}, func(a api.OnLoadArgs) (api.OnLoadResult, error) {
			if a.Path == "words" {
				text := string(words.File(lang))
				return api.OnLoadResult{Contents: &text, Loader: api.LoaderJSON}, nil
			}
			data, err := source.ReadFile(a.Path)
			text := string(data)
			return api.OnLoadResult{Contents: &text, Loader: loader}, err
		})
	}}
}
