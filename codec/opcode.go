package codec

// An Opcode says how a frame's payload is to be read: four bits (RFC 6455 §5.2, §11.8).
type Opcode uint8

// The opcodes that RFC 6455 §5.2 defines. 0x3 to 0x7 are reserved for data
// frames, 0xB to 0xF for control frames.
const (
	OpContinuation Opcode = 0x0
	OpText         Opcode = 0x1
	OpBinary       Opcode = 0x2
	OpClose        Opcode = 0x8
	OpPing         Opcode = 0x9
	OpPong         Opcode = 0xA
)

// IsControl reports whether the opcode is one of a control frame: its top bit is set (§5.5).
func (o Opcode) IsControl() bool { return o&0x8 != 0 }

// IsReserved reports whether RFC 6455 leaves the opcode undefined (§5.2).
func (o Opcode) IsReserved() bool { return o&0x7 > 2 }

// String returns the opcode's name, such as "text", or "reserved data" or "reserved control".
func (o Opcode) String() string {
	switch o {
	case OpContinuation:
		return "continuation"
	case OpText:
		return "text"
	case OpBinary:
		return "binary"
	case OpClose:
		return "close"
	case OpPing:
		return "ping"
	case OpPong:
		return "pong"
	}
	if o.IsControl() {
		return "reserved control"
	}
	return "reserved data"
}
