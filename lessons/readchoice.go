package lessons

import (
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"framelab/lessons/mark"
)

// bins reads the ids of bins.
func (r *exerciseReader) bins() {
	placed := r.e.Kind == mark.Match || r.e.Kind == mark.Sort
	r.e.Bins = r.texts("bins")
	if placed != (len(r.e.Bins) > 0) {
		r.refuse(r.at("bins"), `use "bins" with match and sort only`, "bins do not go with the kind %v", r.e.Kind)
	}
	for i, id := range r.e.Bins {
		if !idForm.MatchString(id) || slices.Contains(r.e.Bins[:i], id) {
			r.refuse(r.at("bins"), "use each id once, in small letters, digits and hyphens", "%q cannot be a bin's id", id)
		}
	}
}

// items reads the items to choose, place or order.
func (r *exerciseReader) items() {
	e := r.e
	if !e.Kind.IsChoice() && r.has("items") || e.Kind.IsChoice() && e.Kind != mark.Number && len(r.list("items")) < 2 {
		r.refuse(r.at("items"), "use items, at least two, with choose, match, sort and order", "these items do not go with the kind %v", e.Kind)
		return
	}
	e.One = r.flag("one", false)
	right := 0
	for _, n := range r.list("items") {
		o, ok := r.source.object(n, 0, "the item", "id", "right", "bin", "finding", "findings", "opcode", "frame", "receiver", "line", "accept")
		r.ok = r.ok && ok && o.require("id")
		it := mark.Item{ID: o.text("id"), Right: o.flag("right", false), Finding: r.finding(&o)}
		if !idForm.MatchString(it.ID) || slices.ContainsFunc(e.Items, func(have mark.Item) bool { return have.ID == it.ID }) {
			r.refuse(o.at("id"), "use each id once, in small letters, digits and hyphens", "%q cannot be an item's id", it.ID)
		}
		if it.Right {
			right++
		}
		r.itemBins(&o, &it)
		show := r.show(&o)
		e.Items, e.Shows = append(e.Items, it), append(e.Shows, show)
		if said := r.computed(&show, &it); said != "" && r.ok {
			r.refuse(o.line, "fix what the file says is right", "the codec says %s of the item %q", said, it.ID)
		}
	}
	if e.Kind == mark.Choose && (right == 0 || e.One && right != 1) {
		r.refuse(r.at("items"), `write "right": true for those to be chosen`, "%d items are right", right)
	}
}

// itemBins reads where an item belongs, and findings by bin.
func (r *exerciseReader) itemBins(o *object, it *mark.Item) {
	var belongs []string
	if n := o.values["bin"]; n != nil && n.Kind == yaml.SequenceNode {
		belongs = o.texts("bin")
	} else if n != nil {
		belongs = []string{o.text("bin")}
	}
	placed := r.e.Kind == mark.Match || r.e.Kind == mark.Sort
	if placed != (len(belongs) > 0) {
		r.refuse(o.line, `say with "bin" where each item of match and sort belongs`, "the item %q and its bin do not fit", it.ID)
	}
	for _, id := range belongs {
		it.Bins = append(it.Bins, mark.Bin{ID: id, Right: true})
	}
	findings, ok := o.entries("findings")
	r.ok = r.ok && ok
	for _, id := range findings.keys {
		if slices.Contains(belongs, id) {
			r.refuse(findings.at(id), "remove it", "the item %q belongs in %q, so no finding is possible there", it.ID, id)
		}
		it.Bins = append(it.Bins, mark.Bin{ID: id, Finding: findings.text(id)})
	}
	for _, b := range it.Bins {
		if !slices.Contains(r.e.Bins, b.ID) {
			r.refuse(o.line, "use one of: "+strings.Join(r.e.Bins, ", "), "there is no bin %q", b.ID)
		}
	}
}

// order reads which item precedes which, and the right number.
func (r *exerciseReader) order() {
	e := r.e
	if (e.Kind == mark.Order) != r.has("before") {
		r.refuse(r.at("before"), `use "before" with order only`, "an order does not go with the kind %v", e.Kind)
	}
	for _, n := range r.list("before") {
		var pair []string
		for _, m := range n.Content {
			pair = append(pair, m.Value)
		}
		known := func(id string) bool {
			return slices.ContainsFunc(e.Items, func(it mark.Item) bool { return it.ID == id })
		}
		if len(pair) != 2 || !known(pair[0]) || !known(pair[1]) {
			r.refuse(n.Line, "write two ids of items in brackets", "this does not say which of two items goes first")
			continue
		}
		e.Before = append(e.Before, [2]string{pair[0], pair[1]})
	}
	if (e.Kind == mark.Number) != r.has("value") {
		r.refuse(r.at("value"), `use "value" with number only`, "a value does not go with the kind %v", e.Kind)
		return
	}
	if n := r.values["value"]; n != nil {
		bounds := []*yaml.Node{n, n}
		if n.Kind == yaml.SequenceNode && len(n.Content) == 2 {
			bounds = n.Content
		}
		var err, err2 error
		e.Least, err = strconv.ParseUint(bounds[0].Value, 10, 64)
		e.Most, err2 = strconv.ParseUint(bounds[1].Value, 10, 64)
		if err != nil || err2 != nil || e.Least > e.Most {
			r.refuse(n.Line, "write a number, or [least, most]", "this is not a number or a range")
		}
	}
}
