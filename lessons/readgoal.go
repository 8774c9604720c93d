package lessons

import (
	"framelab/codec"
	"framelab/lessons/mark"
)

// goal reads the conditions.
func (r *exerciseReader) goal() {
	e := r.e
	if e.Kind.IsChoice() {
		if r.has("goal") {
			r.refuse(r.at("goal"), "remove it", "an exercise of the family choice does not have a goal")
		}
		return
	}
	if len(r.list("goal")) == 0 {
		r.refuse(r.line, `add a condition such as {"is": "legal"}`, "there is no goal")
	}
	for _, n := range r.list("goal") {
		o, ok := r.source.object(n, 0, "the condition", "is", "finding", "min", "max", "frame", "field", "value", "text", "hex", "rule", "name", "token")
		r.ok = r.ok && ok
		c := mark.Condition{
			Is: mark.IsOf(o.text("is")), Finding: r.finding(&o), Frame: o.number("frame", 0, 999),
			Min: o.number("min", 0, 999), Max: o.number("max", 0, 999), Value: uint64(o.number("value", 0, 1<<31-1)),
			Name: o.text("name"), Token: o.flag("token", false),
		}
		switch {
		case c.Is == 0:
			r.refuse(o.at("is"), "use legal, rule, frames, field, payload, key, keys, bytes, unmasked, target, header, absent, kept or accept", "there is no condition %q", o.text("is"))
		case !e.Kind.Asks(c.Is):
			r.refuse(o.at("is"), "use a different one", "the condition %v does not apply to the kind %v", c.Is, e.Kind)
		}
		c.Bytes = []byte(o.text("text"))
		if o.has("hex") {
			c.Bytes = r.hex(&o, "hex")
		}
		if name := o.text("field"); name != "" || c.Is == mark.IsField {
			if c.Field = mark.FieldOf(name); c.Field == 0 || c.Field > codec.PartLength || c.Field < codec.PartFin {
				r.refuse(o.at("field"), "use fin, rsv1, rsv2, rsv3, opcode, mask or length", "there is no such field %q", name)
			}
		}
		if name := o.text("rule"); name != "" || c.Is == mark.IsRule {
			if c.Rule = mark.RuleOf(name); c.Rule == 0 {
				r.refuse(o.at("rule"), "use a name of the codec's table", "there is no rule %q", name)
			}
		}
		e.Goal = append(e.Goal, c)
	}
}

// finding reads the id of one of the exercise's own findings.
func (r *exerciseReader) finding(o *object) string {
	id := o.text("finding")
	if id != "" && !idForm.MatchString(id) {
		r.refuse(o.at("finding"), "use small letters, digits and hyphens; names with dots belong to rules and to the generic findings", "%q cannot be the name of this exercise's finding", id)
	}
	return id
}
