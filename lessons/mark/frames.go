package mark

import (
	"encoding/binary"
	"strconv"

	"framelab/codec"
)

// A frame is the part of the dissection about one frame of an answer.
type frame struct {
	whole  codec.Span   // the frame itself
	fields []codec.Span // its parts on the wire
}

// field returns the span of a part, and whether it is complete.
func (f *frame) field(id codec.Part) (s codec.Span, whole bool) {
	for _, s := range f.fields {
		if s.Part == id {
			return s, s.Missing == 0
		}
	}
	return codec.Span{Start: f.whole.Start + f.whole.Bits}, false
}

// length returns the payload length in the header, its place, and whether it is complete.
func (f *frame) length() (n uint64, at codec.Span, whole bool) {
	at, whole = f.field(codec.PartLength)
	if !whole || at.Value < 126 {
		return at.Value, at, whole
	}
	at, whole = f.field(codec.PartExtended)
	return at.Value, at, whole
}

// A stream is an answer that consists of frames.
type stream struct {
	answer []byte
	frames []frame
	fault  codec.Span // the first broken rule, with its place in bits of the answer; Rule 0 if there is none
}

// dissect dissects an answer that consists of frames.
func (e *Exercise) dissect(answer []byte) stream {
	st := stream{answer: answer}
	payload := uint64(0)
	for _, s := range codec.AppendDissection(nil, answer, codec.Context{Role: e.Receiver, RSV: e.RSV}) {
		switch {
		case s.Part == codec.PartFrame || s.Part == codec.PartUnread:
			st.frames = append(st.frames, frame{whole: s})
		case s.Source == codec.SourceWire && len(st.frames) > 0:
			f := &st.frames[len(st.frames)-1]
			f.fields = append(f.fields, s)
			if s.Part == codec.PartPayload {
				payload = s.Start
			}
		case s.Source == codec.SourceUnmasked:
			s.Start += payload
		}
		if s.Rule != 0 && st.fault.Rule == 0 {
			st.fault = s
		}
	}
	return st
}

// whole returns how many frames are complete.
func (st *stream) whole() int {
	n := 0
	for i := range st.frames {
		if st.frames[i].whole.Missing == 0 {
			n++
		}
	}
	return n
}

// incomplete returns the finding for an answer that ends too early.
func (st *stream) incomplete() *Result {
	r := found("incomplete", bytesAt(len(st.answer), 0), "", "")
	if n := len(st.frames); n > 0 && st.frames[n-1].whole.Missing > 0 {
		r.Want = strconv.FormatUint(st.frames[n-1].whole.Missing, 10)
	}
	return r
}

func (e *Exercise) markFrames(answer []byte) Result {
	if e.Prefix > 0 && len(answer) < e.Prefix {
		return Result{Finding: "incomplete", Place: bytesAt(len(answer), 0), Want: strconv.Itoa(e.Prefix - len(answer))}
	}
	if e.Prefix > 0 && len(answer) > e.Prefix {
		finding, from := "left-over", e.Prefix
		if len(answer) == 4*e.Prefix && areBits(answer) {
			finding, from = "bits.typed", 0
		}
		return Result{Finding: finding, Place: bytesAt(from, len(answer)-from)}
	}
	st := e.dissect(answer)
	return e.judge(func(c *Condition) *Result { return e.frameCondition(c, &st) })
}

// areBits reports whether every hexadecimal digit of the bytes is 0 or 1.
func areBits(b []byte) bool {
	for _, c := range b {
		if c&0xee != 0 {
			return false
		}
	}
	return true
}

func (e *Exercise) frameCondition(c *Condition, st *stream) *Result {
	switch c.Is {
	case IsLegal:
		if st.fault.Rule != 0 {
			return broken(st.fault)
		}
		if e.Prefix == 0 && st.whole() < len(st.frames) {
			return st.incomplete()
		}
		return nil
	case IsRule:
		switch st.fault.Rule {
		case c.Rule:
			return nil
		case 0:
			return found("rule.none", Place{}, "", "")
		}
		r := broken(st.fault)
		r.Finding, r.Got = "rule.other", r.Finding
		return r
	case IsFrameCount:
		return st.count(c)
	case IsKeys:
		return st.differentKeys()
	}
	if c.Frame < 0 || c.Frame >= len(st.frames) {
		return st.incomplete()
	}
	f := &st.frames[c.Frame]
	switch c.Is {
	case IsField:
		return st.isField(c, f)
	case IsPayload:
		return st.says(c, f)
	case IsKey:
		return st.hasKey(c, f)
	}
	return found("unreadable", Place{}, "", "")
}

