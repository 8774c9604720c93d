package codec

// A headDissection turns a head, read as far as possible, into spans that tile the bytes.
type headDissection struct {
	dst  []Span
	b    []byte
	at   int // offset of the first byte without a span
	end  int // offset at which reading the head ended
	head *headReader

	hostIgnored bool // the target names the server
}

// dissectHead opens the span of the whole head.
func dissectHead(dst []Span, b []byte, h *headReader, n int) *headDissection {
	d := &headDissection{dst: dst, b: b, end: len(b), head: h}
	head := Span{Bits: uint64(len(b)) * 8, Part: PartHead}
	switch {
	case n > 0:
		d.end = n
		head.Bits = uint64(n) * 8
	case h.fault.Rule != 0:
		d.end = min(int(h.fault.Bit/8), len(b))
	default:
		head.Missing = 1 // at least: only the blank line shows how many are missing
	}
	d.dst = append(d.dst, head)
	return d
}

// part appends a span up to the offset to, or up to the end of what was read.
func (d *headDissection) part(p Part, to int, rule Rule) {
	to = min(to, d.end)
	s := Span{Start: uint64(d.at) * 8, Bits: uint64(to-d.at) * 8, Part: p, Rule: rule, Depth: 1}
	if to-d.at <= 8 {
		for _, c := range d.b[d.at:to] {
			s.Value = s.Value<<8 | uint64(c)
		}
	}
	d.dst = append(d.dst, s)
	d.at = to
}

// partIfAny appends a span unless it is empty.
func (d *headDissection) partIfAny(p Part, to int) {
	if min(to, d.end) > d.at {
		d.part(p, to, 0)
	}
}

// emptyLines appends the empty lines before a request line. The last of them may be
// incomplete.
func (d *headDissection) emptyLines() {
	end := d.head.first
	if d.head.stage == stageFirst && d.head.fault.Rule == 0 && end < len(d.b) && d.b[end] == '\r' {
		end++
	}
	d.partIfAny(PartEmptyLines, end)
}

// firstLine appends the parts of the first line, each with the rule that it breaks. ends
// are the offsets after each part that was read to its end.
func (d *headDissection) firstLine(parts [3]Part, sizes []int, rules [3]Rule) {
	for i, size := range sizes {
		d.part(parts[i], d.at+size, rules[i])
		if i < 2 {
			d.partIfAny(PartSpace, d.at+1)
		}
	}
	if d.head.stage < stageFirstLF && len(sizes) < 3 {
		d.partIfAny(parts[len(sizes)], d.end) // the part has begun but not ended
	}
	if d.head.stage >= stageFirstLF {
		d.partIfAny(PartLineEnd, d.at+2)
	}
}

// fieldLines appends the parts of each field line, the blank line, the absent fields, and
// the bytes after the head.
func (d *headDissection) fieldLines(fs []Field, check *headCheck) {
	h := d.head
	for i := range fs {
		f := &fs[i]
		d.part(PartName, f.Start+len(f.Name), 0)
		d.part(PartColon, d.at+1, 0)
		d.partIfAny(PartOWS, f.ValueStart)
		value := PartValue
		if d.hostIgnored && f.name == nameHost {
			value = PartValueIgnored
		}
		d.part(value, f.ValueStart+len(f.Value), check.field[i])
		d.partIfAny(PartOWS, skipFolds(d.b, d.at, f.folded))
		d.partIfAny(PartLineEnd, d.at+2)
	}
	switch h.stage {
	case stageName:
		d.partIfAny(PartName, d.end)
	case stageSpace, stageValue:
		d.part(PartName, h.colon, 0)
		d.part(PartColon, d.at+1, 0)
		if h.stage == stageValue {
			d.partIfAny(PartOWS, h.value)
			d.partIfAny(PartValue, d.end)
		}
		d.partIfAny(PartOWS, d.end)
	case stageEndLF, stageComplete:
		d.partIfAny(PartHeadEnd, d.end)
	}
	for _, rule := range check.missing {
		d.dst = append(d.dst, Span{Start: uint64(d.at) * 8, Part: rules[rule].missing, Rule: rule, Depth: 1})
	}
	if h.stage != stageComplete && h.fault.Rule != 0 {
		d.end = len(d.b)
		d.part(PartHeadFault, d.at+1, h.fault.Rule)
		d.partIfAny(PartHeadUnread, d.end)
	}
	if d.at < len(d.b) {
		d.dst = append(d.dst, Span{Start: uint64(d.at) * 8, Bits: uint64(len(d.b)-d.at) * 8, Part: PartAfterHead})
	}
}

