//go:build unix

package conn

import (
	"io"
	"syscall"
)

const canTry = true

// eachTry reads what is there into a pooled buffer, and waits without one.
//
// It waits within one call of raw.Read for as long as it can: when that call begins, it
// forgets that the poller has reported bytes, so it has to begin with a read.
func (r *Reader) eachTry(take func(p []byte) Next) error {
	var failed error
	next := ReadNow
	try := func(fd uintptr) (enough bool) {
		buf := r.buffer()
		if buf == nil {
			failed = ErrNoMemory
			return true
		}
		defer r.giveBuffer(buf)
		n, err := syscall.Read(int(fd), buf[:])
		for err == syscall.EINTR {
			n, err = syscall.Read(int(fd), buf[:])
		}
		if err == syscall.EAGAIN {
			return false
		}
		if err == nil && n == 0 {
			err = io.EOF
		}
		if err != nil {
			failed = err
			return true
		}
		r.c.received(buf[:n])
		next = take(buf[:n])
		return next != ReadLater || n == len(buf)
	}
	for next != StopReading && failed == nil {
		if err := r.raw.Read(try); err != nil {
			return err
		}
	}
	return failed
}
