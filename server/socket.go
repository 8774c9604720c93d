package main

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"framelab/codec"
	"framelab/server/deflate"
)

// A socket is one open WebSocket: the codec's Conn between a connection and what
// an endpoint does with it. Whoever has its lock may send; the goroutine that
// reads holds it while it handles what came.
type socket struct {
	c       *conn
	s       *server
	r       reader
	app     application
	largest int64 // the most bytes of a message, where the endpoint has a limit of its own

	mu      sync.Mutex
	ws      *codec.Conn
	deflate *deflate.Deflater // of what is sent, or nil
	base    int64             // bytes of memory that the connection always has
	kept    int               // bytes that the endpoint keeps: late answers, a plan
	reading bool              // the reader has something for it, and has asked for buffers
	working bool              // the connection itself has asked for one
	heavy   bool              // it has a turn at heavy work
	starved bool              // no memory was left for it
	hello   []byte            // the end of the opening handshake, until it is written
	broken  error             // why nothing can be written any more
	heard   bool              // since the last tick something came
	silent  int               // ticks in a row before which nothing came
	busy    bool              // since the last look something came
	looking bool              // the next look comes after settleTime, not after a tick
	closing bool              // our Close is among the output or has been sent
	over    bool              // both Closes have passed, or the connection has failed
	letGo   bool              // the connection lingers: its deadlines are no longer the socket's
	asked   bool              // the peer's Close came before ours
	tickAt  moment            // when the next tick is due, and the peer's Close once ours is sent

	messages uint64
	code     codec.CloseCode // that the connection ended with
	rule     codec.Rule      // that the peer broke
}

// An application is what an endpoint does with its WebSocket. Its methods are
// called with the socket's lock held.
type application interface {
	// opened is called before the end of the opening handshake is written; what it
	// sends follows that.
	opened(k *socket)
	// received is given each message; data is its own until it returns.
	received(op codec.Opcode, data []byte)
	// finishing is called before the server ends: what is owed is to be sent.
	finishing()
	// ended is called once, at the end, even if opened was not; nothing can be sent any more.
	ended()
}

// settleTime is how long a connection has to be silent before it waits with a
// fresh small stack.
const settleTime = 50 * time.Millisecond

// closeTime is how long the peer's Close is awaited once ours is sent.
const closeTime = 3 * time.Second

// open sends hello, the end of the opening handshake, and serves the WebSocket
// until it is closed. What came with the handshake is in c.head.
func (s *server) open(c *conn, app application, largest int64, compressed *codec.Deflate, hello []byte) {
	k := &socket{c: c, s: s, app: app, base: c.held.Load(), largest: largest, hello: hello, code: codec.CloseAbnormal}
	limits := codec.Limits{
		MaxFrame:     uint64(s.opt.maxFrame),
		MaxMessage:   uint64(s.opt.maxMessage),
		MaxFragments: s.opt.maxFragments,
	}
	if largest > 0 {
		limits.MaxMessage = min(limits.MaxMessage, uint64(largest))
	}
	if limits.MaxFrame >= limits.MaxMessage {
		limits.MaxFrame = 0 // the limit on messages is the one that is met
	}
	cfg := codec.Config{Role: codec.Server, Limits: limits, MaxPending: int(s.opt.maxPending), Memory: k.mayKeep}
	if compressed != nil {
		k.compress(&cfg, *compressed)
	}
	var err error
	k.ws, err = codec.NewConn(cfg)
	if err == nil {
		err = k.r.init(c)
	}
	if err != nil {
		s.log.Error("could not open the WebSocket", "error", err)
		app.ended()
		c.releaseHead()
		c.linger()
		return
	}
	k.r.ask = true
	c.socket.Store(true)
	now := time.Now()
	k.tickAt = momentOf(now.Add(s.tick()))
	k.looking = true
	c.limit(now.Add(s.settle()))

	// One write for the answer and what the first bytes bring.
	k.mu.Lock()
	k.app.opened(k)
	k.take(c.head.rest())
	k.flush()
	done := k.over || k.broken != nil
	k.mu.Unlock()
	c.releaseHead()

	if done {
		k.end()
		return
	}
	go k.serve()
}

