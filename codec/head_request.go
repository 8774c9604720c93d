package codec

import "iter"

// A Request is the head of an HTTP/1.1 request, the first message of a client (RFC 6455
// §4.1, RFC 9112 §3). Its slices alias the bytes given to Parse. Reusing a Request saves
// allocations.
type Request struct {
	Method, Target, Version []byte // such as "GET", "/chat", "HTTP/1.1"; nil until read
	Fields                  []Field

	head     headReader
	accepted bool // CheckUpgrade found no fault
}

// Reset discards the head in progress. Call it only to abandon a head before Parse has
// returned a size or an error, and to reuse the Request for the next one.
func (r *Request) Reset() { *r = Request{Fields: r.Fields[:0]} }

// Parse reads a request's head (RFC 9112 §3, §5) from the front of b, and returns its
// size in bytes, its blank line included; the bytes after it belong to the caller. Empty
// lines before the request line are part of the head and ignored (RFC 9112 §2.2). Parse
// returns 0 and no error while the head is incomplete and has no fault so far: call it
// again with the same bytes and more after them (no byte is read twice). The error is a
// Rule, returned at the first byte that breaks it; Fault has the place. After a size or
// an error, the next call begins a new head; until then, Fields may alias the bytes of
// earlier calls.
func (r *Request) Parse(b []byte, lim HeadLimits) (n int, err error) {
	lim = lim.withDefaults()
	h := &r.head
	if h.pos == 0 || h.stage == stageComplete || h.fault.Rule != 0 {
		r.Reset()
	}
	resumed := h.pos > 0
	b = b[:min(len(b), lim.MaxBytes)]
	if h.stage < stageLine {
		r.readLine(b, lim.UpgradeOnly)
	}
	if h.stage >= stageLine {
		r.Fields = h.readFields(r.Fields, b, lim.MaxFields)
	}
	if h.fault.Rule == 0 && len(b) >= lim.MaxBytes {
		switch {
		case h.stage == stageFirst && h.pos > h.first:
			h.fail(RequestMethodUnknown, h.first) // longer than any known method (RFC 9112 §3)
		case h.stage == stageSecond:
			h.fail(RequestTargetTooLong, lim.MaxBytes)
		}
	}
	if resumed {
		r.Method, r.Target, r.Version = r.line(b)
	}
	return h.verdict(b, lim, r.Fields, resumed)
}

// line returns the parts of the request line that have been read.
func (r *Request) line(b []byte) (method, target, version []byte) {
	methodAt := r.head.first
	targetAt := methodAt + len(r.Method) + 1
	versionAt := targetAt + len(r.Target) + 1
	if r.Method != nil {
		method = b[methodAt : methodAt+len(r.Method)]
	}
	if r.Target != nil {
		target = b[targetAt : targetAt+len(r.Target)]
	}
	if r.Version != nil {
		version = b[versionAt : versionAt+len(r.Version)]
	}
	return method, target, version
}

