package lessons

import (
	"io/fs"
	"path"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"framelab/codec"
	"framelab/lessons/mark"
)

// TestCourse checks everything that is taught: every lesson in every language, every
// exercise on its page, and every figure.
func TestCourse(t *testing.T) {
	c, err := Load(Files)
	require.NoError(t, err)
	require.NotEmpty(t, c.Lessons[Languages[0]])
	for _, lang := range c.Languages {
		for _, l := range c.Lessons[lang] {
			out, err := l.HTML(plainDrawer{})
			require.NoError(t, err, l.File)
			assert.NotContains(t, string(out), "style=", l.File)
			assert.NotContains(t, string(out), "[[", "%s: a form is not read", l.File)
			for _, e := range l.Exercises {
				for _, id := range e.Findings() {
					assert.NotEmpty(t, l.Finding(e.ID, id), "%s: %s has no words for %s", l.File, e.ID, id)
				}
			}
		}
	}
}

// TestExercisesAreProved proves each exercise, even if its lesson is not written yet.
func TestExercisesAreProved(t *testing.T) {
	names, err := fs.Glob(Files, "exercises/*.json")
	require.NoError(t, err)
	require.NotEmpty(t, names)
	for _, name := range names {
		data, err := fs.ReadFile(Files, name)
		require.NoError(t, err)
		e, err := ReadExercise(name, data)
		if !assert.NoError(t, err) {
			continue
		}
		// The page marks by the record, so the record must give the same results.
		var again mark.Exercise
		require.True(t, again.Parse(e.Record()), name)
		assert.Equal(t, e.Record(), again.Append(nil), name)
		for _, w := range e.Wrong {
			r := again.Mark(w.Answer)
			assert.Equal(t, w.Finding, r.Finding, name)
			if e.Kind != mark.Choose && e.Kind != mark.Accept && !ofTheWhole.MatchString(r.Finding) {
				assert.NotEqual(t, mark.PlaceNone, r.Place.Kind, "%s: the finding %s has no place", name, r.Finding)
			}
		}
	}
}

// ofTheWhole are findings without a place.
var ofTheWhole = regexp.MustCompile(`^(rule\.none|unchanged|(match|sort)\.none)$`)

// TestUnchangedRepairsGetNoFinding: an unchanged head to repair gets no finding, because
// its fault is the task.
func TestUnchangedRepairsGetNoFinding(t *testing.T) {
	names, err := fs.Glob(Files, "exercises/*repair*.json")
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(names), 7)
	for _, name := range names {
		e := load(t, strings.TrimSuffix(path.Base(name), ".json"))
		assert.Equal(t, "unchanged", mark.Mark(e.Record(), e.Start).Finding, name)
	}
}

// TestFindingsOfChoices: the finding says if a right line was left out, but a wrong match
// does not give the right one away.
func TestFindingsOfChoices(t *testing.T) {
	c, err := Load(Files)
	require.NoError(t, err)
	for lang, missed := range map[string]string{"en": "This line is right too: ", "ko": "고르지 않은 줄 가운데 맞는 것이 있습니다. "} {
		for _, it := range load(t, "connection-tokens").Items {
			said := c.Lesson(lang, "handshake").Finding("connection-tokens", it.Finding)
			assert.Equal(t, it.Right, strings.HasPrefix(said, missed), "%s: %s", lang, said)
		}
	}
	for _, telling := range []struct{ lang, finding, word string }{
		{"en", "a-wrong", "decode"}, {"en", "c-wrong", "before"}, {"en", "d-wrong", "string"},
		{"ko", "a-wrong", "디코딩"}, {"ko", "c-wrong", "앞"}, {"ko", "d-wrong", "문자열"},
	} {
		said := c.Lesson(telling.lang, "accept").Finding("accept-bugs", telling.finding)
		require.NotEmpty(t, said)
		assert.NotContains(t, said, telling.word, telling.lang)
	}
}

// byteString matches a hexadecimal dump in prose: bytes in prose must be computed.
var byteString = regexp.MustCompile(`(?i)\b(?:[0-9a-f]{2} ){2,}[0-9a-f]{2}\b`)

func TestByteStringsInProseComeFromTheCodec(t *testing.T) {
	require.True(t, byteString.MatchString("the bytes 81 85 37 fa"), "the pattern finds nothing")
	for name, text := range prose(t) {
		for i, line := range strings.Split(text, "\n") {
			line = formInProse.ReplaceAllString(line, "")
			assert.False(t, byteString.MatchString(line), "lessons/%s:%d: bytes are typed; write [[frame …]], [[mask …]] or [[hex …]]: %s", name, i+1, line)
		}
	}
}

var formInProse = regexp.MustCompile(`\[\[.*?\]\]`)

// prose returns the text of each lesson with its code, its blocks and its front matter
// blanked; the lines are kept.
func prose(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, lang := range Languages {
		names, err := fs.Glob(Files, lang+"/*.md")
		require.NoError(t, err)
		for _, name := range names {
			data, err := fs.ReadFile(Files, name)
			require.NoError(t, err)
			var out []string
			blank, front := "", false
			for i, line := range strings.Split(string(data), "\n") {
				word, fence := strings.CutPrefix(line, "```")
				switch {
				case line == "---" && blank == "" && (i == 0 || front):
					front = i == 0
					line = ""
				case fence && blank != "":
					blank, line = "", ""
				case fence:
					blank, _, _ = strings.Cut(word+" ", " ")
					if blank == "" {
						blank = "code"
					}
					line = ""
				}
				if front || blank != "" && blank != "say" && blank != "note" && blank != "exercise" {
					line = ""
				}
				out = append(out, line)
			}
			all[name] = strings.Join(out, "\n")
		}
	}
	return all
}

func TestEveryRuleIsInTheIndex(t *testing.T) {
	for r := codec.Rule(1); int(r) < codec.NumRules; r++ {
		title, ok := SectionTitle(r.Section())
		assert.True(t, ok && title != "", "%s: lessons/sections.go has no %v", r.Name(), r.Section())
	}
}

func TestSectionForms(t *testing.T) {
	for text, want := range map[string]codec.Section{
		"§5.2":            {RFC: 6455, Number: "5.2"},
		"6455 §10.3":      {RFC: 6455, Number: "10.3"},
		"RFC 9110 §7.8":   {RFC: 9110, Number: "7.8"},
		"RFC 7692 §7.2.1": {RFC: 7692, Number: "7.2.1"},
	} {
		got, ok := parseSection(text)
		assert.True(t, ok, text)
		assert.Equal(t, want, got)
	}
	for _, text := range []string{"", "5.2", "§", "§5.", "RFC §5.2", "RFC 645 §5", "§5.2 and more"} {
		_, ok := parseSection(text)
		assert.False(t, ok, text)
	}
}
