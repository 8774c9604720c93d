// Command musts reads the repository's index of the requirements of RFC 6455 §4, §5, §7
// and §8 (codec/testdata/musts.tsv). Run it in the repository:
//
//	go run ./tools/musts                        # how many rows, and what answers them
//	go run ./tools/musts -section 5.4           # the rows of a section, where their rules are checked, and where comments name it
//	go run ./tools/musts -find "minimal number" # the rows that have these words, the RFC's or ours
//	go run ./tools/musts -section 5.4 -tests    # and the tests
//	go run ./tools/musts -rfc rfc6455.txt       # holds the index against the RFC's own text
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "musts:", err)
		os.Exit(1)
	}
}

// indexPath is the path of the index in the repository.
const indexPath = "codec/testdata/musts.tsv"

func run(args []string, out io.Writer) error {
	flags := flag.NewFlagSet("musts", flag.ContinueOnError)
	rfc := flags.String("rfc", "", "plain text of RFC 6455 to compare the index with")
	section := flags.String("section", "", "print the rows of this section, such as 5.4, or 5 for all of §5")
	find := flags.String("find", "", "print the rows that have all these `words`, such as \"minimal number\"")
	tests := flags.Bool("tests", false, "print tests too, with -section or -find")
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return nil
	case err != nil:
		return err
	case flags.NArg() > 0:
		return fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	root, err := findRoot()
	if err != nil {
		return err
	}
	f, err := os.Open(filepath.Join(root, indexPath))
	if err != nil {
		return err
	}
	defer f.Close()
	rows, err := readIndex(f)
	if err != nil {
		return fmt.Errorf("%s: %w", indexPath, err)
	}
	switch {
	case *rfc != "":
		return check(out, rows, *rfc)
	case *section != "":
		return printSection(out, root, rows, *section, *tests)
	case *find != "":
		return printFound(out, root, rows, *find, *tests)
	}
	printCounts(out, rows)
	return nil
}

// check prints where the index and the RFC differ, and returns an error if they do.
func check(out io.Writer, rows []row, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	musts, err := readRFC(f)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	differences := compare(rows, musts, filepath.Base(path))
	for _, d := range differences {
		fmt.Fprintln(out, d)
	}
	if len(differences) > 0 {
		return fmt.Errorf("%d differences", len(differences))
	}
	requirements := slices.DeleteFunc(musts, func(m must) bool { return !m.needsRow() })
	fmt.Fprintf(out, "%d requirements in %s, each with its row\n", len(requirements), filepath.Base(path))
	return nil
}

// findRoot returns the folder of the module that contains the working directory.
func findRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, indexPath)); err == nil {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return "", errors.New("there is no " + indexPath + " here or above: run this in the repository")
		}
		dir = filepath.Dir(dir)
	}
}
