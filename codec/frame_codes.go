package codec

// An Opcode says how to read a frame's payload: four bits (RFC 6455 §5.2, §11.8).
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

// IsControl reports whether the opcode is that of a control frame: its top bit is set
// (§5.5).
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

// A CloseCode is the status code of a Close frame: why a connection ends (RFC 6455 §7.4).
type CloseCode uint16

// The codes of RFC 6455 §7.4.1 and of the IANA WebSocket Close Code Number registry as of
// 2026-11. CloseNoStatus, CloseAbnormal and CloseTLSHandshake only inform the
// application: a Close frame MUST NOT contain them.
const (
	CloseNormal             CloseCode = 1000
	CloseGoingAway          CloseCode = 1001
	CloseProtocolError      CloseCode = 1002
	CloseUnsupportedData    CloseCode = 1003
	CloseNoStatus           CloseCode = 1005
	CloseAbnormal           CloseCode = 1006
	CloseInvalidPayload     CloseCode = 1007
	ClosePolicyViolation    CloseCode = 1008
	CloseMessageTooBig      CloseCode = 1009
	CloseMandatoryExtension CloseCode = 1010
	CloseInternalError      CloseCode = 1011
	CloseServiceRestart     CloseCode = 1012
	CloseTryAgainLater      CloseCode = 1013
	CloseBadGateway         CloseCode = 1014
	CloseTLSHandshake       CloseCode = 1015
)

// MaxReason is the length in bytes of the longest reason a Close frame can
// carry: a control frame's 125 bytes less two for the code (§5.5, §5.5.1).
const MaxReason = 123

// Sendable reports whether a Close frame may contain the code: 1000–1003 and 1007–1014 by
// §7.4.1 and the registry, 3000–4999 by §7.4.2.
func (c CloseCode) Sendable() bool {
	switch {
	case c >= 1000 && c <= 1003, c >= 1007 && c <= 1014, c >= 3000 && c <= 4999:
		return true
	}
	return false
}
