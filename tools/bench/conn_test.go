package bench

import (
	"bufio"
	"bytes"
	"io"
	"net"
	"net/http"
	"time"
)

// A fakeConn is the net.Conn that some libraries require: it reads from a reader and
// writes to a writer.
type fakeConn struct {
	io.Reader
	io.Writer
}

func (fakeConn) Close() error                     { return nil }
func (fakeConn) LocalAddr() net.Addr              { return &net.TCPAddr{} }
func (fakeConn) RemoteAddr() net.Addr             { return &net.TCPAddr{} }
func (fakeConn) SetDeadline(time.Time) error      { return nil }
func (fakeConn) SetReadDeadline(time.Time) error  { return nil }
func (fakeConn) SetWriteDeadline(time.Time) error { return nil }

// A hijackable is an http.ResponseWriter that hands over its connection.
type hijackable struct {
	header http.Header
	conn   net.Conn
	rw     *bufio.ReadWriter
}

func newHijackable(conn net.Conn) *hijackable {
	return &hijackable{
		header: http.Header{},
		conn:   conn,
		rw:     bufio.NewReadWriter(bufio.NewReader(conn), bufio.NewWriter(conn)),
	}
}

func (h *hijackable) Header() http.Header         { return h.header }
func (h *hijackable) Write(p []byte) (int, error) { return len(p), nil }

// WriteHeader writes the same 101 as net/http, as coder/websocket expects.
func (h *hijackable) WriteHeader(status int) {
	if status != http.StatusSwitchingProtocols {
		return
	}
	io.WriteString(h.rw, "HTTP/1.1 101 Switching Protocols\r\n")
	h.header.Write(h.rw)
	io.WriteString(h.rw, "\r\n")
	h.rw.Flush()
}

func (h *hijackable) Hijack() (net.Conn, *bufio.ReadWriter, error) { return h.conn, h.rw, nil }

// upgradeRequest is a request that every library accepts.
func upgradeRequest() *http.Request {
	return must(http.ReadRequest(bufio.NewReader(bytes.NewReader([]byte(plainRequest)))))
}
