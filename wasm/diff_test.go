package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"framelab/codec"
)

// inputs is how many inputs the native codec and the module are compared on.
const inputs = 20000

// TestNativeAndModuleAgree gives the same calls to the codec as it runs here
// and to the module in node, and compares every record byte for byte.
func TestNativeAndModuleAgree(t *testing.T) { eachBuild(t, agree) }

// agree compares the codec and a module on inputs from the generators by turns.
func agree(t *testing.T, w workshop) {
	generators := slices.Concat(generators, deflateGenerators)
	s := &script{r: rand.New(rand.NewPCG(6455, 7692))}
	s.call("tables", nil)
	for len(s.starts) < inputs {
		s.starts = append(s.starts, len(s.calls))
		generators[len(s.starts)%len(generators)](s)
	}
	began := time.Now()
	out, err := w.node(t, bytes.NewReader(s.wire), "differ.js")
	require.NoError(t, err, "node ends early")
	t.Logf("%d calls for %d inputs, %d KiB in, %d KiB out, %v in node",
		len(s.calls), len(s.starts), len(s.wire)>>10, len(out)>>10, time.Since(began).Round(time.Millisecond))
	compare(t, s, out)
}

// compare holds the module's answers against the script's.
func compare(t *testing.T, s *script, out []byte) {
	t.Helper()
	different := 0
	for i, c := range s.calls {
		require.GreaterOrEqualf(t, len(out), 4, "the module's answers end before call %d, %s", i, c.what)
		number := binary.LittleEndian.Uint32(out)
		out = out[4:]
		var record []byte
		if c.record {
			require.GreaterOrEqual(t, uint64(len(out)), uint64(number))
			record, out = out[:number], out[number:]
		}
		if number == c.number && bytes.Equal(record, c.want) {
			continue
		}
		at := 0
		for at < min(len(record), len(c.want)) && record[at] == c.want[at] {
			at++
		}
		assert.Failf(t, "native and module differ", "call %d: %s\ninput:  %x\nnative: %d, from byte %d on: %x\nmodule: %d, from byte %d on: %x",
			i, c.what, clip(c.in), c.number, at, clip(c.want[at:]), number, at, clip(record[at:]))
		if different++; different == 5 {
			t.Fatal("and so on")
		}
	}
	require.Empty(t, out, "the module gives more answers than it was asked for")
}

// clip keeps a message readable.
func clip(b []byte) []byte { return b[:min(len(b), 200)] }

// A script is a run of calls with what the native codec answers.
type script struct {
	r      *rand.Rand
	native face
	calls  []answer
	starts []int  // the first call of each input
	wire   []byte // the calls as differ.js reads them
}

type answer struct {
	what   string
	in     []byte
	record bool
	number uint32 // the result, or the record's length
	want   []byte
}

// A function is one of the module's, as native code.
type function struct {
	input  bool
	record func(f *face, in []byte, a []uint32) []byte // or
	number func(f *face, a []uint32) uint32
}

