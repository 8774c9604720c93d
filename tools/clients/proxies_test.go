package clients

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"framelab/codec"
)

// The server works behind a reverse proxy: pages, and WebSockets whose handshake comes on
// a connection that pages have used before.
func TestProxies(t *testing.T) {
	for _, proxy := range []struct {
		name, debian, config string
		args                 func(config string) []string
	}{
		{"nginx", "nginx", nginxConfig, func(config string) []string {
			return []string{"-c", config, "-p", filepath.Dir(config), "-e", "stderr"}
		}},
		{"haproxy", "haproxy", haproxyConfig, func(config string) []string { return []string{"-db", "-f", config} }},
	} {
		t.Run(proxy.name, func(t *testing.T) {
			path := find(t, proxy.debian, proxy.name, "/usr/sbin/"+proxy.name)
			port := freePort(t)
			front := "127.0.0.1:" + port
			between := count(t, start(t, "-hosts", front))
			config := filepath.Join(t.TempDir(), "proxy.conf")
			require.NoError(t, os.WriteFile(config, fmt.Appendf(nil, proxy.config, between.addr, port), 0o644))
			cmd := exec.Command(path, proxy.args(config)...)
			cmd.Stderr = os.Stderr
			begin(t, cmd)
			eventuallyListens(t, front)

			for range 3 {
				resp, err := http.Get("http://" + front + "/healthz")
				require.NoError(t, err)
				body, _ := io.ReadAll(resp.Body)
				resp.Body.Close()
				require.Equal(t, "ok\n", string(body))
			}
			require.Equal(t, int64(1), between.accepted.Load(), "the proxy keeps its connection alive")
			c := open(t, front, "/echo", "")
			assert.Equal(t, int64(1), between.accepted.Load(), "the handshake came on that connection")
			for _, size := range []int{0, 125, 65536, 1 << 20} {
				c.exchange(size)
			}
			c.close(4001)
			for range 20 { // and on new connections, with pages between
				resp, err := http.Get("http://" + front + "/server.json")
				require.NoError(t, err)
				io.Copy(io.Discard, resp.Body)
				resp.Body.Close()
				open(t, front, "/echo", "http://"+front).exchange(100)
			}
			// A page from a different origin is refused through the proxy too.
			conn, err := net.Dial("tcp", front)
			require.NoError(t, err)
			defer conn.Close()
			conn.SetDeadline(time.Now().Add(patience))
			conn.Write(request(front, "/echo", "https://evil.example"))
			resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
			require.NoError(t, err)
			assert.Equal(t, http.StatusForbidden, resp.StatusCode)
		})
	}
}

const nginxConfig = `daemon off; pid nginx.pid; worker_processes 1;
events { worker_connections 256; }
http {
	access_log off;
	client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s;
	upstream framelab { server %s; keepalive 4; }
	map $http_upgrade $connection_upgrade { default upgrade; '' ''; }
	server {
		listen 127.0.0.1:%s;
		location / {
			proxy_pass http://framelab;
			proxy_http_version 1.1;
			proxy_set_header Host $http_host;
			proxy_set_header Upgrade $http_upgrade;
			proxy_set_header Connection $connection_upgrade;
		}
	}
}
`

// With one thread: each has idle connections of its own, and the handshake could come to another.
const haproxyConfig = `global
	nbthread 1
defaults
	mode http
	timeout connect 5s
	timeout client 30s
	timeout server 30s
	timeout tunnel 60s
	http-reuse always
backend framelab
	server one %s pool-purge-delay 30s
frontend all
	bind 127.0.0.1:%s
	default_backend framelab
`

// A counter sits between a proxy and the server, and counts connections.
type counter struct {
	addr     string
	accepted atomic.Int64
}

func count(t *testing.T, to string) *counter {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { l.Close() })
	n := &counter{addr: l.Addr().String()}
	go func() {
		for {
			from, err := l.Accept()
			if err != nil {
				return
			}
			n.accepted.Add(1)
			go pipe(from, to)
		}
	}()
	return n
}

func pipe(from net.Conn, addr string) {
	defer from.Close()
	to, err := net.Dial("tcp", addr)
	if err != nil {
		return
	}
	defer to.Close()
	go func() {
		io.Copy(to, from)
		to.(*net.TCPConn).CloseWrite()
	}()
	io.Copy(from, to)
}

// A client is a WebSocket through a proxy.
type client struct {
	t *testing.T
	net.Conn
	r *bufio.Reader
}

func request(host, path, origin string) []byte {
	if origin != "" {
		origin = "Origin: " + origin + "\r\n"
	}
	return []byte("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" + origin +
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n")
}

func open(t *testing.T, addr, path, origin string) *client {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	require.NoError(t, err)
	t.Cleanup(func() { conn.Close() })
	require.NoError(t, conn.SetDeadline(time.Now().Add(patience)))
	c := &client{t, conn, bufio.NewReader(conn)}
	_, err = conn.Write(request(addr, path, origin))
	require.NoError(t, err)
	resp, err := http.ReadResponse(c.r, nil)
	require.NoError(t, err)
	require.Equal(t, http.StatusSwitchingProtocols, resp.StatusCode)
	require.Equal(t, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", resp.Header.Get("Sec-WebSocket-Accept"))
	return c
}

func (c *client) frame(op codec.Opcode, payload []byte) (codec.Opcode, []byte) {
	c.t.Helper()
	go c.Write(codec.AppendFrame(nil, codec.Header{Fin: true, Opcode: op, Masked: true, Key: 0x37fa213d}, payload))
	var b []byte
	for {
		if h, n := codec.ParseHeader(b); n > 0 {
			got := make([]byte, h.Length)
			_, err := io.ReadFull(c.r, got)
			require.NoError(c.t, err)
			return h.Opcode, got
		}
		one, err := c.r.ReadByte()
		require.NoError(c.t, err)
		b = append(b, one)
	}
}

// text sends pings until a text arrives, and returns it.
func (c *client) text() string {
	c.t.Helper()
	for {
		if op, got := c.frame(codec.OpPing, nil); op == codec.OpText {
			return string(got)
		}
	}
}

// exchange sends a message of the given size and expects it back.
func (c *client) exchange(size int) {
	c.t.Helper()
	payload := make([]byte, size)
	for i := range payload {
		payload[i] = byte(i * 7)
	}
	op, got := c.frame(codec.OpBinary, payload)
	require.Equal(c.t, codec.OpBinary, op)
	require.True(c.t, string(got) == string(payload), "%d bytes", size)
}

// close closes the connection with a code, and expects the same code back.
func (c *client) close(code uint16) {
	c.t.Helper()
	op, got := c.frame(codec.OpClose, []byte{byte(code >> 8), byte(code)})
	require.Equal(c.t, codec.OpClose, op)
	require.Equal(c.t, []byte{byte(code >> 8), byte(code)}, got)
	_, err := c.r.ReadByte()
	require.Equal(c.t, io.EOF, err)
}
