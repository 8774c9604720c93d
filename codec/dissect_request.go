package codec

// AppendRequestDissection appends the spans of a request's head (RFC 6455
// §4.2.1): FieldHead, its parts one deeper, and FieldAfterHead for the bytes after
// it. The parts and FieldAfterHead tile b. Every rule that the head breaks is
// marked on its part. FieldHeadFault marks where reading ended for good; the bytes
// after it are not read. A required field that is absent is an empty span at the
// head's end.
//
// The verdict that Parse with UpgradeOnly gives is the first span marked before
// any field's value, or FieldHeadFault; if there is none, CheckUpgrade's is the
// one with the lowest Rule.
func AppendRequestDissection(dst []Span, b []byte, lim HeadLimits) []Span {
	lim.UpgradeOnly = false // read on, and mark
	var r Request
	n, _ := r.Parse(b, lim)
	j := judgeAll(Server, &r.head, r.Fields)
	r.judge(j)
	d := dissectHead(dst, b, &r.head, n)
	d.hostIgnored = len(r.Authority()) > 0
	d.emptyLines()
	sizes := make([]int, 0, 3)
	for _, part := range [...][]byte{r.Method, r.Target, r.Version} {
		if part != nil {
			sizes = append(sizes, len(part))
		}
	}
	d.firstLine([3]FieldID{FieldMethod, FieldTarget, FieldVersion}, sizes, j.line)
	d.fieldLines(r.Fields, j)
	return d.dst
}
