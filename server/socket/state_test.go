package socket

import (
	"encoding/binary"
	"fmt"
	"io"
	"log/slog"
	"net"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"framelab/codec"
	"framelab/server/conn"
	"framelab/server/limits"
	"framelab/server/memory"
	"framelab/server/record"
)

// patience bounds every wait of these tests.
const patience = 10 * time.Second

// A silent app does nothing.
type silent struct{ closed int }

func (*silent) Opened(*Socket)                {}
func (*silent) Received(codec.Opcode, []byte) {}
func (*silent) Shutdown()                     {}
func (a *silent) Closed()                     { a.closed++ }

// A lab is one socket whose reader is the test, and its peer.
type lab struct {
	*Socket
	app  *silent
	peer *net.TCPConn
	c    *conn.Conn
}

func newLab(t *testing.T) *lab {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer l.Close()
	peer, err := net.Dial("tcp", l.Addr().String())
	require.NoError(t, err)
	require.NoError(t, peer.SetDeadline(time.Now().Add(patience)))
	t.Cleanup(func() { peer.Close() })
	accepted, err := l.Accept()
	require.NoError(t, err)
	t.Cleanup(func() { accepted.Close() })
	m := memory.New(memory.Least, 1)
	c := &conn.Conn{}
	c.Init(accepted.(*net.TCPConn), nil, &conn.Shared{Memory: m, IdleTimeout: patience, Forget: func(*conn.Conn) {}})
	app := &silent{}
	k := &Socket{
		c: c, app: app, first: record.FromNobody, code: codec.CloseAbnormal,
		shared: &Sockets{Limits: limits.Limits{MaxMessage: 1000, MaxFragments: 10, MaxPending: 1 << 20, IdleTimeout: patience}, Memory: m, Log: slog.New(slog.DiscardHandler)},
	}
	require.NoError(t, k.init(nil))
	return &lab{k, app, peer.(*net.TCPConn), c}
}

// frame returns a masked frame of a client's.
func frame(op codec.Opcode, payload string) []byte {
	return codec.AppendFrame(nil, codec.Header{Fin: true, Opcode: op, Masked: true, Key: 1}, []byte(payload))
}

var closeCode = string(binary.BigEndian.AppendUint16(nil, 4000))

// does causes each event, in any state of the socket.
var does = [numEvents]func(*lab){
	weClose:    func(k *lab) { k.Close(codec.CloseNormal, "why") },
	peerCloses: func(k *lab) { k.receive(frame(codec.OpClose, closeCode)) },
	fails:      func(k *lab) { k.receive([]byte{0b1_000_0011, 0b1_0000000}) }, // a reserved opcode
	flushes:    func(k *lab) { k.Flush() },
	ends:       func(k *lab) { k.on(ends) },
	writeFails: func(k *lab) { k.fail(io.ErrClosedPipe) },
	releases:   func(k *lab) { k.on(releases) },
}

// reach brings a new socket into each state.
var reach = [numStates][]event{
	open: nil, closing: {weClose}, failed: {fails}, closed: {peerCloses}, broken: {writeFails}, released: {releases},
}

var (
	stateNames = [numStates]string{"open", "closing", "failed", "closed", "broken", "released"}
	eventNames = [numEvents]string{"we close", "the peer closes", "it fails", "it is flushed", "TCP ends", "a write fails", "it is released"}
)

// A row is what an event changes: the state, and the bytes that the peer has when all
// that waits is flushed, with those of reaching the state before.
type row struct {
	state state
	sent  string
	first record.Side // who sent the first Close frame
}

