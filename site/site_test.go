package site

import (
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"framelab/codec"
)

// all returns the words of every language, with their pens; they are made once.
var all = sync.OnceValue(func() map[string]Words {
	m, err := wordsIn()
	if err != nil {
		panic(err)
	}
	return m
})

func TestEveryRuleOpcodeAndCodeHasWords(t *testing.T) {
	for lang, w := range all() {
		for i := 1; i < codec.NumRules; i++ {
			assert.True(t, w.Has("rule."+codec.Rule(i).Name()), "%s: no words for rule %s", lang, codec.Rule(i).Name())
		}
		for o := range codec.Opcode(16) {
			assert.NotEmpty(t, w.opcodeName(o))
		}
		for c := codec.CloseNormal; c <= codec.CloseTLSHandshake; c++ {
			assert.NotEqual(t, w.T("close.unassigned"), w.closeName(c), "%s: code %d", lang, c)
		}
	}
}

// unnamed are the parts that are never drawn by name: wholes, payloads (whose meaning is
// described instead), and the parts of heads and of UTF-8, which have their own words.
func unnamed(f codec.Part) bool {
	return f >= codec.PartHead && f <= codec.PartMissingAccept || f >= codec.PartUTF8Character || slices.Contains([]codec.Part{
		codec.PartFrame, codec.PartText, codec.PartBinary, codec.PartCloseCode, codec.PartCloseReason,
		codec.PartPing, codec.PartPong, codec.PartAfterClose, codec.PartUnread, codec.PartDeflated, codec.PartDeflatedReach, codec.PartDeflateBlock,
	}, f)
}

func TestEveryFieldHasWords(t *testing.T) {
	variants := map[codec.Part][]string{codec.PartDeflateFinal: {".0", ".1"}, codec.PartDeflateType: {".0", ".1", ".2"}}
	for lang, w := range all() {
		for f := codec.Part(1); int(f) < codec.NumParts; f++ {
			if unnamed(f) {
				continue
			}
			assert.True(t, w.Has("field."+f.Name()), "%s: no name for field %s", lang, f.Name())
			// A fault shows which rule is broken.
			if !strings.HasPrefix(f.Name(), "deflate.") || f == codec.PartDeflateFault {
				continue
			}
			says := variants[f]
			if says == nil {
				says = []string{""}
			}
			for _, variant := range says {
				assert.True(t, w.Has("deflate.says."+strings.TrimPrefix(f.Name(), "deflate.")+variant), "%s: field %s%s says nothing", lang, f.Name(), variant)
			}
		}
	}
}

// The UTF-8 lab says why a byte is impossible.
func TestEveryReasonHasWords(t *testing.T) {
	for lang, w := range all() {
		for f := codec.PartUTF8Lone; f <= codec.PartUTF8Cut; f++ {
			assert.True(t, w.Has("chars.why."+strings.TrimPrefix(f.Name(), "utf8.")), "%s: no words for %s", lang, f.Name())
		}
	}
}

func TestExamplesAreLegal(t *testing.T) {
	v := view{Words: all()["en"]}
	for _, e := range v.Examples() {
		parts := strings.Split(e.Link, "/")
		b, err := hex.DecodeString(parts[len(parts)-1])
		require.NoError(t, err)
		ctx := codec.Context{Role: map[string]codec.Role{"c": codec.Server, "s": codec.Client}[parts[1]]}
		if len(parts) == 4 {
			require.Equal(t, "deflate", parts[2])
			ctx.Deflate = &codec.Deflate{}
		}
		for _, s := range codec.AppendDissection(nil, b, ctx) {
			assert.Zero(t, s.Rule, fmt.Sprint(e.Label, ": ", s.Rule.Name()))
			assert.Zero(t, s.Missing, e.Label)
		}
	}
	assert.Equal(t, "#v1/c/deflate/c18737fa213dc5b2ecf4fefd21", v.compressed("deflate", deflatedHello).Link)
}

// A page has the address of the module, and that of wasm_exec.js only if the module needs
// it.
func TestPagesNameTheirModule(t *testing.T) {
	tiny, standard := t.TempDir(), t.TempDir()
	for _, name := range []string{filepath.Join(tiny, "main.wasm"), filepath.Join(standard, "main.wasm"), filepath.Join(standard, "wasm_exec.js")} {
		require.NoError(t, os.WriteFile(name, []byte(name), 0o644))
	}
	for _, c := range []struct{ module, wasm, script string }{
		{"", `href="../../../main.wasm"`, `src="../../../wasm_exec.js"`},
		{standard, `href="../../../assets/main.`, `src="../../../assets/wasm_exec.`},
		{tiny, `href="../../../assets/main.`, ""},
	} {
		out := filepath.Join(t.TempDir(), "site")
		require.NoError(t, Build(Options{Out: out, Module: c.module}))
		page, err := os.ReadFile(filepath.Join(out, "en", "labs", "frame", "index.html"))
		require.NoError(t, err)
		assert.Contains(t, string(page), c.wasm)
		if c.script == "" {
			assert.NotContains(t, string(page), "wasm_exec")
		} else {
			assert.Contains(t, string(page), c.script)
		}
	}
	require.Error(t, Build(Options{Out: filepath.Join(t.TempDir(), "site"), Module: t.TempDir()}), "a folder without a module")
}

// unmarked matches a term that can be pressed in a sentence.
var unmarked = regexp.MustCompile(`<span class="term"[^>]*>([^<]*)</span>`)

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
		{"§5.6 text", masked(codec.OpText, true, "Hello"), "The server accepts this: one whole text message of 5 bytes, masked, saying “Hello”.", "5.6"},
		{"§5.4 first fragment", masked(codec.OpText, false, "H"), "The server accepts this: the first fragment of a text message, 1 byte, masked, saying “H”. The message is not complete, and more fragments follow.", "5.6"},
		{"§5.5.2 ping", masked(codec.OpPing, true, "hi"), "The server must answer this ping with a pong that carries the same 2 bytes.", "5.5.2"},
		{"§5.5.1 close", masked(codec.OpClose, true, "\x03\xe8bye"), "This is a Close frame with code 1000 (normal closure) and the reason “bye”. The server must answer with a Close frame, unless it has already sent one.", "5.5.1"},
		{"§5.5.1 empty close", masked(codec.OpClose, true, ""), "This is a Close frame without a code. The server must answer with a Close frame, unless it has already sent one.", "5.5.1"},
		{"§5.1 no mask", []byte("\x81\x05Hello"), "The server must fail the connection. This frame from a client is not masked. A client must mask every frame.", "5.1"},
		{"§5.2 cut off", masked(codec.OpText, true, "Hello")[:8], "The server waits for 3 more bytes of the payload.", "5.2"},
		{"§5.2 no key yet", masked(codec.OpText, true, "Hello")[:3], "The server waits for 3 more bytes of the masking key.", "5.2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			verdict := unmarked.ReplaceAllString(string(en.verdict(c.bytes, codec.Server, "")), "$1")
			assert.Contains(t, verdict, `">`+esc(c.want)+`</p>`)
			assert.Contains(t, verdict, `#section-`+c.section+`"`)
		})
	}
}

func TestFigureMarksTheBrokenField(t *testing.T) {
	en := all()["en"]
	h := codec.Header{Fin: true, RSV: codec.RSV1, Opcode: codec.OpText, Masked: true}
	figure := en.figure(codec.AppendFrame(nil, h, []byte("x")), codec.Server, full)
	assert.Contains(t, figure, `<div class="run flags w3 broken"`)
	require.NotContains(t, figure, "w1 broken")
	require.NotContains(t, figure, "w4 broken")
}
