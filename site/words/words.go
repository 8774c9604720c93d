// Package words holds Framelab's words for its users, in every language.
package words

import (
	"embed"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Languages are the languages of the site; the others are compared with the first.
var Languages = []string{"en", "ko"}

// Words are the words of a language by key. A value may contain parameters: {name}, or
// {n: byte| bytes} for a number with its noun. Numbers are written with thousands
// separators; pass a code as text. site/assets/js/base/words.js reads the same files.
type Words map[string]string

//go:embed *.json
var files embed.FS

// In returns the words of a language. It panics if the file of that language cannot be
// read, which a test rules out.
func In(lang string) Words {
	var w Words
	if err := json.Unmarshal(File(lang), &w); err != nil {
		panic(fmt.Sprintf("words/%s.json: %v", lang, err))
	}
	return w
}

// File returns the words of a language as the JSON object in its file.
func File(lang string) []byte {
	data, err := files.ReadFile(lang + ".json")
	if err != nil {
		panic(err)
	}
	return data
}

var parameter = regexp.MustCompile(`\{(\w+)(?::([^|}]*)\|([^}]*))?\}`)

// T returns the words for a key, with parameters passed as name, value, name, value … It
// panics if there are none, because the build must not succeed without them.
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

// show writes a parameter: text as it is, a number with thousands separators.
func show(value any) string {
	if s, ok := value.(string); ok {
		return s
	}
	return Number(value)
}

// Has reports whether there are words for a key.
func (w Words) Has(key string) bool { return w[key] != "" }

// Number writes a number with thousands separators: 65,536.
func Number(n any) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// Differences lists the differences of other from w: missing keys, extra keys, and
// different parameters of a key.
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
