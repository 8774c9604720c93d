package lessons

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestGlossary(t *testing.T) {
	terms := Glossary()
	require.Greater(t, len(terms), 50)
	seen := map[string]bool{}
	for _, term := range terms {
		assert.True(t, idForm.MatchString(term.ID), term.ID)
		assert.False(t, seen[term.ID], "%s occurs twice", term.ID)
		seen[term.ID] = true
		assert.NotEmpty(t, term.English, term.ID)
		assert.NotEmpty(t, term.Korean, term.ID)
		for _, wrong := range term.Refused {
			assert.NotContains(t, term.Korean, wrong, term.ID)
		}
	}
}

// A term's sentence is whole in both languages and keeps to the glossary; a form in which
// it is marked belongs to one term.
func TestTermsExplainThemselves(t *testing.T) {
	marked := map[string]string{}
	for _, term := range Glossary() {
		for _, form := range term.Marks {
			assert.Empty(t, marked[form], "%s is marked for two terms", form)
			marked[form] = term.ID
			assert.NotEmpty(t, term.Says, "%s is marked and has no sentence", term.ID)
		}
		for lang, says := range term.Says {
			assert.Contains(t, []string{"en", "ko"}, lang)
			assert.True(t, strings.HasSuffix(says, "."), "%s: %s", term.ID, says)
			assert.LessOrEqual(t, len([]rune(says)), 160, "%s: %s", term.ID, says)
			for _, other := range Glossary() {
				for _, wrong := range other.Refused {
					assert.NotContains(t, says, wrong, term.ID)
				}
			}
		}
		if term.Says != nil {
			assert.Len(t, term.Says, 2, term.ID)
		}
	}
	for _, id := range []string{"payload", "mask-bit", "opcode", "rsv", "fin", "rfc", "close-code", "frame", "fragment", "masking-key"} {
		assert.Contains(t, slices.Collect(maps.Values(marked)), id)
	}
}

// TestKoreanLessonsKeepToTheGlossary looks for refused spellings, for first uses of a
// term without its English word, and for masking called encryption.
func TestKoreanLessonsKeepToTheGlossary(t *testing.T) {
	for name, text := range prose(t) {
		if strings.HasPrefix(name, "ko/") {
			for _, fault := range koreanFaults(text) {
				t.Errorf("lessons/%s: %s", name, fault)
			}
		}
	}
}

func koreanFaults(text string) (faults []string) {
	for _, term := range Glossary() {
		for _, wrong := range term.Refused {
			if strings.Contains(text, wrong) {
				faults = append(faults, "it has "+wrong+"; write "+term.Korean)
			}
		}
		if !term.First {
			continue
		}
		for line := range strings.SplitSeq(text, "\n") {
			if !strings.Contains(line, term.Korean) {
				continue
			}
			if !glossed(line, term) {
				faults = append(faults, "the first use of "+term.Korean+" lacks its English; write "+term.Korean+"("+term.English+"): "+line)
			}
			break
		}
	}
	// Common misbeliefs about masking may be quoted and denied.
	for line := range strings.SplitSeq(text, "\n") {
		if strings.Contains(line, "암호화") && strings.Contains(line, "마스킹") && !denied.MatchString(line) && !strings.HasPrefix(line, "say:") {
			faults = append(faults, "masking is called encryption: "+line)
		}
	}
	return faults
}

var denied = regexp.MustCompile("아니|아닙|아닌|않|못")

// glossed reports whether a line has the English word in brackets right after the term.
func glossed(line string, term Term) bool {
	for rest := line; ; {
		_, after, ok := strings.Cut(rest, term.Korean)
		if !ok {
			return false
		}
		if inside, bracket := strings.CutPrefix(after, "("); bracket {
			words, _, _ := strings.Cut(inside, ")")
			if strings.Contains(strings.ToLower(words), strings.ToLower(term.English)) {
				return true
			}
		}
		rest = after
	}
}

func TestKoreanFaultsAreFound(t *testing.T) {
	for text, want := range map[string]string{
		"웹소켓 핸드쉐이크":         "핸드쉐이크",
		"프레임을 보냅니다":         "프레임(frame)",
		"마스킹은 일종의 암호화입니다":   "encryption",
		"메시지(message)와 메세지": "메세지",
	} {
		assert.Contains(t, strings.Join(koreanFaults(text), "\n"), want, text)
	}
	assert.Empty(t, koreanFaults("데이터 프레임(frame)은 메시지(message)의 일부입니다\n프레임 하나\n마스킹은 암호화가 아닙니다"))
}
