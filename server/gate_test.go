package main

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"framelab/codec"
	"framelab/server/cert"
)

// A first frame in the same packet as the handshake is not lost, wherever the
// bytes are cut in two.
func TestEverySplit(t *testing.T) {
	s := start(t)
	b := append(request(s.addr), text("one")...)
	b = append(b, text("two")...)
	for i := 1; i <= len(b); i++ {
		c := dial(t, s.addr)
		c.send(b[:i])
		c.send(b[i:])
		resp, _ := c.response()
		require.Equal(t, http.StatusSwitchingProtocols, resp.StatusCode, "split at %d", i)
		c.wants(codec.OpText, "one")
		c.wants(codec.OpText, "two")
		c.Close()
	}
}

// The handshake's bytes one at a time.
func TestByteByByte(t *testing.T) {
	s := start(t)
	c := dial(t, s.addr)
	for _, b := range append(request(s.addr), text("slowly")...) {
		c.send([]byte{b})
	}
	resp, _ := c.response()
	require.Equal(t, http.StatusSwitchingProtocols, resp.StatusCode)
	c.wants(codec.OpText, "slowly")
}

// On a kept-alive connection requests of every kind come before the handshake,
// waiting for each answer or not; each is answered, in order.
func TestKeptAliveThenUpgrade(t *testing.T) {
	get := func(addr string) []byte { return []byte("GET /icon.svg HTTP/1.1\r\nHost: " + addr + "\r\n\r\n") }
	post := func(addr string) []byte {
		return fmt.Appendf(nil, "POST /icon.svg HTTP/1.1\r\nHost: %s\r\nContent-Length: %d\r\n\r\n%s", addr, 30000, strings.Repeat("GET /echo HTTP/1.1\r\n\r\n", 1500)[:30000])
	}
	for _, secure := range []bool{false, true} {
		for _, pipelined := range []bool{false, true} {
			t.Run(fmt.Sprintf("tls %v, pipelined %v", secure, pipelined), func(t *testing.T) {
				s, c := startMaybeTLS(t, secure)
				want := []int{200, 405, 200, 405, 404}
				requests := [][]byte{get(s.addr), post(s.addr), get(s.addr), post(s.addr),
					[]byte("GET /no HTTP/1.1\r\nHost: " + s.addr + "\r\n\r\n")}
				upgrade := append(request(s.addr), text("early")...)
				if pipelined {
					var all []byte
					for _, r := range requests {
						all = append(all, r...)
					}
					go c.Write(append(all, upgrade...))
				}
				for i, status := range want {
					if !pipelined {
						c.send(requests[i])
					}
					resp, body := c.response()
					require.Equal(t, status, resp.StatusCode, "request %d: %s", i, body)
				}
				if !pipelined {
					c.send(upgrade)
				}
				resp, _ := c.response()
				require.Equal(t, http.StatusSwitchingProtocols, resp.StatusCode)
				c.wants(codec.OpText, "early")
				c.send(closeFrame(1000, ""))
				c.wantsClose(1000)
			})
		}
	}
}

// startMaybeTLS starts a server with or without TLS and connects to it.
func startMaybeTLS(t *testing.T, secure bool) (*running, *client) {
	t.Helper()
	if !secure {
		s := start(t)
		return s, dial(t, s.addr)
	}
	s := start(t, "-tls")
	return s, dialTLS(t, s)
}

func dialTLS(t *testing.T, s *running) *client {
	t.Helper()
	c, err := tls.Dial("tcp", s.addr, &tls.Config{InsecureSkipVerify: true, NextProtos: []string{"h2", "http/1.1"}})
	require.NoError(t, err)
	assert.Equal(t, "http/1.1", c.ConnectionState().NegotiatedProtocol)
	return newClient(t, c)
}

