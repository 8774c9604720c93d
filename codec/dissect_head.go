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
	head := Span{Bits: uint64(len(b)) * 8, Part: PartHead}
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

// some appends a span unless it would be empty.
func (d *headDissection) some(p Part, to int) {
	if min(to, d.end) > d.at {
		d.part(p, to, 0)
	}
}

// emptyLines appends the empty lines before a request line, the last of which may
// have only begun.
func (d *headDissection) emptyLines() {
	end := d.head.first
	if d.head.stage == stageFirst && d.head.fault.Rule == 0 && end < len(d.b) && d.b[end] == '\r' {
		end++
	}
	d.some(PartEmptyLines, end)
}

// firstLine appends the parts of the first line, each with the rule it breaks.
// ends are the offsets after each part that was read to its end.
func (d *headDissection) firstLine(parts [3]Part, sizes []int, rules [3]Rule) {
	for i, size := range sizes {
		d.part(parts[i], d.at+size, rules[i])
		if i < 2 {
			d.some(PartSpace, d.at+1)
		}
	}
	if d.head.stage < stageFirstLF && len(sizes) < 3 {
		d.some(parts[len(sizes)], d.end) // begun, not ended
	}
	if d.head.stage >= stageFirstLF {
		d.some(PartLineEnd, d.at+2)
	}
}

// fieldLines appends the parts of each field line, the blank line, the absent
// fields, and what follows.
func (d *headDissection) fieldLines(fs []Field, check *headCheck) {
	h := d.head
	for i := range fs {
		f := &fs[i]
		d.part(PartName, f.Start+len(f.Name), 0)
		d.part(PartColon, d.at+1, 0)
		d.some(PartOWS, f.ValueStart)
		value := PartValue
		if d.hostIgnored && f.name == nameHost {
			value = PartValueIgnored
		}
		d.part(value, f.ValueStart+len(f.Value), check.field[i])
		d.some(PartOWS, skipFolds(d.b, d.at, f.folded))
		d.some(PartLineEnd, d.at+2)
	}
	switch h.stage {
	case stageName:
		d.some(PartName, d.end)
	case stageSpace, stageValue:
		d.part(PartName, h.colon, 0)
		d.part(PartColon, d.at+1, 0)
		if h.stage == stageValue {
			d.some(PartOWS, h.value)
			d.some(PartValue, d.end)
		}
		d.some(PartOWS, d.end)
	case stageEndLF, stageComplete:
		d.some(PartHeadEnd, d.end)
	}
	for _, rule := range check.missing {
		d.dst = append(d.dst, Span{Start: uint64(d.at) * 8, Part: rules[rule].missing, Rule: rule, Depth: 1})
	}
	if h.stage != stageComplete && h.fault.Rule != 0 {
		d.end = len(d.b)
		d.part(PartHeadFault, d.at+1, h.fault.Rule)
		d.some(PartHeadUnread, d.end)
	}
	if d.at < len(d.b) {
		d.dst = append(d.dst, Span{Start: uint64(d.at) * 8, Bits: uint64(len(d.b)-d.at) * 8, Part: PartAfterHead})
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

// checkAll prepares a headCheck that takes every broken rule.
func checkAll(receiver Role, h *headReader, fs []Field) *headCheck {
	check := &headCheck{all: true, field: make([]Rule, len(fs))}
	check.begin(receiver, h, fs)
	return check
}

// AppendRequestDissection appends the spans of a request's head (RFC 6455
// §4.2.1): PartHead, its parts one deeper, and PartAfterHead for the bytes after
// it. The parts and PartAfterHead tile b. Every rule that the head breaks is
// marked on its part. PartHeadFault marks where reading ended for good; the bytes
// after it are not read. A required field that is absent is an empty span at the
// head's end.
//
// The verdict that Parse with UpgradeOnly gives is the first span marked before
// any field's value, or PartHeadFault. If no such span exists, the verdict of
// CheckUpgrade is the span with the lowest Rule.
func AppendRequestDissection(dst []Span, b []byte, lim HeadLimits) []Span {
	lim.UpgradeOnly = false // read on, and mark
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

// AppendResponseDissection appends the spans of a response's head as the answer
// to req (RFC 6455 §4.1), in the manner of AppendRequestDissection, with
// CheckAccept for CheckUpgrade; a Rule that a client has to ignore is marked too.
// Of a response other than 101 only the status is marked. Interim responses that
// come before it have a PartHead each, with their parts, and are not judged.
func AppendResponseDissection(dst []Span, b []byte, req *Request, lim HeadLimits) []Span {
	lim.UpgradeOnly = false // read on, and mark
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

// appendResponse appends the spans of one head of n bytes, and of what follows it
// unless that is another head.
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
