package bench

import (
	"math/rand/v2"
	"slices"
	"strings"
)

// randomHead returns the head of a request that every server must accept: the fields of
// an opening handshake in any order, case and spacing, mixed with others.
func randomHead(rng *rand.Rand) []byte {
	pick := func(s ...string) string { return s[rng.IntN(len(s))] }
	lines := []string{
		"Host:" + pick("server.example.com", "server.example.com:8080", "127.0.0.1", "[::1]:80"),
		"Upgrade:" + pick("websocket", "WebSocket", "WEBSOCKET"),
		"Connection:" + pick("Upgrade", "upgrade", "keep-alive, Upgrade", "Upgrade,keep-alive", "keep-alive , upgrade"),
		"Sec-WebSocket-Key:" + randomKey(rng),
		"Sec-WebSocket-Version:13",
	}
	for _, other := range []string{
		"Origin:https://server.example.com", "Origin:null", "User-Agent:Framelab/1 (a; b) c/2.3", "Cookie:a=b; c=\"d\"", "X-Empty:",
		"Sec-WebSocket-Protocol:chat, superchat", "Sec-WebSocket-Extensions:permessage-deflate; client_max_window_bits, x-webkit",
		"Content-Length:0", "X-Long:" + strings.Repeat("0123456789", 1+rng.IntN(200)), "X-Latin:caf\xe9",
	} {
		if rng.IntN(5) == 0 && !strings.HasPrefix(other, "Origin") || rng.IntN(12) == 0 && !hasField(lines, "Origin") {
			lines = append(lines, other)
		}
	}
	rng.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
	for i, line := range lines {
		name, value, _ := strings.Cut(line, ":")
		switch rng.IntN(6) {
		case 0:
			name = strings.ToLower(name)
		case 1:
			name = strings.ToUpper(name)
		}
		lines[i] = name + ":" + pick(" ", " ", "", "\t", "  ") + value + pick("", "", " ", "\t ")
	}
	target := pick("/", "/chat", "/chat?a=b&c=%20", "/%ea%b0%80")
	return []byte("GET " + target + " HTTP/1.1\r\n" + strings.Join(lines, "\r\n") + "\r\n\r\n")
}

func hasField(lines []string, name string) bool {
	return slices.ContainsFunc(lines, func(line string) bool { return strings.HasPrefix(line, name+":") })
}

// randomKey returns the base64 of 16 bytes.
func randomKey(rng *rand.Rand) string {
	const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	key := make([]byte, 22)
	for i := range key {
		key[i] = digits[rng.IntN(64)]
	}
	key[21] = digits[rng.IntN(4)*16]
	return string(key) + "=="
}

// mutateHead usually breaks something: a line, a value or a byte.
func mutateHead(rng *rand.Rand, head []byte) []byte {
	lines := strings.Split(strings.TrimSuffix(string(head), "\r\n\r\n"), "\r\n")
	join := func() []byte { return []byte(strings.Join(lines, "\r\n") + "\r\n\r\n") }
	i := 1 + rng.IntN(len(lines)-1)
	name, _, _ := strings.Cut(lines[i], ":")
	switch rng.IntN(9) {
	case 0: // remove a field
		lines = slices.Delete(lines, i, i+1)
	case 1: // repeat a field
		lines = slices.Insert(lines, 1+rng.IntN(len(lines)), lines[i])
	case 2: // a different value
		values := []string{"", "websocket", "Upgrade", "close", "12", "13", "14", "013", "13, 8", "websocket, h2c", "h2c,websocket/13", "a b", "chat,chat",
			"dGhlIHNhbXBsZSBub25jZQ=", "dGhlIHNhbXBsZSBub25jZ", "dGhlIHNhbXBsZSBub25jZQ!!", "0123456789abcdef01234567", "5", "a/b", "http://a,http://b", ";", "x;=1"}
		lines[i] = name + ": " + values[rng.IntN(len(values))]
	case 3: // a different request line
		lines[0] = []string{"POST / HTTP/1.1", "GET / HTTP/1.0", "GET / HTTP/1.2", "GET / HTTP/2.0", "GET  / HTTP/1.1", "GET / HTTP/1.1 ", "GET /", "get / HTTP/1.1",
			"GET http://server.example.com/ HTTP/1.1", "GET * HTTP/1.1", "GET /#a HTTP/1.1", "GET / HTTP/1.10", "GET / http/1.1", "G(T / HTTP/1.1", "GET /a b HTTP/1.1"}[rng.IntN(15)]
	case 4: // add a field
		lines = slices.Insert(lines, i, []string{"Transfer-Encoding: chunked", "Content-Length: 5", "Content-Length: x", "Connection: close", "Upgrade: h2c",
			"Bad Name: a", "No-Colon", ": a", " folded", "Name : a", "Sec-WebSocket-Protocol: a, a", "Sec-WebSocket-Extensions: a;;b", "Origin: x", "Host: b"}[rng.IntN(14)])
	case 5: // change a byte
		head[rng.IntN(len(head))] = "\x00\n\r\t :,\"\x7f\x80a"[rng.IntN(11)]
		return head
	case 6: // insert a byte
		return slices.Insert(head, rng.IntN(len(head)), "\x00\n\r\t :,\"\x7f\x80a"[rng.IntN(11)])
	case 7: // remove a byte
		j := rng.IntN(len(head))
		return slices.Delete(head, j, j+1)
	case 8: // cut the end
		return head[:rng.IntN(len(head))]
	}
	return join()
}
