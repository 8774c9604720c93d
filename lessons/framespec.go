package lessons

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"framelab/codec"
	"framelab/lessons/mark"
)

// A frameSpec is a frame as a lesson describes it, with these keys:
//
//	from        client or server; absent: client with a key, server without
//	opcode      text (the default), binary, continuation, close, ping, pong, or a number
//	text, hex   the payload; of a close frame its reason
//	code        of a close frame
//	key         the masking key, eight hexadecimal digits
//	fin         true (the default) or false
//	rsv         the reserved bits, 4 + 2 + 1
//	form        the length's form: 7, 16 or 64; absent: the shortest
//	negotiated  the reserved bits that extensions in use define
//	rule        the rule that it breaks first; absent: none
type frameSpec struct {
	from       codec.Role
	header     codec.Header
	opcode     string
	payload    []byte
	code       int
	hasCode    bool
	open       bool // fin is false
	rule       codec.Rule
	negotiated codec.RSV
}

var frameKeys = []string{"from", "opcode", "text", "hex", "code", "key", "fin", "rsv", "form", "negotiated", "rule"}

var opcodeNames = map[string]codec.Opcode{
	"": codec.OpText, "text": codec.OpText, "binary": codec.OpBinary, "continuation": codec.OpContinuation,
	"close": codec.OpClose, "ping": codec.OpPing, "pong": codec.OpPong,
}

// set sets a key.
func (f *frameSpec) set(key, value string) error {
	number := func(most uint64) uint64 {
		n, err := strconv.ParseUint(value, 0, 64)
		if err != nil || n > most {
			return most + 1
		}
		return n
	}
	switch key {
	case "from":
		switch value {
		case "client":
			f.from = codec.Client
		case "server":
			f.from = codec.Server
		default:
			return fmt.Errorf("from must be client or server, not %q", value)
		}
	case "opcode":
		op, ok := opcodeNames[value]
		if !ok {
			if op = codec.Opcode(number(15)); op > 15 {
				return fmt.Errorf("there is no opcode %q", value)
			}
		}
		f.opcode, f.header.Opcode = value, op
	case "text":
		if !utf8.ValidString(value) {
			return fmt.Errorf("the text is not UTF-8")
		}
		f.payload = []byte(value)
	case "hex":
		b, err := hex.DecodeString(strings.Join(strings.Fields(value), ""))
		if err != nil {
			return fmt.Errorf("%q is not hexadecimal bytes", value)
		}
		f.payload = b
	case "code":
		n := number(65535)
		if n > 65535 {
			return fmt.Errorf("%q is not a close code", value)
		}
		f.code, f.hasCode = int(n), true
	case "key":
		k, err := maskKey(value)
		if err != nil {
			return err
		}
		f.header.Masked, f.header.Key = true, k
	case "fin":
		switch value {
		case "true", "1":
		case "false", "0":
			f.open = true
		default:
			return fmt.Errorf("fin must be true or false, not %q", value)
		}
	case "rsv", "negotiated":
		n := number(7)
		if n > 7 {
			return fmt.Errorf("%s must be a number from 0 to 7, not %q", key, value)
		}
		if key == "rsv" {
			f.header.RSV = codec.RSV(n)
		} else {
			f.negotiated = codec.RSV(n)
		}
	case "form":
		forms := map[string]codec.LengthForm{"7": codec.Length7, "16": codec.Length16, "64": codec.Length64}
		if f.header.LengthForm = forms[value]; f.header.LengthForm == 0 {
			return fmt.Errorf("form must be 7, 16 or 64, not %q", value)
		}
	case "rule":
		if f.rule = mark.RuleOf(value); f.rule == 0 {
			return fmt.Errorf("there is no rule %q", value)
		}
	default:
		return fmt.Errorf("there is no key %q", key)
	}
	return nil
}

// sender returns the endpoint that sends the frame.
func (f *frameSpec) sender() codec.Role {
	switch {
	case f.from != 0:
		return f.from
	case f.header.Masked:
		return codec.Client
	}
	return codec.Server
}

// bytes writes the frame and reads it back.
func (f *frameSpec) bytes() ([]byte, error) {
	h, payload := f.header, f.payload
	h.Fin = !f.open
	if f.opcode == "" {
		h.Opcode = codec.OpText
	}
	if f.hasCode {
		if h.Opcode != codec.OpClose {
			return nil, fmt.Errorf("only a close frame has a code")
		}
		payload = append(binary.BigEndian.AppendUint16(nil, uint16(f.code)), payload...)
	}
	b := codec.AppendFrame(nil, h, payload)
	got, n := codec.ParseHeader(b)
	body := bytes.Clone(b[n:])
	if got.Masked {
		codec.Mask(body, got.Key)
	}
	if h.LengthForm != 0 && got.LengthForm != h.LengthForm {
		return nil, fmt.Errorf("a length of %d bytes does not fit in this form", len(payload))
	}
	if got.Fin != h.Fin || got.Opcode != h.Opcode || got.RSV != h.RSV || got.Masked != h.Masked || got.Key != h.Key || !bytes.Equal(body, payload) {
		return nil, fmt.Errorf("its bytes %x read as a different frame", b)
	}
	return b, nil
}
