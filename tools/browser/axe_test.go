package browser

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/stretchr/testify/require"
)

// axe runs axe-core on the page with WCAG 2.2 A and AA and its best practices, and fails
// the test with the violations.
func (p *page) axe() {
	p.t.Helper()
	for _, finding := range p.axeFindings() {
		p.t.Error(finding)
	}
}

// axeFindings returns each violation in words: rule, help, and place.
func (p *page) axeFindings() []string {
	p.t.Helper()
	source, err := os.ReadFile("node_modules/axe-core/axe.min.js")
	require.NoError(p.t, err, "axe-core is missing: run `npm ci` in tools/browser")
	eval[bool](p, string(source)+";true")
	violations := eval[[]struct {
		ID, Impact, Help string
		Nodes            []struct {
			HTML           string
			FailureSummary string `json:"failureSummary"`
			Target         []any
		}
	}](p, "axe.run(document, { resultTypes: ['violations'] }).then((r) => r.violations)")
	var findings []string
	for _, v := range violations {
		for _, n := range v.Nodes {
			summary := strings.ReplaceAll(n.FailureSummary, "\n", "\n    ")
			findings = append(findings, fmt.Sprintf("axe: %s (%s): %s\n  at %v: %s\n    %s", v.ID, v.Impact, v.Help, n.Target, n.HTML, summary))
		}
	}
	return findings
}

// unquote returns the text of a JSON string, and any other JSON value as it is.
func unquote(b []byte) string {
	var s string
	if json.Unmarshal(b, &s) == nil {
		return s
	}
	return string(b)
}
