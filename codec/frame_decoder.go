package codec

import (
	"encoding/binary"
	"math"
	"unicode/utf8"
)

// A Decoder reads the stream of frames that an endpoint receives (RFC 6455 §5,
// §6.2). It is strict, and fails as early as the bytes allow: two bytes 89 FE
// are enough to refuse a ping of 126 bytes. It holds no payload.
//
// Set the exported fields before the first Decode.
type Decoder struct {
	Role   Role   // of the endpoint that receives: a Server is sent masked frames
	RSV    RSV    // the reserved bits that an extension in use defines; such a RSV1 marks a compressed message, whose bytes are not text yet
	Limits Limits // what it accepts

	plain bool   // the next byte begins a frame and no message is under way
	phase phase  // what the next byte is
	room  uint64 // the longest message in one frame that the limits allow, in bytes
	mask  byte   // the mask bit that every frame has to have, or an impossible value

	pos    uint64 // where the present frame begins, in bytes from the first ever given
	head   [MaxHeader]byte
	have   int    // bytes of head that have arrived
	size   int    // bytes of the header, once known
	header Header // once complete
	off    uint64 // bytes of its payload that have been handed out
	key    MaskKey
	judge  judge
	code   [2]byte // the beginning of a Close body
	reason UTF8    // the rest of it
	fault  Fault
}

// A phase is what a Decoder is in the middle of.
type phase uint8

const (
	phaseStart phase = iota // nothing was given yet
	phaseHeader
	phasePayload
	phaseClosed // a Close frame has come: the rest is discarded
	phaseFailed
)

// Fault returns the broken rule and its place after Decode has failed. Bit
// counts from the first byte ever given. A text or reason that ends inside a
// character is broken where its payload ends.
func (d *Decoder) Fault() Fault { return d.fault }

// Decode consumes n bytes from the front of p and sets c to what they are: one
// chunk, or none when its Message is 0. A frame that lies whole in p is one
// chunk; of one that doesn't, what is there is handed out and consumed. Payloads
// are unmasked in place. An empty payload is a chunk too. Call again with p[n:]
// until nothing is left.
//
// err is always a Rule, and then nothing was consumed and nothing ever will be
// (RFC 6455 §7.1.7). After a Close frame everything is consumed and ignored (§1.4).
//
// c is set field by field, not returned: a Chunk is written in small parts, and
// copying it in large ones right after would make the processor wait.
func (d *Decoder) Decode(p []byte, c *Chunk) (n int, err error) {
	// A message in one frame that lies whole in p takes this way, everything
	// else the one below. What is not right here is judged there.
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

// failText fails on the payload of a whole text message, n bytes into its frame.
func (d *Decoder) failText(payload []byte, n uint64) error {
	var text UTF8
	at, _ := text.Write(payload)
	return d.fail(MessageTextNotUTF8, 8*(n+uint64(at)))
}

// fail takes note of a broken rule, bit bits into the present frame.
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

// step is Decode for whatever does not take the short way.
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

// judgeHeader judges the byte of the header that arrived last, and learns the
// header's size from its second.
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

// extendedWidth returns the size in bytes of the extended length that the second
// byte of a header calls for: 0, 2 or 8.
func extendedWidth(b1 byte) int {
	switch b1 & 0x7f {
	case 126:
		return 2
	case 127:
		return 8
	}
	return 0
}

// keyWidth returns the size in bytes of the masking key that the second byte of
// a header calls for: 0 or 4.
func keyWidth(b1 byte) int { return int(b1>>7) * 4 }

// begin begins the payload of the frame whose header is complete.
func (d *Decoder) begin() {
	d.header.Parse(d.head[:d.have])
	d.key = d.header.Key
	d.judge.begin(d.header)
	d.phase = phasePayload
}

// end makes ready for the next frame.
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
