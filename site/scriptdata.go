package site

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode"

	"framelab/lessons"
	"framelab/site/words"
)

// scriptData returns the data that a language's scripts import, as JSON: "words"; "marks",
// how sentences write each term of the glossary, by the term's id; "glossary", the term
// and its sentence; and "sections", the titles of RFCs' sections, as in "6455 5.2".
func scriptData(lang string) map[string][]byte {
	marks, glossary := map[string][]string{}, map[string][2]string{}
	for _, t := range lessons.Glossary() {
		if t.Says == nil {
			continue
		}
		glossary[t.ID] = [2]string{t.In(lang), t.Says[lang]}
		for _, form := range t.Marks {
			// A Korean sentence writes a term in English only where Korean has no word for it.
			if hangul(form) == (lang == "ko" && hangul(t.Korean)) {
				marks[t.ID] = append(marks[t.ID], form)
			}
		}
	}
	sections := map[string]string{}
	for s, title := range lessons.Sections() {
		sections[fmt.Sprint(s.RFC, " ", s.Number)] = title
	}
	return map[string][]byte{"words": words.File(lang), "marks": asJSON(marks), "glossary": asJSON(glossary), "sections": asJSON(sections)}
}

func hangul(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Hangul, r) })
}

func asJSON(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return b
}
