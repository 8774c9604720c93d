package main

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// A measurement is the result of the turns: by "Row/library", the time per operation in
// each turn.
type measurement struct {
	turns  int
	ns     map[string][]float64
	allocs map[string]string // of the last turn; "0" if there are none
	sent   map[string]string // output size of an operation in bytes, if the row compares sizes
}

const ours = "framelab"

// take parses the output of one turn.
func (m *measurement) take(out string) error {
	for _, line := range strings.Split(out, "\n") {
		f := strings.Fields(line)
		if len(f) < 4 || !strings.HasPrefix(f[0], "Benchmark") {
			continue
		}
		name := strings.TrimPrefix(f[0], "Benchmark")
		if i := strings.LastIndexByte(name, '-'); i > 0 {
			name = name[:i] // the suffix with the number of processors
		}
		for i := 2; i+1 < len(f); i += 2 {
			switch f[i+1] {
			case "ns/op":
				ns, err := strconv.ParseFloat(f[i], 64)
				if err != nil {
					return fmt.Errorf("%q: %w", line, err)
				}
				m.ns[name] = append(m.ns[name], ns)
			case "allocs/op":
				m.allocs[name] = f[i]
			case "sent":
				m.sent[name] = f[i]
			}
		}
	}
	for name, ns := range m.ns {
		if len(ns) != m.turns+1 {
			return fmt.Errorf("%s was timed %d times in %d turns", name, len(ns), m.turns+1)
		}
	}
	return nil
}

// ratio returns the median over the turns of our time divided by that of another arm, or
// NaN if the row has no such arm.
func (m *measurement) ratio(row, other string) float64 {
	mine, theirs := m.ns[row+"/"+ours], m.ns[row+"/"+other]
	if len(mine) == 0 || len(theirs) == 0 {
		return math.NaN()
	}
	ratios := make([]float64, len(mine))
	for i := range mine {
		ratios[i] = mine[i] / theirs[i]
	}
	return median(ratios)
}

func median(v []float64) float64 {
	v = slices.Sorted(slices.Values(v))
	return (v[(len(v)-1)/2] + v[len(v)/2]) / 2
}

// table returns the measurement as a Markdown table.
func (m *measurement) table(platform string, goal func(row) target) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: our time by theirs, medians of %d turns\n\n", platform, m.turns)
	fmt.Fprintf(&b, "| what | ours | allocs | by the limit | by %s | ours must reach | |\n", strings.Join(peers, " | by "))
	b.WriteString(strings.Repeat("|---", 6+len(peers)+1) + "|\n")
	for _, r := range rows {
		ns, ok := m.ns[r.name+"/"+ours]
		if !ok {
			continue
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s", r.what, duration(median(ns)), m.allocs[r.name+"/"+ours], times(m.ratio(r.name, r.limit)))
		for _, p := range peers {
			fmt.Fprintf(&b, " | %s%s", times(m.ratio(r.name, p)), m.bytes(r.name, p))
		}
		fmt.Fprintf(&b, " | %s |\n", m.verdict(r, goal(r)))
	}
	return b.String()
}

// bytes returns the output size of another arm relative to ours, or nothing.
func (m *measurement) bytes(row, other string) string {
	theirs, ok := m.sent[row+"/"+other]
	if !ok {
		return ""
	}
	return fmt.Sprintf(" (%s B to %s)", m.sent[row+"/"+ours], theirs)
}

// verdict returns the target and whether it is reached, as two cells.
func (m *measurement) verdict(r row, t target) string {
	if t.peer == "" {
		return "— | —"
	}
	got := m.ratio(r.name, t.peer)
	verdict := "reached"
	if !(got <= t.ratio) {
		verdict = "not reached"
	}
	if slices.Contains(peers, t.peer) || t.peer == r.limit {
		return fmt.Sprintf("≤ %.3gx %s | %s", t.ratio, t.peer, verdict)
	}
	return fmt.Sprintf("≤ %.3gx %s | %.2fx, %s", t.ratio, t.peer, got, verdict)
}

func times(ratio float64) string {
	if math.IsNaN(ratio) {
		return "—"
	}
	return fmt.Sprintf("%.2fx", ratio)
}

func duration(ns float64) string {
	if ns >= 1000 {
		return fmt.Sprintf("%.1f µs", ns/1000)
	}
	return fmt.Sprintf("%.1f ns", ns)
}
