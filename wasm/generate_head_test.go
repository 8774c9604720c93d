package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"strings"

	"framelab/codec"
)

// head returns a request for a handshake, usually a legal one.
func (s *script) head() []byte {
	key := base64.StdEncoding.EncodeToString(s.bytes(pick(s, 16, 16, 16, 16, 15, 17)))
	fields := []string{
		"Host: " + pick(s, "server.example.com", "localhost:8080", "[::1]", "a b"),
		"Upgrade: " + pick(s, "websocket", "WebSocket", "h2c, websocket", "webSockets"),
		"Connection: " + pick(s, "Upgrade", "keep-alive, upgrade", "close"),
		"Sec-WebSocket-Key: " + pick(s, key, key, key, "AQIDBAUGBwgJCgsMDQ4PEC==", "?"),
		"Sec-WebSocket-Version: " + pick(s, "13", "13", "13", "13", "8", "013", "13, 8"),
	}
	for _, more := range []string{
		"Origin: http://example.com", "Sec-WebSocket-Protocol: chat, superchat", "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits",
		"Cookie: a=b", "Transfer-Encoding: chunked", "Content-Length: 0", "Content-Length: 3", "X:\t \t", "Sec-WebSocket-Protocol: 한국",
	} {
		if s.r.IntN(6) == 0 {
			fields = append(fields, more)
		}
	}
	if s.r.IntN(3) == 0 {
		s.r.Shuffle(len(fields), func(i, j int) { fields[i], fields[j] = fields[j], fields[i] })
	}
	if s.r.IntN(5) == 0 {
		i := s.r.IntN(len(fields))
		fields[i] = pick(s, fields[s.r.IntN(len(fields))], "A : b", " folded", "nothing")
	}
	line := pick(s, "GET /chat HTTP/1.1", "GET / HTTP/1.1", "GET /한?q HTTP/1.1", "POST / HTTP/1.1", "GET / HTTP/1.0", "GET http://example.com/ HTTP/1.1", "GET /chat HTTP/1.1")
	end := "\r\n"
	if s.r.IntN(20) == 0 {
		end = "\n"
	}
	return []byte(line + end + strings.Join(fields, end) + end + end)
}

// asked dissects a request and responds to it.
func (s *script) asked(b []byte) {
	s.call("dissectRequest", b)
	with := bytes.Clone(b)
	list := []string{pick(s, "", "No.", "틀렸습니다.")}
	for range s.r.IntN(3) {
		list = append(list, pick(s, "chat", "superchat", "other", ""))
	}
	for _, v := range list {
		with = append(binary.LittleEndian.AppendUint32(with, uint32(len(v))), v...)
	}
	s.call("refusal", []byte(list[0]), pick[uint32](s, 403, 403, 426, 200, 1<<31))
	s.call("respond", with, uint32(len(b)), 0, pick[uint32](s, 0, 0, 0, 100, 1<<31))
}

func requestHead(s *script)        { s.asked(s.head()) }
func mutatedRequestHead(s *script) { s.asked(s.mutated(s.head())) }

func responseHead(s *script) {
	request := s.head()
	response := s.answer(request)
	if s.r.IntN(3) == 0 {
		response = s.mutated(response)
	}
	if s.r.IntN(4) == 0 {
		response = append([]byte(pick(s, "HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 103 \r\nLink: x\r\n\r\n", "HTTP/1.1 102\r\n\r\n")), response...)
	}
	s.call("dissectResponse", append(bytes.Clone(response), request...), uint32(len(response)))
}

// answer returns a response to a request: a server's, or a made-up one.
func (s *script) answer(request []byte) []byte {
	var req codec.Request
	n, err := req.Parse(request, codec.HeadLimits{})
	if err != nil && s.r.IntN(2) == 0 {
		return codec.AppendRefusal(nil, codec.RuleOf(err), "no")
	}
	accept := "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
	if n > 0 && s.r.IntN(4) > 0 {
		if b, err := codec.AppendSwitchingProtocols(nil, &req, pick(s, "", "chat"), ""); err == nil {
			return b
		}
		if key, ok := req.Get("Sec-WebSocket-Key"); ok {
			accept = string(codec.AppendAccept(nil, key))
		}
	}
	lines := []string{
		pick(s, "HTTP/1.1 101 Switching Protocols", "HTTP/1.1 101 ", "HTTP/1.1 101", "HTTP/1.1 200 OK", "HTTP/1.0 101 x"),
		"Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Accept: " + accept,
	}
	for range s.r.IntN(4) {
		lines = append(lines, pick(s,
			lines[1], lines[2], lines[3], "Sec-WebSocket-Protocol: chat", "Sec-WebSocket-Protocol: a, b", "Sec-WebSocket-Protocol: other",
			"Sec-WebSocket-Extensions: permessage-deflate", "Sec-WebSocket-Extensions: x;", "Sec-WebSocket-Extensions: y",
			"Transfer-Encoding: chunked", "Content-Length: 0", " folded", "Upgrade:\r\n\twebsocket"))
	}
	return []byte(strings.Join(lines, "\r\n") + "\r\n\r\n")
}

func largeHead(s *script) {
	if s.r.IntN(20) > 0 {
		s.asked([]byte("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"))
		return
	}
	line := pick(s, "a: b\r\n", "Cookie: "+strings.Repeat("x", 500)+"\r\n")
	s.asked([]byte("GET / HTTP/1.1\r\n" + strings.Repeat(line, 90+s.r.IntN(30)) + "\r\n"))
}

func clientRequest(s *script) {
	var b []byte
	add := func(v string) { b = append(binary.LittleEndian.AppendUint32(b, uint32(len(v))), v...) }
	add(pick(s, "server.example.com", "localhost:8080", "", "a\r\nb"))
	add(pick(s, "/chat", "/", "*", "/a b", "/a#b", "/\n"))
	add(pick(s, "", "http://example.com", "null", "a\x00"))
	add(string(s.bytes(pick(s, 16, 16, 16, 3))))
	add(pick(s, "", "permessage-deflate", "x\r\ny"))
	n := s.r.IntN(3)
	b = binary.LittleEndian.AppendUint32(b, uint32(n))
	for range n {
		add(pick(s, "chat", "superchat", "not a token", ""))
	}
	for range s.r.IntN(3) {
		add(pick(s, "User-Agent", "Cookie", "Host", "a b"))
		add(pick(s, "x", "", "a\r\nInjected: yes", " y "))
	}
	s.call("request", b)
	s.call("request", s.mutated(b))
}

func acceptKey(s *script) {
	s.call("accept", []byte(base64.StdEncoding.EncodeToString(s.bytes(16))))
	s.call("accept", s.bytes(s.r.IntN(100)))
	s.call("sha1", s.bytes(s.r.IntN(200)))
	s.call("guid", nil)
	key := []byte(base64.StdEncoding.EncodeToString(s.bytes(16)))
	wrong := codec.SHA1(append([]byte(pick(s, "", " ", codec.GUID)), key...))
	got := []byte(pick(s, base64.StdEncoding.EncodeToString(wrong[:]), string(codec.AppendAccept(nil, key)), string(key), ""))
	s.call("wrongAccept", append(bytes.Clone(key), got...), uint32(len(key)))
}
