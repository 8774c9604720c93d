package lessons

import (
	_ "embed"
	"slices"
	"sync"

	"go.yaml.in/yaml/v3"
)

// A Term is an entry of the glossary: a Korean term for an English one, and a sentence
// that explains both.
type Term struct {
	ID      string            `yaml:"id"`
	English string            `yaml:"en"`
	Korean  string            `yaml:"ko"`
	Refused []string          `yaml:"refused"` // refused Korean spellings
	First   bool              `yaml:"first"`   // a Korean lesson adds the English word where it first uses the term
	Marks   []string          `yaml:"marks"`   // how sentences write it, in both languages, where a press explains it
	Find    []string          `yaml:"find"`    // other words under which the search finds it
	Says    map[string]string `yaml:"says"`    // the sentence, by language; none for a term that is only a choice of words
}

// In returns the term in a language.
func (t Term) In(lang string) string {
	if lang == "ko" {
		return t.Korean
	}
	return t.English
}

//go:embed glossary.yaml
var glossary []byte

var allTerms = sync.OnceValue(func() (terms []Term) {
	if err := yaml.Unmarshal(glossary, &terms); err != nil {
		panic(err)
	}
	return terms
})

// Glossary returns all terms. It panics if the file is invalid, which a test rules out.
func Glossary() []Term { return slices.Clone(allTerms()) }

// isTerm reports whether the glossary has a term with that id.
func isTerm(id string) bool {
	return slices.ContainsFunc(allTerms(), func(t Term) bool { return t.ID == id })
}