// skipFolds returns the offset after white space. In a folded field it also skips line
// ends that are followed by white space.
func skipFolds(b []byte, at int, folded bool) int {
	at = skipOWS(b, at)
	for folded && at+2 < len(b) && b[at] == '\r' && b[at+1] == '\n' && (b[at+2] == ' ' || b[at+2] == '\t') {
		at = skipOWS(b, at+2)
	}
	return at
}

// checkAll prepares a headCheck that collects every broken rule.
func checkAll(receiver Role, h *headReader, fs []Field) *headCheck {
	check := &headCheck{all: true, field: make([]Rule, len(fs))}
	check.begin(receiver, h, fs)
	return check
}

// AppendRequestDissection appends the spans of a request's head (RFC 6455 §4.2.1):
// PartHead, its parts one deeper, and PartAfterHead for the bytes after it. The parts and
// PartAfterHead tile b. Each rule that the head breaks is on the part that breaks it.
// PartHeadFault is the byte that makes the rest unreadable; the bytes after it are not
// read. A required field that is absent is an empty span at the end of the head.
//
// The verdict of Parse with UpgradeOnly is on the first span before any field's value
// that has a Rule, or on PartHeadFault. If there is none, the verdict of CheckUpgrade is
// the span with the lowest Rule.
func AppendRequestDissection(dst []Span, b []byte, lim HeadLimits) []Span {
	lim.UpgradeOnly = false // read on, and mark every rule
	var r Request
	n, _ := r.Parse(b, lim)
	check := checkAll(Server, &r.head, r.Fields)
	r.runChecks(check)
	d := dissectHead(dst, b, &r.head, n)
	d.hostIgnored = len(r.Authority()) > 0
	d.emptyLines()
	sizes := make([]int, 0, 3)
	for _, part := range [...][]byte{r.Method, r.Target, r.Version} {
		if part != nil {
			sizes = append(sizes, len(part))
		}
	}
	d.firstLine([3]Part{PartMethod, PartTarget, PartVersion}, sizes, check.line)
	d.fieldLines(r.Fields, check)
	return d.dst
}

// AppendResponseDissection appends the spans of a response's head as the answer to req
// (RFC 6455 §4.1), like AppendRequestDissection but with CheckAccept; a Rule that a
// client has to ignore is marked too. In a response other than 101 only the status is
// marked. Each interim response before it has its own PartHead, with parts, and is not
// judged.
func AppendResponseDissection(dst []Span, b []byte, req *Request, lim HeadLimits) []Span {
	lim.UpgradeOnly = false // read on, and mark every rule
	for base := 0; ; {
		var resp Response
		from := len(dst)
		n, _ := resp.Parse(b[base:], lim)
		skip := n > 0 && resp.Interim() && versionRule(resp.Version, ResponseVersion) == 0
		dst = appendResponse(dst, b[base:], &resp, req, n, skip)
		for i := from; i < len(dst); i++ {
			dst[i].Start += uint64(base) * 8
		}
		if !skip {
			return dst
		}
		base += n
	}
}

// appendResponse appends the spans of one head of n bytes, and of the bytes after it
// unless they are another head.
func appendResponse(dst []Span, b []byte, resp *Response, req *Request, n int, skip bool) []Span {
	check := checkAll(Client, &resp.head, resp.Fields)
	if skip {
		b = b[:n]
	}
	resp.runChecks(check, req)
	d := dissectHead(dst, b, &resp.head, n)
	sizes := make([]int, 0, 3)
	if resp.Version != nil {
		sizes = append(sizes, len(resp.Version))
	}
	if resp.Status != 0 {
		sizes = append(sizes, reasonAt-1-statusAt)
	}
	if resp.Reason != nil {
		sizes = append(sizes, len(resp.Reason))
	}
	d.firstLine([3]Part{PartVersion, PartStatus, PartReason}, sizes, check.line)
	d.fieldLines(resp.Fields, check)
	return d.dst
}
