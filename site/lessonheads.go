package site

import (
	"html/template"
	"strings"

	"framelab/lessons"
)

// Heads draws the head of a request, of a response, or both; every line can be pressed to
// show its meaning below it.
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
	side := "request"
	if h.Response {
		side = "response"
	}
	return d.pen.draw("lessonHead", side, h.Bytes, h.Lines, h.Request, group)
}
