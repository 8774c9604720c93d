package mark

import (
	"encoding/binary"

	"framelab/codec"
)

// recordVersion is the first byte of a record.
const recordVersion = 1

// Append appends the record of the exercise: numbers are little-endian, strings and lists
// follow their length in two bytes, byte strings follow theirs in four, and rules and
// parts are written by name.
func (e *Exercise) Append(b []byte) []byte {
	w := writer{b}
	w.u8(recordVersion)
	w.u8(byte(e.Kind))
	w.u8(byte(e.Receiver))
	w.u8(byte(e.RSV))
	w.u32(e.Prefix)
	w.bytes(e.Given)
	w.bytes(e.Start)
	w.u16(len(e.Goal))
	for i := range e.Goal {
		c := &e.Goal[i]
		w.u8(byte(c.Is))
		w.string(c.Finding)
		w.u32(c.Frame)
		w.u32(c.Min)
		w.u32(c.Max)
		w.string(c.Field.Name())
		w.u64(c.Value)
		w.string(ruleName(c.Rule))
		w.bytes(c.Bytes)
		w.string(c.Name)
		w.flag(c.Token)
	}
	w.u16(len(e.Items))
	for i := range e.Items {
		it := &e.Items[i]
		w.string(it.ID)
		w.flag(it.Right)
		w.string(it.Finding)
		w.u16(len(it.Bins))
		for _, bin := range it.Bins {
			w.string(bin.ID)
			w.flag(bin.Right)
			w.string(bin.Finding)
		}
	}
	w.u16(len(e.Bins))
	for _, id := range e.Bins {
		w.string(id)
	}
	w.flag(e.One)
	w.u16(len(e.Before))
	for _, pair := range e.Before {
		w.string(pair[0])
		w.string(pair[1])
	}
	w.u64(e.Least)
	w.u64(e.Most)
	return w.b
}

// Parse reads a record. ok is false if it is not a valid record.
func (e *Exercise) Parse(b []byte) (ok bool) {
	r := reader{b: b, ok: true}
	*e = Exercise{}
	if r.u8() != recordVersion {
		return false
	}
	e.Kind = Kind(r.u8())
	e.Receiver = codec.Role(r.u8())
	e.RSV = codec.RSV(r.u8())
	e.Prefix = r.u32()
	e.Given = r.bytes()
	e.Start = r.bytes()
	e.Goal = make([]Condition, r.count())
	for i := range e.Goal {
		c := &e.Goal[i]
		c.Is = Is(r.u8())
		c.Finding = r.string()
		c.Frame, c.Min, c.Max = r.u32(), r.u32(), r.u32()
		c.Field = FieldOf(r.string())
		c.Value = r.u64()
		c.Rule = RuleOf(r.string())
		c.Bytes = r.bytes()
		c.Name = r.string()
		c.Token = r.flag()
	}
	e.Items = make([]Item, r.count())
	for i := range e.Items {
		it := &e.Items[i]
		it.ID = r.string()
		it.Right = r.flag()
		it.Finding = r.string()
		it.Bins = make([]Bin, r.count())
		for i := range it.Bins {
			it.Bins[i].ID = r.string()
			it.Bins[i].Right = r.flag()
			it.Bins[i].Finding = r.string()
		}
	}
	e.Bins = make([]string, r.count())
	for i := range e.Bins {
		e.Bins[i] = r.string()
	}
	e.One = r.flag()
	e.Before = make([][2]string, r.count())
	for i := range e.Before {
		e.Before[i][0], e.Before[i][1] = r.string(), r.string()
	}
	e.Least, e.Most = r.u64(), r.u64()
	return r.ok && len(r.b) == 0 && e.Kind > 0 && e.Kind < numKinds && e.Receiver <= codec.Server
}

func ruleName(r codec.Rule) string {
	if r == 0 {
		return ""
	}
	return r.Name()
}

// RuleOf returns the rule with that name, or 0.
func RuleOf(name string) codec.Rule {
	for r := codec.Rule(1); int(r) < codec.NumRules; r++ {
		if r.Name() == name {
			return r
		}
	}
	return 0
}

// FieldOf returns the part with that name, or 0.
func FieldOf(name string) codec.Part {
	for f := codec.Part(1); int(f) < codec.NumParts; f++ {
		if f.Name() == name {
			return f
		}
	}
	return 0
}

type writer struct{ b []byte }

func (w *writer) u8(v byte)    { w.b = append(w.b, v) }
func (w *writer) u16(v int)    { w.b = binary.LittleEndian.AppendUint16(w.b, uint16(v)) }
func (w *writer) u32(v int)    { w.b = binary.LittleEndian.AppendUint32(w.b, uint32(v)) }
func (w *writer) u64(v uint64) { w.b = binary.LittleEndian.AppendUint64(w.b, v) }

func (w *writer) flag(v bool) {
	if v {
		w.u8(1)
	} else {
		w.u8(0)
	}
}

func (w *writer) string(s string) {
	w.u16(len(s))
	w.b = append(w.b, s...)
}

func (w *writer) bytes(v []byte) {
	w.u32(len(v))
	w.b = append(w.b, v...)
}

// A reader reads a record, which may be any bytes: past the end it reads zeros and is no
// longer ok. Its methods are not inlined, because a record has many parts and the module
// should stay small.
type reader struct {
	b  []byte
	ok bool
}

// take returns the next n bytes, or nil.
func (r *reader) take(n int) []byte {
	if n < 0 || n > len(r.b) {
		r.b, r.ok = nil, false
		return nil
	}
	v := r.b[:n]
	r.b = r.b[n:]
	return v
}

//go:noinline
func (r *reader) u8() byte {
	if v := r.take(1); v != nil {
		return v[0]
	}
	return 0
}

//go:noinline
func (r *reader) u16() int {
	if v := r.take(2); v != nil {
		return int(binary.LittleEndian.Uint16(v))
	}
	return 0
}

// count reads the length of a list whose entries have at least one byte each.
//
//go:noinline
func (r *reader) count() int {
	n := r.u16()
	if n > len(r.b) {
		r.b, r.ok = nil, false
		return 0
	}
	return n
}

// u32 reads a number that fits an int on every machine: at most 2³¹−1.
//
//go:noinline
func (r *reader) u32() int {
	v := r.take(4)
	if v == nil {
		return 0
	}
	n := binary.LittleEndian.Uint32(v)
	if n > 1<<31-1 {
		r.ok = false
		return 0
	}
	return int(n)
}

//go:noinline
func (r *reader) u64() uint64 {
	if v := r.take(8); v != nil {
		return binary.LittleEndian.Uint64(v)
	}
	return 0
}

//go:noinline
func (r *reader) flag() bool { return r.u8() != 0 }

//go:noinline
func (r *reader) string() string { return string(r.take(r.u16())) }

//go:noinline
func (r *reader) bytes() []byte { return r.take(r.u32()) }
