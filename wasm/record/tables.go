package record

import "framelab/codec"

// Tables returns every name that the codec has, so that JavaScript need not repeat them:
//
//	u16 format
//	u16 rules,   each: name, u16 RFC, section, u16 close code, u16 status,
//	            u8 duty of a client that receives it, plus four times a server's
//	u8  fields,  each: name
//	u8  sources, each: name
//	u8  roles,   each: name
//	16 opcodes,  each: name, u8 1 for control | 2 for reserved
//	u8  event kinds, each: name
//	u8  states,      each: name
//	u8  ranges of sendable close codes, each: u16 first, u16 last
//
// A name or section is a u8 length and its bytes. The first entry of a table has the
// number 0.
func (w *Writer) Tables() []byte {
	b := appendU16(w.out[:0], format)
	b = appendU16(b, uint16(codec.NumRules))
	for i := range codec.NumRules {
		r := codec.Rule(i)
		s := r.Section()
		b = appendName(b, r.Name())
		b = appendU16(b, s.RFC)
		b = appendName(b, s.Number)
		b = appendU16(b, uint16(r.CloseCode()))
		b = appendU16(b, uint16(r.Status()))
		b = append(b, byte(r.Duty(codec.Client)|r.Duty(codec.Server)<<2))
	}
	b = append(b, byte(codec.NumParts))
	for i := range codec.NumParts {
		b = appendName(b, codec.Part(i).Name())
	}
	b = append(b, byte(codec.NumSources))
	for i := range codec.NumSources {
		b = appendName(b, codec.Source(i).Name())
	}
	b = append(b, byte(codec.Server)+1)
	for r := range codec.Server + 1 {
		b = appendName(b, r.String())
	}
	for i := range 16 {
		op := codec.Opcode(i)
		b = appendName(b, op.String())
		var flags byte
		if op.IsControl() {
			flags |= 1
		}
		if op.IsReserved() {
			flags |= 2
		}
		b = append(b, flags)
	}
	b = append(b, byte(codec.EventFail)+1)
	for k := range codec.EventFail + 1 {
		b = appendName(b, k.String())
	}
	b = append(b, byte(codec.StateClosed)+1)
	for s := range codec.StateClosed + 1 {
		b = appendName(b, s.String())
	}
	w.out = appendSendable(b)
	return w.out
}

// appendSendable appends the ranges of close codes that a Close frame may contain.
func appendSendable(b []byte) []byte {
	count := len(b)
	b = append(b, 0)
	inside := false
	for i := range 1 << 16 {
		ok := codec.CloseCode(i).Sendable()
		if ok && !inside {
			b[count]++
			b = appendU16(b, uint16(i))
		}
		if !ok && inside {
			b = appendU16(b, uint16(i-1))
		}
		inside = ok
	}
	if inside {
		b = appendU16(b, 1<<16-1)
	}
	return b
}
