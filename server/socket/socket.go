// Package socket is one open WebSocket and its life: the codec's Conn between a
// connection and what an endpoint does with it. The handshakes open sockets; the
// endpoints (echo, chat, tap, raw, comet) are the Apps on them.
package socket

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"framelab/codec"
	"framelab/server/conn"
	"framelab/server/deflate"
	"framelab/server/limits"
	"framelab/server/memory"
	"framelab/server/record"
)

// Sockets opens the WebSockets of a server. It has what they share.
type Sockets struct {
	Limits limits.Limits
	Memory *memory.Memory
	Log    *slog.Logger

	closeBy atomic.Int64 // the Moment until which a shutdown waits for the peers' Closes
}

// A Socket is one open WebSocket. A goroutine that has its lock can send; the one that
// reads holds the lock while it handles what came.
type Socket struct {
	c       *conn.Conn
	shared  *Sockets
	r       conn.Reader
	app     App
	largest int64 // the most bytes of a message, where the endpoint has a limit of its own

	mu      sync.Mutex
	ws      *codec.Conn
	state   state
	err     error // why it is broken
	lease   lease
	pace    pace
	deflate *deflate.Deflater // of what is sent, or nil
	hello   []byte            // the end of the opening handshake, until it is written

	messages uint64
	first    record.Side     // who sent the first Close frame
	code     codec.CloseCode // that the connection ended with
	rule     codec.Rule      // that the peer broke
}

// An App is what an endpoint does with its WebSocket. Its methods are called with the
// socket's lock held.
type App interface {
	// Opened is called before the end of the opening handshake is written; what it
	// sends follows that.
	Opened(k *Socket)
	// Received is called with each message. data is valid until it returns.
	Received(op codec.Opcode, data []byte)
	// Shutdown is called before the server closes the connection: the app sends what it
	// still has to send.
	Shutdown()
	// Closed is called once, at the end, even if Opened was not; nothing can be sent any more.
	Closed()
}

// A Config is what a handshake has settled.
type Config struct {
	App     App
	Largest int64          // the most bytes of a message, 0 if only -max-message counts
	Deflate *codec.Deflate // permessage-deflate as it was agreed on, or nil
	Hello   []byte         // the end of the opening handshake, not written yet
}

// MemorySize returns how many bytes of memory a WebSocket on a connection holds at
// least. With permessage-deflate that includes its tables and, with takeover, its windows.
func MemorySize(c *conn.Conn, d *codec.Deflate) int64 {
	size := int64(memory.SocketCost)
	if c.HasTLS() {
		size += memory.TLSCost
	}
	if d == nil {
		return size
	}
	size += memory.InflaterCost
	for _, from := range []codec.Role{codec.Client, codec.Server} {
		if bits, takeover := d.Compression(from); takeover {
			size += 5 << bits / 4
		}
	}
	return size
}

// Open sends the end of the opening handshake, and serves the WebSocket until it is
// closed. The bytes that came with the handshake are in c.Head.
func (s *Sockets) Open(c *conn.Conn, cfg Config) {
	k := &Socket{
		c: c, shared: s, app: cfg.App, largest: cfg.Largest, hello: cfg.Hello,
		first: record.FromNobody, code: codec.CloseAbnormal, lease: lease{base: c.Account().Held()},
	}
	err := k.init(cfg.Deflate)
	if err != nil {
		s.Log.Error("could not open the WebSocket", "error", err)
		cfg.App.Closed()
		c.ReleaseHead()
		c.Linger()
		return
	}
	c.Account().SetSocket()
	now := time.Now()
	k.pace = pace{tickAt: conn.MomentOf(now.Add(s.tick())), looking: true}
	c.SetReadDeadline(now.Add(s.settle()))

	// One write for the response and for what the first bytes lead to.
	k.mu.Lock()
	k.app.Opened(k)
	k.receive(c.Head.Rest())
	k.Flush()
	over := k.state.isOver()
	k.mu.Unlock()
	c.ReleaseHead()

	if over {
		k.release()
		return
	}
	go k.serve()
}