// A malformed head after good requests is refused, after their answers.
func TestSecondHeadMalformed(t *testing.T) {
	s := start(t)
	c := dial(t, s.addr)
	c.send([]byte("GET /icon.svg HTTP/1.1\r\nHost: " + s.addr + "\r\n\r\nGET / HTTP/1.1\nHost: x\r\n\r\n"))
	resp, body := c.response()
	require.Equal(t, 200, resp.StatusCode)
	require.Equal(t, "<svg/>", body)
	resp, body = c.response()
	require.Equal(t, 400, resp.StatusCode)
	require.Contains(t, body, "head.bare-lf")
	c.wantsEnd()
}

// Transfer-Encoding is refused on every path: two readers must not
// disagree about where a request ends.
func TestTransferEncodingRefused(t *testing.T) {
	s := start(t)
	c := dial(t, s.addr)
	c.send([]byte("POST /icon.svg HTTP/1.1\r\nHost: " + s.addr + "\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"))
	resp, body := c.response()
	require.Equal(t, 400, resp.StatusCode)
	require.Contains(t, body, "request.transfer-encoding")
	c.wantsEnd()
}

// A request that asks to end the connection is the last one that is answered on it.
func TestNothingAfterConnectionClose(t *testing.T) {
	s := start(t)
	c := dial(t, s.addr)
	c.send(append([]byte("GET /icon.svg HTTP/1.1\r\nHost: "+s.addr+"\r\nConnection: close\r\n\r\n"), request(s.addr)...))
	resp, _ := c.response()
	require.Equal(t, 200, resp.StatusCode)
	c.wantsEnd()
}

// The server's own certificate is for localhost and both loopback addresses.
func TestOwnCertificate(t *testing.T) {
	s := start(t, "-tls")
	c := dialTLS(t, s)
	cert := c.Conn.(*tls.Conn).ConnectionState().PeerCertificates[0]
	for _, name := range []string{"localhost", "127.0.0.1", "::1"} {
		assert.NoError(t, cert.VerifyHostname(name))
	}
	assert.Error(t, cert.VerifyHostname("example.org"))
	c.open(s.addr)
	for _, n := range []int{0, 1, 125, 40000, 70000} {
		c.send(text(strings.Repeat("x", n)))
		c.wants(codec.OpText, strings.Repeat("x", n))
	}
	c.send(closeFrame(1000, ""))
	c.wantsClose(1000)
}

// -cert and -key are the certificate that is shown.
func TestGivenCertificate(t *testing.T) {
	cfg, err := cert.Make("lab.example:443")
	require.NoError(t, err)
	made := cfg.Certificates[0]
	key, err := x509.MarshalPKCS8PrivateKey(made.PrivateKey)
	require.NoError(t, err)
	certFile, keyFile := filepath.Join(t.TempDir(), "cert.pem"), filepath.Join(t.TempDir(), "key.pem")
	require.NoError(t, os.WriteFile(certFile, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: made.Certificate[0]}), 0o600))
	require.NoError(t, os.WriteFile(keyFile, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key}), 0o600))
	s := start(t, "-cert", certFile, "-key", keyFile)
	c := dialTLS(t, s)
	shown := c.Conn.(*tls.Conn).ConnectionState().PeerCertificates[0]
	require.Equal(t, made.Certificate[0], shown.Raw)
	require.NoError(t, shown.VerifyHostname("lab.example"))
	c.open(s.addr)
	c.send(text("ours"))
	c.wants(codec.OpText, "ours")
}

// A client that supports only HTTP/2 is refused in the TLS handshake.
func TestALPN(t *testing.T) {
	s := start(t, "-tls")
	_, err := tls.Dial("tcp", s.addr, &tls.Config{InsecureSkipVerify: true, NextProtos: []string{"h2"}})
	require.ErrorContains(t, err, "no application protocol")
}

// Plain HTTP at the TLS port is answered in words.
func TestPlainAtTLS(t *testing.T) {
	s := start(t, "-tls")
	c := dial(t, s.addr)
	c.send(request(s.addr))
	resp, body := c.response()
	require.Equal(t, 400, resp.StatusCode)
	require.Contains(t, body, "https://")
	c.wantsEnd()
}
