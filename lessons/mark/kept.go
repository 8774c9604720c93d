package mark

import "framelab/codec"

// kept compares the head with the one at the start: every part of that one that broke no
// rule must still be there. Further fields, a different order and names in a different
// case are fine.
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

// brokenParts returns which parts of the first line, and which fields, break a rule.
func (e *Exercise) brokenParts(start *head) (line [3]bool, fields []bool) {
	var spans []codec.Span
	ids := [3]codec.Part{codec.PartMethod, codec.PartTarget, codec.PartVersion}
	if e.Kind == Request {
		spans = codec.AppendRequestDissection(nil, start.answer, codec.HeadLimits{})
	} else {
		var req codec.Request
		req.Parse(e.Given, codec.HeadLimits{}) // the response breaks the rules for what the request lacks
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

// keeps looks for an unchanged field: one with its name and value, or, for a list of
// tokens, one with each of its tokens.
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

// hasTokens reports whether the fields with a name have each token of a list.
func (h *head) hasTokens(name string, tokens []byte) bool {
	for _, want := range picks(tokens) {
		if !h.hasToken(name, want.item) {
			return false
		}
	}
	return true
}

// hasToken reports whether the fields with a name have a token.
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

// sameValue compares the values of a field; it ignores the case of a host.
func sameValue(name string, a, b []byte) bool {
	return string(a) == string(b) || equalFold([]byte(name), "Host") && equalFold(a, string(b))
}

// equalFold compares strings, ignoring the case of ASCII letters.
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
