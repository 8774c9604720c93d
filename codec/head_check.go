package codec

// A headCheck collects the rules that a head breaks. CheckUpgrade and CheckAccept stop at
// the first; the dissection collects them all, each for the part of the head that it
// marks.
type headCheck struct {
	head     *headReader
	receiver Role
	fields   []Field
	at       [numFieldNames]int32 // by name: the index of its first field, plus one
	twice    uint32               // a bit for each name that has a second field
	first    Fault
	ignored  Fault // the first of the faults that the receiver has to ignore
	all      bool
	partial  bool // the head is incomplete: absence is not judged

	line    [3]Rule // by part of the first line
	field   []Rule  // by field; only if all rules are collected
	missing []Rule  // the rules of absent fields
}

// begin indexes the fields.
func (c *headCheck) begin(receiver Role, h *headReader, fs []Field) {
	c.receiver, c.head, c.fields = receiver, h, fs
	c.partial = h.stage != stageComplete
	for i := len(fs) - 1; i >= 0; i-- {
		name := fs[i].name
		if c.at[name] != 0 {
			c.twice |= 1 << name
		}
		c.at[name] = int32(i + 1)
	}
}

// note keeps the first fault that must not be ignored, and reports whether judging ends
// with it.
func (c *headCheck) note(rule Rule, at int) (done bool) {
	if rule.Duty(c.receiver) == DutyIgnore {
		if c.ignored.Rule == 0 {
			c.ignored = Fault{Rule: rule, Bit: uint64(at) * 8}
		}
		return false
	}
	if c.first.Rule == 0 {
		c.first = Fault{Rule: rule, Bit: uint64(at) * 8}
	}
	return !c.all
}

// onLine records a rule that a part of the first line breaks; the part begins at offset
// at.
func (c *headCheck) onLine(part int, rule Rule, at int) (done bool) {
	if rule == 0 {
		return false
	}
	c.line[part] = rule
	return c.note(rule, at)
}

// onField records a rule that the value of field i breaks.
func (c *headCheck) onField(i int, rule Rule) (done bool) {
	if rule == 0 {
		return false
	}
	if c.all && c.field[i] == 0 {
		c.field[i] = rule
	}
	return c.note(rule, c.fields[i].ValueStart)
}

// onAbsence records a required field that is absent: its place is the end of the head.
func (c *headCheck) onAbsence(rule Rule) (done bool) {
	if c.partial {
		return false
	}
	if c.all {
		c.missing = append(c.missing, rule)
	}
	return c.note(rule, c.head.pos)
}

// find returns the index of the first field with that name, or -1.
func (c *headCheck) find(name fieldName) int { return int(c.at[name]) - 1 }

// next returns the index of the next field with the same name, or -1.
func (c *headCheck) next(i int) int {
	name := c.fields[i].name
	if c.twice>>name&1 == 0 {
		return -1
	}
	for i++; i < len(c.fields); i++ {
		if c.fields[i].name == name {
			return i
		}
	}
	return -1
}

// single judges a field that may occur once: its absence (if missing is not 0), its value
// by form, and each further one as a duplicate.
func (c *headCheck) single(name fieldName, missing, duplicate Rule, form func([]byte) Rule) (done bool) {
	i := c.find(name)
	if i < 0 {
		return missing != 0 && c.onAbsence(missing)
	}
	for k := c.next(i); k >= 0; k = c.next(k) {
		if c.onField(k, duplicate) {
			return true
		}
	}
	return c.onField(i, form(c.fields[i].Value))
}

// list judges a list field that must name want: its absence, the form of every line by
// element, and the absence of want, which is marked on the last line.
func (c *headCheck) list(name fieldName, want string, missing, malformed, absent Rule, element func([]byte) bool) (done bool) {
	first := c.find(name)
	if first < 0 {
		return c.onAbsence(missing)
	}
	if c.twice>>name&1 == 0 && equalFold(c.fields[first].Value, want) {
		return false // the form of nearly every request
	}
	found, last := false, first
	for i := first; i >= 0; i = c.next(i) {
		last = i
		value := c.fields[i].Value
		if equalFold(value, want) {
			found = true
			continue
		}
		for e, rest, more := nextElement(value); more; e, rest, more = nextElement(rest) {
			if equalFold(e, want) {
				found = true
			} else if !element(e) {
				if c.onField(i, malformed) {
					return true
				}
				break
			}
		}
	}
	if !found && !c.partial {
		return c.onField(last, absent)
	}
	return false
}