// init makes the codec's Conn and the reader.
func (k *Socket) init(compressed *codec.Deflate) (err error) {
	most := codec.Limits{
		MaxFrame:     uint64(k.shared.Limits.MaxFrame),
		MaxMessage:   uint64(k.shared.Limits.MaxMessage),
		MaxFragments: k.shared.Limits.MaxFragments,
	}
	if k.largest > 0 {
		most.MaxMessage = min(most.MaxMessage, uint64(k.largest))
	}
	if most.MaxFrame >= most.MaxMessage {
		most.MaxFrame = 0 // the limit on messages is the one that is met
	}
	cfg := codec.Config{Role: codec.Server, Limits: most, MaxPending: int(k.shared.Limits.MaxPending), Memory: k.MayKeep}
	if d := compressed; d != nil {
		cfg.Inflater = deflate.NewInflater(d.Compression(codec.Client))
		k.deflate = deflate.NewDeflater(d.Compression(codec.Server))
		cfg.Deflater = k.deflate
	}
	if k.ws, err = codec.NewConn(cfg); err != nil {
		return err
	}
	k.r.Ask = true
	return k.r.Init(k.c)
}

// serve reads until the connection is over, and releases it. When the connection has
// fallen silent, serve continues as a new goroutine: a stack that handling bytes has
// grown is not kept while waiting for more.
func (k *Socket) serve() {
	for {
		switch k.stopped(k.r.Each(k.came)) {
		case stepAgain:
		case stepAfresh:
			go k.serve()
			return
		case stepShutdown:
			k.shutdown()
			k.release()
			return
		default:
			k.release()
			return
		}
	}
}

// came handles the bytes of a read and writes what they lead to.
func (k *Socket) came(p []byte) conn.Next {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.lease.buffers = readBuffers
	k.receive(p)
	k.Flush()
	k.lease.buffers = noBuffers
	switch {
	case k.state.isOver():
		return conn.StopReading
	case k.state == closing || k.c.Tap != nil:
		return conn.ReadNow // the peer's end must not wait for a look
	}
	k.lookSoon()
	return conn.ReadLater
}

// A step is what serve does next.
type step uint8

const (
	stepRelease  step = iota
	stepAgain         // read on
	stepAfresh        // read on, on a new stack
	stepShutdown      // the server shuts down
)

// stopped is called when reading has stopped, because of err or because the connection
// is over. It decides what serve does next.
func (k *Socket) stopped(err error) step {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.Flush()
	switch {
	case k.state.isOver():
		return stepRelease
	case err == conn.ErrNoMemory:
		k.Starve()
		k.Flush()
		return stepRelease
	case !conn.IsTimeout(err):
		k.readFailed(err)
		return stepRelease
	case k.c.Account().Evicted():
		k.Starve()
		k.Flush()
		return stepRelease
	case k.c.IsInterrupted():
		return stepShutdown
	}
	return k.look(time.Now())
}

// readFailed notes that the peer has ended TCP.
func (k *Socket) readFailed(err error) {
	k.conclude(ends, k.ws.EOF())
	k.c.PeerEnded(err)
}

// conclude ends the life of the WebSocket with what the codec says about it.
func (k *Socket) conclude(e event, ev codec.Event) {
	k.on(e)
	k.code, k.rule = ev.Code, ev.Rule
}

// release logs how the WebSocket ended, and gives up the connection.
func (k *Socket) release() {
	k.mu.Lock()
	k.on(releases)
	k.app.Closed()
	memory.GiveBack(k.ws.Release())
	k.ws.EOF() // and of all other memory
	k.lease.kept = 0
	k.rest()
	err := k.err
	k.mu.Unlock()
	if record.IsReset(err) {
		k.c.PeerEnded(err)
	}
	k.shared.Log.LogAttrs(context.Background(), slog.LevelInfo, "websocket ended", slog.String("peer", k.c.RemoteAddr().String()),
		slog.Uint64("messages", k.messages), slog.Int("code", int(k.code)), slog.String("rule", k.rule.Name()))
	if k.c.Tap != nil {
		k.c.Tap.SetClose(k.first, k.code, k.rule)
	}
	if conn.IsTimeout(err) {
		k.c.Abort() // the peer takes nothing, so nothing is kept for it
		return
	}
	k.c.Linger()
}
