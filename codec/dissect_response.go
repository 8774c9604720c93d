package codec

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
