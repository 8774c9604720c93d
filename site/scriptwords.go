package site

import (
	"regexp"
	"strings"

	"framelab/site/words"
)

// wordKeys matches what may name words in a script: a text in quotes, or the front of
// one that goes on with a value, as in `rule.${name}` and 'paste.' + kind.
var wordKeys = regexp.MustCompile("['\"`]([0-9A-Za-z._-]+)(['\"`]|\\$\\{)")

// scriptWords returns the words that a script's source may ask for: each whose key
// stands in it in quotes, or begins with a text there that goes on with a value.
// It keeps some too many rather than one too few.
func scriptWords(all words.Words, source string) words.Words {
	said := words.Words{"lang": all["lang"]}
	exact, fronts := map[string]bool{}, map[string]bool{}
	for _, m := range wordKeys.FindAllStringSubmatch(source, -1) {
		if m[2] == "${" || strings.HasSuffix(m[1], ".") {
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
			said[key] = text
		}
	}
	return said
}
