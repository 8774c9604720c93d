package main

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"framelab/codec"
	"framelab/server/policy"
)

// §4.2.1 and RFC 9112: each way to ask wrongly has its status, and the answer
// names the rule, the section and the place.
func TestMalformedHandshakes(t *testing.T) {
	s := startApart(t)
	for _, tc := range []struct {
		name   string
		edit   []string
		status int
		rule   codec.Rule
	}{
		{"POST", []string{"POST /echo HTTP/1.1"}, 405, codec.RequestMethod},
		{"HTTP/1.0", []string{"GET /echo HTTP/1.0"}, 505, codec.RequestVersion},
		{"HTTP/3.0", []string{"GET /echo HTTP/3.0"}, 505, codec.RequestVersionMajor},
		{"no version", []string{"GET /echo"}, 400, codec.RequestVersionMissing},
		{"no Host", []string{"-Host"}, 400, codec.RequestHostMissing},
		{"two Hosts", []string{"+Host: " + s.addr}, 400, codec.RequestHostDuplicate},
		{"no Upgrade", []string{"-Upgrade"}, 400, codec.RequestUpgradeMissing},
		{"Upgrade: h2c", []string{"Upgrade: h2c"}, 400, codec.RequestUpgradeNoWebSocket},
		{"no Connection", []string{"-Connection"}, 400, codec.RequestConnectionMissing},
		{"Connection: not-upgraded", []string{"Connection: not-upgraded"}, 400, codec.RequestConnectionNoUpgrade},
		{"no key", []string{"-Sec-WebSocket-Key"}, 400, codec.RequestKeyMissing},
		{"two keys", []string{"+Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="}, 400, codec.RequestKeyDuplicate},
		{"key of 15 bytes", []string{"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25j"}, 400, codec.RequestKeyNot16Bytes},
		{"key of 32 bytes", []string{"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZWRoZSBzYW1wbGUgbm9uY2U="}, 400, codec.RequestKeyNot16Bytes},
		{"key not base64", []string{"Sec-WebSocket-Key: !!!!!!!!!!!!!!!!!!!!!!=="}, 400, codec.RequestKeyNotBase64},
		{"no version 13", []string{"-Sec-WebSocket-Version"}, 400, codec.RequestWebSocketVersionMissing},
		{"version 8", []string{"Sec-WebSocket-Version: 8"}, 426, codec.RequestWebSocketVersionUnsupported},
		{"version 13.0", []string{"Sec-WebSocket-Version: 13.0"}, 400, codec.RequestWebSocketVersionMalformed},
		{"two versions", []string{"+Sec-WebSocket-Version: 13"}, 400, codec.RequestWebSocketVersionDuplicate},
		{"two Origins", []string{"+Origin: http://" + s.addr, "+Origin: http://" + s.addr}, 400, codec.RequestOriginDuplicate},
		{"a body", []string{"+Content-Length: 5"}, 400, codec.RequestBody},
		{"two lengths", []string{"+Content-Length: 0", "+Content-Length: 0"}, 400, codec.RequestLengthDuplicate},
		{"a length that is no number", []string{"+Content-Length: +0"}, 400, codec.RequestLengthMalformed},
		{"Transfer-Encoding", []string{"+Transfer-Encoding: chunked"}, 400, codec.RequestTransferEncoding},
		{"bare LF", []string{"+X: a\nY: b"}, 400, codec.HeadBareLF},
		{"lone CR", []string{"+X: a\rY: b"}, 400, codec.HeadBareCR},
		{"obs-fold", []string{"+X: a\r\n b"}, 400, codec.HeadObsFold},
		{"space before colon", []string{"+X : a"}, 400, codec.HeadSpaceBeforeColon},
		{"NUL", []string{"+X: a\x00b"}, 400, codec.HeadNUL},
		{"control", []string{"+X: a\x01b"}, 400, codec.HeadControl},
		{"101 fields", []string{"+X: 1" + strings.Repeat("\r\nX: 1", 95)}, 431, codec.HeadTooManyFields},
		{"2,000 fields", []string{"+X: 1" + strings.Repeat("\r\nX: 1", 1995)}, 431, codec.HeadTooManyFields},
		{"16 KiB", []string{"+X: " + strings.Repeat("x", 16<<10)}, 431, codec.HeadTooBig},
		{"2 MB of fields", []string{"+X: " + strings.Repeat("x", 2<<20)}, 431, codec.HeadTooBig},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := dial(t, s.addr)
			c.send(request(s.addr, tc.edit...))
			resp, body := c.response()
			c.wantsEnd()
			assert.Equal(t, tc.status, resp.StatusCode)
			assert.Contains(t, body, policy.Sentence(tc.rule))
			assert.Contains(t, body, "rule "+tc.rule.Name()+", "+tc.rule.Section().String())
			assert.Regexp(t, `\(byte \d+, line \d+, column \d+; `, body)
			assert.Equal(t, "nosniff", resp.Header.Get("X-Content-Type-Options"))
			assert.True(t, resp.Close)
			if tc.status == 405 {
				assert.Equal(t, "GET", resp.Header.Get("Allow"))
			}
			switch tc.rule { // §4.4: it says which version it supports
			case codec.RequestWebSocketVersionMissing, codec.RequestWebSocketVersionMalformed,
				codec.RequestWebSocketVersionDuplicate, codec.RequestWebSocketVersionUnsupported:
				assert.Equal(t, "13", resp.Header.Get("Sec-WebSocket-Version"))
			}
		})
	}
}

