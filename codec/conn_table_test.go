package codec

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A tableState is one way to reach a column of the table in State's documentation.
type tableState struct {
	name   string
	column string
	reach  func(t *testing.T, c *Conn, role Role)
	quiet  tableCell // the outcome of an input that changes nothing
}

// A tableInput is something that can happen to a connection.
type tableInput struct {
	name    string
	do      func(t *testing.T, c *Conn, role Role) (eventCopy, error)
	want    map[string]tableCell // by the name of a state; elsewhere nothing happens
	refused error                // the error where nothing happens
}

// A tableCell is the outcome of an input: the event or error, the frames in the output,
// the state after it, and who has to close the transport once they are written.
type tableCell struct {
	event  EventKind
	code   CloseCode
	err    error
	frames []string
	state  State
	close  Role // the role that has to close the transport: 0xff means both, 0 means none
}

const both = Role(0xff)

// connStates are the states that behave differently, for either role.
func connStates() []tableState {
	return []tableState{
		{"open", "Open", func(*testing.T, *Conn, Role) {}, tableCell{state: StateOpen}},
		{"close sent", "Sent", func(t *testing.T, c *Conn, _ Role) {
			require.NoError(t, c.Close(CloseGoingAway, []byte("bye")))
		}, tableCell{state: StateClosing}},
		{"close received", "Passed", func(t *testing.T, c *Conn, role Role) {
			receive(t, c, whole(role, OpClose, "\x0f\xa1why"))
		}, tableCell{state: StateClosing, close: Server}},
		{"both closes crossed", "Passed", func(t *testing.T, c *Conn, role Role) {
			require.NoError(t, c.Close(CloseGoingAway, nil))
			receive(t, c, whole(role, OpClose, "\x0f\xa1why"))
		}, tableCell{state: StateClosing, close: Server}},
		{"failed", "Failed", func(t *testing.T, c *Conn, role Role) {
			receive(t, c, []byte{0xff})
		}, tableCell{state: StateClosing, close: both}},
		{"failed after close sent", "Failed", func(t *testing.T, c *Conn, role Role) {
			require.NoError(t, c.Close(CloseGoingAway, nil))
			receive(t, c, []byte{0xff})
		}, tableCell{state: StateClosing, close: both}},
		{"failed after both closes", "Failed", func(t *testing.T, c *Conn, role Role) {
			receive(t, c, whole(role, OpClose, "\x0f\xa1why"))
			require.NoError(t, c.Fail(CloseInternalError, nil))
		}, tableCell{state: StateClosing, close: both}},
		{"ended", "Ended", func(t *testing.T, c *Conn, _ Role) {
			c.EOF()
		}, tableCell{state: StateClosed, close: both}},
		{"ended after close", "Ended", func(t *testing.T, c *Conn, role Role) {
			receive(t, c, whole(role, OpClose, "\x0f\xa1why"))
			c.EOF()
		}, tableCell{state: StateClosed, close: both}},
	}
}

