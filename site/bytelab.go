package site

import (
	"fmt"
	"html/template"
	"strings"
)

// byteLabTemplate is the template of the pages of the labs for bytes. Each is drawn by
// assets/js/lab/bytes, all of it, from a state: the fields in its page's address, which are
// the keys of its block in a lesson.
const byteLabTemplate = "bytelab.html"

// ByteLab draws the lab of the page in its first state.
func (v view) ByteLab() (template.HTML, error) {
	return v.byteLab(v.LabName(), v.LabName(), nil, true)
}

// LabName returns the name of the lab whose page this is: "masking".
func (v view) LabName() string {
	return strings.TrimSuffix(strings.TrimPrefix(v.Path, "labs/"), "/")
}

// byteLab draws a lab for bytes in a state. The ids in it begin with id. If page, its state
// is in the page's address.
func (v view) byteLab(name, id string, state map[string]string, page bool) (template.HTML, error) {
	if state == nil {
		state = map[string]string{}
	}
	drawn := v.pen.call("byteLab", name, id, state)
	if problem := drawn.Get("problem").String(); problem != "" {
		return "", fmt.Errorf("the lab %q: %s", name, problem)
	}
	more := `<p class="note nojs">` + esc(v.T("noscript.here")) + `</p>`
	class, address := "lab wide", ""
	if page {
		class, address, more = "lab", " data-address", ""
	}
	return template.HTML(fmt.Sprintf(`<%[1]s-lab class="%[2]s" data-id="%[3]s" data-state="%[4]s"%[5]s>%[6]s<fieldset class="alive" role="none" disabled><div class="bytebox">%[7]s</div></fieldset></%[1]s-lab>`,
		name, class, esc(id), esc(drawn.Get("state").String()), address, more, drawn.Get("html").String())), nil
}