// The place is where a person would look: byte from 0, line and column from 1.
func TestPlace(t *testing.T) {
	s := startApart(t)
	c := dial(t, s.addr)
	c.send([]byte("GET /echo HTTP/1.1\r\nHost : x\r\n\r\n"))
	_, body := c.response()
	assert.Contains(t, body, "(byte 24, line 2, column 5; rule head.space-before-colon, RFC 9112 §5.1.)")
}

// A client that begins with HTTP/2 (RFC 9113 §3.4) is told what this server supports.
func TestHTTP2Preface(t *testing.T) {
	s := startApart(t)
	c := dial(t, s.addr)
	c.send([]byte("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"))
	resp, body := c.response()
	assert.Equal(t, 505, resp.StatusCode)
	assert.Contains(t, body, policy.Sentence(codec.RequestVersionMajor))
	c.wantsEnd()
}

// The RFC's own key of §4.1 has last bits that are not canonical; it is a key all the same.
func TestUnusualButLegalHandshakes(t *testing.T) {
	s := startApart(t)
	for _, edit := range [][]string{
		{"Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEC=="},
		{"Upgrade: WebSocket"},
		{"Connection: keep-alive, UPGRADE"},
		{"Connection: keep-alive", "+Connection: upgrade"},
		{"+Sec-WebSocket-Protocol: chat, superchat"},
		{"+Sec-WebSocket-Extensions: x-webkit-deflate-frame, permessage-bzip2; level=9"},
		{"GET /echo?a=b HTTP/1.1"},
		{"GET http://" + s.addr + "/echo HTTP/1.1"},
		{"+Content-Length: 0"},
	} {
		c := dial(t, s.addr)
		c.send(request(s.addr, edit...))
		resp, _ := c.response()
		require.Equal(t, http.StatusSwitchingProtocols, resp.StatusCode, fmt.Sprint(edit))
		// This server names no subprotocol that it does not support (§4.2.2).
		require.Empty(t, resp.Header.Get("Sec-WebSocket-Protocol"))
		require.Empty(t, resp.Header.Get("Sec-WebSocket-Extensions"))
		c.send(text("still there"))
		c.wants(codec.OpText, "still there")
	}
}

// §4.2.2: a handshake for a path where no WebSocket is gets 404.
func TestHandshakeElsewhere(t *testing.T) {
	s := startApart(t)
	c := dial(t, s.addr)
	c.send(request(s.addr, "GET /nothing HTTP/1.1"))
	resp, _ := c.response()
	require.Equal(t, http.StatusNotFound, resp.StatusCode)
}

func TestURLInAQuery(t *testing.T) {
	s := startApart(t)
	c := openAt(t, s, "/echo?close=4001&after=0&reason=http://example.com/why")
	require.Equal(t, "http://example.com/why", c.answersClose(4001))
}
