package record

import (
	"encoding/binary"

	"framelab/codec"
)

// A conn is one side of an open connection; JavaScript refers to it by a handle.
type conn struct {
	*codec.Conn
	key  codec.MaskKey // the masking key of the current call
	used bool          // whether the call has used it
}

// nextKey returns the masking key of the current call. No call writes more than one
// frame.
func (c *conn) nextKey() codec.MaskKey {
	c.used = true
	return c.key
}

// conn returns the connection with a handle from ConnNew, or nil if there is none. key is
// the masking key for the frame that the call may send, as a big-endian number.
func (w *Writer) conn(handle, key uint32) *conn {
	if handle == 0 || uint64(handle) > uint64(len(w.conns)) {
		return nil
	}
	c := w.conns[handle-1]
	if c != nil {
		c.key, c.used = codec.MaskKey(key), false
	}
	return c
}

// ConnNew opens a connection and returns its handle, or 0 if there is no such role.
func (w *Writer) ConnNew(role, maxFrame, maxMessage, maxFragments uint32) uint32 {
	return w.open(codec.Config{Role: codec.Role(role), Limits: limits(maxFrame, maxMessage, maxFragments)})
}

// open opens a connection, which takes its keys from its calls.
func (w *Writer) open(cfg codec.Config) uint32 {
	c := new(conn)
	cfg.Keys = c.nextKey
	cc, err := codec.NewConn(cfg)
	if err != nil {
		return 0
	}
	c.Conn = cc
	for i := range w.conns {
		if w.conns[i] == nil {
			w.conns[i] = c
			return uint32(i) + 1
		}
	}
	w.conns = append(w.conns, c)
	return uint32(len(w.conns))
}

// ConnFree forgets a connection. Its handle may be reused.
func (w *Writer) ConnFree(handle uint32) {
	if w.conn(handle, 0) != nil {
		w.conns[handle-1] = nil
	}
}

// ConnReceive passes received bytes to the connection and returns one event. The bytes
// are the input from offset from on, so that the bytes of many events are copied into the
// in buffer once.
//
// Call it again with the bytes that were not consumed, until all are and the kind is 0
// (none). An empty record means that there is no such connection; this holds for every
// record of a connection.
func (w *Writer) ConnReceive(in []byte, handle, key, from uint32) []byte {
	in = in[clamp(from, len(in)):]
	c := w.conn(handle, key)
	if c == nil {
		return nil
	}
	var ev codec.Event
	rest := c.Receive(in, &ev)
	c.Output() // writes a pong, if one is pending, with this call's key
	return w.event(c, ev, len(in)-len(rest))
}

// ConnEOF tells the connection that the transport has ended, and returns the event.
func (w *Writer) ConnEOF(handle, key uint32) []byte {
	c := w.conn(handle, key)
	if c == nil {
		return nil
	}
	return w.event(c, c.EOF(), 0)
}

// ConnSend sends in as a frame with this opcode: a fragment of a message if it is a data
// frame; a Close frame's payload begins with its code or is empty. It returns the record
// of an event of kind 0, whose rule is the reason why nothing was sent, or 0.
func (w *Writer) ConnSend(in []byte, handle, key, opcode uint32, fin bool) []byte {
	c := w.conn(handle, key)
	if c == nil {
		return nil
	}
	var err error
	switch op := codec.Opcode(opcode); {
	case op == codec.OpClose && len(in) < 2:
		err = c.Close(codec.CloseNoStatus, nil)
	case op == codec.OpClose:
		err = c.Close(codec.CloseCode(binary.BigEndian.Uint16(in)), in[2:])
	case op == codec.OpPing:
		err = c.Ping(in)
	case op == codec.OpPong:
		err = c.Pong(in)
	default:
		err = c.SendFragment(op, fin, in)
	}
	return w.event(c, codec.Event{Rule: codec.RuleOf(err)}, 0)
}

// event returns the record of an event.
func (w *Writer) event(c *conn, ev codec.Event, consumed int) []byte {
	r := [eventBytes]byte{eventKind: byte(ev.Kind), eventOpcode: byte(ev.Opcode), eventRule: byte(ev.Rule), eventKeyUsed: number(c.used)}
	binary.LittleEndian.PutUint16(r[eventCode:], uint16(ev.Code))
	binary.LittleEndian.PutUint32(r[eventConsumed:], uint32(consumed))
	w.out = append(append(w.out[:0], r[:]...), ev.Data...)
	return w.out
}

// ConnOutput returns the bytes that the connection has to send, and marks them as
// written.
func (w *Writer) ConnOutput(handle uint32) []byte {
	c := w.conn(handle, 0)
	if c == nil {
		return nil
	}
	w.out = append(w.out[:0], c.Output()...)
	c.Wrote(len(w.out))
	return w.out
}

// ConnState returns the state of the connection, plus stateClose if its transport has to
// be closed now (RFC 6455 §7.1.1).
func (w *Writer) ConnState(handle uint32) uint32 {
	c := w.conn(handle, 0)
	if c == nil {
		return 0
	}
	s := uint32(c.State())
	if c.ShouldCloseTransport() {
		s |= stateClose
	}
	return s
}

// ConnReceiving returns the opcode of the message that the peer has begun and not ended, or
// 0, plus receivingFrames times the number of its frames.
func (w *Writer) ConnReceiving(handle uint32) uint32 {
	c := w.conn(handle, 0)
	if c == nil {
		return 0
	}
	op, frames := c.Receiving()
	return uint32(op) + receivingFrames*uint32(frames)
}

// ConnWindow returns how many bytes of earlier messages the peer's next compressed message
// may refer to.
func (w *Writer) ConnWindow(handle uint32) uint32 {
	c := w.conn(handle, 0)
	if c == nil {
		return 0
	}
	return uint32(c.Window())
}
