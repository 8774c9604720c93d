package bench

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"

	"framelab/codec"

	"github.com/gobwas/ws"
	"github.com/gobwas/ws/wsutil"
	gorilla "github.com/gorilla/websocket"
)

// An end is how a stream of frames ended.
type end string

const (
	endOpen    end = "open"    // no fault, and a frame may follow
	endWaits   end = "waits"   // no fault, and the stream ends inside a frame
	endClosed  end = "closed"  // by the peer's Close frame
	endRefused end = "refused" // the connection was failed
)

// An outcome is the delivered messages of a stream and how it ended.
type outcome struct {
	messages []message
	end      end
	code     int        // endClosed: the code of the Close frame, 1005 if it had none
	rule     codec.Rule // endRefused, ours
	reason   string     // endRefused, theirs
}

type message struct {
	opcode  byte
	payload string
}

// agrees reports whether two implementations did the same. An end inside a frame is told
// from others only to know what a peer was waiting for.
func (o outcome) agrees(other outcome) bool {
	plain := func(e end) end {
		if e == endWaits {
			return endOpen
		}
		return e
	}
	return plain(o.end) == plain(other.end) && o.code == other.code && slices.Equal(o.messages, other.messages)
}

// beganLike reports whether o delivered all that other did, and perhaps more.
func (o outcome) beganLike(other outcome) bool {
	return len(o.messages) >= len(other.messages) && slices.Equal(o.messages[:len(other.messages)], other.messages)
}

// ours returns the outcome of this codec's Conn.
func ours(stream []byte, role codec.Role) (o outcome) {
	o.end = endOpen
	c := must(codec.NewConn(codec.Config{Role: role, Keys: func() codec.MaskKey { return 0 }}))
	for rest := bytes.Clone(stream); len(rest) > 0; {
		var ev codec.Event
		rest = c.Receive(rest, &ev)
		switch ev.Kind {
		case codec.EventMessage:
			o.messages = append(o.messages, message{byte(ev.Opcode), string(ev.Data)})
		case codec.EventClose:
			o.end, o.code = endClosed, int(ev.Code)
		case codec.EventFail:
			o.end, o.rule = endRefused, ev.Rule
		}
	}
	return o
}

// gobwas returns the outcome of gobwas' Reader with all its checks and its handler of
// control frames.
func gobwas(stream []byte, role codec.Role) (o outcome) {
	state := ws.StateServerSide
	if role == codec.Client {
		state = ws.StateClientSide
	}
	in := bytes.NewReader(stream)
	handle := wsutil.ControlFrameHandler(io.Discard, state)
	r := &wsutil.Reader{Source: in, State: state, CheckUTF8: true, OnIntermediate: handle}
	for {
		before := in.Len()
		h, err := r.NextFrame()
		switch {
		case err != nil:
		case h.OpCode.IsControl():
			err = handle(h, r)
		default:
			var data []byte
			if data, err = io.ReadAll(r); err == nil {
				o.messages = append(o.messages, message{byte(h.OpCode), string(data)})
			}
		}
		var closed wsutil.ClosedError
		switch {
		case err == nil:
			continue
		case errors.Is(err, io.EOF) && before == 0:
			o.end = endOpen
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			o.end = endWaits
		case errors.As(err, &closed):
			o.end, o.code = endClosed, int(closed.Code)
		default:
			o.end, o.reason = endRefused, err.Error()
		}
		return o
	}
}

// gorillaOutcome returns the outcome of gorilla's Conn, which has both roles.
func gorillaOutcome(stream []byte, role codec.Role) (o outcome) {
	in := bytes.NewReader(stream)
	c := gorillaServer(in)
	if role == codec.Client {
		c = gorillaClient(in)
	}
	for {
		op, data, err := c.ReadMessage()
		if err == nil {
			o.messages = append(o.messages, message{byte(op), string(data)})
			continue
		}
		var closed *gorilla.CloseError
		switch {
		case errors.As(err, &closed) && closed.Code == gorilla.CloseAbnormalClosure, errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
			o.end = endWaits // it does not report one
		case errors.As(err, &closed):
			o.end, o.code = endClosed, closed.Code
		default:
			o.end, o.reason = endRefused, err.Error()
		}
		return o
	}
}

// gorillaClient returns a client's connection that reads from r after the opening
// handshake.
func gorillaClient(r io.Reader) *gorilla.Conn {
	d := gorilla.Dialer{NetDial: func(string, string) (net.Conn, error) {
		server := &answering{frames: r}
		return fakeConn{server, server}, nil
	}}
	c, response, err := d.Dial("ws://server.example.com/chat", nil)
	response.Body.Close()
	return must(c, err)
}

// answering is a server that responds to the request written to it.
type answering struct {
	request bytes.Buffer
	answer  io.Reader
	frames  io.Reader
}

func (a *answering) Write(p []byte) (int, error) {
	if a.answer == nil {
		a.request.Write(p)
	}
	return len(p), nil
}

func (a *answering) Read(p []byte) (int, error) {
	if a.answer == nil {
		r := must(http.ReadRequest(bufio.NewReader(&a.request)))
		accept := codec.AppendAccept(nil, []byte(r.Header.Get("Sec-WebSocket-Key")))
		a.answer = io.MultiReader(strings.NewReader("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"+
			"Connection: Upgrade\r\nSec-WebSocket-Accept: "+string(accept)+"\r\n\r\n"), a.frames)
	}
	return a.answer.Read(p)
}
