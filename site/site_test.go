package site

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"framelab/codec"
	"framelab/site/words"
)

func all() map[string]Words {
	m := map[string]Words{}
	for _, lang := range words.Languages {
		m[lang] = Words{words.In(lang)}
	}
	return m
}

func TestEveryRuleFieldAndCodeHasWords(t *testing.T) {
	for lang, w := range all() {
		for i := 1; i < codec.NumRules; i++ {
			assert.True(t, w.Has("rule."+codec.Rule(i).Name()), "%s: no words for rule %s", lang, codec.Rule(i).Name())
		}
		for o := range codec.Opcode(16) {
			assert.NotEmpty(t, w.opcodeName(o))
		}
		for c := codec.CloseNormal; c <= codec.CloseTLSHandshake; c++ {
			assert.NotEqual(t, w.T("close.unassigned"), w.closeName(int(c)), "%s: code %d", lang, c)
		}
	}
}

func TestSentencesSayWhatTheReceiverMustDo(t *testing.T) {
	key := codec.MaskKey(0x37fa213d)
	masked := func(op codec.Opcode, fin bool, payload string) []byte {
		return codec.AppendFrame(nil, codec.Header{Fin: fin, Opcode: op, Masked: true, Key: key}, []byte(payload))
	}
	en := all()["en"]
	for _, c := range []struct {
		name    string
		bytes   []byte
		want    string
		section string
	}{
		{"§5.6 text", masked(codec.OpText, true, "Hello"), "The server must take this: a whole text message, 5 bytes, masked, saying “Hello”.", "5.6"},
		{"§5.4 first fragment", masked(codec.OpText, false, "H"), "The server must keep this and wait: the first fragment of a text message, 1 byte, masked, saying “H”.", "5.6"},
		{"§5.5.2 ping", masked(codec.OpPing, true, "hi"), "The server must answer this ping with a pong that carries the same 2 bytes.", "5.5.2"},
		{"§5.5.1 close", masked(codec.OpClose, true, "\x03\xe8bye"), "The server must answer this Close with a Close of its own: code 1000, normal closure, saying “bye”.", "5.5.1"},
		{"§5.5.1 empty close", masked(codec.OpClose, true, ""), "The server must answer this Close, which gives no code, with a Close of its own.", "5.5.1"},
		{"§5.1 no mask", []byte("\x81\x05Hello"), "The server must fail the connection: a frame from a client that is not masked.", "5.1"},
		{"§5.2 cut off", masked(codec.OpText, true, "Hello")[:8], "The server waits for more: the payload lacks 3 bytes.", "5.2"},
		{"§5.2 no key yet", masked(codec.OpText, true, "Hello")[:3], "The server waits for more: the masking key lacks 3 bytes.", "5.2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			text, section, _, _ := en.sentence(dissect(c.bytes, codec.Server))
			assert.Equal(t, c.want, text)
			assert.Equal(t, c.section, section.Number)
		})
	}
}

func TestFigureMarksTheBrokenField(t *testing.T) {
	en := all()["en"]
	h := codec.Header{Fin: true, RSV: codec.RSV1, Opcode: codec.OpText, Masked: true}
	figure := en.figure(dissect(codec.AppendFrame(nil, h, []byte("x")), codec.Server), full)
	assert.Contains(t, figure, `<div class="run flags w3 broken">`)
	require.NotContains(t, figure, "w1 broken")
	require.NotContains(t, figure, "w4 broken")
}
