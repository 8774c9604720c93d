package codec

// AppendRequestDissection appends the spans of a request's head (RFC 6455
// §4.2.1): PartHead, its parts one deeper, and PartAfterHead for the bytes after
// it. The parts and PartAfterHead tile b. Every rule that the head breaks is
// marked on its part. PartHeadFault marks where reading ended for good; the bytes
// after it are not read. A required field that is absent is an empty span at the
// head's end.
//
// The verdict that Parse with UpgradeOnly gives is the first span marked before
// any field's value, or PartHeadFault; if there is none, CheckUpgrade's is the
// one with the lowest Rule.
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
