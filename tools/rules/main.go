// Command rules writes codec/rule_table.go, the Go form of the table of rules in
// codec/rules.tsv. Run it in the repository after a change to the table:
//
//	go run ./tools/rules
//
// A new rule also needs its check in package codec, a test that breaks it, and its words
// in site/words in both languages. Tests fail while one of them is missing.
package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

const (
	tablePath = "codec/rules.tsv"
	codePath  = "codec/rule_table.go"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "rules:", err)
		os.Exit(1)
	}
}

func run() error {
	mod, err := exec.Command("go", "env", "GOMOD").Output()
	if err != nil {
		return err
	}
	root := filepath.Dir(strings.TrimSpace(string(mod)))
	table, err := os.ReadFile(filepath.Join(root, tablePath))
	if err != nil {
		return err
	}
	groups, err := readTable(bytes.NewReader(table))
	if err != nil {
		return err
	}
	code, err := generate(groups)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(root, codePath), code, 0o644)
}
