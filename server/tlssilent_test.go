package main

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"crypto/tls"
	"encoding/binary"
	"encoding/hex"
	"io"
	"net"
	"net/http"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"framelab/codec"
	"framelab/server/conn"
)

// A handshake message of TLS that does not end is not kept: crypto/tls would keep up
// to 256 KiB of it for each connection, which the memory does not count.
func TestHalfMessagesOfTLS(t *testing.T) {
	const typeClientHello, typeCertificate, typeHandshake = 1, 11, 22
	half := func(kind byte) []byte { return append([]byte{kind, 0, 0xFF, 0xF0}, make([]byte, 0xFF00)...) }
	t.Run("before the handshake", func(t *testing.T) {
		c := dial(t, start(t, "-tls", "-handshake-timeout", "1m").addr)
		for rest := half(typeClientHello); len(rest) > 0; {
			n := min(len(rest), 16<<10)
			if _, err := c.Write(append([]byte{typeHandshake, 3, 1, byte(n >> 8), byte(n)}, rest[:n]...)); err != nil {
				break
			}
			rest = rest[n:]
		}
		_, err := io.Copy(io.Discard, c.r)
		require.False(t, conn.IsTimeout(err), "the server ends it")
	})
	t.Run("of a WebSocket", func(t *testing.T) {
		s := start(t, "-tls")
		c, seal := sealed(t, s)
		for rest := half(typeCertificate); len(rest) > 0; {
			n := min(len(rest), 16<<10)
			if _, err := c.Write(seal(typeHandshake, rest[:n])); err != nil {
				break
			}
			rest = rest[n:]
		}
		_, err := io.Copy(io.Discard, c)
		require.False(t, conn.IsTimeout(err), "the server ends it")
	})
	t.Run("of a WebSocket that goes on", func(t *testing.T) {
		s := start(t, "-tls")
		c, seal := sealed(t, s)
		large := frame(true, codec.OpBinary, string(make([]byte, 1<<20)))
		go func() {
			for len(large) > 0 {
				n := min(len(large), 16<<10)
				c.Write(seal(23, large[:n]))
				large = large[n:]
			}
		}()
		_, err := io.CopyN(io.Discard, c, 1<<20)
		require.NoError(t, err, "records of the largest size are data")
	})
}

// sealed opens a WebSocket over TLS 1.3. It returns the TCP connection, and what
// encrypts the next record of a type (RFC 8446 §5.2, §7.3).
func sealed(t *testing.T, s *running) (net.Conn, func(kind byte, b []byte) []byte) {
	t.Helper()
	tcp, keys := dial(t, s.addr), new(bytes.Buffer)
	c := newClient(t, tls.Client(tcp.Conn, &tls.Config{InsecureSkipVerify: true, KeyLogWriter: keys, MinVersion: tls.VersionTLS13}))
	c.send(request(s.addr))
	resp, _ := c.response()
	require.Equal(t, http.StatusSwitchingProtocols, resp.StatusCode)
	secret, err := hex.DecodeString(string(regexp.MustCompile(`CLIENT_TRAFFIC_SECRET_0 \S+ (\S+)`).FindSubmatch(keys.Bytes())[1]))
	require.NoError(t, err)
	expand := func(label string, n int) []byte {
		info := append([]byte{0, byte(n), byte(len("tls13 " + label))}, "tls13 "+label+"\x00"...)
		b, err := hkdf.Expand(sha256.New, secret, string(info), n)
		require.NoError(t, err)
		return b
	}
	require.Equal(t, tls.TLS_AES_128_GCM_SHA256, c.Conn.(*tls.Conn).ConnectionState().CipherSuite)
	block, err := aes.NewCipher(expand("key", 16))
	require.NoError(t, err)
	aead, err := cipher.NewGCM(block)
	require.NoError(t, err)
	iv, seq := expand("iv", aead.NonceSize()), uint64(1) // the handshake was record 0
	return tcp.Conn, func(kind byte, b []byte) []byte {
		nonce := bytes.Clone(iv)
		last := nonce[len(nonce)-8:]
		binary.BigEndian.PutUint64(last, binary.BigEndian.Uint64(last)^seq)
		seq++
		n := len(b) + 1 + aead.Overhead()
		head := []byte{23, 3, 3, byte(n >> 8), byte(n)}
		return aead.Seal(head, nonce, append(bytes.Clone(b), kind), head)
	}
}
