package conn

import "time"

// Past is a deadline that makes a blocked Read return.
var Past = epoch.Add(-time.Hour)

// SetReadDeadline sets our own read deadline; the zero time means no deadline. If
// http.Server has set one too, the earlier one counts.
func (c *Conn) SetReadDeadline(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ownDeadline = t
	c.applyRead()
}

// EnsureReadDeadline sets our own read deadline unless there is one.
func (c *Conn) EnsureReadDeadline(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ownDeadline.IsZero() {
		c.ownDeadline = t
		c.applyRead()
	}
}

// IsLate reports whether our own read deadline has passed, and not because the server
// is shutting down.
func (c *Conn) IsLate() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return !c.interrupted && !c.ownDeadline.IsZero() && !time.Now().Before(c.ownDeadline)
}

// SetHTTPDeadline sets the read deadline that http.Server asks for. It does nothing
// after Detach.
func (c *Conn) SetHTTPDeadline(t time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.detached {
		return nil
	}
	c.httpDeadline = t
	return c.applyRead()
}

// Detach notes that http.Server has closed the connection. It returns false if that was
// noted before.
func (c *Conn) Detach() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	first := !c.detached
	c.detached = true
	c.httpDeadline = time.Time{}
	return first
}

// IsDetached reports whether http.Server has closed the connection.
func (c *Conn) IsDetached() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.detached
}

// ReadDeadlines returns our own read deadline and http.Server's.
func (c *Conn) ReadDeadlines() (own, http time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.ownDeadline, c.httpDeadline
}

// applyRead sets the read deadline of TCP to the one that counts.
func (c *Conn) applyRead() error {
	t := c.ownDeadline
	if t.IsZero() || !c.httpDeadline.IsZero() && c.httpDeadline.Before(t) {
		t = c.httpDeadline
	}
	if !c.resumed && (c.account.Evicted() || c.interrupted && (c.detached || c.inHead)) {
		t = Past
	}
	return c.tcp.SetReadDeadline(t)
}

// setWriteDeadline sets the write deadline, unless the last one is set.
func (c *Conn) setWriteDeadline(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.lastWrite {
		c.tcp.SetWriteDeadline(t)
	}
}

// SetLastWriteDeadline sets the write deadline for good, unless that has been done, by
// Interrupt or here.
func (c *Conn) SetLastWriteDeadline(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.lastWrite {
		c.lastWrite = true
		c.tcp.SetWriteDeadline(t)
	}
}

// Interrupt begins the connection's part of a shutdown. A goroutine that reads wakes,
// unless it is in the middle of a request; writes have until writeBy.
func (c *Conn) Interrupt(writeBy time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.interrupted = true
	c.lastWrite = true
	c.tcp.SetWriteDeadline(writeBy)
	c.applyRead()
}

// IsInterrupted reports whether the server is shutting down.
func (c *Conn) IsInterrupted() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.interrupted
}

// Resume lets reads wait again after Interrupt or an eviction.
func (c *Conn) Resume() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.resumed = true
	c.applyRead()
}

// SetInHead notes whether the connection is between two requests.
func (c *Conn) SetInHead(in bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.inHead = in; c.interrupted {
		c.applyRead()
	}
}

// AwaitDeadline waits until the read deadline has passed, even if bytes arrive before.
func (c *Conn) AwaitDeadline() error {
	raw, err := c.tcp.SyscallConn()
	if err == nil {
		err = raw.Read(func(uintptr) bool { return false })
	}
	return err
}
