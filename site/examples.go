package site

import (
	"encoding/hex"

	"framelab/codec"
)

// An Example is some bytes in the builder's menu, which links to their state.
type example struct{ Label, Link string }

// rfcKey is the masking key of RFC 6455 §5.7's examples.
const rfcKey codec.MaskKey = 0x37fa213d

// Examples are legal frames, computed by the codec.
func (v view) Examples() []example {
	masked := func(op codec.Opcode, payload string) []byte {
		return codec.AppendFrame(nil, codec.Header{Fin: true, Opcode: op, Masked: true, Key: rfcKey}, []byte(payload))
	}
	plain := func(dst []byte, fin bool, op codec.Opcode, payload string) []byte {
		return codec.AppendFrame(dst, codec.Header{Fin: fin, Opcode: op}, []byte(payload))
	}
	long := make([]byte, 126)
	for i := range long {
		long[i] = byte(i)
	}
	return []example{
		v.from(codec.Server, "hello", masked(codec.OpText, "Hello")),
		v.from(codec.Client, "hello.plain", plain(nil, true, codec.OpText, "Hello")),
		v.from(codec.Client, "fragments", plain(plain(nil, false, codec.OpText, "Hel"), true, codec.OpContinuation, "lo")),
		v.from(codec.Client, "ping", plain(nil, true, codec.OpPing, "Hello")),
		v.from(codec.Server, "close", masked(codec.OpClose, "\x03\xe8bye")),
		v.from(codec.Server, "hangul", masked(codec.OpText, "안녕")),
		v.from(codec.Server, "empty", masked(codec.OpText, "")),
		v.from(codec.Server, "126", masked(codec.OpBinary, string(long))),
		v.compressed("deflate", deflatedHello),
		v.compressed("deflate.takeover", deflatedHello, deflatedAgain),
	}
}

// BrokenExamples each break a rule, or are cut.
func (v view) BrokenExamples() []example {
	frame := func(h codec.Header, payload string) []byte {
		h.Fin = true
		return codec.AppendFrame(nil, h, []byte(payload))
	}
	m := codec.Header{Masked: true, Key: rfcKey, Opcode: codec.OpText}
	with := func(change func(*codec.Header)) codec.Header {
		h := m
		change(&h)
		return h
	}
	return []example{
		v.from(codec.Server, "unmasked", frame(codec.Header{Opcode: codec.OpText}, "Hello")),
		v.from(codec.Server, "rsv", frame(with(func(h *codec.Header) { h.RSV = codec.RSV1 | codec.RSV3 }), "Hello")),
		v.from(codec.Server, "reserved", frame(with(func(h *codec.Header) { h.Opcode = 0xB }), "Hello")),
		v.from(codec.Server, "minimal", frame(with(func(h *codec.Header) { h.LengthForm = codec.Length16 }), "Hello")),
		v.from(codec.Server, "ping126", frame(with(func(h *codec.Header) { h.Opcode = codec.OpPing }), string(make([]byte, 126)))),
		v.from(codec.Server, "utf8", frame(m, "Hi \xed\xa0\x80")),
		v.from(codec.Server, "close1", frame(with(func(h *codec.Header) { h.Opcode = codec.OpClose }), "\x03")),
		v.from(codec.Server, "close1005", frame(with(func(h *codec.Header) { h.Opcode = codec.OpClose }), "\x03\xed")),
		v.from(codec.Server, "cut", frame(m, "Hello")[:8]),
	}
}

func (v view) from(receiver codec.Role, name string, b []byte) example {
	way := "c"
	if receiver == codec.Client {
		way = "s"
	}
	return example{v.T("example." + name), "#v1/" + way + "/" + hex.EncodeToString(b)}
}

// The compressed “Hello” of RFC 7692 §7.2.3.1, and a second one after it, which refers to
// the first (§7.2.3.2).
const (
	deflatedHello = "\xf2\x48\xcd\xc9\xc9\x07\x00"
	deflatedAgain = "\xf2\x00\x11\x00\x00"
)

// compressed are text messages from a client that uses permessage-deflate.
func (v view) compressed(name string, messages ...string) example {
	var b []byte
	for _, m := range messages {
		h := codec.Header{Fin: true, RSV: codec.RSV1, Opcode: codec.OpText, Masked: true, Key: rfcKey}
		b = codec.AppendFrame(b, h, []byte(m))
	}
	return example{v.T("example." + name), "#v1/c/deflate/" + hex.EncodeToString(b)}
}
