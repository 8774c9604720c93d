package main

import (
	"encoding/hex"
	"fmt"
	"strings"

	"framelab/codec"
	"framelab/lessons"
	"framelab/lessons/mark"
	"framelab/site/words"
)

// sentence describes the finding about an answer as the page does: in the words of the
// lesson, in the common ones, or in those of the broken rule. For a choice of several
// parts it says how many are right. The id of the finding, for authors of lessons,
// follows in brackets.
func sentence(w words.Words, e *lessons.Exercise, answer []byte, r mark.Result) string {
	if r.Pass {
		return w.T("ex.right")
	}
	if r.Count.Of > 0 {
		return fmt.Sprintf("%s [%s]", counted(w, e.Kind, r.Count), r.Finding)
	}
	at := place(w, e, answer, r.Place)
	text := ""
	course, _ := lessons.Load(lessons.Files) // as far as the lessons are valid
	if l := course.Lesson(w["lang"], e.Lesson); l != nil {
		text = l.Finding(e.ID, r.Finding)
	}
	params := []any{"place", at, "got", r.Got, "want", r.Want}
	if w.Has("rule." + r.Got) { // for the finding rule.other
		params = append(params, "rule", w.T("rule."+r.Got))
	}
	switch {
	case text != "":
		text = strings.NewReplacer("{place}", at, "{got}", r.Got, "{want}", r.Want).Replace(text)
	case w.Has("ex.finding." + r.Finding):
		text = w.T("ex.finding."+r.Finding, params...)
	case !w.Has("rule." + r.Finding): // one of the exercise's own findings, whose lesson is not written yet
	case e.Kind.IsHead():
		text = w.T("rule." + r.Finding)
	default:
		text = w.T("verdict.fail", "receiver", w.T("party."+e.Receiver.String()), "rule", w.T("rule."+r.Finding))
	}
	if at != "" {
		text += " (" + at + ")"
	}
	return strings.TrimSpace(fmt.Sprintf("%s [%s]", text, r.Finding))
}

// counted says how much of a choice is right.
func counted(w words.Words, kind mark.Kind, n mark.Count) string {
	if n.Open > 0 {
		return w.T("ex.count.open", "n", n.Open)
	}
	key := "ex.count.placed"
	if kind == mark.Choose || kind == mark.Order {
		key = "ex.count." + kind.String()
	}
	text := w.T(key, "right", n.Right, "of", n.Of)
	if n.Wrong > 0 {
		text += " " + w.T("ex.count.choose.wrong", "n", n.Wrong)
	}
	return text
}

// place describes where to fix an answer.
func place(w words.Words, e *lessons.Exercise, answer []byte, p mark.Place) string {
	switch p.Kind {
	case mark.PlaceLine:
		if p.Line > strings.Count(strings.TrimRight(string(answer), "\r\n"), "\n")+1 {
			return w.T("ex.place.headend")
		}
		return w.T("ex.place.line", "n", p.Line)
	case mark.PlaceItem:
		return p.Item
	case mark.PlaceBits:
		at := int(p.Start / 8)
		switch {
		case at >= len(answer):
			return w.T("ex.place.end")
		case e.Kind == mark.Accept:
			return w.T("ex.place.character", "n", at+1)
		case e.Kind.IsFrames():
			return framePlace(w, e, answer, p)
		}
		return w.T("ex.place.byte", "byte", fmt.Sprint(at), "hex", hex.EncodeToString(answer[at:at+1]))
	}
	return ""
}

// framePlace describes a place in frames: its part, and the number of a single bit.
func framePlace(w words.Words, e *lessons.Exercise, answer []byte, p mark.Place) string {
	name := "frame"
	for _, s := range codec.AppendDissection(nil, answer, codec.Context{Role: e.Receiver, RSV: e.RSV}) {
		if s.Source == codec.SourceWire && s.Depth == 1 && s.Start <= p.Start && p.Start < s.Start+s.Bits {
			name = s.Part.Name()
		}
	}
	field, byteAt := w.T("field."+name), fmt.Sprint(p.Start/8)
	if p.Bits == 1 {
		value := answer[p.Start/8] >> (7 - p.Start%8) & 1
		return w.T("bit.name", "field", field, "value", fmt.Sprint(value), "byte", byteAt, "bit", fmt.Sprint(7-p.Start%8))
	}
	return w.T("ex.place.field", "field", field, "byte", byteAt)
}
