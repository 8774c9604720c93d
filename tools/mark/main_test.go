package main

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"framelab/codec"
	"framelab/lessons"
	"framelab/lessons/mark"
	"framelab/site/words"
)

func command(t *testing.T, args ...string) (status int, out, complaints string) {
	t.Helper()
	var o, c bytes.Buffer
	status = run(args, &o, &c)
	return status, o.String(), c.String()
}

func file(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	return path
}

// TestEveryAnswerOfTheExercises marks all answers in the files, as the page does.
func TestEveryAnswerOfTheExercises(t *testing.T) {
	names, err := fs.Glob(lessons.Files, "exercises/*.json")
	require.NoError(t, err)
	require.NotEmpty(t, names)
	for _, name := range names {
		data, err := fs.ReadFile(lessons.Files, name)
		require.NoError(t, err)
		var e struct {
			ID       string
			Solution json.RawMessage
			Wrong    []struct {
				Answer  json.RawMessage
				Finding string
			}
		}
		require.NoError(t, json.Unmarshal(data, &e))
		answer := func(a json.RawMessage) string {
			text, err := json.Marshal(map[string]any{"exercise": e.ID, "answer": a})
			require.NoError(t, err)
			return file(t, "answer.json", string(text))
		}
		status, out, complaints := command(t, answer(e.Solution))
		assert.Equal(t, 0, status, "%s: %s%s", e.ID, out, complaints)
		for _, w := range e.Wrong {
			for _, lang := range words.Languages {
				status, out, complaints := command(t, "-lang", lang, answer(w.Answer))
				assert.Equal(t, 1, status, "%s: %s%s", e.ID, out, complaints)
				assert.Contains(t, out, "["+w.Finding+"]")
			}
		}
		status, out, _ = command(t, file(t, e.ID+".json", string(data)))
		assert.Equal(t, 0, status, out)
	}
}

func TestBadFiles(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{nil, "usage: go run ./tools/mark"},
		{[]string{"-lang", "fr", "x"}, "usage: go run ./tools/mark"},
		{[]string{filepath.Join(t.TempDir(), "none.json")}, "none.json"},
		{[]string{file(t, "a.json", "nothing")}, "is not valid JSON"},
		{[]string{file(t, "a.json", `{"exercise": "first-byte"}`)}, `needs both "exercise" and "answer"`},
		{[]string{file(t, "a.json", `{"exercise": "first", "answer": "81"}`)}, `there is no exercise "first"`},
		{[]string{file(t, "a.json", `{"exercise": "first-byte", "answer": "8"}`)}, "write two hexadecimal digits"},
	} {
		status, _, complaints := command(t, c.args...)
		assert.Equal(t, 2, status, c.want)
		assert.Contains(t, complaints, c.want)
	}
	status, out, _ := command(t, file(t, "first-byte.json", `{"id": "first-byte"}`))
	assert.Equal(t, 1, status)
	assert.Contains(t, out, `lessons/exercises/first-byte.json:1: the exercise has no "revision"; add "revision"`)
}

// TestChoicesAreCounted: the command says how many parts are right, but not which.
func TestChoicesAreCounted(t *testing.T) {
	for _, c := range []struct{ exercise, answer, en, ko string }{
		{"connection-tokens", "plain", "1 of 3 right ones found. [", "정답 3개 중 1개를 찾았습니다. ["},
		{"connection-tokens", "plain,alone,comma", "1 of 3 right ones found. 2 of your choices are wrong. [", "정답 3개 중 1개를 찾았습니다. 고른 것 중 2개는 틀렸습니다. ["},
		{"who-closes", "a=server,b=server,c=client,d=client", "2 of 4 are in the right place. [", "4개 중 2개가 맞는 자리에 있습니다. ["},
		{"accept-bugs", "a=key-decoded", "3 items have no place yet. Place all of them, then check. [", "아직 자리를 정하지 않은 것이 3개 있습니다. 모두 정한 다음 확인하세요. ["},
		{"rsv1-unagreed", "drop", "", ""},
	} {
		answer := file(t, "answer.json", `{"exercise": "`+c.exercise+`", "answer": "`+c.answer+`"}`)
		for lang, want := range map[string]string{"en": c.en, "ko": c.ko} {
			status, out, _ := command(t, "-lang", lang, answer)
			assert.Equal(t, 1, status)
			assert.True(t, strings.HasPrefix(out, want), "%s: %s", c.answer, out)
			assert.Equal(t, want == "", strings.Contains(out, "[not-dropped]"), "a single wrong choice is explained")
		}
	}
}

// TestEveryFindingHasWords: findings of any exercise, and of every rule.
func TestEveryFindingHasWords(t *testing.T) {
	for _, lang := range words.Languages {
		w := words.In(lang)
		for _, id := range mark.Generic() {
			assert.True(t, w.Has("ex.finding."+id), "%s: no words for the finding %s", lang, id)
		}
		for r := codec.Rule(1); int(r) < codec.NumRules; r++ {
			if r.CloseCode() != 0 || r.Status() != 0 {
				assert.True(t, w.Has("rule."+r.Name()), "%s: no words for the rule %s", lang, r.Name())
			}
		}
	}
}

func TestPlaceInWords(t *testing.T) {
	w := words.In("en")
	data, err := fs.ReadFile(lessons.Files, "exercises/first-byte.json")
	require.NoError(t, err)
	e, err := lessons.ReadExercise("first-byte.json", data)
	require.NoError(t, err)
	assert.Equal(t, "RSV1 1, byte 0, bit 6", place(w, e, []byte{0xc1}, mark.Place{Kind: mark.PlaceBits, Start: 1, Bits: 1}))
	assert.Equal(t, w.T("ex.place.end"), place(w, e, []byte{0xc1}, mark.Place{Kind: mark.PlaceBits, Start: 8}))
	assert.Equal(t, "item", place(w, e, nil, mark.Place{Kind: mark.PlaceItem, Item: "item"}))
}

// The finding about a different rule includes that rule's own sentence.
func TestOtherRuleIsToldInWords(t *testing.T) {
	data, err := fs.ReadFile(lessons.Files, "exercises/first-byte.json")
	require.NoError(t, err)
	e, err := lessons.ReadExercise("first-byte.json", data)
	require.NoError(t, err)
	said := sentence(words.In("en"), e, []byte{0xc1}, mark.Result{Finding: "rule.other", Got: "frame.rsv1.not-negotiated"})
	assert.Equal(t, "This breaks a different rule first. RSV1 is set, but no negotiated extension gives it a meaning. [rule.other]", said)
}
