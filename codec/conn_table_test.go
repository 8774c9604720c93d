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
}

// A tableInput is something that can happen to a connection.
type tableInput struct {
	name string
	do   func(t *testing.T, c *Conn, role Role) (happening, error)
	want [9]tableCell // by state
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
		{"open", "Open", func(*testing.T, *Conn, Role) {}},
		{"close sent", "Sent", func(t *testing.T, c *Conn, _ Role) {
			require.NoError(t, c.Close(CloseGoingAway, []byte("bye")))
		}},
		{"close received", "Passed", func(t *testing.T, c *Conn, role Role) {
			receive(t, c, whole(role, OpClose, "\x0f\xa1why"))
		}},
		{"both closes crossed", "Passed", func(t *testing.T, c *Conn, role Role) {
			require.NoError(t, c.Close(CloseGoingAway, nil))
			receive(t, c, whole(role, OpClose, "\x0f\xa1why"))
		}},
		{"failed", "Failed", func(t *testing.T, c *Conn, role Role) {
			receive(t, c, []byte{0xff})
		}},
		{"failed after close sent", "Failed", func(t *testing.T, c *Conn, role Role) {
			require.NoError(t, c.Close(CloseGoingAway, nil))
			receive(t, c, []byte{0xff})
		}},
		{"ended", "Ended", func(t *testing.T, c *Conn, _ Role) { c.EOF() }},
		{"ended after close", "Ended", func(t *testing.T, c *Conn, role Role) {
			receive(t, c, whole(role, OpClose, "\x0f\xa1why"))
			c.EOF()
		}},
		{"failed after both closes", "Failed", func(t *testing.T, c *Conn, role Role) {
			receive(t, c, whole(role, OpClose, "\x0f\xa1why"))
			require.NoError(t, c.Fail(CloseInternalError, nil))
		}},
	}
}

