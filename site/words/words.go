// Package words holds what Framelab says to people, in every language that it speaks.
package words

import (
	"embed"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Languages are those that the site is written in; the first is the one that
// the others are held against.
var Languages = []string{"en", "ko"}

// Words are a language's words by key. A value may hold parameters: {name}, or
// {n: byte| bytes} for a number with its noun. Numbers get their thousands set
// apart; a code is given as text. site/assets/js/base/words.js reads the same files.
type Words map[string]string

//go:embed *.json
var files embed.FS

// In returns a language's words. It panics when that language's file cannot be
// read, which a test rules out.
func In(lang string) Words {
	var w Words
	if err := json.Unmarshal(File(lang), &w); err != nil {
		panic(fmt.Sprintf("words/%s.json: %v", lang, err))
	}
	return w
}

// File returns a language's words as the JSON object that they are written in.
func File(lang string) []byte {
	data, err := files.ReadFile(lang + ".json")
	if err != nil {
		panic(err)
	}
	return data
}

var parameter = regexp.MustCompile(`\{(\w+)(?::([^|}]*)\|([^}]*))?\}`)

// T returns the words for a key with its parameters, given as name, value, name,
// value … It panics when there are none: the build must not succeed without them.
func (w Words) T(key string, params ...any) string {
	words, ok := w[key]
	if !ok {
		panic(fmt.Sprintf("no words for %q in %q", key, w["lang"]))
	}
	return parameter.ReplaceAllStringFunc(words, func(match string) string {
		m := parameter.FindStringSubmatch(match)
		value := ""
		for i := 0; i+1 < len(params); i += 2 {
			if params[i] == m[1] {
				value = show(params[i+1])
			}
		}
		switch {
		case m[2] == "" && m[3] == "":
			return value
		case value == "1":
			return value + m[2]
		}
		return value + m[3]
	})
}

// show writes a parameter: text as it is, a number with its thousands apart.
func show(value any) string {
	if s, ok := value.(string); ok {
		return s
	}
	return Number(value)
}

// Has reports whether there are words for a key.
func (w Words) Has(key string) bool { return w[key] != "" }

// Number sets the thousands apart: 65,536.
func Number(n any) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// Differences lists what other lacks or has too much against w: keys, and the
// parameters of a key.
func (w Words) Differences(other Words) []string {
	var found []string
	for key, words := range w {
		theirs, ok := other[key]
		if !ok {
			found = append(found, "missing: "+key)
			continue
		}
		if a, b := parameterNames(words), parameterNames(theirs); a != b {
			found = append(found, fmt.Sprintf("%s: parameters %s, not %s", key, b, a))
		}
	}
	for key := range other {
		if _, ok := w[key]; !ok {
			found = append(found, "too much: "+key)
		}
	}
	slices.Sort(found)
	return found
}

func parameterNames(words string) string {
	var names []string
	for _, m := range parameter.FindAllStringSubmatch(words, -1) {
		names = append(names, m[1])
	}
	slices.Sort(names)
	return strings.Join(slices.Compact(names), ",")
}
