package socket

import (
	"time"

	"framelab/codec"
	"framelab/server/conn"
)

// The times of a socket's part of a shutdown.
const (
	shutdownSilence = 20 * time.Millisecond // without a byte, after which nothing more is expected
	// ShutdownReading is the most time for what arrives, for peers that never fall silent.
	ShutdownReading = 1 * time.Second
)

// Shutdown sets until when the peers' Closes are awaited. Each socket begins its part
// when its connection is interrupted.
func (s *Sockets) Shutdown(closeBy time.Time) { s.closeBy.Store(int64(conn.MomentOf(closeBy))) }

// shutdown is a WebSocket's part of the shutdown: every message that was received whole
// is answered, then Close 1001 is sent (RFC 6455 §7.4.1), and the peer's is awaited.
func (k *Socket) shutdown() {
	k.c.Resume()
	reading := time.Now().Add(ShutdownReading)
	for k.flushed() && time.Now().Before(reading) {
		k.c.SetReadDeadline(time.Now().Add(shutdownSilence))
		err := k.readOnce()
		if conn.IsTimeout(err) {
			break
		}
		if err != nil {
			k.lockedReadFailed(err)
			return
		}
	}
	k.mu.Lock()
	if k.state.receives() {
		k.app.Shutdown()
		k.Flush()
		k.Close(codec.CloseGoingAway, "the server is shutting down")
		k.c.SetReadDeadline(conn.Moment(k.shared.closeBy.Load()).Time())
	}
	k.mu.Unlock()
	for k.flushed() {
		if err := k.readOnce(); err != nil {
			if !conn.IsTimeout(err) {
				k.lockedReadFailed(err)
			}
			return
		}
	}
}

// readOnce reads once, and handles what came.
func (k *Socket) readOnce() error {
	return k.r.Each(func(p []byte) conn.Next {
		k.mu.Lock()
		defer k.mu.Unlock()
		k.receive(p)
		k.Flush()
		return conn.StopReading
	})
}

// flushed writes what waits to be sent, and reports whether the peer can still send.
func (k *Socket) flushed() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.Flush()
	return k.state.receives()
}

// lockedReadFailed is readFailed for a goroutine that does not hold the lock.
func (k *Socket) lockedReadFailed(err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.readFailed(err)
}
