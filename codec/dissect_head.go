package codec

// A headDissection turns a head that has been read, as far as it could be, into
// spans that tile the bytes.
type headDissection struct {
	dst  []Span
	b    []byte
	at   int // offset of the first byte that no span covers yet
	end  int // offset at which the reading of the head ended
	head *headReader

	hostIgnored bool // the target names the server
}

// dissectHead opens the span of the whole head.
func dissectHead(dst []Span, b []byte, h *headReader, n int) *headDissection {
	d := &headDissection{dst: dst, b: b, end: len(b), head: h}
	head := Span{Bits: uint64(len(b)) * 8, Field: FieldHead}
	switch {
	case n > 0:
		d.end = n
		head.Bits = uint64(n) * 8
	case h.fault.Rule != 0:
		d.end = min(int(h.fault.Bit/8), len(b))
	default:
		head.Missing = 1 // at least: only the blank line tells how many
	}
	d.dst = append(d.dst, head)
	return d
}

// part appends a span up to the offset to, or as far as the head was read.
func (d *headDissection) part(field FieldID, to int, rule Rule) {
	to = min(to, d.end)
	s := Span{Start: uint64(d.at) * 8, Bits: uint64(to-d.at) * 8, Field: field, Rule: rule, Depth: 1}
	if to-d.at <= 8 {
		for _, c := range d.b[d.at:to] {
			s.Value = s.Value<<8 | uint64(c)
		}
	}
	d.dst = append(d.dst, s)
	d.at = to
}

// some appends a span unless it would be empty.
func (d *headDissection) some(field FieldID, to int) {
	if min(to, d.end) > d.at {
		d.part(field, to, 0)
	}
}

// emptyLines appends the empty lines before a request line, the last of which may
// have only begun.
func (d *headDissection) emptyLines() {
	end := d.head.first
	if d.head.stage == stageFirst && d.head.fault.Rule == 0 && end < len(d.b) && d.b[end] == '\r' {
		end++
	}
	d.some(FieldEmptyLines, end)
}

// firstLine appends the parts of the first line, each with the rule it breaks.
// ends are the offsets after each part that was read to its end.
func (d *headDissection) firstLine(fields [3]FieldID, sizes []int, rules [3]Rule) {
	for i, size := range sizes {
		d.part(fields[i], d.at+size, rules[i])
		if i < 2 {
			d.some(FieldSpace, d.at+1)
		}
	}
	if d.head.stage < stageFirstLF && len(sizes) < 3 {
		d.some(fields[len(sizes)], d.end) // begun, not ended
	}
	if d.head.stage >= stageFirstLF {
		d.some(FieldLineEnd, d.at+2)
	}
}

// fieldLines appends the parts of each field line, the blank line, the absent
// fields, and what follows.
func (d *headDissection) fieldLines(fs []Field, j *judgement) {
	h := d.head
	for i := range fs {
		f := &fs[i]
		d.part(FieldName, f.Start+len(f.Name), 0)
		d.part(FieldColon, d.at+1, 0)
		d.some(FieldOWS, f.ValueStart)
		value := FieldValue
		if d.hostIgnored && f.name == nameHost {
			value = FieldValueIgnored
		}
		d.part(value, f.ValueStart+len(f.Value), j.field[i])
		d.some(FieldOWS, skipFolds(d.b, d.at, f.folded))
		d.some(FieldLineEnd, d.at+2)
	}
	switch h.stage {
	case stageName:
		d.some(FieldName, d.end)
	case stageSpace, stageValue:
		d.part(FieldName, h.colon, 0)
		d.part(FieldColon, d.at+1, 0)
		if h.stage == stageValue {
			d.some(FieldOWS, h.value)
			d.some(FieldValue, d.end)
		}
		d.some(FieldOWS, d.end)
	case stageEndLF, stageComplete:
		d.some(FieldHeadEnd, d.end)
	}
	for _, rule := range j.missing {
		d.dst = append(d.dst, Span{Start: uint64(d.at) * 8, Field: missingField(rule), Rule: rule, Depth: 1})
	}
	if h.stage != stageComplete && h.fault.Rule != 0 {
		d.end = len(d.b)
		d.part(FieldHeadFault, d.at+1, h.fault.Rule)
		d.some(FieldHeadUnread, d.end)
	}
	if d.at < len(d.b) {
		d.dst = append(d.dst, Span{Start: uint64(d.at) * 8, Bits: uint64(len(d.b)-d.at) * 8, Field: FieldAfterHead})
	}
}

// skipFolds returns the offset after white space, and in a folded field after line
// ends that white space follows.
func skipFolds(b []byte, at int, folded bool) int {
	at = skipOWS(b, at)
	for folded && at+2 < len(b) && b[at] == '\r' && b[at+1] == '\n' && (b[at+2] == ' ' || b[at+2] == '\t') {
		at = skipOWS(b, at+2)
	}
	return at
}

// missingField returns the field that stands for an absent one.
func missingField(rule Rule) FieldID {
	switch rule {
	case RequestHostMissing:
		return FieldMissingHost
	case RequestUpgradeMissing, ResponseUpgradeMissing:
		return FieldMissingUpgrade
	case RequestConnectionMissing, ResponseConnectionMissing:
		return FieldMissingConnection
	case RequestKeyMissing:
		return FieldMissingKey
	case RequestVersion13Missing:
		return FieldMissingVersion13
	}
	return FieldMissingAccept
}

// judgeAll prepares a judgement that takes every broken rule.
func judgeAll(receiver Role, h *headReader, fs []Field) *judgement {
	j := &judgement{all: true, field: make([]Rule, len(fs))}
	j.begin(receiver, h, fs)
	return j
}
