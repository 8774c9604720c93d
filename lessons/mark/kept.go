package mark

import "framelab/codec"

// kept compares the head with the one that the exercise began with: every part
// of that which broke no rule has to be there still. Further fields, another
// order and another case of names are as good.
func (e *Exercise) kept(h *head) *Result {
	start := e.read(e.Start)
	line, fields := e.brokenParts(&start)
	for i, p := range start.line {
		if line[i] || p.value == nil {
			continue
		}
		q := h.line[i]
		same := string(q.value) == string(p.value)
		if e.Kind == Request && i == 1 {
			same = string(h.request.Resource()) == string(start.request.Resource())
		}
		if !same {
			return changed(h.place(min(q.start, len(h.answer)), len(q.value)), q.value, p.value)
		}
	}
	for i := range start.fields {
		if i < len(fields) && fields[i] {
			continue
		}
		if r := h.keeps(&start.fields[i]); r != nil {
			return r
		}
	}
	return nil
}

// brokenParts reports which parts of the first line, and which fields, break a rule.
func (e *Exercise) brokenParts(start *head) (line [3]bool, fields []bool) {
	var spans []codec.Span
	ids := [3]codec.Part{codec.PartMethod, codec.PartTarget, codec.PartVersion}
	if e.Kind == Request {
		spans = codec.AppendRequestDissection(nil, start.answer, codec.HeadLimits{})
	} else {
		var req codec.Request
		req.Parse(e.Given, codec.HeadLimits{}) // what is missing from it, the response breaks
		spans = codec.AppendResponseDissection(nil, start.answer, &req, codec.HeadLimits{})
		ids = [3]codec.Part{codec.PartVersion, codec.PartStatus, codec.PartReason}
	}
	for _, s := range spans {
		if s.Part == codec.PartValue || s.Part == codec.PartValueIgnored {
			fields = append(fields, s.Rule != 0)
		}
		for i, id := range ids {
			if s.Part == id {
				line[i] = s.Rule != 0
			}
		}
	}
	return line, fields
}

// keeps looks for a field as it was: one of its name with its value, and of a
// list of tokens each of these.
func (h *head) keeps(was *codec.Field) *Result {
	name := string(was.Name)
	list := equalFold(was.Name, "Upgrade") || equalFold(was.Name, "Connection")
	var last *codec.Field
	for i := range h.fields {
		f := &h.fields[i]
		if !equalFold(f.Name, name) {
			continue
		}
		if sameValue(name, f.Value, was.Value) || list && h.hasTokens(name, was.Value) {
			return nil
		}
		last = f
	}
	if last == nil {
		return found("kept.missing", h.end(), "", name+": "+string(was.Value))
	}
	return changed(h.place(last.ValueStart, len(last.Value)), last.Value, was.Value)
}

// hasTokens reports whether each token of a list stands in the fields of a name.
func (h *head) hasTokens(name string, tokens []byte) bool {
	for _, want := range picks(tokens) {
		if !h.hasToken(name, want.item) {
			return false
		}
	}
	return true
}

// hasToken reports whether a token stands in the fields of a name.
func (h *head) hasToken(name, token string) bool {
	for i := range h.fields {
		if !equalFold(h.fields[i].Name, name) {
			continue
		}
		for _, p := range picks(h.fields[i].Value) {
			if equalFold([]byte(p.item), token) {
				return true
			}
		}
	}
	return false
}

func changed(at Place, got, want []byte) *Result {
	return found("kept.changed", at, string(got), string(want))
}

// sameValue compares a field's values: a host's without regard to case.
func sameValue(name string, a, b []byte) bool {
	return string(a) == string(b) || equalFold([]byte(name), "Host") && equalFold(a, string(b))
}

// equalFold compares without regard to the case of ASCII letters.
func equalFold(a []byte, b string) bool {
	if len(a) != len(b) {
		return false
	}
	for i, c := range a {
		if lower(c) != lower(b[i]) {
			return false
		}
	}
	return true
}

func lower(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}