// connInputs are the inputs, each with its outcome in each of connStates.
func connInputs() []tableInput {
	event := func(stream func(Role) []byte) func(t *testing.T, c *Conn, role Role) (happening, error) {
		return func(t *testing.T, c *Conn, role Role) (h happening, _ error) {
			events := receive(t, c, stream(role))
			require.LessOrEqual(t, len(events), 1)
			if len(events) == 1 {
				h = events[0]
			}
			return h, nil
		}
	}
	call := func(f func(c *Conn) error) func(t *testing.T, c *Conn, role Role) (happening, error) {
		return func(t *testing.T, c *Conn, role Role) (happening, error) { return happening{}, f(c) }
	}
	peer := func(op Opcode, payload string) func(Role) []byte {
		return func(role Role) []byte { return whole(role, op, payload) }
	}

	inputs := []tableInput{
		{"message comes", event(peer(OpText, "hi")), [9]tableCell{
			{event: EventMessage, state: StateOpen},
			{event: EventMessage, state: StateClosing},
			{state: StateClosing, close: Server},
			{state: StateClosing, close: Server},
			{state: StateClosing, close: both},
			{state: StateClosing, close: both},
			{state: StateClosed, close: both},
			{state: StateClosed, close: both},
			{state: StateClosing, close: both},
		}},
		{"ping comes", event(peer(OpPing, "p")), [9]tableCell{
			{event: EventPing, frames: []string{"pong p"}, state: StateOpen},
			{event: EventPing, state: StateClosing}, // this side sends nothing after its Close frame
			{state: StateClosing, close: Server},
			{state: StateClosing, close: Server},
			{state: StateClosing, close: both},
			{state: StateClosing, close: both},
			{state: StateClosed, close: both},
			{state: StateClosed, close: both},
			{state: StateClosing, close: both},
		}},
		{"pong comes", event(peer(OpPong, "p")), [9]tableCell{
			{event: EventPong, state: StateOpen},
			{event: EventPong, state: StateClosing},
			{state: StateClosing, close: Server},
			{state: StateClosing, close: Server},
			{state: StateClosing, close: both},
			{state: StateClosing, close: both},
			{state: StateClosed, close: both},
			{state: StateClosed, close: both},
			{state: StateClosing, close: both},
		}},
		{"Close comes", event(peer(OpClose, "\x03\xe8bye")), [9]tableCell{
			{event: EventClose, code: 1000, frames: []string{"close \x03\xe8"}, state: StateClosing, close: Server},
			{event: EventClose, code: 1000, state: StateClosing, close: Server},
			{state: StateClosing, close: Server},
			{state: StateClosing, close: Server},
			{state: StateClosing, close: both},
			{state: StateClosing, close: both},
			{state: StateClosed, close: both},
			{state: StateClosed, close: both},
			{state: StateClosing, close: both},
		}},
		{"empty Close comes", event(peer(OpClose, "")), [9]tableCell{
			{event: EventClose, code: CloseNoStatus, frames: []string{"close "}, state: StateClosing, close: Server},
			{event: EventClose, code: CloseNoStatus, state: StateClosing, close: Server},
			{state: StateClosing, close: Server},
			{state: StateClosing, close: Server},
			{state: StateClosing, close: both},
			{state: StateClosing, close: both},
			{state: StateClosed, close: both},
			{state: StateClosed, close: both},
			{state: StateClosing, close: both},
		}},
		{"broken rule comes", event(func(Role) []byte { return []byte{0x8f} }), [9]tableCell{
			{event: EventFail, code: CloseProtocolError, frames: []string{"close \x03\xea"}, state: StateClosing, close: both},
			{event: EventFail, code: CloseProtocolError, state: StateClosing, close: both},
			{state: StateClosing, close: Server},
			{state: StateClosing, close: Server},
			{state: StateClosing, close: both},
			{state: StateClosing, close: both},
			{state: StateClosed, close: both},
			{state: StateClosed, close: both},
			{state: StateClosing, close: both},
		}},
		{"EOF", func(t *testing.T, c *Conn, role Role) (happening, error) { return keepEvent(c.EOF()), nil }, [9]tableCell{
			{event: EventClose, code: CloseAbnormal, state: StateClosed, close: both},
			{event: EventClose, code: CloseAbnormal, state: StateClosed, close: both},
			{event: EventClose, code: 4001, state: StateClosed, close: both},
			{event: EventClose, code: 4001, state: StateClosed, close: both},
			{event: EventClose, code: CloseAbnormal, state: StateClosed, close: both},
			{event: EventClose, code: CloseAbnormal, state: StateClosed, close: both},
			{state: StateClosed, close: both},
			{state: StateClosed, close: both},
			{event: EventClose, code: 4001, state: StateClosed, close: both},
		}},
		{"Fail", call(func(c *Conn) error { return c.Fail(ClosePolicyViolation, nil) }), [9]tableCell{
			{frames: []string{"close \x03\xf0"}, state: StateClosing, close: both},
			{state: StateClosing, close: both},
			{state: StateClosing, close: both},
			{state: StateClosing, close: both},
			{state: StateClosing, close: both},
			{state: StateClosing, close: both},
			{state: StateClosed, close: both},
			{state: StateClosed, close: both},
			{state: StateClosing, close: both},
		}},
	}
	sends := []struct {
		name  string
		send  func(c *Conn) error
		frame string
	}{
		{"Send", func(c *Conn) error { return c.Send(OpText, []byte("t")) }, "text t"},
		{"SendFragment", func(c *Conn) error { return c.SendFragment(OpText, false, []byte("t")) }, "text+ t"},
		{"Ping", func(c *Conn) error { return c.Ping([]byte("p")) }, "ping p"},
		{"Pong", func(c *Conn) error { return c.Pong([]byte("p")) }, "pong p"},
		{"Close", func(c *Conn) error { return c.Close(4999, []byte("r")) }, "close \x13\x87r"},
	}
	for _, s := range sends {
		// After either side has sent a Close frame, nothing more can be sent.
		row := inputs[0]
		row.name, row.do = s.name, call(s.send)
		for i := range row.want {
			row.want[i].event, row.want[i].err = EventNone, Misuse(SendAfterClose)
		}
		row.want[0] = tableCell{frames: []string{s.frame}, state: StateOpen}
		if s.name == "Close" {
			row.want[0].state = StateClosing
		}
		inputs = append(inputs, row)
	}

	return inputs
}

// Every state × every input (§5.5.1, §7.1), in both roles.
func TestConnStateTable(t *testing.T) {
	for _, role := range []Role{Client, Server} {
		for _, in := range connInputs() {
			for i, st := range connStates() {
				t.Run(role.String()+"/"+in.name+"/"+st.name, func(t *testing.T) {
					c := newConn(t, role, Limits{})
					st.reach(t, c, role)
					sent(t, c)
					want := in.want[i]
					got, err := in.do(t, c, role)
					assert.Equal(t, want.event, got.kind)
					assert.Equal(t, want.code, got.code)
					assert.Equal(t, want.err, err)
					assert.Equal(t, want.state, c.State())
					assert.Equal(t, want.frames, sent(t, c))
					assert.Equal(t, want.close == both || want.close == role, c.ShouldCloseTransport())
				})
			}
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
		carry := func(from, to *Conn) (events []happening) {
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
