package conn

import (
	"syscall"
	"unsafe"
)

// hasUnsent reports whether the system still has bytes that the peer has not taken.
func (c *Conn) hasUnsent() bool {
	n := int32(1)
	if raw, err := c.tcp.SyscallConn(); err == nil {
		_ = raw.Control(func(fd uintptr) {
			syscall.Syscall(syscall.SYS_IOCTL, fd, syscall.TIOCOUTQ, uintptr(unsafe.Pointer(&n)))
		})
	}
	return n > 0
}
