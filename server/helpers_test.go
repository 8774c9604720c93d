package main

import (
	"bufio"
	"context"
	"encoding/binary"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"framelab/codec"
)

// patience bounds every wait of these tests.
const patience = 10 * time.Second

// A running server of a test.
type running struct {
	*system
	addr string
	stop context.CancelFunc
	done chan struct{}
}

// end stops the server and waits for it.
func (r *running) end(t *testing.T) {
	t.Helper()
	r.stop()
	select {
	case <-r.done:
	case <-time.After(patience):
		require.Fail(t, "the server does not end")
	}
}

// testSite writes a small site and returns its folder.
func testSite(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range map[string]string{
		"index.html":                   "<!doctype html><title>root</title>",
		"en/index.html":                "<!doctype html><title>English</title>" + strings.Repeat("x", 500),
		"en/index.html.br":             "brotli of English",
		"en/index.html.gz":             "gzip of English",
		"404.html":                     "<!doctype html><title>Nothing here</title>",
		"assets/main.en.0123456789.js": "export {};",
		"assets/main.0123456789.wasm":  "\x00asm",
		"assets/style.css":             "body{}",
		"icon.svg":                     "<svg/>",
		"server.json":                  "{}",
		"plain.html":                   "<!doctype html><title>plain</title>",
		"plain.html.gz":                "gzip of plain",
	} {
		name = filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
		require.NoError(t, os.WriteFile(name, []byte(content), 0o644))
	}
	return dir
}

// start runs a server on a free port of the loopback interface until the test ends.
func start(t *testing.T, flags ...string) *running {
	t.Helper()
	return startIn(t, testSite(t), flags...)
}

// listening returns a server on a free port that does not serve yet.
func listening(t *testing.T, site string, flags ...string) *system {
	t.Helper()
	opt, err := parseOptions(append([]string{"-addr", "127.0.0.1:0", "-site", site}, flags...), noEnv)
	require.NoError(t, err)
	s, err := newSystem(opt, t.Output())
	require.NoError(t, err)
	require.NoError(t, s.listen())
	t.Cleanup(func() { s.gate.Close() })
	return s
}

func startIn(t *testing.T, site string, flags ...string) *running {
	t.Helper()
	s := listening(t, site, flags...)
	ctx, stop := context.WithCancel(context.Background())
	r := &running{system: s, addr: s.gate.Addr().String(), stop: stop, done: make(chan struct{})}
	go func() {
		defer close(r.done)
		s.serve(ctx)
	}()
	t.Cleanup(func() { r.end(t) })
	return r
}

// A client is one raw connection of a test.
type client struct {
	t *testing.T
	net.Conn
	r *bufio.Reader
}

// dial connects; every read and write of the connection is bounded.
func dial(t *testing.T, addr string) *client {
	t.Helper()
	c, err := net.Dial("tcp", addr)
	require.NoError(t, err)
	return newClient(t, c)
}

func newClient(t *testing.T, c net.Conn) *client {
	t.Helper()
	require.NoError(t, c.SetDeadline(time.Now().Add(patience)))
	t.Cleanup(func() { c.Close() })
	return &client{t, c, bufio.NewReader(c)}
}

func (c *client) send(b []byte) {
	c.t.Helper()
	_, err := c.Write(b)
	require.NoError(c.t, err)
}

// request returns the handshake of RFC 6455 §1.3 with this server's Host, in
// which edit changes, adds ("Name: value") or leaves out ("-Name") fields.
func request(host string, edit ...string) []byte {
	fields := []string{
		"Host: " + host,
		"Upgrade: websocket",
		"Connection: Upgrade",
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
		"Sec-WebSocket-Version: 13",
	}
	line := "GET /echo HTTP/1.1"
	for _, e := range edit {
		name, _, isField := strings.Cut(e, ":")
		isField = isField && !strings.HasSuffix(e, " HTTP/1.1")
		switch out := strings.HasPrefix(e, "-"); {
		case out || isField && !strings.HasPrefix(e, "+"):
			kept := fields[:0:0]
			for _, f := range fields {
				if !strings.HasPrefix(f, strings.TrimPrefix(name, "-")+":") {
					kept = append(kept, f)
				}
			}
			fields = kept
			if !out {
				fields = append(fields, e)
			}
		case isField:
			fields = append(fields, e[1:]) // "+Name: value" is added to the fields
		default:
			line = e
		}
	}
	return []byte(line + "\r\n" + strings.Join(fields, "\r\n") + "\r\n\r\n")
}

