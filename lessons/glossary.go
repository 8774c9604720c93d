package lessons

import (
	_ "embed"

	"go.yaml.in/yaml/v3"
)

// A Term is an entry of the glossary: a Korean term for an English one.
type Term struct {
	ID      string   `yaml:"id"`
	English string   `yaml:"en"`
	Korean  string   `yaml:"ko"`
	Refused []string `yaml:"refused"` // refused Korean spellings
	First   bool     `yaml:"first"`   // a Korean lesson adds the English word where it first uses the term
}

//go:embed glossary.yaml
var glossary []byte

// Glossary returns all terms. It panics if the file is invalid, which a test rules out.
func Glossary() []Term {
	var terms []Term
	if err := yaml.Unmarshal(glossary, &terms); err != nil {
		panic(err)
	}
	return terms
}

// isTerm reports whether the glossary has a term with that id.
func isTerm(id string) bool {
	for _, t := range Glossary() {
		if t.ID == id {
			return true
		}
	}
	return false
}
