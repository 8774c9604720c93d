package record

import (
	"encoding/binary"

	"framelab/lessons/mark"
)

// Mark marks an answer to an exercise: in is the exercise's record and, from split on,
// the answer.
func (w *Writer) Mark(in []byte, split uint32) []byte {
	at := clamp(split, len(in))
	m := mark.Mark(in[:at], in[at:])
	var r [markBytes]byte
	r[markPass], r[markRule], r[markKind] = number(m.Pass), byte(m.Rule), byte(m.Place.Kind)
	binary.LittleEndian.PutUint32(r[markLine:], uint32(m.Place.Line))
	binary.LittleEndian.PutUint64(r[markStart:], m.Place.Start)
	binary.LittleEndian.PutUint64(r[markBits:], m.Place.Bits)
	binary.LittleEndian.PutUint32(r[markRight:], uint32(m.Count.Right))
	binary.LittleEndian.PutUint32(r[markOf:], uint32(m.Count.Of))
	binary.LittleEndian.PutUint32(r[markWrong:], uint32(m.Count.Wrong))
	binary.LittleEndian.PutUint32(r[markOpen:], uint32(m.Count.Open))
	b := append(w.out[:0], r[:]...)
	for _, s := range [...]string{m.Finding, m.Place.Item, m.Got, m.Want} {
		b = append(appendU32(b, uint32(len(s))), s...)
	}
	w.out = b
	return b
}
