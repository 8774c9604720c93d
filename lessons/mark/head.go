package mark

import (
	"strconv"

	"framelab/codec"
)

// A head is an answer that is the head of a request or a response, read as far as
// possible.
type head struct {
	answer  []byte
	n       int // size of the head, 0 if it is incomplete or broken
	fault   codec.Fault
	line    [3]part // the parts of the first line
	fields  []codec.Field
	request *codec.Request
}

// A part of the first line.
type part struct {
	value []byte
	start int
}

// read reads a head and judges it.
func (e *Exercise) read(answer []byte) head {
	h := head{answer: answer}
	var err error
	if e.Kind == Request {
		r := new(codec.Request)
		if h.n, err = r.Parse(answer, codec.HeadLimits{}); err == nil {
			err = r.CheckUpgrade()
		}
		h.fault, h.fields, h.request = r.Fault(), r.Fields, r
		h.parts(r.Start(), r.Method, r.Target, r.Version)
	} else {
		var req codec.Request
		if n, err := req.Parse(e.Given, codec.HeadLimits{}); n == 0 || err != nil {
			return h // there is no response to something that is not a request
		}
		r := new(codec.Response)
		if h.n, err = r.Parse(answer, codec.HeadLimits{}); err == nil {
			err = r.CheckAccept(&req)
		}
		h.fault, h.fields = r.Fault(), r.Fields
		if err == nil { // a server must not write what a client only ignores
			h.fault = r.Ignored()
		}
		var status []byte
		if r.Status > 0 {
			status = []byte{byte('0' + r.Status/100%10), byte('0' + r.Status/10%10), byte('0' + r.Status%10)}
		}
		h.parts(0, r.Version, status, nil) // the reason phrase has no meaning
	}
	if rule, ok := err.(codec.Rule); ok && h.fault.Rule == 0 {
		h.fault = codec.Fault{Rule: rule, Bit: uint64(len(answer)) * 8}
	}
	return h
}

// parts records the parts of the first line, which begins at offset at.
func (h *head) parts(at int, parts ...[]byte) {
	for i, p := range parts {
		h.line[i] = part{p, at}
		at += len(p) + 1
	}
}

func (e *Exercise) markHead(answer []byte) Result {
	h := e.read(answer)
	return e.judge(func(c *Condition) *Result {
		switch c.Is {
		case IsLegal:
			return e.legalHead(&h)
		case IsRule:
			return h.breaks(c.Rule)
		case IsTarget:
			return h.hasTarget(c.Bytes)
		case IsHeader, IsAbsent:
			return h.hasHeader(c)
		case IsKept:
			return e.kept(&h)
		}
		return found("unreadable", Place{}, "", "")
	})
}

// legalHead judges the whole head: no rule broken, nothing after it.
func (e *Exercise) legalHead(h *head) *Result {
	if h.n > 0 && h.n < len(h.answer) {
		r := found("left-over", h.place(h.n, len(h.answer)-h.n), "", "")
		if h.answer[len(h.answer)-1] == '\n' { // lines: the line that ended the head is empty
			r.Finding, r.Place = "head.blank-line", h.end()
			r.Got = strconv.Itoa(r.Place.Line)
		}
		return r
	}
	switch {
	case h.fault.Rule == codec.ResponseAcceptWrong:
		r := h.broken()
		var req codec.Request
		if _, err := req.Parse(e.Given, codec.HeadLimits{}); err == nil {
			if a := isAccept(req.Key(), h.fieldAt(r.Place).Value); a != nil {
				r.Finding = a.Finding
			}
		}
		return r
	case h.fault.Rule != 0:
		r := h.broken()
		h.moreExact(r)
		return r
	}
	return nil
}

// breaks checks that a certain rule is broken.
func (h *head) breaks(rule codec.Rule) *Result {
	switch h.fault.Rule {
	case rule:
		return nil
	case 0:
		return found("rule.none", Place{}, "", "")
	}
	r := h.broken()
	r.Finding, r.Got = "rule.other", r.Finding
	return r
}

// broken returns the finding for the first broken rule: its name, its line, and the part
// of the line.
func (h *head) broken() *Result {
	r := ruled(h.fault.Rule, Place{})
	at := int(min(h.fault.Bit/8, uint64(len(h.answer))))
	for i := range h.fields {
		if f := &h.fields[i]; f.ValueStart == at {
			r.Place, r.Got = h.place(at, len(f.Value)), string(f.Value)
			if at > 0 && h.answer[at-1] == '\n' { // an empty value at the end of the answer
				r.Place = h.place(f.Start, len(f.Name))
			}
			return r
		}
	}
	for _, p := range h.line {
		if p.start == at && len(p.value) > 0 {
			r.Place, r.Got = h.place(at, len(p.value)), string(p.value)
			return r
		}
	}
	if at >= h.n && h.n > 0 {
		r.Place = h.end()
		return r
	}
	r.Place = h.place(at, min(1, len(h.answer)-at))
	return r
}

// place is a place in the head with its line.
func (h *head) place(at, n int) Place {
	line := 1
	for _, c := range h.answer[:at] {
		if c == '\n' {
			line++
		}
	}
	return Place{Kind: PlaceLine, Start: uint64(at) * 8, Bits: uint64(n) * 8, Line: line}
}

// end is where a missing field belongs: before the blank line.
func (h *head) end() Place {
	if h.n >= 2 {
		return h.place(h.n-2, 0)
	}
	return h.place(len(h.answer), 0)
}

// fieldAt returns the field whose value is at a place.
func (h *head) fieldAt(p Place) codec.Field {
	for _, f := range h.fields {
		if uint64(f.ValueStart)*8 == p.Start {
			return f
		}
	}
	return codec.Field{}
}

func (h *head) hasTarget(want []byte) *Result {
	t := h.line[1]
	got := t.value
	if h.request != nil {
		got = h.request.Resource()
	}
	if string(got) == string(want) {
		return nil
	}
	return found("target.differs", h.place(min(t.start, len(h.answer)), len(t.value)), string(t.value), string(want))
}

func (h *head) hasHeader(c *Condition) *Result {
	last := -1
	for i := range h.fields {
		f := &h.fields[i]
		if !equalFold(f.Name, c.Name) {
			continue
		}
		last = i
		if c.Is == IsAbsent {
			return found("header.unwanted", h.place(f.Start, len(f.Name)), string(f.Name), "")
		}
		if !c.Token && sameValue(c.Name, f.Value, c.Bytes) {
			return nil
		}
	}
	if last < 0 && c.Is == IsAbsent {
		return nil
	}
	if last < 0 {
		return found("header.missing", h.end(), "", c.Name)
	}
	if c.Token && h.hasToken(c.Name, string(c.Bytes)) {
		return nil
	}
	f := &h.fields[last]
	return found("header.differs", h.place(f.ValueStart, len(f.Value)), string(f.Value), string(c.Bytes))
}
