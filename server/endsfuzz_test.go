package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"framelab/codec"
	"framelab/server/gate"
	"framelab/server/policy"
)

// A spy is a connection of the gate of which everything is kept that http.Server reads.
type spy struct {
	*gate.Conn
	mu   sync.Mutex
	seen []byte
}

func (s *spy) Read(p []byte) (int, error) {
	n, err := s.Conn.Read(p)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seen = append(s.seen, p[:n]...)
	return n, err
}

// A pieceConn returns at most so many bytes from a read, as a network can.
type pieceConn struct {
	net.Conn
	most int
}

func (c pieceConn) Read(p []byte) (int, error) { return c.Conn.Read(p[:min(len(p), c.most)]) }

// A spiedGate gives the connections of a gate to http.Server with a spy in each.
type spiedGate struct {
	*gate.Gate
	pieces chan int // the size of pieces for the next connection
	spies  chan *spy
}

func (g spiedGate) Accept() (net.Conn, error) {
	c, err := g.Gate.Accept()
	if err != nil {
		return nil, err
	}
	s := &spy{Conn: c.(*gate.Conn)}
	s.Stream = pieceConn{s.Stream, <-g.pieces}
	g.spies <- s
	return s, nil
}

// FuzzEnds gives one connection's bytes, piece by piece, to the gate, and what the gate
// passes on to net/http. The bytes that net/http got are read once more with net/http's
// own reader: they are complete requests that this server answers, no request follows the
// last one, and the handler saw only these.
func FuzzEnds(f *testing.F) {
	opt, err := parseOptions([]string{"-addr", "127.0.0.1:0", "-idle-timeout", "500ms", "-handshake-timeout", "500ms"}, noEnv)
	require.NoError(f, err)
	s, err := newSystem(opt, io.Discard)
	require.NoError(f, err)
	require.NoError(f, s.listen())
	self := s.gate.Addr().String()
	spied := spiedGate{s.gate, make(chan int, 1), make(chan *spy, 1)}
	var mu sync.Mutex
	var handled []string
	srv := &http.Server{
		ConnContext: func(ctx context.Context, c net.Conn) context.Context { return gate.WithConn(ctx, c.(*spy).Conn) },
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			s.gate.BeginRequest(r)
			mu.Lock()
			handled = append(handled, r.Method+" "+r.RequestURI)
			mu.Unlock()
			switch r.URL.Path { // the ways in which a response can have its length
			case "/none":
				w.WriteHeader(http.StatusNoContent)
			case "/unknown":
				w.(http.Flusher).Flush()
				w.Write([]byte("x"))
			case "/body":
				io.Copy(w, r.Body)
			default:
				w.Write([]byte("x"))
			}
		}),
		IdleTimeout:                  s.opt.IdleTimeout,
		DisableGeneralOptionsHandler: true,
	}
	go srv.Serve(spied)
	f.Cleanup(func() { srv.Close() })

	for i, first := range endings {
		for _, path := range []string{"/healthz", "/none", "/unknown", "/body"} {
			first := strings.Replace(first, "/healthz", path, 1)
			f.Add([]byte(first+"GET / HTTP/1.1\r\nHost: SELF\r\n\r\nGET / HTTP/1.1\r\nHost: evil.example\r\n\r\n"), uint8(0))
			f.Add([]byte("GET "+path+" HTTP/1.1\r\nHost: SELF\r\n\r\n"+first+"GET / HTTP/1.1\nHost: evil.example\n\n"), uint8(i))
		}
	}
	f.Add([]byte("POST /body HTTP/1.1\r\nHost: SELF\r\nContent-Length: 44\r\n\r\nGET / HTTP/1.1\r\nHost: evil.example\r\nX-Y: z\r\n\r\n"), uint8(255))
	f.Add([]byte("POST /body HTTP/1.1\r\nHost: SELF\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nabcde"), uint8(0))
	f.Add([]byte("POST /body HTTP/1.1\r\nHost: SELF\r\nContent-Length : 5\r\n\r\nabcde"), uint8(0))

	f.Fuzz(func(t *testing.T, b []byte, piece uint8) {
		spied.pieces <- int(piece) + 1
		b = bytes.ReplaceAll(b, []byte("SELF"), []byte(self))
		mu.Lock()
		handled = nil
		mu.Unlock()
		tcp, err := net.Dial("tcp", self)
		require.NoError(t, err)
		defer tcp.Close()
		tcp.SetDeadline(time.Now().Add(patience))
		tcp.Write(b)
		tcp.(*net.TCPConn).CloseWrite()
		said, err := io.ReadAll(tcp)
		require.NoError(t, err, "%q got %q", b, said)
		require.NotContains(t, string(said), "\r\n\r\n400 Bad Request", "net/http refuses nothing in words of its own")
		tcp.Close()
		c := <-spied.spies
		s.gate.Wait(time.Now().Add(patience))
		c.mu.Lock()
		seen := slices.Clone(c.seen)
		c.mu.Unlock()
		mu.Lock()
		defer mu.Unlock()
		want, err := asNetHTTPReads(s, seen)
		require.NoError(t, err, "net/http got %q", seen)
		require.LessOrEqual(t, len(handled), len(want))
		for i := range handled {
			require.Equal(t, want[i], handled[i])
		}
	})
}

