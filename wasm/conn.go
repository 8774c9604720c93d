package main

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

// A connCall is one call on a connection: what every one of them is given.
type connCall struct {
	handle uint32 // from connNew
	key    uint32 // the masking key for the frame that the call may send, as a big-endian number
}

// conn returns the connection of a call, ready for it, or nil when there is
// none by its handle.
func (f *face) conn(call connCall) *conn {
	if call.handle == 0 || uint64(call.handle) > uint64(len(f.conns)) {
		return nil
	}
	c := f.conns[call.handle-1]
	if c != nil {
		c.key, c.used = codec.MaskKey(call.key), false
	}
	return c
}

// connNew opens a connection and returns its handle, or 0 when there is no such role.
func (f *face) connNew(role uint32, lim codec.Limits) uint32 {
	return f.open(codec.Config{Role: codec.Role(role), Limits: lim})
}

// open opens a connection, whose keys come with its calls.
func (f *face) open(cfg codec.Config) uint32 {
	c := new(conn)
	cfg.Keys = c.nextKey
	cc, err := codec.NewConn(cfg)
	if err != nil {
		return 0
	}
	c.Conn = cc
	for i := range f.conns {
		if f.conns[i] == nil {
			f.conns[i] = c
			return uint32(i) + 1
		}
	}
	f.conns = append(f.conns, c)
	return uint32(len(f.conns))
}

// connFree forgets a connection, and the handle may come again.
func (f *face) connFree(handle uint32) {
	if f.conn(connCall{handle: handle}) != nil {
		f.conns[handle-1] = nil
	}
}

// connReceive hands received bytes to the connection and gives one event:
//
//	u8 kind, u8 opcode, u8 rule, u8 1 if the key was used,
//	u16 close code, u16 0, u32 bytes consumed, the event's data
//
// It is called again with what was not consumed, until everything is and the
// kind is 0, none. A record of no bytes says that there is no such connection;
// so it is with every record of a connection.
func (f *face) connReceive(in []byte, call connCall) []byte {
	c := f.conn(call)
	if c == nil {
		return nil
	}
	var ev codec.Event
	rest := c.Receive(in, &ev)
	c.Output() // writes the pong that may be due, with this call's key
	return f.event(c, ev, len(in)-len(rest))
}

// connEOF tells the connection that the transport has ended, and gives the event.
func (f *face) connEOF(call connCall) []byte {
	c := f.conn(call)
	if c == nil {
		return nil
	}
	return f.event(c, c.EOF(), 0)
}

// connSend sends in as a frame with this opcode, a message's fragment when it
// is a data frame; a Close frame's payload begins with its code, or is empty.
// It gives the record of an event of kind 0 whose rule says why nothing was
// sent, or 0.
func (f *face) connSend(in []byte, call connCall, opcode uint32, fin bool) []byte {
	c := f.conn(call)
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
	return f.event(c, codec.Event{Rule: codec.RuleOf(err)}, 0)
}

// eventBytes is the size of an event's record before its data.
const eventBytes = 12

// event gives the record of an event.
func (f *face) event(c *conn, ev codec.Event, consumed int) []byte {
	r := [eventBytes]byte{byte(ev.Kind), byte(ev.Opcode), byte(ev.Rule), number(c.used)}
	binary.LittleEndian.PutUint16(r[4:], uint16(ev.Code))
	binary.LittleEndian.PutUint32(r[8:], uint32(consumed))
	f.out = append(append(f.out[:0], r[:]...), ev.Data...)
	return f.out
}

// connOutput gives the bytes that the connection has to send, and forgets them.
func (f *face) connOutput(call connCall) []byte {
	c := f.conn(call)
	if c == nil {
		return nil
	}
	f.out = append(f.out[:0], c.Output()...)
	c.Wrote(len(f.out))
	return f.out
}

// connState returns the connection's state, and 256 more when its transport is
// to be closed now (RFC 6455 §7.1.1).
func (f *face) connState(call connCall) uint32 {
	c := f.conn(call)
	if c == nil {
		return 0
	}
	s := uint32(c.State())
	if c.ShouldCloseTransport() {
		s |= 256
	}
	return s
}
