package main

import (
	"bytes"

	"framelab/codec"
	"framelab/lessons/mark"
)

// exercises has one exercise of each kind.
var exercises = []mark.Exercise{
	{Kind: mark.Frames, Receiver: codec.Server, Goal: []mark.Condition{
		{Is: mark.IsField, Field: codec.PartOpcode, Value: 1, Finding: "not-text"},
		{Is: mark.IsPayload, Bytes: []byte("Hello")}, {Is: mark.IsFrameCount, Min: 1, Max: 1}, {Is: mark.IsLegal}}},
	{Kind: mark.Observe, Receiver: codec.Server, Goal: []mark.Condition{{Is: mark.IsFrameCount, Min: 2}, {Is: mark.IsLegal}, {Is: mark.IsKeys}}},
	{Kind: mark.Hex, Receiver: codec.Server, Given: []byte("\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"), Goal: []mark.Condition{{Is: mark.IsUnmasked}}},
	{Kind: mark.Request, Start: []byte("POST /chat HTTP/1.1\r\nHost: localhost:8080\r\n\r\n"), Goal: []mark.Condition{{Is: mark.IsLegal}, {Is: mark.IsKept}}},
	{Kind: mark.Accept, Given: []byte("dGhlIHNhbXBsZSBub25jZQ=="), Goal: []mark.Condition{{Is: mark.IsAccept}}},
	{Kind: mark.Choose, Items: []mark.Item{{ID: "a", Right: true}, {ID: "b", Finding: "not-b"}}},
	{Kind: mark.Sort, Bins: []string{"x", "y"}, Items: []mark.Item{{ID: "a", Bins: []mark.Bin{{ID: "x", Right: true}}}, {ID: "b", Bins: []mark.Bin{{ID: "y", Right: true}}}}},
	{Kind: mark.Order, Before: [][2]string{{"a", "b"}}, Items: []mark.Item{{ID: "a"}, {ID: "b"}}},
	{Kind: mark.Number, Least: 42, Most: 42, Items: []mark.Item{{ID: "41", Finding: "one-less"}}},
}

// markedAnswer marks a right answer, a wrong one or noise.
func markedAnswer(s *script) {
	e := exercises[s.r.IntN(len(exercises))]
	record := e.Append(nil)
	if s.r.IntN(8) == 0 {
		record = s.mutated(record)
	}
	answer := pick(s, []byte("Hello"), []byte("a"), []byte("b,a"), []byte("a=x,b=y"), []byte("a=y"), []byte("42"), []byte("41"),
		[]byte("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="), s.head(), s.stream(codec.Server), s.stream(codec.Server))
	if s.r.IntN(3) == 0 {
		answer = s.mutated(answer)
	}
	s.call("mark", append(bytes.Clone(record), answer...), uint32(len(record)))
}
