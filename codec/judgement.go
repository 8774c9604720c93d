package codec

// A judgement collects the rules that a head breaks. CheckUpgrade and
// CheckAccept stop at the first; the dissection takes them all, each for the
// part of the head that it will mark.
type judgement struct {
	head     *headReader
	receiver Role
	fields   []Field
	at       [numFieldNames]int32 // index of a name's first field, plus one
	twice    uint32               // bit by name: it has a second field
	first    Fault
	ignored  Fault // the first of those that the receiver has to ignore
	all      bool
	partial  bool // the head is incomplete: absence is not judged

	line    [3]Rule // by part of the first line
	field   []Rule  // by field; set only when all are wanted
	missing []Rule  // of the fields that are absent
}

// begin indexes the fields.
func (j *judgement) begin(receiver Role, h *headReader, fs []Field) {
	j.receiver, j.head, j.fields = receiver, h, fs
	j.partial = h.stage != stageComplete
	for i := len(fs) - 1; i >= 0; i-- {
		name := fs[i].name
		if j.at[name] != 0 {
			j.twice |= 1 << name
		}
		j.at[name] = int32(i + 1)
	}
}

// note keeps the first fault that is not to be ignored, and reports whether judging
// ends with it.
func (j *judgement) note(rule Rule, at int) (done bool) {
	if rule.Duty(j.receiver) == DutyIgnore {
		if j.ignored.Rule == 0 {
			j.ignored = Fault{Rule: rule, Bit: uint64(at) * 8}
		}
		return false
	}
	if j.first.Rule == 0 {
		j.first = Fault{Rule: rule, Bit: uint64(at) * 8}
	}
	return !j.all
}

// onLine notes a rule broken by a part of the first line that begins at.
func (j *judgement) onLine(part int, rule Rule, at int) (done bool) {
	if rule == 0 {
		return false
	}
	j.line[part] = rule
	return j.note(rule, at)
}

// onField notes a rule broken by the value of field i.
func (j *judgement) onField(i int, rule Rule) (done bool) {
	if rule == 0 {
		return false
	}
	if j.all && j.field[i] == 0 {
		j.field[i] = rule
	}
	return j.note(rule, j.fields[i].ValueStart)
}

// onAbsence notes a required field that is absent: its place is the head's end.
func (j *judgement) onAbsence(rule Rule) (done bool) {
	if j.partial {
		return false
	}
	if j.all {
		j.missing = append(j.missing, rule)
	}
	return j.note(rule, j.head.pos)
}

// find returns the index of the first field of that name, or -1.
func (j *judgement) find(name fieldName) int { return int(j.at[name]) - 1 }

// next returns the index of the next field of the same name, or -1.
func (j *judgement) next(i int) int {
	name := j.fields[i].name
	if j.twice>>name&1 == 0 {
		return -1
	}
	for i++; i < len(j.fields); i++ {
		if j.fields[i].name == name {
			return i
		}
	}
	return -1
}

// single judges a field of which there may be one: it notes the absence (when
// missing is not 0), its value by form, and every further one as a duplicate.
func (j *judgement) single(name fieldName, missing, duplicate Rule, form func([]byte) Rule) (done bool) {
	i := j.find(name)
	if i < 0 {
		return missing != 0 && j.onAbsence(missing)
	}
	for k := j.next(i); k >= 0; k = j.next(k) {
		if j.onField(k, duplicate) {
			return true
		}
	}
	return j.onField(i, form(j.fields[i].Value))
}

// list judges a list field that must name want: its absence, every line's form
// by element, and want's absence, which is marked on the last line.
func (j *judgement) list(name fieldName, want string, missing, malformed, absent Rule, element func([]byte) bool) (done bool) {
	first := j.find(name)
	if first < 0 {
		return j.onAbsence(missing)
	}
	if j.twice>>name&1 == 0 && equalFold(j.fields[first].Value, want) {
		return false // as nearly every request has it
	}
	found, last := false, first
	for i := first; i >= 0; i = j.next(i) {
		last = i
		value := j.fields[i].Value
		if equalFold(value, want) {
			found = true
			continue
		}
		for e, rest, more := nextElement(value); more; e, rest, more = nextElement(rest) {
			if equalFold(e, want) {
				found = true
			} else if !element(e) {
				if j.onField(i, malformed) {
					return true
				}
				break
			}
		}
	}
	if !found && !j.partial {
		return j.onField(last, absent)
	}
	return false
}
