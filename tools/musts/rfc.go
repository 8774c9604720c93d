package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// tops are the sections that the index covers, with their subsections.
var tops = []string{"4", "5", "7", "8"}

// A must is one requirement in the text of the RFC, or something else that may have a
// row: an item of a list ("item"), or a lower-case "must".
type must struct {
	line    int
	section string
	ordinal int
	keyword string
}

// needsRow reports whether the index must have a row for it.
func (m must) needsRow() bool { return m.keyword != "item" && m.keyword != "must" }

var (
	heading = regexp.MustCompile(`^([0-9]+(?:\.[0-9]+)*)\.  \S`)
	item    = regexp.MustCompile(`^ +([0-9]+)\.  +\S`)
	footer  = regexp.MustCompile(`^\S.*\[Page [0-9]+\]$`)
	header  = regexp.MustCompile(`^RFC [0-9]+ .* [0-9]{4}$`)
)

// readRFC finds the requirements in the plain text of an RFC, in order. Headings begin at
// the start of a line; the table of contents is indented. Footers, page breaks and
// headers are skipped, even in the middle of a "MUST NOT".
func readRFC(r io.Reader) (musts []must, err error) {
	type word struct {
		text string
		line int
	}
	words := []word{} // in the current section
	section := ""
	end := func() {
		ordinal, lower := 0, 0
		for i := 0; i < len(words); i++ {
			w := words[i]
			switch w.text {
			case "MUST", "SHALL":
				if i+1 < len(words) && words[i+1].text == "NOT" {
					w.text += " NOT"
				}
			case "REQUIRED":
			case "must":
				lower++
				musts = append(musts, must{w.line, section, lower, w.text})
				continue
			default:
				continue
			}
			ordinal++
			musts = append(musts, must{w.line, section, ordinal, w.text})
		}
		words = words[:0]
	}
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimRight(lines.Text(), " \r")
		if footer.MatchString(line) || header.MatchString(line) {
			continue
		}
		if h := heading.FindStringSubmatch(line); h != nil {
			end()
			section = h[1]
			continue
		}
		if !slices.ContainsFunc(tops, func(top string) bool { return within(section, top) }) {
			continue
		}
		if i := item.FindStringSubmatch(line); i != nil {
			number, err := strconv.Atoi(i[1])
			if err != nil {
				return nil, err
			}
			musts = append(musts, must{n, section, number, "item"})
		}
		for text := range strings.FieldsFuncSeq(line, func(r rune) bool { return !unicode.IsLetter(r) }) {
			words = append(words, word{text, n})
		}
	}
	end()
	if err := lines.Err(); err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(musts, must.needsRow) {
		return nil, errors.New("there is no requirement in §4, §5, §7 or §8; is this the plain text of the RFC?")
	}
	return musts, nil
}

// compare compares the index with the RFC, and returns a line for each difference: a
// requirement without a row, a row without a requirement, a row with a different keyword.
func compare(rows []row, musts []must, rfc string) (differences []string) {
	type key struct {
		section string
		ordinal int
	}
	left := map[key]row{}
	for _, r := range rows {
		k := key{r.section, r.ordinal}
		if !r.counted() {
			k.section += r.keyword
		}
		if before, ok := left[k]; ok {
			differences = append(differences, fmt.Sprintf("%s:%d: §%s number %d appears twice, first in line %d", indexPath, r.line, r.section, r.ordinal, before.line))
			continue
		}
		left[k] = r
	}
	for _, m := range musts {
		if !m.needsRow() {
			delete(left, key{m.section + m.keyword, m.ordinal})
			continue
		}
		k := key{m.section, m.ordinal}
		r, ok := left[k]
		delete(left, k)
		switch {
		case !ok:
			differences = append(differences, fmt.Sprintf("%s:%d: §%s number %d (%s) has no row", rfc, m.line, m.section, m.ordinal, m.keyword))
		case r.keyword != m.keyword:
			differences = append(differences, fmt.Sprintf("%s:%d: §%s number %d is %s, but %s in %s:%d", indexPath, r.line, r.section, r.ordinal, r.keyword, m.keyword, rfc, m.line))
		}
	}
	for _, r := range rows {
		if l, ok := left[key{r.section, r.ordinal}]; ok && l.line == r.line {
			differences = append(differences, fmt.Sprintf("%s:%d: §%s has no requirement number %d", indexPath, r.line, r.section, r.ordinal))
		}
		if l, ok := left[key{r.section + r.keyword, r.ordinal}]; ok && l.line == r.line {
			differences = append(differences, fmt.Sprintf("%s:%d: §%s has no %s number %d", indexPath, r.line, r.section, r.keyword, r.ordinal))
		}
	}
	return differences
}
