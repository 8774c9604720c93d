package lessons

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A Problem is something in a lesson or an exercise that its author has to fix.
type Problem struct {
	File string // "en/04-accept.md"
	Line int    // from 1
	What string // what is wrong
	Fix  string // what to do about it
}

// Error returns "lessons/en/04-accept.md:12: what is wrong; what to do".
func (p Problem) Error() string {
	return fmt.Sprintf("lessons/%s:%d: %s; %s", p.File, p.Line, p.What, p.Fix)
}

// Problems are all problems that Load has found, by file and line.
type Problems []Problem

// Error returns the problems, one on each line.
func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.Error()
	}
	return strings.Join(lines, "\n")
}

// err returns the problems in order, or nil if there are none.
func (ps *Problems) err() error {
	if len(*ps) == 0 {
		return nil
	}
	slices.SortStableFunc(*ps, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	return slices.Compact(*ps)
}

// A source is a file that is being read, with the list for its problems.
type source struct {
	file     string
	problems *Problems
}

// bad adds a problem.
func (s *source) bad(line int, fix, what string, args ...any) {
	*s.problems = append(*s.problems, Problem{s.file, max(line, 1), fmt.Sprintf(what, args...), fix})
}

func decimal(n uint64) string { return fmt.Sprint(n) }
