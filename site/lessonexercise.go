package site

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html/template"
	"strings"

	"framelab/codec"
	"framelab/lessons"
)

// An exerciseView is the input of an exercise's template. The page gets the record for
// the marker, and the answers to start from and to show.
type exerciseView struct {
	view
	*lessons.Task
	Record, Start, Answer string // base64
	Say                   string // JSON: findings by id
	Choices, Targets      []choice
	d                     *drawer
}

// A choice is an item or a bin.
type choice struct {
	N         int // from 1
	ID, Plain string
	HTML      template.HTML
}

// Exercise draws an exercise.
func (d *drawer) Exercise(t *lessons.Task) (template.HTML, error) {
	say, err := json.Marshal(t.Findings)
	if err != nil {
		return "", err
	}
	base := base64.StdEncoding.EncodeToString
	v := exerciseView{view: d.view, Task: t, Record: base(t.Record()), Start: base(t.Start), Answer: base(t.Solution), Say: string(say), d: d}
	for i, it := range t.Items {
		shown := template.HTML("")
		plain := ""
		if i < len(t.Shows) {
			shown, plain = template.HTML(d.show(t.Shows[i])), d.plainShow(t.Shows[i])
		}
		if l, ok := t.Labels[it.ID]; ok {
			if shown != "" {
				shown += " "
			}
			shown, plain = shown+l.HTML, strings.TrimSpace(plain+" "+l.Plain)
		}
		v.Choices = append(v.Choices, choice{i + 1, it.ID, plain, shown})
	}
	for i, id := range t.Exercise.Bins {
		l := t.Bins[id]
		v.Targets = append(v.Targets, choice{i + 1, id, l.Plain, l.HTML})
	}
	b, err := execute(d.templates, "exercise", v)
	if err != nil {
		return "", fmt.Errorf("exercise %s: %w", t.ID, err)
	}
	return template.HTML(b), nil
}

// Receives returns the endpoint that receives the answer's bytes.
func (v exerciseView) Receives() string { return v.Exercise.Receiver.String() }

// KindName returns the kind as in the exercise's file.
func (v exerciseView) KindName() string { return v.Exercise.Kind.String() }

// StartHex and StartText return the answer at the start as a learner types it.
func (v exerciseView) StartBytes() string { return hex.EncodeToString(v.Exercise.Start) }
func (v exerciseView) StartHex() string   { return spaced(v.Exercise.Start) }
func (v exerciseView) StartText() string  { return textOf(v.Exercise.Start) }

// StartLines returns the lines of the head at the start, for readers without a script to
// edit them.
func (v exerciseView) StartLines() []string {
	return strings.Split(strings.TrimRight(string(v.Exercise.Start), "\r\n"), "\r\n")
}

// StartFigure returns the figure of the answer at the start.
func (v exerciseView) StartFigure() template.HTML {
	if len(v.Exercise.Start) < 2 {
		return ""
	}
	return v.figure(v.Exercise.Start, v.Exercise.Receiver, answer)
}

// GivenBytes returns the bytes that the task is about, in the colours of their fields.
func (v exerciseView) GivenBytes() template.HTML {
	return v.coloured(v.Exercise.Given, v.Exercise.Receiver)
}

// GivenPayload returns the payload size in bytes of the frame that the task is about, or
// 0 if there is none.
func (v exerciseView) GivenPayload() uint64 {
	h, n := codec.ParseHeader(v.Exercise.Given)
	if n == 0 {
		return 0
	}
	return h.Length
}

// GivenText returns the text that the task is about.
func (v exerciseView) GivenText() string { return strings.TrimRight(string(v.Exercise.Given), "\r\n") }

// Way returns the direction of the answer's bytes.
func (v exerciseView) Way() string {
	if v.Exercise.Receiver == codec.Client {
		return v.T("dir.toClient")
	}
	return v.T("dir.toServer")
}
