package codec

// AppendResponseDissection appends the spans of a response's head as the answer
// to req (RFC 6455 §4.1), in the manner of AppendRequestDissection, with
// CheckAccept for CheckUpgrade. Of a response other than 101 only the status is
// marked.
func AppendResponseDissection(dst []Span, b []byte, req *Request, lim HeadLimits) []Span {
	lim.UpgradeOnly = false // read on, and mark
	var resp Response
	n, _ := resp.Parse(b, lim)
	j := judgeAll(&resp.head, resp.Fields)
	resp.judge(j, req)
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
	d.firstLine([3]FieldID{FieldVersion, FieldStatus, FieldReason}, sizes, j.line)
	d.fieldLines(resp.Fields, j)
	return d.dst
}
