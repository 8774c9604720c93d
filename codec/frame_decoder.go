package codec

import (
	"encoding/binary"
	"math"
	"unicode/utf8"
)

// A Decoder reads the stream of frames that an endpoint receives (RFC 6455 §5, §6.2). It
// is strict, and fails as early as the bytes allow: the two bytes 89 FE are enough to
// refuse a ping of 126 bytes. It does not store payloads.
//
// Set the exported fields before the first Decode.
type Decoder struct {
	Role   Role   // role of the endpoint that receives; a Server receives masked frames
	RSV    RSV    // the reserved bits that the negotiated extensions define; RSV1 then marks a compressed message, whose bytes are not text yet
	Limits Limits // what it accepts

	plain bool   // the next byte begins a frame, and no message is in progress
	phase phase  // the kind of the next byte
	room  uint64 // the longest message in one frame that the limits allow, in bytes
	mask  byte   // the mask bit that every frame must have, or an impossible value

	pos    uint64 // offset of the current frame in bytes, from the first byte ever decoded
	head   [MaxHeader]byte
	have   int    // bytes of the header that have arrived
	size   int    // size of the header in bytes, once known
	header Header // the header, once complete
	off    uint64 // bytes of the payload that were returned in chunks
	key    MaskKey
	judge  judge
	code   [2]byte // the beginning of a Close body
	reason UTF8    // state of the rest of it
	fault  Fault
}

// A phase is the part of a frame that a Decoder is reading.
type phase uint8

const (
	phaseStart phase = iota // before the first byte
	phaseHeader
	phasePayload
	phaseClosed // after a Close frame: all bytes are discarded
	phaseFailed
)

// Fault returns the broken rule and its place after Decode has failed. Bit counts from
// the first byte ever decoded. The place of a text or reason that ends inside a character
// is the end of its payload.
func (d *Decoder) Fault() Fault { return d.fault }

// Decode consumes n bytes from the front of p and sets c to one chunk of a payload, or to
// none if its Message is 0. A frame that is whole in p is one chunk; of an incomplete
// frame, the available bytes are consumed and returned as a chunk. Payloads are unmasked
// in place. An empty payload is a chunk too. Call Decode again with p[n:] until that is
// empty.
//
// err is always a Rule: then no byte was consumed, and no later call consumes any (RFC
// 6455 §7.1.7). After a Close frame all bytes are consumed and ignored (§1.4).
//
// c is a parameter whose fields are set one by one, not a result: a Chunk is written in
// small parts, and a copy of it in large parts right after that would stall the
// processor.
func (d *Decoder) Decode(p []byte, c *Chunk) (n int, err error) {
	// The fast path for a message in one frame that is whole in p. Everything else,
	// including anything that breaks a rule, goes through step.
	if !d.plain || len(p) < 6 || p[0] != 0x81 && p[0] != 0x82 || p[1]&0x80 != d.mask {
		return d.step(p, c)
	}
	length, form, size := uint64(p[1]&0x7f), Length7, 2
	if length >= 126 {
		if length == 126 {
			length, form, size = uint64(binary.BigEndian.Uint16(p[2:])), Length16, 4
		} else {
			if len(p) < 10 {
				return d.step(p, c)
			}
			length, form, size = binary.BigEndian.Uint64(p[2:]), Length64, 10
		}
		if lengthForm(0, length) != form {
			return d.step(p, c)
		}
	}
	masked := d.mask != 0
	var key MaskKey
	if masked {
		if len(p) < size+4 {
			return d.step(p, c)
		}
		key = MaskKey(binary.BigEndian.Uint32(p[size:]))
		size += 4
	}
	op := Opcode(p[0] & 0xf)
	if length > d.room || length > uint64(len(p)-size) || length > textBlock && op == OpText {
		return d.step(p, c)
	}
	n = size + int(length)
	payload := p[size:n:n]
	c.Payload = payload
	c.Offset = 0
	c.Header.Length = length
	c.Header.Key = key
	c.Header.Fin = true
	c.Header.Masked = masked
	c.Header.RSV = 0
	c.Header.Opcode = op
	c.Header.LengthForm = form
	c.Message = op
	if op == OpBinary {
		if masked {
			Mask(payload, key)
		}
	} else {
		ascii := false
		if masked {
			_, ascii = maskText(payload, key)
		}
		if !ascii && !utf8.Valid(payload) {
			*c = Chunk{}
			return 0, d.failText(payload, uint64(size))
		}
	}
	d.pos += uint64(n)
	return n, nil
}

