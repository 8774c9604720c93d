package socket

import (
	"time"

	"framelab/codec"
	"framelab/server/conn"
)

// A pace tells when to look at a connection from which nothing comes.
type pace struct {
	heard   bool        // since the last tick something came
	busy    bool        // since the last look something came
	looking bool        // the next look comes after SettleTime, not after a tick
	silent  int         // ticks in a row before which nothing came
	tickAt  conn.Moment // when the next tick is due; once our Close is sent, when the peer's is
}

// SettleTime is how long a connection has to be silent before it waits with a
// new small stack.
const SettleTime = 50 * time.Millisecond

// CloseTime is how long the socket waits for the peer's Close once ours is sent.
const CloseTime = 3 * time.Second

// ticksIdle is how many ticks there are in -idle-timeout.
const ticksIdle = 3

// tick is the time between two looks at a silent connection.
func (s *Sockets) tick() time.Duration { return s.Limits.IdleTimeout / ticksIdle }

func (s *Sockets) settle() time.Duration { return min(SettleTime, s.tick()) }

// lookSoon has the next look come after SettleTime, unless it does already.
func (k *Socket) lookSoon() {
	if !k.pace.looking {
		k.pace.looking = true
		k.c.SetReadDeadline(time.Now().Add(k.shared.settle()))
	}
}

// look is called when no byte came for a while. Looks are short apart while bytes
// come, so that a silence is noticed soon, and a tick apart in silence.
func (k *Socket) look(now time.Time) step {
	due := conn.MomentOf(now) >= k.pace.tickAt
	if k.state == closing {
		if due {
			return stepRelease // the peer's Close did not come
		}
		k.c.SetReadDeadline(k.pace.tickAt.Time())
		return stepAgain
	}
	if due {
		k.tick(now)
		if k.state.isOver() {
			return stepRelease
		}
	}
	if k.pace.busy {
		k.pace.busy = false
		k.c.SetReadDeadline(now.Add(k.shared.settle()))
		return stepAgain
	}
	k.pace.looking = false
	k.c.SetReadDeadline(k.pace.tickAt.Time())
	return stepAfresh
}

// tick comes ticksIdle times within -idle-timeout. A peer that was silent for one tick is
// pinged (RFC 6455 §5.5.2); a peer that was silent for all of them is closed.
func (k *Socket) tick(now time.Time) {
	k.pace.silent++
	if k.pace.heard {
		k.pace.heard, k.pace.silent = false, 0
	}
	switch {
	case k.pace.silent == 1:
		k.ws.Ping(nil)
	case k.pace.silent == ticksIdle:
		k.Close(codec.CloseGoingAway, "nothing was received for -idle-timeout")
		k.on(ends)
	}
	k.pace.tickAt = conn.MomentOf(now.Add(k.shared.tick()))
	k.Flush()
}
