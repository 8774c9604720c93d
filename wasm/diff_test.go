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

	"framelab/wasm/record"
)

// inputs is how many inputs the test compares.
const inputs = 20000

// TestNativeAndModuleAgree makes the same calls to the native codec and to the module in
// node, and compares the records byte for byte.
func TestNativeAndModuleAgree(t *testing.T) { eachBuild(t, agree) }

// agree compares the codec and a module on inputs from each generator in turn.
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

// compare compares the module's answers with those in the script.
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
	require.Empty(t, out, "the module returns more answers than there are calls")
}

// clip shortens a message to readable length.
func clip(b []byte) []byte { return b[:min(len(b), 200)] }

// A script is a list of calls with the native codec's answers.
type script struct {
	r      *rand.Rand
	native record.Writer
	calls  []answer
	starts []int  // index of the first call of each input
	wire   []byte // the calls in the format that differ.js reads
}

type answer struct {
	what   string
	in     []byte
	record bool
	number uint32 // the result, or the length of the record
	want   []byte
}

// functions are the module's functions by name, as native Go functions.
var functions = record.Functions()

// call calls a function natively, records the call and its answer for the module, and
// returns the answer.
func (s *script) call(name string, in []byte, args ...uint32) answer {
	s.native.Reserve(uint32(len(in)))
	copy(s.native.Buffer(), in)
	return s.run(name, in, false, args)
}

// again is call with the previous input.
func (s *script) again(name string, in []byte, args ...uint32) answer {
	return s.run(name, in, true, args)
}

func (s *script) run(name string, in []byte, same bool, args []uint32) answer {
	fn := functions[name]
	a := answer{what: fmt.Sprint(name, args), in: in, record: fn.Record != nil}
	if a.record {
		a.want = bytes.Clone(fn.Record(&s.native, s.native.Input(uint32(len(in))), args))
		a.number = uint32(len(a.want))
	} else {
		a.number = fn.Number(&s.native, args)
	}
	s.calls = append(s.calls, a)

	flag := map[bool]byte{true: 1}
	s.wire = append(append(s.wire, byte(len(name))), name...)
	s.wire = append(s.wire, flag[fn.Input], flag[a.record], byte(len(args)))
	for _, v := range args {
		s.wire = binary.LittleEndian.AppendUint32(s.wire, v)
	}
	switch {
	case fn.Input && same:
		s.wire = binary.LittleEndian.AppendUint32(s.wire, 1<<32-1)
	case fn.Input:
		s.wire = append(binary.LittleEndian.AppendUint32(s.wire, uint32(len(in))), in...)
	}
	return a
}
