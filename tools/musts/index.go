package main

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// A row of the index is one requirement of the RFC.
type row struct {
	line       int // line in the index
	section    string
	ordinal    int    // number within the section, from 1
	keyword    string // MUST, MUST NOT, SHALL, SHALL NOT or REQUIRED; must for a lower-case one; item for one of a list under a MUST
	binds      string // the party that has to fulfil it
	paraphrase string // what it requires, in our words
	answers    []answer
	terms      string // the RFC's own terms, for searching
}

// counted reports whether the row's number counts the upper-case keywords.
func (r row) counted() bool { return r.keyword != "item" && r.keyword != "must" }

// title returns the name of the row: "§5.2 number 5, MUST" or "§4.2.1 item 2".
func (r row) title() string {
	if r.keyword == "item" {
		return fmt.Sprintf("§%s item %d", r.section, r.ordinal)
	}
	return fmt.Sprintf("§%s number %d, %s", r.section, r.ordinal, r.keyword)
}

// has reports whether every word is in the row: in the RFC's terms, in our words, or in
// the name of a rule.
func (r row) has(words []string) bool {
	text := r.terms + " " + r.paraphrase
	for _, a := range r.answers {
		if a.kind == "rule" {
			text += " " + a.text
		}
	}
	text = strings.ToLower(text)
	for _, w := range words {
		if !strings.Contains(text, strings.ToLower(w)) {
			return false
		}
	}
	return true
}

// An answer says what fulfils a requirement: a rule of the codec, a test, or the reason
// why neither does.
type answer struct {
	kind string // "rule", "test" or "reason"
	text string
}

// readIndex reads the rows of the index: a line of column names, then rows of seven
// columns divided by tabs, with the answers divided by "; ".
func readIndex(r io.Reader) (rows []row, err error) {
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		columns := strings.Split(lines.Text(), "\t")
		if len(columns) != 7 {
			return nil, fmt.Errorf("line %d: %d columns, want 7", n, len(columns))
		}
		if n == 1 {
			continue
		}
		ordinal, err := strconv.Atoi(columns[1])
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		r := row{line: n, section: columns[0], ordinal: ordinal, keyword: columns[2], binds: columns[3], paraphrase: columns[4], terms: columns[6]}
		for text := range strings.SplitSeq(columns[5], "; ") {
			kind, text, ok := strings.Cut(text, ":")
			if !ok {
				return nil, fmt.Errorf("line %d: an answer must be rule:…, test:… or reason: …", n)
			}
			r.answers = append(r.answers, answer{kind, strings.TrimSpace(text)})
		}
		rows = append(rows, r)
	}
	return rows, lines.Err()
}

// within reports whether section is the section above or part of it.
func within(section, above string) bool {
	return section == above || strings.HasPrefix(section, above+".")
}

// printCounts prints how many rows each section has, and how they are fulfilled.
func printCounts(out io.Writer, rows []row) {
	for _, top := range tops {
		var n, rules, tests, reasons int
		for _, r := range rows {
			if !within(r.section, top) {
				continue
			}
			n++
			kinds := map[string]bool{}
			for _, a := range r.answers {
				kinds[a.kind] = true
			}
			switch {
			case kinds["rule"]:
				rules++
			case kinds["test"]:
				tests++
			default:
				reasons++
			}
		}
		fmt.Fprintf(out, "§%s: %d requirements; %d answered by rules, %d by tests only, %d not for this code\n", top, n, rules, tests, reasons)
	}
}
