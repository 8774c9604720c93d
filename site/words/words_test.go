package words

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"framelab/lessons"
)

func TestLanguagesSayTheSameThings(t *testing.T) {
	first := In(Languages[0])
	for _, lang := range Languages[1:] {
		assert.Empty(t, first.Differences(In(lang)), lang)
	}
}

func TestDifferencesAreFound(t *testing.T) {
	a := Words{"x": "{n} of {m}", "y": "y"}
	assert.Equal(t, []string{"missing: y", "too much: z", "x: parameters n, not m,n"}, a.Differences(Words{"x": "{n}", "z": "z"}))
}

func TestParameters(t *testing.T) {
	w := Words{"lang": "en", "size": "{n: byte| bytes}", "code": "code {code}"}
	for _, c := range []struct {
		want   string
		key    string
		params []any
	}{
		{"1 byte", "size", []any{"n", 1}},
		{"0 bytes", "size", []any{"n", 0}},
		{"65,536 bytes", "size", []any{"n", 65536}},
		{"1,048,576 bytes", "size", []any{"n", uint64(1 << 20)}},
		{"code 1002", "code", []any{"code", "1002"}},
	} {
		assert.Equal(t, c.want, w.T(c.key, c.params...))
	}
	require.Panics(t, func() { w.T("nothing") })
}

// Korean words keep to the glossary, never call masking encryption, and never offer a
// choice of particles.
func TestKoreanKeepsToItsGlossary(t *testing.T) {
	refused := map[string]string{"암호화": "마스킹", "을(를)": "a sentence that fits every value", "합의": "협상"}
	for _, term := range lessons.Glossary() {
		for _, wrong := range term.Refused {
			refused[wrong] = term.Korean
		}
	}
	for key, text := range In("ko") {
		for wrong, right := range refused {
			assert.False(t, strings.Contains(text, wrong), "%s: %q has %s; write %s", key, text, wrong, right)
		}
	}
}

// The style guide excludes these English words, because they have two readings or follow
// the word order of another language.
func TestEnglishKeepsToItsStyle(t *testing.T) {
	avoided := regexp.MustCompile(`\b([Ww]hoever|whom(ever)?|[Nn]obody|[Mm]end(ed|s)?|anew|may not|is none|let be|at once|in any case|stands?|behind|shall|comes? about|speaks?|hand(s|ed)? over)\b|\balone\b`)
	isNo := regexp.MustCompile(`(?i)(there )?\bis no \w+`)
	for key, text := range In("en") {
		assert.Empty(t, avoided.FindString(text), "%s: %q", key, text)
		for _, found := range isNo.FindAllString(text, -1) {
			assert.True(t, strings.HasPrefix(strings.ToLower(found), "there") || found == "is no longer", "%s: %q", key, text)
		}
	}
}

// The words of a rule follow another sentence, appear in a table and are sent in a
// response, so each is a whole sentence, and none follows a colon.
func TestRulesAreWholeSentences(t *testing.T) {
	for _, lang := range Languages {
		for key, text := range In(lang) {
			if strings.HasPrefix(key, "rule.") {
				first, _ := utf8.DecodeRuneInString(text)
				assert.False(t, 'a' <= first && first <= 'z' && !strings.HasPrefix(text, "permessage-deflate"), "%s %s: %q", lang, key, text)
				assert.True(t, strings.HasSuffix(text, "."), "%s %s: %q", lang, key, text)
			}
			for _, sentence := range []string{"{rule}", "{error}"} {
				assert.NotContains(t, text, sentence+".", "%s %s", lang, key)
				if sentence == "{rule}" || lang == "en" {
					assert.NotContains(t, text, ": "+sentence, "%s %s", lang, key)
				}
			}
		}
	}
}

// copula are the keys with a form of 이다 right after a placeholder, which fits after
// vowels and consonants alike.
var copula = []string{
	"verdict.saying", "verdict.reason", "verdict.close", "drawer.key", "length.limit.over", "length.limit.under", "lesson.firstByte",
	"hs.outcome.refused", "hs.outcome.refuses", "hs.outcome.policy", "hs.outcome.status", "ex.finding.mask.shifted", "ex.finding.target.differs", "ex.finding.header.differs",
}

// vowelled are the placeholders that are filled with words of this file, with the front
// of the keys of these words. All of these words end in a vowel, so 는, 가, 를 and 와 fit.
var vowelled = map[string]string{"receiver": "party.", "what": "verdict.missing."}

// In Korean a particle depends on the ending of the word before it, which is unknown for
// a value. After a placeholder there must be a unit, or a particle that fits every
// ending.
func TestKoreanParticlesFitEveryValue(t *testing.T) {
	ko := In("ko")
	for key, text := range ko {
		assert.Empty(t, particles(ko, key, text), "%s: %q", key, text)
	}
	for _, key := range copula {
		assert.Contains(t, ko, key)
	}
}

func TestParticlesAreFound(t *testing.T) {
	ko := Words{"party.server": "서버", "verdict.missing.frame": "헤더"}
	for text, want := range map[string]string{
		"1~{n}을 누르면":        "을",
		"“{text}”를 보냄":      "를",
		"{receiver}는 {n}개를": "",
		"{receiver}은":       "은",
		"{url}에서 {at}번째부터":  "",
		"{n: byte| bytes}로": "로",
		"값은 {n}입니다":         "입니다",
	} {
		assert.Equal(t, want, particles(ko, "x", text), text)
	}
	ko["party.phone"] = "폰"
	assert.Equal(t, "는", particles(ko, "x", "{receiver}는"))
	assert.Empty(t, particles(ko, copula[0], "{text}입니다"))
}

var (
	placeholder = regexp.MustCompile(`\{(\w+)[^}]*\}[^\s가-힣]*([가-힣]+)`)
	fitting     = regexp.MustCompile(`^(바이트|비트|글자|줄|번째|개|번|분|초|자|부|의|에|에서|부터|까지)`)
)

// particles returns the first word after a placeholder that does not fit every value.
func particles(ko Words, key, text string) string {
	for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
		name, after := m[1], m[2]
		switch {
		case fitting.MatchString(after):
		case slices.Contains(copula, key) && (strings.HasPrefix(after, "입니다") || after == "인"):
		case vowelled[name] != "" && slices.Contains([]string{"는", "가", "를", "와"}, after) && allVowels(ko, vowelled[name]):
		default:
			return after
		}
	}
	return ""
}

// allVowels reports whether all words whose keys begin with front end in a vowel.
func allVowels(ko Words, front string) bool {
	for key, text := range ko {
		if last, _ := utf8.DecodeLastRuneInString(text); strings.HasPrefix(key, front) && (last < '가' || (last-'가')%28 != 0) {
			return false
		}
	}
	return true
}
