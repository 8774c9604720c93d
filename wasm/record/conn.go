package record

import (
	"encoding/binary"

	"framelab/codec"
)

// A conn is one side of an open connection that JavaScript holds by its handle.
type conn struct {
	*codec.Conn
	key  codec.MaskKey // the masking key that came with the call
	used bool          // whether the call has used it
}

// nextKey is where a client's masking keys come from: the one that came with
// the call. No call writes more than one frame.
func (c *conn) nextKey() codec.MaskKey {
	c.used = true
	return c.key
}

// conn returns the connection that a call is about, or nil when there is none by
// its handle, which is from ConnNew. key is the masking key for the frame that the
// call may send, as a big-endian number.
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

// ConnNew opens a connection and returns its handle, or 0 when there is no such role.
func (w *Writer) ConnNew(role, maxFrame, maxMessage, maxFragments uint32) uint32 {
	return w.open(codec.Config{Role: codec.Role(role), Limits: limits(maxFrame, maxMessage, maxFragments)})
}

// open opens a connection, whose keys come with its calls.
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

// ConnFree forgets a connection, and the handle may come again.
func (w *Writer) ConnFree(handle uint32) {
	if w.conn(handle, 0) != nil {
		w.conns[handle-1] = nil
	}
}

// ConnReceive hands received bytes to the connection and gives one event. They are
// the input from its byte from on, so that the bytes of many events are written
// into the in buffer once.
//
// It is called again with what was not consumed, until everything is and the
// kind is 0, none. A record of no bytes says that there is no such connection;
// so it is with every record of a connection.
func (w *Writer) ConnReceive(in []byte, handle, key, from uint32) []byte {
	in = in[clamp(from, len(in)):]
	c := w.conn(handle, key)
	if c == nil {
		return nil
	}
	var ev codec.Event
	rest := c.Receive(in, &ev)
	c.Output() // writes the pong that may be due, with this call's key
	return w.event(c, ev, len(in)-len(rest))
}

// ConnEOF tells the connection that the transport has ended, and gives the event.
func (w *Writer) ConnEOF(handle, key uint32) []byte {
	c := w.conn(handle, key)
	if c == nil {
		return nil
	}
	return w.event(c, c.EOF(), 0)
}

// ConnSend sends in as a frame with this opcode, a message's fragment when it
// is a data frame; a Close frame's payload begins with its code, or is empty.
// It gives the record of an event of kind 0 whose rule says why nothing was
// sent, or 0.
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

// event gives the record of an event.
func (w *Writer) event(c *conn, ev codec.Event, consumed int) []byte {
	r := [eventBytes]byte{eventKind: byte(ev.Kind), eventOpcode: byte(ev.Opcode), eventRule: byte(ev.Rule), eventKeyUsed: number(c.used)}
	binary.LittleEndian.PutUint16(r[eventCode:], uint16(ev.Code))
	binary.LittleEndian.PutUint32(r[eventConsumed:], uint32(consumed))
	w.out = append(append(w.out[:0], r[:]...), ev.Data...)
	return w.out
}

// ConnOutput gives the bytes that the connection has to send, and forgets them.
func (w *Writer) ConnOutput(handle uint32) []byte {
	c := w.conn(handle, 0)
	if c == nil {
		return nil
	}
	w.out = append(w.out[:0], c.Output()...)
	c.Wrote(len(w.out))
	return w.out
}

// ConnState returns the connection's state, and stateClose more when its transport is
// to be closed now (RFC 6455 §7.1.1).
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
