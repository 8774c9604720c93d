package site

import (
	"bytes"
	"fmt"
	"html/template"
	"strings"

	"framelab/codec"
	"framelab/lessons"
)

// Heads draws a request's or a response's head, or both, every line a thing to
// press, with its meaning under it.
func (d *drawer) Heads(heads []lessons.Head) (template.HTML, error) {
	var out strings.Builder
	var captions []string
	group := d.id("head-")
	for _, h := range heads {
		out.WriteString(d.head(h, group))
		if h.Caption != "" {
			captions = append(captions, string(h.Caption))
		}
	}
	class := "heads"
	if len(heads) > 1 {
		class += " two"
	}
	return template.HTML(figured(`<div class="`+class+`">`+out.String()+`</div>`, template.HTML(strings.Join(captions, " ")))), nil
}

func (d *drawer) head(h lessons.Head, group string) string {
	broken := brokenLines(h)
	var lines strings.Builder
	add := func(i int, text, meaning string, section codec.Section) {
		class, rule := "", ""
		if r := broken[i]; r != 0 {
			class, rule = ` class="broken"`, `<span class="complaint">`+esc(d.T("rule."+r.Name()))+`</span> `
			section = r.Section()
		}
		fmt.Fprintf(&lines, `<li%s><details name="%s"><summary><code>%s</code></summary><p>%s%s %s</p></details></li>`,
			class, group, text, rule, esc(meaning), sectionLink(section, d.citation(section)))
	}
	for i, line := range h.Lines {
		text := esc(line)
		if name, value, ok := strings.Cut(line, ":"); ok && i > 0 {
			text = `<b>` + esc(name) + `</b>:` + esc(value)
		} else if i == 0 {
			text = `<b>` + text + `</b>`
		}
		meaning, section := d.lineMeaning(line, i == 0, h.Response)
		add(i, text, meaning, section)
	}
	key, blank := "dir.toServer", "lesson.line.blank"
	if h.Response {
		key, blank = "dir.toClient", "lesson.line.blank.response"
	}
	add(len(h.Lines), `<span class="blank">`+esc(d.T("lesson.line.blank.name"))+`</span>`, d.T(blank), blankSection)
	return `<div class="head"><p class="direction">` + esc(d.T(key)) + `</p><ol>` + lines.String() + `</ol></div>`
}

// brokenLines gives the first broken rule of each line, by the line's number from
// 0; of what is missing, that of the blank line.
func brokenLines(h lessons.Head) map[int]codec.Rule {
	var spans []codec.Span
	if !h.Response {
		spans = codec.AppendRequestDissection(nil, h.Bytes, codec.HeadLimits{})
	} else if h.Request != nil {
		var req codec.Request
		if _, err := req.Parse(h.Request, codec.HeadLimits{}); err == nil {
			spans = codec.AppendResponseDissection(nil, h.Bytes, &req, codec.HeadLimits{})
		}
	}
	broken := map[int]codec.Rule{}
	for _, s := range spans {
		if s.Rule == 0 {
			continue
		}
		line := bytes.Count(h.Bytes[:min(int(s.Start/8), len(h.Bytes))], []byte("\n"))
		line = min(line, len(h.Lines))
		if broken[line] == 0 {
			broken[line] = s.Rule
		}
	}
	return broken
}

// lineSections says where the meaning of a header field's line is written.
var lineSections = map[string]codec.Section{
	"request":                  {RFC: 6455, Number: "4.1"},
	"status":                   {RFC: 6455, Number: "4.2.2"},
	"host":                     {RFC: 9110, Number: "7.2"},
	"upgrade":                  {RFC: 9110, Number: "7.8"},
	"connection":               {RFC: 9110, Number: "7.6.1"},
	"origin":                   {RFC: 6455, Number: "10.2"},
	"sec-websocket-key":        {RFC: 6455, Number: "11.3.1"},
	"sec-websocket-version":    {RFC: 6455, Number: "11.3.5"},
	"sec-websocket-accept":     {RFC: 6455, Number: "11.3.3"},
	"sec-websocket-protocol":   {RFC: 6455, Number: "11.3.4"},
	"sec-websocket-extensions": {RFC: 6455, Number: "11.3.2"},
}

// lineMeaning says what a line of a head is for, and where that is written.
func (d *drawer) lineMeaning(line string, first, response bool) (string, codec.Section) {
	name, _, _ := strings.Cut(strings.ToLower(line), ":")
	switch {
	case first && response:
		name = "status"
	case first:
		name = "request"
	}
	section, known := lineSections[name]
	if !known {
		return d.T("lesson.line.other"), otherSection
	}
	key := "lesson.line." + name
	if response && d.Has(key+".response") {
		key += ".response"
	}
	return d.T(key), section
}