// failText fails because of the payload of a whole text message, n bytes into its frame.
func (d *Decoder) failText(payload []byte, n uint64) error {
	var text UTF8
	at, _ := text.Write(payload)
	return d.fail(MessageTextNotUTF8, 8*(n+uint64(at)))
}

// fail records a broken rule, bit bits into the current frame.
func (d *Decoder) fail(rule Rule, bit uint64) error {
	d.plain, d.phase = false, phaseFailed
	d.fault = Fault{Rule: rule, Bit: 8*d.pos + bit}
	return rule.Err()
}

// start sets up what depends on the exported fields.
func (d *Decoder) start() {
	d.judge = judge{role: d.Role, rsv: d.RSV, limits: d.Limits}
	d.room = math.MaxInt64
	if d.Limits.MaxFrame > 0 {
		d.room = min(d.room, d.Limits.MaxFrame)
	}
	if d.Limits.MaxMessage > 0 {
		d.room = min(d.room, d.Limits.MaxMessage)
	}
	switch d.Role {
	case Server:
		d.mask = 0x80
	case Client:
		d.mask = 0
	default:
		d.mask = 0xff
	}
	d.phase, d.plain = phaseHeader, true
}

// step is Decode without the fast path.
func (d *Decoder) step(p []byte, c *Chunk) (n int, err error) {
	*c = Chunk{}
	switch d.phase {
	case phaseStart:
		d.start()
		return d.Decode(p, c)
	case phaseFailed:
		return 0, d.fault.Rule.Err()
	case phaseClosed:
		d.pos += uint64(len(p))
		return len(p), nil
	}
	for d.phase == phaseHeader {
		if n == len(p) {
			return n, nil
		}
		d.plain = false
		d.head[d.have] = p[n]
		d.have++
		n++
		if rule, bit := d.judgeHeader(); rule != 0 {
			return 0, d.fail(rule, bit)
		}
		if d.have >= 2 && d.have == d.size {
			d.begin()
		}
	}
	q := p[n:]
	rest := d.header.Length - d.off
	if len(q) == 0 && rest > 0 {
		return n, nil
	}
	size := min(rest, uint64(len(q)))
	q = q[:size:size] // appending to it must not touch what follows
	off, message := d.off, d.header.Opcode
	if message == OpContinuation {
		message = d.judge.message
	}
	if rule, at := d.payload(q); rule != 0 {
		return 0, d.fail(rule, 8*(uint64(d.size)+at))
	}
	*c = Chunk{Payload: q, Offset: off, Header: d.header, Message: message}
	if d.off == d.header.Length {
		d.end()
	}
	return n + len(q), nil
}

// judgeHeader judges the latest byte of the header, and learns the header's size from its
// second byte.
func (d *Decoder) judgeHeader() (rule Rule, bit uint64) {
	b0, b1 := d.head[0], d.head[1]
	switch {
	case d.have == 1:
		return d.judge.first(b0)
	case d.have == 2:
		d.size = 2 + extendedWidth(b1) + keyWidth(b1)
		if rule = d.judge.mask(b1); rule != 0 {
			return rule, 8
		}
		return d.judge.length(b0, b1), 9
	case d.have <= 2+extendedWidth(b1):
		return d.judge.extended(b0, d.head[2:d.have], extendedWidth(b1)), 16
	}
	return 0, 0
}

// extendedWidth returns the size in bytes of the extended length that follows the second
// byte of a header: 0, 2 or 8.
func extendedWidth(b1 byte) int {
	switch b1 & 0x7f {
	case 126:
		return 2
	case 127:
		return 8
	}
	return 0
}

// keyWidth returns the size in bytes of the masking key that the second byte of a header
// announces: 0 or 4.
func keyWidth(b1 byte) int { return int(b1>>7) * 4 }

// begin begins the payload of a frame whose header is complete.
func (d *Decoder) begin() {
	d.header.Parse(d.head[:d.have])
	d.key = d.header.Key
	d.judge.begin(d.header)
	d.phase = phasePayload
}

// end prepares for the next frame.
func (d *Decoder) end() {
	d.judge.end(d.header)
	d.pos += uint64(d.size) + d.header.Length
	d.have, d.size, d.off = 0, 0, 0
	d.phase = phaseHeader
	if d.header.Opcode == OpClose {
		d.phase = phaseClosed
	}
	d.plain = d.phase == phaseHeader && d.judge.message == 0
}
