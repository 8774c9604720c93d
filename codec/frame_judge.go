package codec

import "math"

// A judge holds what the verdict on a frame depends on besides its own bytes: the
// receiver's role, what was negotiated, and the message in progress. A Decoder asks it as
// bytes arrive, and the dissection when they are all there, so the two agree.
//
// Its methods that return a Rule do not change it.
type judge struct {
	role   Role
	rsv    RSV
	limits Limits

	message    Opcode // opcode of the message in progress, 0 if there is none
	compressed bool   // its first frame had RSV1, which was negotiated
	checked    bool   // it is an uncompressed text
	fragments  int    // how many frames it has so far
	total      uint64 // the sum of their payload sizes, with the current frame's
	text       UTF8   // UTF-8 state of its text
}

// fin judges bit 0: a control frame MUST NOT be fragmented (§5.5).
func (j *judge) fin(b0 byte) Rule {
	if b0&0x88 == 0x08 {
		return FrameControlFragmented
	}
	return 0
}

// reserved judges one of bits 1 to 3, which MUST be 0 unless a negotiated extension
// defines it (§5.2). RSV1 then marks whole messages, so only their first frames may have
// it (RFC 7692 §6.1).
func (j *judge) reserved(b0 byte, bit RSV, rule Rule) Rule {
	op := Opcode(b0 & 0xf)
	switch {
	case RSV(b0>>4)&bit == 0:
		return 0
	case j.rsv&bit == 0:
		return rule
	case bit == RSV1 && (op == OpContinuation || op.IsControl()):
		return FrameRSV1NotFirst
	}
	return 0
}

// opcode judges bits 4 to 7 by themselves (§5.2) and against the message in progress
// (§5.4).
func (j *judge) opcode(b0 byte) Rule {
	op := Opcode(b0 & 0xf)
	switch {
	case op.IsReserved():
		return FrameOpcodeReserved
	case op.IsControl():
		return 0
	case op != OpContinuation:
		if j.message != 0 {
			return FrameMessageInterleaved
		}
	case j.message == 0:
		return FrameContinuationOrphan
	case j.limits.MaxFragments > 0 && j.fragments >= j.limits.MaxFragments:
		return MessageTooManyFragments
	}
	return 0
}

// first judges the whole first byte. bit is the place of the fault in it.
func (j *judge) first(b0 byte) (rule Rule, bit uint64) {
	if rule = j.fin(b0); rule != 0 {
		return rule, 0
	}
	if rule = j.reserved(b0, RSV1, FrameRSV1); rule != 0 {
		return rule, 1
	}
	if rule = j.reserved(b0, RSV2, FrameRSV2); rule != 0 {
		return rule, 2
	}
	if rule = j.reserved(b0, RSV3, FrameRSV3); rule != 0 {
		return rule, 3
	}
	return j.opcode(b0), 4
}

// mask judges bit 8: a client must mask every frame, a server must not (§5.1).
func (j *judge) mask(b1 byte) Rule {
	switch {
	case j.role == Server && b1 < 0x80:
		return FrameMaskMissing
	case j.role == Client && b1 >= 0x80:
		return FrameMaskForbidden
	}
	return 0
}

// length judges the 7-bit length.
func (j *judge) length(b0, b1 byte) Rule {
	op, l := Opcode(b0&0xf), b1&0x7f
	switch {
	case op.IsControl() && l > MaxControl:
		return FrameControlTooLong
	case op == OpClose && l == 1:
		return CloseBodyOneByte
	case l <= 125:
		return j.size(b0, uint64(l))
	}
	return 0
}

// extended judges an extended length of width bytes, 2 or 8, of which the first
// len(prefix) have arrived.
func (j *judge) extended(b0 byte, prefix []byte, width int) Rule {
	var lo uint64 // the smallest possible length
	for _, b := range prefix {
		lo = lo<<8 | uint64(b)
	}
	open := 8 * uint(width-len(prefix))
	lo <<= open
	hi := lo | (1<<open - 1) // the largest possible length
	switch {
	case lo > math.MaxInt64:
		return FrameLengthTopBit
	case width == 2 && hi <= 125, width == 8 && hi <= 0xffff:
		return FrameLengthNotMinimal
	}
	return j.size(b0, lo)
}

// size judges a payload of at least n bytes by this endpoint's limits. The size of a
// compressed message is known only once it is inflated.
func (j *judge) size(b0 byte, n uint64) Rule {
	op := Opcode(b0 & 0xf)
	if op.IsControl() {
		return 0
	}
	if limit := j.limits.MaxFrame; limit > 0 && n > limit {
		return FrameTooBig
	}
	compressed := RSV(b0>>4)&j.rsv&RSV1 != 0
	if op == OpContinuation {
		n = addSaturating(n, j.total)
		compressed = j.compressed
	}
	if limit := j.limits.MaxMessage; limit > 0 && n > limit && !compressed {
		return MessageTooBig
	}
	return 0
}

// begin records a frame whose header is complete.
func (j *judge) begin(h Header) {
	switch h.Opcode {
	case OpText, OpBinary:
		j.message = h.Opcode
		j.compressed = h.RSV&j.rsv&RSV1 != 0
		j.checked = h.Opcode == OpText && !j.compressed
		j.fragments, j.total = 1, h.Length
		j.text.Reset()
	case OpContinuation:
		if j.message != 0 {
			j.fragments++
			j.total = addSaturating(j.total, h.Length)
		}
	}
}

// end records a frame whose payload is complete.
func (j *judge) end(h Header) {
	if h.Fin && !h.Opcode.IsControl() && !h.Opcode.IsReserved() {
		j.message, j.checked = 0, false
	}
}

// closeCode judges the first one or two bytes of a Close body: the code MUST be one that
// may be sent (§7.4). Most forbidden codes show in their first byte.
func (j *judge) closeCode(body []byte) Rule {
	if len(body) >= 2 {
		if !CloseCode(uint16(body[0])<<8 | uint16(body[1])).Sendable() {
			return CloseCodeNotSendable
		}
		return 0
	}
	for low := range 256 {
		if CloseCode(uint16(body[0])<<8 | uint16(low)).Sendable() {
			return 0
		}
	}
	return CloseCodeNotSendable
}

// A Role is the side of a connection that an endpoint takes (RFC 6455 §1.2). It decides
// which bytes are legal: a client masks every frame, a server none (§5.1).
type Role uint8

// The two roles.
const (
	Client Role = iota + 1
	Server
)

// Peer returns the other role: that of the sender of what this role receives.
func (r Role) Peer() Role { return Client + Server - r }

// String returns "client" or "server".
func (r Role) String() string {
	switch r {
	case Client:
		return "client"
	case Server:
		return "server"
	}
	return "no role"
}

// Limits are how much an endpoint accepts from its peer, as RFC 6455 §10.4 demands; 0
// means no limit. They bound data frames only: a control frame has at most [MaxControl]
// bytes anyway (§5.5).
type Limits struct {
	MaxFrame     uint64 // bytes of payload in one data frame: FrameTooBig
	MaxMessage   uint64 // bytes of payload in one message, inflated: MessageTooBig; a Decoder, which does not inflate, does not limit compressed messages
	MaxFragments int    // data frames in one message: MessageTooManyFragments
}

// addSaturating returns a+b, or the largest number if the sum overflows.
func addSaturating(a, b uint64) uint64 {
	if s := a + b; s >= a {
		return s
	}
	return math.MaxUint64
}
