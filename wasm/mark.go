package main

import (
	"encoding/binary"

	"framelab/lessons/mark"
)

// markBytes is the size of marked's record before its strings.
const markBytes = 40

// marked marks an answer to an exercise: in is the exercise's record, then, from
// split on, the answer.
//
//	u8 1 if it passes, u8 rule, u8 kind of place, u8 0, u32 line, u64 start, u64 bits,
//	the count as u32: right, of, wrong, open,
//	then as strings, each after its length in four bytes: finding, item, got, want
func (f *face) marked(in []byte, split uint32) []byte {
	at := clamp(split, len(in))
	m := mark.Mark(in[:at], in[at:])
	var r [markBytes]byte
	r[0], r[1], r[2] = number(m.Pass), byte(m.Rule), byte(m.Place.Kind)
	binary.LittleEndian.PutUint32(r[4:], uint32(m.Place.Line))
	binary.LittleEndian.PutUint64(r[8:], m.Place.Start)
	binary.LittleEndian.PutUint64(r[16:], m.Place.Bits)
	for i, n := range [...]int{m.Count.Right, m.Count.Of, m.Count.Wrong, m.Count.Open} {
		binary.LittleEndian.PutUint32(r[24+4*i:], uint32(n))
	}
	b := append(f.out[:0], r[:]...)
	for _, s := range [...]string{m.Finding, m.Place.Item, m.Got, m.Want} {
		b = append(appendU32(b, uint32(len(s))), s...)
	}
	f.out = b
	return b
}
