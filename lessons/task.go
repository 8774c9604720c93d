package lessons

import (
	"fmt"
	"html/template"
	"maps"
	"regexp"
	"slices"
	"strings"

	"framelab/lessons/mark"
)

// exercise reads the words of an exercise.
func (r *bodyReader) exercise(b *blockNode, id, body string) {
	e := r.exercises[id]
	if e == nil {
		r.bad(b.line, fmt.Sprintf("write exercises/%s.json, or fix the id or the file", id), "there is no valid exercise %q", id)
		return
	}
	o, ok := r.parseObject([]byte(body), b.line+1, "the exercise "+id, "title", "task", "labels", "bins", "left", "right", "hints", "findings", "why")
	if !ok || !o.require("title", "task", "why") {
		return
	}
	r.lesson.Exercises = append(r.lesson.Exercises, e)
	w := &taskWords{Task: Task{Exercise: e, Title: o.text("title")}, task: r.text(&o, "task", false), why: r.text(&o, "why", false)}
	itemKey, binKey := "labels", "bins"
	if e.Kind == mark.Match {
		itemKey, binKey = "left", "right"
	}
	for _, key := range [...]string{"labels", "bins", "left", "right"} {
		if key != itemKey && key != binKey && o.has(key) {
			r.bad(o.at(key), fmt.Sprintf("use %q and %q", itemKey, binKey), "%q does not apply to an exercise of the kind %v", key, e.Kind)
		}
	}
	w.labels = r.labels(&o, itemKey, e, itemIDs(e), needLabel(e))
	w.bins = r.labels(&o, binKey, e, e.Bins, e.Bins)
	for _, n := range o.list("hints") {
		w.hints = append(w.hints, r.markdown(o.scalar(n, "hints"), n.Line+o.shift, true))
	}
	if len(w.hints) != e.Hints {
		r.bad(o.at("hints"), fmt.Sprintf("write %d", e.Hints), "there are %d hints", len(w.hints))
	}
	w.Findings = r.findings(&o, e)
	r.lesson.findings[id] = w.Findings
	b.same = fmt.Sprintf("%s, labels %v, bins %v, findings %v", id,
		slices.Sorted(maps.Keys(w.labels)), slices.Sorted(maps.Keys(w.bins)), slices.Sorted(maps.Keys(w.Findings)))
	b.draw = w.draw
}

func itemIDs(e *Exercise) []string {
	var ids []string
	if e.Kind != mark.Number {
		for _, it := range e.Items {
			ids = append(ids, it.ID)
		}
	}
	return ids
}

// needLabel returns the items that show nothing by themselves.
func needLabel(e *Exercise) []string {
	var ids []string
	for i, id := range itemIDs(e) {
		if e.Shows[i].Empty() {
			ids = append(ids, id)
		}
	}
	return ids
}

// labels reads texts by id: one for each of needed, and only for known ids.
func (r *bodyReader) labels(o *object, key string, e *Exercise, known, needed []string) map[string]*document {
	entries, _ := o.entries(key)
	all := map[string]*document{}
	for _, id := range entries.keys {
		if !slices.Contains(known, id) {
			fix := "remove it"
			if len(known) > 0 {
				fix = "use one of: " + strings.Join(known, ", ")
			}
			r.bad(entries.at(id), fix, "%s has no %q that needs a text in %q", e.File, id, key)
			continue
		}
		all[id] = r.text(&entries, id, true)
	}
	for _, id := range needed {
		if all[id] == nil {
			r.bad(o.at(key), fmt.Sprintf("add %q to %q", id, key), "%q has no text", id)
		}
	}
	return all
}

var parameter = regexp.MustCompile(`\{(\w*)\}`)

// findings reads the sentences of findings: one for each of the exercise's own, and any
// others.
func (r *bodyReader) findings(o *object, e *Exercise) map[string]string {
	entries, _ := o.entries("findings")
	all := map[string]string{}
	own := e.Findings()
	for _, id := range entries.keys {
		if !slices.Contains(own, id) && !isGeneric(id) {
			r.bad(entries.at(id), "use one of: "+strings.Join(own, ", ")+"; or a generic one, or a rule's name", "%s has no finding %q", e.File, id)
			continue
		}
		all[id] = entries.text(id)
		for _, m := range parameter.FindAllStringSubmatch(all[id], -1) {
			if !slices.Contains([]string{"place", "got", "want"}, m[1]) {
				r.bad(entries.at(id), "use {place}, {got} or {want}", "the finding %q contains %s", id, m[0])
			}
		}
	}
	for _, id := range own {
		if all[id] == "" {
			r.bad(o.at("findings"), fmt.Sprintf("add %q to \"findings\"", id), "the finding %q has no sentence", id)
		}
	}
	return all
}

// taskWords are the words of a Task before it is drawn.
type taskWords struct {
	Task
	task, why    *document
	hints        []*document
	labels, bins map[string]*document
}

func (w *taskWords) draw(d Drawer) (template.HTML, error) {
	t := w.Task
	t.Hints = nil
	var err error
	render := func(doc *document) (out template.HTML) {
		if err == nil {
			out, err = doc.render(d)
		}
		return out
	}
	texts := func(docs map[string]*document) map[string]Text {
		all := map[string]Text{}
		for id, doc := range docs {
			all[id] = Text{render(doc), doc.plain()}
		}
		return all
	}
	t.Task, t.Why = render(w.task), render(w.why)
	for _, h := range w.hints {
		t.Hints = append(t.Hints, render(h))
	}
	t.Labels, t.Bins = texts(w.labels), texts(w.bins)
	if err != nil {
		return "", err
	}
	return d.Exercise(&t)
}