// connInputs are the inputs, each with its outcome in connStates.
func connInputs() []tableInput {
	event := func(stream func(Role) []byte) func(t *testing.T, c *Conn, role Role) (eventCopy, error) {
		return func(t *testing.T, c *Conn, role Role) (h eventCopy, _ error) {
			events := receive(t, c, stream(role))
			require.LessOrEqual(t, len(events), 1)
			if len(events) == 1 {
				h = events[0]
			}
			return h, nil
		}
	}
	call := func(f func(c *Conn) error) func(t *testing.T, c *Conn, role Role) (eventCopy, error) {
		return func(t *testing.T, c *Conn, role Role) (eventCopy, error) { return eventCopy{}, f(c) }
	}
	peer := func(op Opcode, payload string) func(Role) []byte {
		return func(role Role) []byte { return whole(role, op, payload) }
	}

	inputs := []tableInput{
		{name: "message comes", do: event(peer(OpText, "hi")), want: map[string]tableCell{
			"open":       {event: EventMessage, state: StateOpen},
			"close sent": {event: EventMessage, state: StateClosing},
		}},
		{name: "ping comes", do: event(peer(OpPing, "p")), want: map[string]tableCell{
			"open":       {event: EventPing, frames: []string{"pong p"}, state: StateOpen},
			"close sent": {event: EventPing, state: StateClosing}, // no frame follows this side's Close frame
		}},
		{name: "pong comes", do: event(peer(OpPong, "p")), want: map[string]tableCell{
			"open":       {event: EventPong, state: StateOpen},
			"close sent": {event: EventPong, state: StateClosing},
		}},
		{name: "Close comes", do: event(peer(OpClose, "\x03\xe8bye")), want: map[string]tableCell{
			"open":       {event: EventClose, code: 1000, frames: []string{"close \x03\xe8"}, state: StateClosing, close: Server},
			"close sent": {event: EventClose, code: 1000, state: StateClosing, close: Server},
		}},
		{name: "empty Close comes", do: event(peer(OpClose, "")), want: map[string]tableCell{
			"open":       {event: EventClose, code: CloseNoStatus, frames: []string{"close "}, state: StateClosing, close: Server},
			"close sent": {event: EventClose, code: CloseNoStatus, state: StateClosing, close: Server},
		}},
		{name: "broken rule comes", do: event(func(Role) []byte { return []byte{0x8f} }), want: map[string]tableCell{
			"open":       {event: EventFail, code: CloseProtocolError, frames: []string{"close \x03\xea"}, state: StateClosing, close: both},
			"close sent": {event: EventFail, code: CloseProtocolError, state: StateClosing, close: both},
		}},
		{name: "EOF", do: func(t *testing.T, c *Conn, role Role) (eventCopy, error) {
			return copyEvent(c.EOF()), nil
		}, want: map[string]tableCell{
			"open":                     {event: EventClose, code: CloseAbnormal, state: StateClosed, close: both},
			"close sent":               {event: EventClose, code: CloseAbnormal, state: StateClosed, close: both},
			"close received":           {event: EventClose, code: 4001, state: StateClosed, close: both},
			"both closes crossed":      {event: EventClose, code: 4001, state: StateClosed, close: both},
			"failed":                   {event: EventClose, code: CloseAbnormal, state: StateClosed, close: both},
			"failed after close sent":  {event: EventClose, code: CloseAbnormal, state: StateClosed, close: both},
			"failed after both closes": {event: EventClose, code: 4001, state: StateClosed, close: both},
		}},
		{name: "Fail", do: call(func(c *Conn) error { return c.Fail(ClosePolicyViolation, nil) }), want: map[string]tableCell{
			"open":                {frames: []string{"close \x03\xf0"}, state: StateClosing, close: both},
			"close sent":          {state: StateClosing, close: both},
			"close received":      {state: StateClosing, close: both},
			"both closes crossed": {state: StateClosing, close: both},
		}},
	}
	// After either side has sent a Close frame, nothing more can be sent.
	for _, s := range []struct {
		name  string
		send  func(c *Conn) error
		frame string
		state State // after it
	}{
		{"Send", func(c *Conn) error { return c.Send(OpText, []byte("t")) }, "text t", StateOpen},
		{"SendFragment", func(c *Conn) error { return c.SendFragment(OpText, false, []byte("t")) }, "text+ t", StateOpen},
		{"Ping", func(c *Conn) error { return c.Ping([]byte("p")) }, "ping p", StateOpen},
		{"Pong", func(c *Conn) error { return c.Pong([]byte("p")) }, "pong p", StateOpen},
		{"Close", func(c *Conn) error { return c.Close(4999, []byte("r")) }, "close \x13\x87r", StateClosing},
	} {
		inputs = append(inputs, tableInput{name: s.name, do: call(s.send), refused: Misuse(SendAfterClose),
			want: map[string]tableCell{"open": {frames: []string{s.frame}, state: s.state}}})
	}
	return inputs
}

