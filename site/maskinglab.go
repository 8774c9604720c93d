package site

import (
	"encoding/hex"
	"fmt"
	"html/template"
	"strings"

	"framelab/lessons"
)

// A maskingView is the masking lab with its first state.
type maskingView struct {
	Text, Key   string
	Table, Step template.HTML
}

// maskingLab draws the lab with its first state: a text, a key, and the selected payload
// byte.
func (d *drawer) maskingLab(l lessons.Lab) (template.HTML, error) {
	text, key := "Hello", "37fa213d"
	if s := l.State["text"]; s != "" {
		text = s
	}
	if s := l.State["key"]; s != "" {
		key = strings.ReplaceAll(s, " ", "")
	}
	bytes, err := hex.DecodeString(key)
	if err != nil || len(bytes) != 4 {
		return "", fmt.Errorf("%q is not a masking key of four bytes", key)
	}
	drawn := d.pen.call("masking", []byte(text), bytes)
	return d.template("masking-lab", maskingView{text, key, template.HTML(drawn.Get("table").String()), template.HTML(drawn.Get("step").String())})
}