// readLine reads the request line (RFC 9112 §3).
func (r *Request) readLine(b []byte, upgradeOnly bool) {
	h := &r.head
	switch h.stage {
	case stageFirst:
		if h.pos == h.first && !h.skipEmptyLines(b) {
			return
		}
		h.pos = tokenEnd(b, h.pos)
		if h.pos == len(b) {
			return
		}
		if b[h.pos] != ' ' || h.pos == h.first {
			h.fail(byteRule(b[h.pos], RequestMethodNotToken), h.pos)
			return
		}
		r.Method = b[h.first:h.pos]
		if upgradeOnly {
			if rule := methodRule(r.Method); rule != 0 {
				h.fail(rule, h.first)
				return
			}
		}
		h.pos++
		h.mark = h.pos
		h.stage = stageSecond
		fallthrough
	case stageSecond:
		for h.pos < len(b) && b[h.pos] > ' ' && b[h.pos] < 0x7f {
			h.pos++
		}
		if h.pos == len(b) {
			return
		}
		switch c := b[h.pos]; {
		case h.pos > h.mark && c == '\r':
			h.fail(RequestVersionMissing, h.pos)
			return
		case h.pos == h.mark || c != ' ':
			h.fail(byteRule(c, RequestTargetMalformed), h.pos)
			return
		}
		r.Target = b[h.mark:h.pos]
		if upgradeOnly {
			if rule := targetRule(r.Target); rule != 0 {
				h.fail(rule, h.mark)
				return
			}
		}
		h.pos++
		h.mark = h.pos
		h.stage = stageThird
		fallthrough
	case stageThird:
		if !h.readVersion(b, RequestVersionMalformed, RequestVersionMajor) {
			return
		}
		r.Version = b[h.mark:h.pos]
		if upgradeOnly {
			if rule := versionRule(r.Version, RequestVersion); rule != 0 {
				h.fail(rule, h.mark)
				return
			}
		}
		if h.pos == len(b) {
			return
		}
		if b[h.pos] != '\r' {
			h.fail(byteRule(b[h.pos], RequestVersionMalformed), h.pos)
			return
		}
		h.pos++
		h.stage = stageFirstLF
		fallthrough
	case stageFirstLF:
		h.lineFeed(b, stageLine)
	}
}

// skipEmptyLines skips the empty lines before a request line, as a server should (RFC
// 9112 §2.2), and reports whether the request line has begun or may begin.
func (h *headReader) skipEmptyLines(b []byte) bool {
	for h.pos < len(b) && b[h.pos] == '\r' {
		if h.pos+1 == len(b) {
			return false
		}
		if b[h.pos+1] != '\n' {
			h.fail(HeadBareCR, h.pos)
			return false
		}
		h.pos += 2
		h.first = h.pos
	}
	return true
}

// readVersion reads HTTP/digit.digit from mark on (RFC 9112 §2.3) and reports
// whether all eight bytes are there.
func (h *headReader) readVersion(b []byte, malformed, major Rule) bool {
	const form = "HTTP/1.1"
	if h.pos == h.mark && len(b)-h.pos >= len(form) && string(b[h.pos:h.pos+len(form)]) == form {
		h.pos += len(form)
		return true
	}
	for i := h.pos - h.mark; i < len(form); i++ {
		if h.pos == len(b) {
			return false
		}
		c := b[h.pos]
		if c != form[i] {
			digit := '0' <= c && c <= '9'
			switch {
			case i == 5 && digit:
				h.fail(major, h.pos)
				return false
			case i != 7 || !digit:
				h.fail(byteRule(c, malformed), h.pos)
				return false
			}
		}
		h.pos++
	}
	return true
}

// Fault returns the rule that the last Parse or CheckUpgrade found broken, with its place
// in bits from the head's first byte; the zero Fault if there was none.
func (r *Request) Fault() Fault { return r.head.fault }

// Start returns the offset of the request line in bytes, which is the size of the empty
// lines before it.
func (r *Request) Start() int { return r.head.first }

// Get returns the value of the first field with that name, in upper or lower case, and
// whether there is one.
func (r *Request) Get(name string) ([]byte, bool) { return getField(r.Fields, name) }

// Values returns the elements of a list field in order, over all field lines with that
// name (RFC 9110 §5.3, §5.6.1). Empty elements are omitted.
func (r *Request) Values(name string) iter.Seq[[]byte] { return listElements(r.Fields, name) }

func getField(fs []Field, name string) ([]byte, bool) {
	for i := range fs {
		if equalFold(fs[i].Name, name) {
			return fs[i].Value, true
		}
	}
	return nil, false
}

func listElements(fs []Field, name string) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		for i := range fs {
			if !equalFold(fs[i].Name, name) {
				continue
			}
			element, rest, more := nextElement(fs[i].Value)
			for more {
				if !yield(element) {
					return
				}
				element, rest, more = nextElement(rest)
			}
		}
	}
}
