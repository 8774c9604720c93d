// Command house draws the packages of the repository, with their imports, into
// CONTRIBUTING.md. Run it in the repository after adding a package or an import:
//
//	go run ./tools/house
//
// It fails if an import runs against the order of the house, which is that of rooms: a
// package imports packages of its own room and of the rooms below it.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
)

// rooms are the folders at the top of the repository, from the top of the house down.
var rooms = []string{"tools", "server", "site", "wasm", "lessons", "codec"}

// module is the import path of the repository.
const module = "framelab"

// page is the file with the picture.
const page = "CONTRIBUTING.md"

// A house has the imports of each package, both as paths in the repository. The commands
// of tools count as a single package.
type house map[string][]string

func main() {
	if err := run("."); err != nil {
		fmt.Fprintln(os.Stderr, "house:", err)
		os.Exit(1)
	}
}

// run draws the picture of the repository at root into its page.
func run(root string) error {
	h, err := read(root)
	if err != nil {
		return err
	}
	if err := h.check(); err != nil {
		return err
	}
	file := root + "/" + page
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	text, err = replacePicture(text, h.draw())
	if err != nil {
		return err
	}
	return os.WriteFile(file, text, 0o644)
}

// read asks the go command for the packages, for this platform and for js/wasm, because
// some files are for one of them only.
func read(root string) (house, error) {
	h := house{}
	for _, env := range [][]string{nil, {"GOOS=js", "GOARCH=wasm"}} {
		list := exec.Command("go", "list", "-e", "-json=ImportPath,Imports", "./...")
		list.Dir, list.Env, list.Stderr = root, append(os.Environ(), env...), os.Stderr
		out, err := list.Output()
		if err != nil {
			return nil, fmt.Errorf("go list: %w", err)
		}
		for packages := json.NewDecoder(bytes.NewReader(out)); ; {
			var p struct {
				ImportPath string
				Imports    []string
			}
			if err := packages.Decode(&p); err == io.EOF {
				break
			} else if err != nil {
				return nil, fmt.Errorf("go list: %w", err)
			}
			h.add(p.ImportPath, p.Imports)
		}
	}
	return h, nil
}

// add adds a package with its imports from this repository.
func (h house) add(path string, imports []string) {
	from := inHouse(path)
	h[from] = append(h[from], nil...)
	for _, i := range imports {
		if to := inHouse(i); strings.HasPrefix(i, module+"/") && to != from && !slices.Contains(h[from], to) {
			h[from] = append(h[from], to)
		}
	}
	slices.Sort(h[from])
}

// inHouse returns a package's path in the repository.
func inHouse(path string) string {
	path = strings.TrimPrefix(path, module+"/")
	if room(path) == "tools" {
		return "tools"
	}
	return path
}

func room(path string) string {
	name, _, _ := strings.Cut(path, "/")
	return name
}

// packages returns the packages of a room.
func (h house) packages(name string) (paths []string) {
	for path := range h {
		if room(path) == name {
			paths = append(paths, path)
		}
	}
	slices.Sort(paths)
	return paths
}

// check returns an error for each import that runs up, and for each unknown room.
func (h house) check() error {
	var faults []error
	for from, imports := range h {
		floor := slices.Index(rooms, room(from))
		if floor < 0 {
			faults = append(faults, fmt.Errorf("%s is in none of the rooms %s", from, strings.Join(rooms, ", ")))
		}
		for _, to := range imports {
			if slices.Index(rooms, room(to)) < floor {
				faults = append(faults, fmt.Errorf("%s imports %s, which is above it: the order is %s", from, to, strings.Join(rooms, " → ")))
			}
		}
	}
	slices.SortFunc(faults, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
	return errors.Join(faults...)
}

// reaches reports whether a package imports another, perhaps through further ones.
func (h house) reaches(from, to string) bool {
	return slices.ContainsFunc(h[from], func(next string) bool { return next == to || h.reaches(next, to) })
}

// draw returns the picture in Mermaid's language: a box for each room, from the top down,
// and an arrow for each import, except those that other arrows imply.
func (h house) draw() string {
	var b strings.Builder
	b.WriteString("```mermaid\nflowchart TD\n")
	id := strings.NewReplacer("/", "_", "-", "_")
	for _, name := range rooms {
		fmt.Fprintf(&b, "  subgraph room_%s [%s]\n", name, name)
		for _, path := range h.packages(name) {
			fmt.Fprintf(&b, "    %s[%s]\n", id.Replace(path), path)
		}
		b.WriteString("  end\n")
	}
	for _, name := range rooms {
		for _, from := range h.packages(name) {
			for _, to := range h[from] {
				implied := slices.ContainsFunc(h[from], func(other string) bool { return other != to && h.reaches(other, to) })
				if !implied {
					fmt.Fprintf(&b, "  %s --> %s\n", id.Replace(from), id.Replace(to))
				}
			}
		}
	}
	b.WriteString("```\n")
	return b.String()
}

// replacePicture replaces the picture in a page.
func replacePicture(text []byte, picture string) ([]byte, error) {
	before, rest, ok := bytes.Cut(text, []byte("```mermaid\n"))
	_, after, closed := bytes.Cut(slices.Concat([]byte("\n"), rest), []byte("\n```\n"))
	if !ok || !closed {
		return nil, fmt.Errorf("%s has no block of the language mermaid", page)
	}
	return slices.Concat(before, []byte(picture), after), nil
}