// Every state × every input (§5.5.1, §7.1), in both roles.
func TestConnStateTable(t *testing.T) {
	for _, role := range []Role{Client, Server} {
		for _, in := range connInputs() {
			used := 0
			for _, st := range connStates() {
				if _, ok := in.want[st.name]; ok {
					used++
				}
				t.Run(role.String()+"/"+in.name+"/"+st.name, func(t *testing.T) {
					c := newConn(t, role, Limits{})
					st.reach(t, c, role)
					sent(t, c)
					want, ok := in.want[st.name]
					if !ok {
						want = st.quiet
						want.err = in.refused
					}
					got, err := in.do(t, c, role)
					assert.Equal(t, want.event, got.kind)
					assert.Equal(t, want.code, got.code)
					assert.Equal(t, want.err, err)
					assert.Equal(t, want.state, c.State())
					assert.Equal(t, want.frames, sent(t, c))
					assert.Equal(t, want.close == both || want.close == role, c.ShouldCloseTransport())
				})
			}
			assert.Len(t, in.want, used, "%s: a cell for an unknown state", in.name)
		}
	}
}

// §5.5.1, §7.1.1: the closing handshake between two Conns, started by either side or by
// both at the same time.
func TestConnClosingHandshake(t *testing.T) {
	for _, first := range []Role{Client, Server, 0} {
		client, server := newConn(t, Client, Limits{}), newConn(t, Server, Limits{})
		if first != Server {
			require.NoError(t, client.Close(4000, []byte("c")))
		}
		if first != Client {
			require.NoError(t, server.Close(4001, []byte("s")))
		}
		carry := func(from, to *Conn) (events []eventCopy) {
			out := from.Output()
			events = receive(t, to, out)
			from.Wrote(len(out))
			return events
		}
		toServer := carry(client, server)
		toClient := carry(server, client)
		toServer = append(toServer, carry(client, server)...)
		require.Len(t, toServer, 1)
		require.Len(t, toClient, 1)
		wantServer, wantClient := CloseCode(4000), CloseCode(4001)
		switch first {
		case Client:
			wantClient = 4000
		case Server:
			wantServer = 4001
		}
		assert.Equal(t, wantServer, toServer[0].code)
		assert.Equal(t, wantClient, toClient[0].code)
		assert.True(t, server.ShouldCloseTransport())
		assert.False(t, client.ShouldCloseTransport(), "the client waits for the server")
		assert.Equal(t, wantServer, server.EOF().Code)
		assert.Equal(t, wantClient, client.EOF().Code)
		assert.Equal(t, EventNone, client.EOF().Kind)
		assert.Empty(t, client.Output())
	}
}

// §5.5.3: when a Close frame is answered, a pending pong goes before the answer.
func TestConnPongBeforeClose(t *testing.T) {
	c := newConn(t, Server, Limits{})
	stream := append(whole(Server, OpPing, "p"), whole(Server, OpClose, "\x03\xe8")...)
	require.Len(t, receive(t, c, stream), 2)
	assert.Equal(t, []string{"pong p", "close \x03\xe8"}, sent(t, c))
}

// §7.1.5: a connection that ends inside a frame, or before any Close frame, ends with
// 1006.
func TestConnEndsInsideFrame(t *testing.T) {
	stream := append(whole(Server, OpText, "Hello"), whole(Server, OpClose, "\x03\xe8why")...)
	for cut := range len(stream) + 1 {
		c := newConn(t, Server, Limits{})
		receive(t, c, stream[:cut])
		want := CloseAbnormal
		if cut == len(stream) {
			want = CloseNormal
		}
		require.Equal(t, want, c.EOF().Code, "after %d bytes", cut)
	}
}

func TestStateAndEventNames(t *testing.T) {
	names := []string{StateConnecting.String(), StateOpen.String(), StateClosing.String(), StateClosed.String(), State(4).String()}
	assert.Equal(t, []string{"connecting", "open", "closing", "closed", "no state"}, names)
	names = nil
	for k := EventNone; k <= EventFail+1; k++ {
		names = append(names, k.String())
	}
	assert.Equal(t, []string{"none", "message", "ping", "pong", "close", "fail", "no kind"}, names)
}