// TestLife tries every event in every state.
func TestLife(t *testing.T) {
	const (
		ours   = "\x88\x05\x03\xe8why" // Close 1000
		answer = "\x88\x02\x0f\xa0"    // Close 4000, as the peer's
		client = record.FromClient
		server = record.FromServer
		nobody = record.FromNobody
	)
	reason := codec.FrameOpcodeReserved.Error()
	because := fmt.Sprintf("\x88%c\x03\xea%s", len(reason)+2, reason) // Close 1002
	for from, events := range [numStates][numEvents]row{
		open: {
			weClose:    {closing, ours, server},
			peerCloses: {closed, answer, client},
			fails:      {failed, because, server}, // its Close is given the reason when it is flushed
			flushes:    {open, "", nobody},
			ends:       {closed, "", nobody},
			writeFails: {broken, "", nobody},
			releases:   {released, "", nobody},
		},
		closing: {
			weClose:    {closing, ours, server},
			peerCloses: {closed, ours, server},
			fails:      {closed, ours, server},
			flushes:    {closing, ours, server},
			ends:       {closed, ours, server},
			writeFails: {broken, ours, server},
			releases:   {released, ours, server},
		},
		failed: {
			weClose:    {failed, because, server},
			peerCloses: {failed, because, server},
			fails:      {failed, because, server},
			flushes:    {closed, because, server},
			ends:       {failed, because, server},
			writeFails: {broken, "", nobody},
			releases:   {released, "", nobody},
		},
		closed: {
			weClose:    {closed, answer, client},
			peerCloses: {closed, answer, client},
			fails:      {closed, answer, client},
			flushes:    {closed, answer, client},
			ends:       {closed, answer, client},
			writeFails: {broken, "", client},
			releases:   {released, "", client},
		},
		broken: {
			weClose:    {broken, "", nobody},
			peerCloses: {broken, "", nobody},
			fails:      {broken, "", nobody},
			flushes:    {broken, "", nobody},
			ends:       {broken, "", nobody},
			writeFails: {broken, "", nobody},
			releases:   {released, "", nobody},
		},
		released: {
			weClose:    {released, "", nobody},
			peerCloses: {released, "", nobody},
			fails:      {released, "", nobody},
			flushes:    {released, "", nobody},
			ends:       {released, "", nobody},
			writeFails: {released, "", nobody},
			releases:   {released, "", nobody},
		},
	} {
		for e, want := range events {
			t.Run(stateNames[from]+", "+eventNames[e], func(t *testing.T) {
				k := newLab(t)
				k.mu.Lock()
				defer k.mu.Unlock()
				for _, before := range reach[from] {
					does[before](k)
				}
				require.Equal(t, state(from), k.state, "before")
				does[e](k)
				assert.Equal(t, want.state, k.state)
				assert.Equal(t, want.state, next[from][e], "whether or not its caller asks first")
				k.Flush()
				assert.Equal(t, want.first, k.first)
				require.NoError(t, k.c.CloseWrite())
				sent, err := io.ReadAll(k.peer)
				require.NoError(t, err)
				assert.Equal(t, want.sent, string(sent))
			})
		}
	}
}

// TestStates checks what each state allows.
func TestStates(t *testing.T) {
	for s, want := range [numStates]struct{ receives, writes, over bool }{
		open:     {receives: true, writes: true},
		closing:  {receives: true, writes: true},
		failed:   {writes: true, over: true},
		closed:   {writes: true, over: true},
		broken:   {over: true},
		released: {},
	} {
		assert.Equal(t, want.receives, state(s).receives(), stateNames[s])
		assert.Equal(t, want.writes, state(s).writes(), stateNames[s])
		assert.Equal(t, want.over, state(s).isOver(), stateNames[s])
	}
}

// Only an open connection takes a message; only one whose reader has still to notice its
// end is woken.
func TestPushInEachState(t *testing.T) {
	for s := range numStates {
		k := newLab(t)
		k.mu.Lock()
		for _, before := range reach[s] {
			does[before](k)
		}
		k.mu.Unlock()
		assert.Equal(t, s == open, k.Push(codec.OpText, []byte("x")), stateNames[s])
	}
}

// release ends the connection once, in every state.
func TestReleaseInEachState(t *testing.T) {
	for s := range numStates {
		k := newLab(t)
		k.mu.Lock()
		for _, before := range reach[s] {
			does[before](k)
		}
		k.mu.Unlock()
		k.peer.CloseWrite()
		k.release()
		assert.Equal(t, released, k.state, stateNames[s])
		assert.Equal(t, 1, k.app.closed, stateNames[s])
		assert.NoError(t, k.peer.SetReadDeadline(time.Now().Add(patience)))
		_, err := io.ReadAll(k.peer)
		assert.NoError(t, err, stateNames[s])
	}
}
