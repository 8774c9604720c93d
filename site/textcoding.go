package site

import (
	"bytes"
	"errors"
	"unicode/utf8"

	"github.com/dop251/goja"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
)

// lendTextCoding adds a TextEncoder and TextDecoder like those of browsers (Encoding
// Standard §7), for whole texts: the scripts do not decode streams.
func lendTextCoding(vm *goja.Runtime) error {
	encoder := func(call goja.ConstructorCall) *goja.Object {
		must(call.This.Set("encode", func(text string) goja.Value { return newUint8Array(vm, []byte(text)) }))
		return nil
	}
	decoder := func(call goja.ConstructorCall) *goja.Object {
		d := textDecoder{label: "utf-8"}
		if label := call.Argument(0); !goja.IsUndefined(label) {
			d.label = label.String()
		}
		if options := call.Argument(1); !goja.IsUndefined(options) {
			o := options.ToObject(vm)
			d.fatal, d.keepMark = truth(o, "fatal"), truth(o, "ignoreBOM")
		}
		must(call.This.Set("decode", func(b []byte) string {
			text, err := d.decode(b)
			if err != nil {
				panic(vm.NewTypeError(err.Error()))
			}
			return text
		}))
		return nil
	}
	return errors.Join(vm.Set("TextEncoder", encoder), vm.Set("TextDecoder", decoder))
}

// truth reports whether a property of an object is true.
func truth(o *goja.Object, name string) bool {
	v := o.Get(name)
	return v != nil && v.ToBoolean()
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// A textDecoder holds the label and the options of a TextDecoder.
type textDecoder struct {
	label    string
	fatal    bool // invalid bytes are an error instead of U+FFFD
	keepMark bool // a byte order mark is kept
}

var byteOrderMark = []byte("\ufeff")

func (d textDecoder) decode(b []byte) (string, error) {
	coding, err := htmlindex.Get(d.label)
	if err != nil {
		return "", err
	}
	if name, _ := htmlindex.Name(coding); name == "utf-8" {
		if d.fatal && !utf8.Valid(b) {
			return "", encoding.ErrInvalidUTF8
		}
		if !d.keepMark {
			b = bytes.TrimPrefix(b, byteOrderMark)
		}
	}
	text, err := coding.NewDecoder().Bytes(b)
	return string(text), err
}