// asNetHTTPReads reads requests with net/http's reader, and returns method and target
// of each. The error says what in them should not have got there.
func asNetHTTPReads(s *system, b []byte) (list []string, _ error) {
	r := bufio.NewReader(bytes.NewReader(b))
	for last := false; ; {
		// One byte is what net/http looks at while a handler is at work, of a request that
		// has been judged.
		if next, _ := r.Peek(2); len(next) == 0 || len(next) == 1 && !last {
			return list, nil
		}
		if last {
			return nil, errors.New("bytes after the last request")
		}
		req, err := http.ReadRequest(r)
		if err != nil {
			return nil, err
		}
		list = append(list, req.Method+" "+req.RequestURI)
		if verdict := s.policy.CheckHost(req.Host); verdict.Status != 0 {
			return nil, errors.New(verdict.Sentence)
		}
		if origin := req.Header.Get("Origin"); origin != "" && s.policy.CheckOrigin(origin).Status != 0 {
			return nil, errors.New("the Origin " + origin)
		}
		if len(req.TransferEncoding) > 0 || s.gate.Route(policy.TargetPath([]byte(req.RequestURI))) != nil {
			return nil, errors.New("a request that is not for net/http")
		}
		keepAlive := req.ProtoAtLeast(1, 1) || slices.ContainsFunc(req.Header["Connection"], func(v string) bool {
			return strings.Contains(strings.ToLower(v), "keep-alive")
		})
		last = req.Close || !keepAlive
		if _, err := io.Copy(io.Discard, req.Body); err != nil {
			if _, more := r.Peek(1); more == nil {
				return nil, err
			}
			return list, nil // the peer ended within the body
		}
	}
}

// The reader above finds what it is for.
func TestAsNetHTTPReads(t *testing.T) {
	s := listening(t, testSite(t))
	self := s.gate.Addr().String()
	good := "GET / HTTP/1.1\r\nHost: " + self + "\r\n\r\n"
	list, err := asNetHTTPReads(s, []byte(good+good))
	require.NoError(t, err)
	assert.Equal(t, []string{"GET /", "GET /"}, list)
	for name, b := range map[string]string{
		"after the last":   strings.Replace(good, "\r\n\r\n", "\r\nConnection: close\r\n\r\n", 1) + good,
		"after HTTP/1.0":   strings.Replace(good, "1.1", "1.0", 1) + good,
		"another Host":     strings.Replace(good, self, "evil.example", 1),
		"another Origin":   strings.Replace(good, "\r\n\r\n", "\r\nOrigin: https://evil.example\r\n\r\n", 1),
		"a handshake":      string(request(self)),
		"a part":           good + "GET /",
		"chunks":           strings.Replace(good, "\r\n\r\n", "\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 1),
		"half an http URI": strings.Replace(good, "/", "http://evil.example/", 1),
	} {
		_, err := asNetHTTPReads(s, []byte(b))
		assert.Error(t, err, name)
	}
	var r codec.Request
	_, err = r.Parse([]byte(good), codec.HeadLimits{})
	require.NoError(t, err)
	assert.False(t, policy.EndsConnection(&r))
}
