package main

import (
	"bufio"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
)

// A group is the rules under one heading of the table.
type group struct {
	heading string
	rows    []row
}

// A row is one rule.
type row struct {
	ident   string // the constant, such as FrameRSV1
	name    string // the stable name, such as frame.rsv1.not-negotiated
	rfc     int
	section string // such as 5.2
	answer  int    // the close code or HTTP status, 0 if there is none
	meaning string
	duty    string // the Go constant; "" for fail
	reason  string // why the receiver need not fail
	missing part   // for an absent field
}

// A part marks an absent field in a dissection; the zero part means none.
type part struct {
	ident string // the constant, such as PartMissingHost
	name  string // the stable name, such as missing.host
}

// duties maps a duty in the table to its Go constant.
var duties = map[string]string{
	"": "", "choose": "choose", "ignore": "ignore", "client choose": "clientChoose",
	"client ignore, server choose": "clientIgnoreServerChoose",
}

var (
	identPattern   = regexp.MustCompile(`^[A-Z][A-Za-z0-9]+$`)
	namePattern    = regexp.MustCompile(`^[a-z0-9]+([.-][a-z0-9]+)+$`)
	sectionPattern = regexp.MustCompile(`^RFC ([0-9]+) §([0-9]+(?:\.[0-9]+)*)$`)
)

// readTable reads the table: lines of five to eight columns divided by tabs, headings
// after "## ", comments after "#". Its errors name the line.
func readTable(r io.Reader) (groups []group, err error) {
	seen := map[string]int{} // identifiers and names, with their lines
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		text := lines.Text()
		heading, isHeading := strings.CutPrefix(text, "## ")
		switch {
		case isHeading:
			groups = append(groups, group{heading: heading})
			continue
		case text == "" || strings.HasPrefix(text, "#"):
			continue
		case len(groups) == 0:
			return nil, fmt.Errorf("%s:%d: a rule before the first heading", tablePath, n)
		}
		row, err := readRow(strings.Split(text, "\t"))
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", tablePath, n, err)
		}
		for _, key := range []string{row.ident, row.name} {
			if seen[key] != 0 {
				return nil, fmt.Errorf("%s:%d: %s is already in line %d", tablePath, n, key, seen[key])
			}
			seen[key] = n
		}
		last := &groups[len(groups)-1]
		last.rows = append(last.rows, row)
	}
	return groups, lines.Err()
}

func readRow(columns []string) (r row, err error) {
	if len(columns) < 5 || len(columns) > 8 {
		return r, fmt.Errorf("%d columns instead of 5 to 8", len(columns))
	}
	columns = append(columns, "", "", "")
	r = row{ident: columns[0], name: columns[1], meaning: columns[4], reason: columns[6]}
	var isPart bool
	r.missing.ident, r.missing.name, isPart = strings.Cut(columns[7], " ")
	section := sectionPattern.FindStringSubmatch(columns[2])
	duty, known := duties[columns[5]]
	r.duty = duty
	switch {
	case !identPattern.MatchString(r.ident):
		return r, fmt.Errorf("%q is not an identifier", r.ident)
	case !namePattern.MatchString(r.name):
		return r, fmt.Errorf("%q is not a name such as frame.rsv1", r.name)
	case section == nil:
		return r, fmt.Errorf("%q is not a section such as RFC 6455 §5.2", columns[2])
	case r.meaning == "":
		return r, fmt.Errorf("%s does not say what it breaks", r.ident)
	case !known:
		return r, fmt.Errorf("%q is not a duty", columns[5])
	case (r.duty == "") != (r.reason == ""):
		return r, fmt.Errorf("%s needs a duty and its reason, or neither", r.ident)
	case columns[7] != "" && !(isPart && strings.HasPrefix(r.missing.ident, "PartMissing") && namePattern.MatchString(r.missing.name)):
		return r, fmt.Errorf("%q is not a Part for an absent field and its name", columns[7])
	}
	r.section = section[2]
	if r.rfc, err = strconv.Atoi(section[1]); err != nil {
		return r, err
	}
	if columns[3] != "-" {
		r.answer, err = strconv.Atoi(columns[3])
		status, code := r.answer >= 400 && r.answer <= 599, r.answer >= 1000 && r.answer <= 4999
		if err != nil || !status && !code {
			return r, fmt.Errorf("%q is not a close code, an HTTP status of an error, or -", columns[3])
		}
	}
	return r, nil
}