// serve reads until the connection is over, and ends it. Whenever the connection
// has fallen silent it goes on as a fresh goroutine: a stack that handling bytes
// has grown is not kept while waiting for more.
func (k *socket) serve() {
	for {
		switch k.stopped(k.r.each(k.came)) {
		case stepAgain:
		case stepAfresh:
			go k.serve()
			return
		case stepFinish:
			k.finish()
			k.end()
			return
		default:
			k.end()
			return
		}
	}
}

// came takes what a read brought and writes what that has brought about.
func (k *socket) came(p []byte) reading {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.reading = true
	k.take(p)
	k.flush()
	k.reading = false
	switch {
	case k.over || k.broken != nil:
		return readNoMore
	case k.closing || k.c.tap != nil:
		return readNow // the peer's end is not to wait for a look
	}
	if !k.looking {
		k.looking = true
		k.c.limit(time.Now().Add(k.s.settle()))
	}
	return readLater
}

// A step is what serve does next.
type step uint8

const (
	stepEnd    step = iota
	stepAgain       // read on
	stepAfresh      // read on, on a fresh stack
	stepFinish      // the server ends
)

// stopped is called when reading has stopped, for err or because the connection
// is over. It looks after the times that the connection has for things.
func (k *socket) stopped(err error) step {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.flush()
	switch {
	case k.over || k.broken != nil:
		return stepEnd
	case err == errNoMemory:
		k.starve()
		k.flush()
		return stepEnd
	case !isTimeout(err):
		k.isOver(k.ws.EOF())
		k.c.peerEnded(err)
		return stepEnd
	case k.c.evicted.Load():
		k.starve()
		k.flush()
		return stepEnd
	case k.c.isInterrupted():
		return stepFinish
	}
	return k.look(time.Now())
}

// look is taken when no byte came for a while. Looks are short apart while bytes
// come, so that a silence is noticed soon, and a tick apart in silence.
func (k *socket) look(now time.Time) step {
	due := momentOf(now) >= k.tickAt
	if k.closing {
		if due {
			return stepEnd // the peer's Close did not come
		}
		k.c.limit(k.tickAt.time())
		return stepAgain
	}
	if due {
		k.tick(now)
		if k.over || k.broken != nil {
			return stepEnd
		}
	}
	if k.busy {
		k.busy = false
		k.c.limit(now.Add(k.s.settle()))
		return stepAgain
	}
	k.looking = false
	k.c.limit(k.tickAt.time())
	return stepAfresh
}

// tick comes ticksIdle times within -idle-timeout: a peer silent for one tick is
// pinged (RFC 6455 §5.5.2), one silent for all of them is cut off.
func (k *socket) tick(now time.Time) {
	k.silent++
	if k.heard {
		k.heard, k.silent = false, 0
	}
	switch {
	case k.silent == 1:
		k.ws.Ping(nil)
	case k.silent == ticksIdle:
		k.close(codec.CloseGoingAway, "nothing was received for -idle-timeout")
		k.over = true
	}
	k.tickAt = momentOf(now.Add(k.s.tick()))
	k.flush()
}

// end says how the connection ended, and lets go of it.
func (k *socket) end() {
	k.mu.Lock()
	k.over, k.letGo = true, true
	k.app.ended()
	giveBack(k.ws.Release())
	k.ws.EOF() // and of all other memory
	k.kept = 0
	k.rest()
	broken := k.broken
	k.mu.Unlock()
	if isReset(broken) {
		k.c.peerEnded(broken)
	}
	k.s.log.LogAttrs(context.Background(), slog.LevelInfo, "websocket ended", slog.String("peer", k.c.tcp.RemoteAddr().String()),
		slog.Uint64("messages", k.messages), slog.Int("code", int(k.code)), slog.String("rule", k.rule.Name()))
	if k.c.tap != nil {
		k.c.tap.closed(k.firstClose(), k.code, k.rule)
	}
	if isTimeout(broken) {
		k.c.abort() // the peer takes nothing: keep nothing for it
		return
	}
	k.c.linger()
}

// firstClose returns who sent the first Close frame, or nothing.
func (k *socket) firstClose() side {
	switch {
	case k.asked:
		return fromClient
	case k.closing:
		return fromServer
	}
	return fromNobody
}

// ticksIdle is how many ticks there are in -idle-timeout.
const ticksIdle = 3

// tick is the time between two looks at a silent connection.
func (s *server) tick() time.Duration { return s.opt.idleTimeout / ticksIdle }

func (s *server) settle() time.Duration { return min(settleTime, s.tick()) }
