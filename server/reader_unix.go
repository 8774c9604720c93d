//go:build unix

package main

import (
	"io"
	"syscall"
)

const canTry = true

// tryRead reads what is there into a pooled buffer; with nothing there it gives
// the buffer back and says false, which waits until something is.
func (r *reader) tryRead(fd uintptr) bool {
	buf := takeBuffer()
	n, err := syscall.Read(int(fd), buf[:])
	for err == syscall.EINTR {
		n, err = syscall.Read(int(fd), buf[:])
	}
	if err == syscall.EAGAIN {
		giveBuffer(buf)
		return false
	}
	if err == nil && n == 0 {
		err = io.EOF
	}
	r.buf, r.n, r.err = buf, n, err
	return true
}
