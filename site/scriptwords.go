package site

import (
	"regexp"
	"strings"

	"framelab/site/words"
)

// wordKeys matches strings in a script that may be keys of words, or the front of a key
// that ends with a value, as in `rule.${name}` and 'paste.' + kind.
var wordKeys = regexp.MustCompile("['\"`]([0-9A-Za-z._-]+)(['\"`]|\\$\\{)")

// scriptWords returns the words that a script's source may use: those whose key is a
// string in it, or begins with a string with a dot that is followed by a value: without
// one it is a class, such as `chars${…}`. It may return a few too many, but never too few.
func scriptWords(all words.Words, source string) words.Words {
	used := words.Words{"lang": all["lang"]}
	exact, fronts := map[string]bool{}, map[string]bool{}
	for _, m := range wordKeys.FindAllStringSubmatch(source, -1) {
		if strings.Contains(m[1], ".") && (m[2] == "${" || strings.HasSuffix(m[1], ".")) {
			fronts[m[1]] = true
		} else {
			exact[m[1]] = true
		}
	}
	for key, text := range all {
		keep := exact[key]
		for front := range fronts {
			keep = keep || strings.HasPrefix(key, front)
		}
		if keep {
			used[key] = text
		}
	}
	return used
}