// broken returns the finding for a broken rule: its name and its bits.
func broken(s codec.Span) *Result {
	return ruled(s.Rule, bits(s.Start, s.Bits))
}

func (st *stream) count(c *Condition) *Result {
	n := st.whole()
	switch {
	case c.Max > 0 && len(st.frames) > c.Max:
		at := int(st.frames[c.Max].whole.Start / 8)
		return found("left-over", bytesAt(at, len(st.answer)-at), "", "")
	case n >= c.Min:
		return nil
	case n < len(st.frames):
		return st.incomplete()
	}
	return found("frames.few", bytesAt(len(st.answer), 0), strconv.Itoa(n), strconv.Itoa(c.Min))
}

func (st *stream) isField(c *Condition, f *frame) *Result {
	s, whole := f.field(c.Field)
	if c.Field == codec.PartLength {
		s.Value, s, whole = f.length()
	}
	switch {
	case !whole:
		return st.incomplete()
	case s.Value == c.Value:
		return nil
	}
	return found("field.differs", bits(s.Start, s.Bits), strconv.FormatUint(s.Value, 10), "")
}

// key returns the masking key of a frame, and whether it has one.
func (f *frame) key() (key [4]byte, at codec.Span, ok bool) {
	at, ok = f.field(codec.PartKey)
	binary.BigEndian.PutUint32(key[:], uint32(at.Value))
	return key, at, ok
}

func (st *stream) hasKey(c *Condition, f *frame) *Result {
	if m, whole := f.field(codec.PartMask); whole && m.Value == 0 {
		return found("key.none", bits(m.Start, m.Bits), "", "")
	}
	key, at, ok := f.key()
	switch {
	case !ok:
		return st.incomplete()
	case string(key[:]) == string(c.Bytes):
		return nil
	}
	return found("key.differs", bits(at.Start, at.Bits), hexadecimal(key[:]), hexadecimal(c.Bytes))
}

// differentKeys checks that all keys are different.
func (st *stream) differentKeys() *Result {
	for i := range st.frames {
		key, at, ok := st.frames[i].key()
		for j := 0; j < i && ok; j++ {
			if before, _, ok := st.frames[j].key(); ok && before == key {
				return found("keys.same", bits(at.Start, at.Bits), hexadecimal(key[:]), "")
			}
		}
	}
	return nil
}

// says compares a frame's unmasked payload with the wanted one.
func (st *stream) says(c *Condition, f *frame) *Result {
	n, at, whole := f.length()
	if !whole {
		return st.incomplete()
	}
	p, whole := f.field(codec.PartPayload)
	from := int(p.Start / 8)
	wire := st.answer[from : from+int(p.Bits/8)]
	key, _, masked := f.key()
	for i := range min(len(wire), len(c.Bytes)) {
		if k := key[i%4]; masked && wire[i]^k == c.Bytes[i] || !masked && wire[i] == c.Bytes[i] {
			continue
		}
		r := found("payload.differs", bytesAt(from+i, 1), hexadecimal(wire[i:i+1]), "")
		if masked {
			r.diagnose(wire, c.Bytes, key, i, from)
		}
		return r
	}
	switch {
	case n != uint64(len(c.Bytes)):
		return found("payload.length", bits(at.Start, at.Bits), strconv.FormatUint(n, 10), strconv.Itoa(len(c.Bytes)))
	case !whole && n > 0:
		return st.incomplete()
	}
	return nil
}

// diagnose returns how byte i of got, the first wrong one, comes from source by a wrong
// use of the masking key. got begins at byte from of the answer.
func (r *Result) diagnose(got, source []byte, key [4]byte, i, from int) {
	used := func(i int) byte { return got[i] ^ source[i] }
	n := min(len(got), len(source))
	stuck := n > 1
	for j := range n {
		stuck = stuck && used(j) == key[0]
	}
	switch {
	case used(i) == 0:
		r.Finding = "mask.untouched"
		return
	case stuck:
		r.Finding = "mask.stuck"
		return
	}
	for k := range key {
		if used(i) == key[k] {
			r.Finding, r.Got, r.Want = "mask.shifted", strconv.Itoa(k), strconv.Itoa(i%4)
			r.Place = bytesAt(from+i, 1)
			return
		}
	}
}
