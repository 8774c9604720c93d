package site

import (
	"bytes"
	"errors"
	"fmt"
	"sync"

	"github.com/dop251/goja"
	"github.com/evanw/esbuild/pkg/api"

	"framelab/wasm/record"
)

// A pen draws with the page's own scripts: it runs assets/js/build.js in one language,
// without a browser. The codec that they call is Go, through the same records as the
// module's. A pen is not safe for concurrent use.
type pen struct {
	vm        *goja.Runtime
	drawing   *goja.Object // what build.js exports
	writer    record.Writer
	functions map[string]record.Function
}

// newPen returns a pen that writes in a language.
func newPen(lang string) (*pen, error) {
	program, err := drawingProgram(lang)
	if err != nil {
		return nil, err
	}
	p := &pen{vm: goja.New(), functions: record.Functions()}
	if err := errors.Join(p.vm.Set("lent", p.lent), lendTextCoding(p.vm)); err != nil {
		return nil, err
	}
	if _, err := p.vm.RunProgram(program); err != nil {
		return nil, fmt.Errorf("assets/js/build.js: %w", err)
	}
	p.drawing = p.vm.Get("drawing").ToObject(p.vm)
	return p, nil
}

var programs sync.Map // by language: func() (*goja.Program, error)

// drawingProgram returns build.js with its imports, compiled once for each language.
func drawingProgram(lang string) (*goja.Program, error) {
	compile, _ := programs.LoadOrStore(lang, sync.OnceValues(func() (*goja.Program, error) {
		js := sources{loader: api.LoaderJS, data: scriptData(lang)}
		text, err := js.bundle("assets/js/build.js", api.BuildOptions{
			Format:     api.FormatIIFE,
			GlobalName: "drawing",
			Target:     api.ES2021, // the syntax that goja supports, except a few features that these scripts do not use
		})
		if err != nil {
			return nil, err
		}
		return goja.Compile("build.js", string(text), true)
	}))
	return compile.(func() (*goja.Program, error))()
}

// lent calls one of the codec's functions: with its name, the input that was written
// before, and its numbers.
func (p *pen) lent(call goja.FunctionCall) goja.Value {
	name := call.Argument(0).String()
	f, ok := p.functions[name]
	if !ok {
		panic(p.vm.NewTypeError("the codec has no function %q", name))
	}
	args := make([]uint32, f.Args)
	given := call.Argument(2).ToObject(p.vm)
	for i := range args {
		// As in a module, a missing number is 0; the first number is the length of the
		// input.
		at := i
		if f.Input {
			at++
		}
		if v := given.Get(fmt.Sprint(at)); v != nil {
			args[i] = uint32(v.ToInteger())
		}
	}
	if f.Number != nil {
		return p.vm.ToValue(f.Number(&p.writer, args))
	}
	var in []byte
	if f.Input {
		in = bytes.Clone(call.Argument(1).Export().([]byte))
	}
	return newUint8Array(p.vm, bytes.Clone(f.Record(&p.writer, in, args)))
}

// newUint8Array passes bytes to JavaScript, which owns them from then on.
func newUint8Array(vm *goja.Runtime, b []byte) *goja.Object {
	array, err := vm.New(vm.Get("Uint8Array"), vm.ToValue(vm.NewArrayBuffer(b)))
	if err != nil {
		panic(err)
	}
	return array
}

// call calls a function of build.js and returns its result. It passes slices of bytes as
// Uint8Arrays and nil as null. It panics if the scripts throw, because the build must
// then fail.
func (p *pen) call(name string, args ...any) *goja.Object {
	draw, ok := goja.AssertFunction(p.drawing.Get(name))
	if !ok {
		panic(fmt.Sprintf("assets/js/build.js has no function %q", name))
	}
	values := make([]goja.Value, len(args))
	for i, a := range args {
		switch b, ok := a.([]byte); {
		case ok && b == nil:
			values[i] = goja.Null()
		case ok:
			values[i] = newUint8Array(p.vm, bytes.Clone(b))
		default:
			values[i] = p.vm.ToValue(a)
		}
	}
	result, err := draw(goja.Undefined(), values...)
	if err != nil {
		panic(fmt.Errorf("assets/js/build.js: %w", err))
	}
	return result.ToObject(p.vm)
}

// draw calls a function of build.js that returns text.
func (p *pen) draw(name string, args ...any) string { return p.call(name, args...).String() }
