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
	line       int // in the index
	section    string
	ordinal    int    // within the section, from 1
	keyword    string // MUST, MUST NOT, SHALL, SHALL NOT or REQUIRED; must in lower case; item for one of a list that a MUST is about
	binds      string // who has to keep it
	paraphrase string // what it asks, in our words
	answers    []answer
	terms      string // the RFC's own terms, to find it by
}

// counted reports whether the ordinal counts the keywords in capitals.
func (r row) counted() bool { return r.keyword != "item" && r.keyword != "must" }

// title names the row: "§5.2 number 5, MUST" or "§4.2.1 item 2".
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

// An answer says what sees to a requirement: a rule of the codec, a test, or why
// neither does.
type answer struct {
	kind string // "rule", "test" or "reason"
	text string
}

// readIndex reads the rows of the index: a line of column names, then seven
// columns divided by tabs, the answers by "; ".
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

// within reports whether section is of or below the section above.
func within(section, above string) bool {
	return section == above || strings.HasPrefix(section, above+".")
}

// printCounts says how many rows each of the sections has, and what answers them.
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
