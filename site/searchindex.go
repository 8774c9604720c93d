package site

import (
	"cmp"
	"encoding/json"
	"fmt"
	"html"
	"regexp"
	"slices"
	"strings"

	"framelab/codec"
	"framelab/lessons"
)

// maxIndex is the most bytes of a language's index for the search.
const maxIndex = 60_000

// indexName is the name of the index in a language's folder. It has no hash, because it
// is made from the pages, which would contain that.
const indexName = "find.json"

// A found is a row of the index: what it is, its title, what it says, its address below
// the language's folder or an act's name, and other words for it.
type found struct{ kind, title, says, to, find string }

// MarshalJSON writes the row as an array, without what is empty at its end.
func (f found) MarshalJSON() ([]byte, error) {
	row := []string{f.kind, f.title, f.says, f.to, f.find}
	for row[len(row)-1] == "" {
		row = row[:len(row)-1]
	}
	return json.Marshal(row)
}

// acts are the commands that the search offers, which the scripts know by these names.
var acts = []string{"paste", "send", "unmask", "mask", "undo", "redo", "share", "theme-light", "theme-dark", "theme-auto", "language", "stage", "keys"}

// idHeading matches a heading of a page that has an id.
var idHeading = regexp.MustCompile(`<h[23][^>]* id="([^"]+)"[^>]*>(.*?)</h[23]>`)

// searchIndex returns the index of a language: pages, headings of the lessons that were
// rendered, everything in the reference, sections of RFCs, and commands.
func (v view) searchIndex(rendered []file) ([]byte, error) {
	var rows []found
	for _, p := range pages {
		rows = append(rows, found{"page", v.T(p.title), brief(v.T(p.about)), p.path, ""})
	}
	for _, act := range acts {
		rows = append(rows, found{"act", v.T("find.act." + act), "", act, v.T("find.act." + act + ".find")})
	}
	for _, l := range v.course.Lessons[v.Lang] {
		to := "lessons/" + l.ID + "/"
		rows = append(rows, found{"lesson", fmt.Sprint(l.Number, " ", l.Title), brief(l.Goal), to, ""})
		at := slices.IndexFunc(rendered, func(f file) bool { return f.path == v.Lang+"/"+to+"index.html" })
		if at < 0 {
			return nil, fmt.Errorf("no page for the lesson %s", l.ID)
		}
		article, _, _ := strings.Cut(string(rendered[at].data), `<footer class="end">`)
		for _, h := range idHeading.FindAllStringSubmatch(article, -1) {
			title, _, _ := strings.Cut(h[2], `<a class="anchor"`)
			title = strings.TrimSpace(html.UnescapeString(token.ReplaceAllString(title, "")))
			if title != "" && !strings.Contains(h[1], "paste-") && !strings.Contains(h[1], "break-") {
				rows = append(rows, found{"part", title, fmt.Sprint(l.Number, " ", l.Title), to + "#" + h[1], ""})
			}
		}
	}
	for _, part := range v.Reference() {
		rows = append(rows, found{"page", part.Title, v.T("reference.title"), "#" + part.ID, ""})
		for _, g := range part.Groups {
			for _, r := range g.Rows {
				rows = append(rows, r.found(part.ID, v))
			}
		}
	}
	var cited []codec.Section
	for s := range lessons.Sections() {
		cited = append(cited, s)
	}
	slices.SortFunc(cited, func(a, b codec.Section) int {
		return cmp.Or(cmp.Compare(a.RFC, b.RFC), strings.Compare(a.Number, b.Number))
	})
	for _, s := range cited {
		title, _ := lessons.SectionTitle(s)
		rows = append(rows, found{"rfc", fmt.Sprintf("§%s %s", s.Number, title), fmt.Sprint(s.RFC), "", ""})
	}
	b, err := json.Marshal(rows)
	if err == nil && len(b) > maxIndex {
		err = fmt.Errorf("the search's index of %s has %d bytes, more than %d", v.Lang, len(b), maxIndex)
	}
	return b, err
}

// found returns a row of the reference as a row of the index.
func (r refRow) found(part string, v view) found {
	f := found{"rule", r.Name, brief(r.Text), "#" + r.ID, strings.Join(r.find, ", ")}
	switch part {
	case "opcodes":
		f.kind, f.title = "opcode", r.Key+" "+r.Name
	case "codes":
		f.kind, f.title = "code", r.Key+" "+r.Name
	case "fields":
		f.kind = "field"
	case "glossary":
		f.kind = "term"
	default:
		if r.Key != "" {
			f.find = r.Key
		}
		f.to = "" // the rule's name says it
	}
	return f
}

// longest is how many bytes of a text a row of the index says at most.
const longest = 80

// brief shortens a text at a space.
func brief(s string) string {
	if len(s) <= longest {
		return s
	}
	if at := strings.LastIndex(s[:longest], " "); at > 0 {
		s = s[:at]
	}
	return strings.TrimRight(s, " ,;:.") + "…"
}