// response reads one HTTP response, with its body unless it is 101.
func (c *client) response() (*http.Response, string) {
	c.t.Helper()
	resp, err := http.ReadResponse(c.r, nil)
	require.NoError(c.t, err)
	if resp.StatusCode == http.StatusSwitchingProtocols {
		return resp, ""
	}
	body, err := io.ReadAll(resp.Body)
	require.NoError(c.t, err)
	return resp, string(body)
}

// open sends the handshake and reads the 101.
func (c *client) open(host string) *client {
	c.t.Helper()
	c.send(request(host))
	resp, _ := c.response()
	require.Equal(c.t, http.StatusSwitchingProtocols, resp.StatusCode)
	require.Equal(c.t, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", resp.Header.Get("Sec-WebSocket-Accept"))
	return c
}

// dialOpen connects and opens a WebSocket.
func dialOpen(t *testing.T, s *running) *client {
	t.Helper()
	return dial(t, s.addr).open(s.addr)
}

const maskKey = 0x37fa213d

// frame returns a masked frame.
func frame(fin bool, op codec.Opcode, payload string) []byte {
	h := codec.Header{Fin: fin, Opcode: op, Masked: true, Key: maskKey}
	return codec.AppendFrame(nil, h, []byte(payload))
}

func text(payload string) []byte { return frame(true, codec.OpText, payload) }

// closeFrame returns a masked Close frame; code 0 is an empty body.
func closeFrame(code uint16, reason string) []byte {
	if code == 0 {
		return frame(true, codec.OpClose, "")
	}
	return frame(true, codec.OpClose, string(binary.BigEndian.AppendUint16(nil, code))+reason)
}

// next reads one frame of the server's.
func (c *client) next() (codec.Header, string, error) {
	var b []byte
	for {
		h, n := codec.ParseHeader(b)
		if n > 0 {
			payload := make([]byte, h.Length)
			_, err := io.ReadFull(c.r, payload)
			return h, string(payload), err
		}
		one, err := c.r.ReadByte()
		if err != nil {
			return h, "", err
		}
		b = append(b, one)
	}
}

// wants reads one frame and compares it; FIN must be set and nothing masked.
func (c *client) wants(op codec.Opcode, payload string) {
	c.t.Helper()
	h, got, err := c.next()
	require.NoError(c.t, err)
	require.True(c.t, h.Fin)
	require.False(c.t, h.Masked)
	require.Zero(c.t, h.RSV)
	require.Equal(c.t, op, h.Opcode)
	require.Equal(c.t, len(payload), len(got))
	require.True(c.t, payload == got, "the payload came back changed")
}

// wantsClose reads frames until a Close, which must have the code, 0 for an
// empty body, and then the end of the stream, never a reset.
func (c *client) wantsClose(code codec.CloseCode) (reason string) {
	c.t.Helper()
	for {
		h, got, err := c.next()
		require.NoError(c.t, err, "before the Close")
		if h.Opcode != codec.OpClose {
			continue
		}
		if code == 0 {
			require.Empty(c.t, got)
		} else {
			require.GreaterOrEqual(c.t, len(got), 2)
			require.Equal(c.t, code, codec.CloseCode(binary.BigEndian.Uint16([]byte(got))))
			reason = got[2:]
		}
		break
	}
	c.wantsEnd()
	return reason
}

// wantsEnd reads the end of the stream. A reset is not one.
func (c *client) wantsEnd() {
	c.t.Helper()
	_, err := c.r.ReadByte()
	require.Equal(c.t, io.EOF, err)
}

// answersClose reads frames until a Close with the code, answers it, and reads the end.
func (c *client) answersClose(code codec.CloseCode) (reason string) {
	c.t.Helper()
	for {
		h, got, err := c.next()
		require.NoError(c.t, err, "before the Close")
		if h.Opcode != codec.OpClose {
			continue
		}
		require.GreaterOrEqual(c.t, len(got), 2)
		require.Equal(c.t, code, codec.CloseCode(binary.BigEndian.Uint16([]byte(got))), got[2:])
		c.send(closeFrame(uint16(code), ""))
		c.wantsEnd()
		return got[2:]
	}
}