// functions are the module's functions by name: what export.go exports.
var functions = map[string]function{
	"tables": {record: func(f *face, _ []byte, a []uint32) []byte { return f.tables() }},
	"dissect": {input: true, record: func(f *face, in []byte, a []uint32) []byte {
		return f.dissect(in, codec.Context{Role: codec.Role(a[0]), RSV: codec.RSV(a[1] & 7), Limits: limits(a[2], a[3], a[4])})
	}},
	"dissectRequest":  {input: true, record: func(f *face, in []byte, a []uint32) []byte { return f.dissectRequest(in) }},
	"dissectResponse": {input: true, record: func(f *face, in []byte, a []uint32) []byte { return f.dissectResponse(in, a[0]) }},
	"header":          {input: true, record: func(f *face, in []byte, a []uint32) []byte { return f.header(in) }},
	"frame":           {input: true, record: func(f *face, in []byte, a []uint32) []byte { return f.frame(in) }},
	"mask":            {input: true, record: func(f *face, in []byte, a []uint32) []byte { return f.mask(in, a[0], uint64(a[1])) }},
	"accept":          {input: true, record: func(f *face, in []byte, a []uint32) []byte { return f.accept(in) }},
	"sha1":            {input: true, record: func(f *face, in []byte, a []uint32) []byte { return f.sha1(in) }},
	"guid":            {record: func(f *face, _ []byte, a []uint32) []byte { return f.guid() }},
	"wrongAccept":     {input: true, record: func(f *face, in []byte, a []uint32) []byte { return f.wrongAccept(in, a[0]) }},
	"mark":            {input: true, record: func(f *face, in []byte, a []uint32) []byte { return f.marked(in, a[0]) }},
	"respond":         {input: true, record: func(f *face, in []byte, a []uint32) []byte { return f.respond(in, a[0], a[1], a[2]) }},
	"refusal":         {input: true, record: func(f *face, in []byte, a []uint32) []byte { return f.refusal(in, a[0]) }},
	"request":         {input: true, record: func(f *face, in []byte, a []uint32) []byte { return f.request(in) }},
	"connNew":         {number: func(f *face, a []uint32) uint32 { return f.connNew(a[0], limits(a[1], a[2], a[3])) }},
	"dissectInflated": {input: true, record: func(f *face, in []byte, a []uint32) []byte {
		return f.dissectInflated(in, codec.Context{Role: codec.Role(a[0]), RSV: codec.RSV(a[1] & 7), Limits: limits(a[2], a[3], a[4]), Midway: a[6] != 0}, a[5])
	}},
	"dissectDeflate": {input: true, record: func(f *face, in []byte, a []uint32) []byte { return f.dissectDeflate(in, a[0], a[1]) }},
	"connDeflate":    {number: func(f *face, a []uint32) uint32 { return f.connDeflate(a[0], limits(a[1], a[2], a[3]), a[4]) }},
	"connFree":       {number: func(f *face, a []uint32) uint32 { f.connFree(a[0]); return 0 }},
	"connReceive": {input: true, record: func(f *face, in []byte, a []uint32) []byte {
		return f.connReceive(in[clamp(a[2], len(in)):], connCall{a[0], a[1]})
	}},
	"connEOF": {record: func(f *face, _ []byte, a []uint32) []byte { return f.connEOF(connCall{a[0], a[1]}) }},
	"connSend": {input: true, record: func(f *face, in []byte, a []uint32) []byte {
		return f.connSend(in, connCall{a[0], a[1]}, a[2], a[3] != 0)
	}},
	"connOutput": {record: func(f *face, _ []byte, a []uint32) []byte { return f.connOutput(connCall{handle: a[0]}) }},
	"connState":  {number: func(f *face, a []uint32) uint32 { return f.connState(connCall{handle: a[0]}) }},
}

// call runs a function natively, notes its answer and what the module is to be
// asked, and returns the answer.
func (s *script) call(name string, in []byte, args ...uint32) answer {
	s.native.reserve(uint32(len(in)))
	copy(s.native.in, in)
	return s.run(name, in, false, args)
}

// again is call with the input that is already there.
func (s *script) again(name string, in []byte, args ...uint32) answer {
	return s.run(name, in, true, args)
}

func (s *script) run(name string, in []byte, same bool, args []uint32) answer {
	fn := functions[name]
	a := answer{what: fmt.Sprint(name, args), in: in, record: fn.record != nil}
	if a.record {
		a.want = bytes.Clone(fn.record(&s.native, s.native.input(uint32(len(in))), args))
		a.number = uint32(len(a.want))
	} else {
		a.number = fn.number(&s.native, args)
	}
	s.calls = append(s.calls, a)

	flag := map[bool]byte{true: 1}
	s.wire = appendName(s.wire, name)
	s.wire = append(s.wire, flag[fn.input], flag[a.record], byte(len(args)))
	for _, v := range args {
		s.wire = appendU32(s.wire, v)
	}
	switch {
	case fn.input && same:
		s.wire = appendU32(s.wire, 1<<32-1)
	case fn.input:
		s.wire = append(appendU32(s.wire, uint32(len(in))), in...)
	}
	return a
}
