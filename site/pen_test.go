package site

import (
	"testing"

	"github.com/dop251/goja"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"framelab/codec"
)

// A pen's codec reads and writes the same as the codec itself: frames of every length
// form, masked and unmasked, broken and cut, in every language.
func TestPenDrawsEveryFrame(t *testing.T) {
	for lang, w := range all() {
		for _, n := range []int{0, 5, 126, 65536} {
			for _, op := range []codec.Opcode{codec.OpContinuation, codec.OpText, codec.OpBinary, 5, codec.OpClose, codec.OpPing, codec.OpPong, 0xf} {
				for _, masked := range []bool{true, false} {
					b := codec.AppendFrame(nil, codec.Header{Fin: true, Opcode: op, Masked: masked, Key: rfcKey}, make([]byte, n))
					figure := string(w.figure(b, codec.Server, full))
					assert.Contains(t, figure, `data-bit="15"`, lang)
					assert.NotContains(t, figure+string(w.verdict(b[:min(len(b), 4)], codec.Client, "")), "undefined", lang)
				}
			}
		}
	}
}

// An exception in a script fails the build.
func TestScriptErrorsFailTheBuild(t *testing.T) {
	p, err := newPen("en")
	require.NoError(t, err)
	_, err = p.vm.RunString(`drawing.fails = () => { throw new Error("no words for opcode.99"); }`)
	require.NoError(t, err)
	drawn := func() (err error) {
		defer func() { err, _ = recover().(error) }()
		p.draw("fails")
		return nil
	}
	assert.ErrorContains(t, drawn(), "assets/js/build.js: Error: no words for opcode.99")
	assert.Panics(t, func() { p.draw("nothing") })
	_, err = p.vm.RunString(`lent("nothing", new Uint8Array(), [])`)
	assert.ErrorContains(t, err, `the codec has no function "nothing"`)
}

// Texts are decoded as browsers do (Encoding Standard §4, §8).
func TestTextCoding(t *testing.T) {
	vm := goja.New()
	require.NoError(t, lendTextCoding(vm))
	for script, want := range map[string]any{
		`new TextDecoder().decode(new Uint8Array([0xec, 0x95, 0x88, 0x41]))`:                                           "안A",
		`new TextDecoder().decode(new Uint8Array([0xef, 0xbb, 0xbf, 0x41]))`:                                           "A",
		`new TextDecoder('utf-8', { ignoreBOM: true }).decode(new Uint8Array([0xef, 0xbb, 0xbf, 0x41]))`:               "\ufeffA",
		`new TextDecoder().decode(new Uint8Array([0xed, 0xa0, 0x80]))`:                                                 "\ufffd\ufffd\ufffd",
		`new TextDecoder().decode(new Uint8Array([0xf0, 0x9f, 0x98, 0x41]))`:                                           "\ufffdA",
		`new TextDecoder('latin1').decode(new Uint8Array([0x80, 0xe9]))`:                                               "€é",
		`new TextDecoder().decode(new Uint8Array([1, 0x41, 0x42, 2]).subarray(1, 3))`:                                  "AB",
		`try { new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array([0x80])) } catch (e) { e.name }`:        "TypeError",
		`new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(new Uint8Array([0xef, 0xbb, 0xbf])).length`: int64(1),
		`[...new TextEncoder().encode('안\ud800')].join()`:                                                              "236,149,136,239,191,189",
	} {
		got, err := vm.RunString(script)
		require.NoError(t, err, script)
		assert.Equal(t, want, got.Export(), script)
	}
}
