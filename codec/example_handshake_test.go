package codec_test

import (
	"crypto/rand"
	"fmt"
	"strings"

	"framelab/codec"
)

// Both sides of the opening handshake (RFC 6455 §4): the client's request, the
// server's answer to it, the client's judgement of that.
func Example_openingHandshake() {
	// The client writes its request and nothing more: a Conn, which writes
	// frames, it makes once the answer has been found good.
	ask := codec.ClientRequest{Host: "server.example.com", Target: "/chat", Subprotocols: []string{"superchat", "chat"}}
	rand.Read(ask.Key[:])
	sent, err := codec.AppendRequest(nil, ask)
	if err != nil {
		panic(err)
	}

	// The server reads it, from bytes that come in any pieces: 0 asks for more.
	var request codec.Request
	for came := range len(sent) + 1 {
		n, err := request.Parse(sent[:came], codec.HeadLimits{})
		if err != nil {
			panic(err)
		}
		if n > 0 {
			fmt.Printf("%s %s, read after %d of %d bytes\n", request.Method, request.Target, n, len(sent))
		}
	}
	if err := request.CheckUpgrade(); err != nil {
		panic(err)
	}
	chosen := codec.ChooseSubprotocol(&request, []string{"chat"})
	answer, err := codec.AppendSwitchingProtocols(nil, &request, chosen, "")
	if err != nil {
		panic(err)
	}
	line, _, _ := strings.Cut(string(answer), "\r\n")
	fmt.Println(line)

	// The client reads the answer, and judges it as one to its own request.
	var own codec.Request
	if _, err := own.Parse(sent, codec.HeadLimits{}); err != nil {
		panic(err)
	}
	var response codec.Response
	if _, err := response.Parse(answer, codec.HeadLimits{}); err != nil {
		panic(err)
	}
	subprotocol, _ := response.Get("Sec-WebSocket-Protocol")
	fmt.Printf("%v, subprotocol %s\n", response.CheckAccept(&own), subprotocol)

	// To another request it would not do: the key is another.
	rand.Read(ask.Key[:])
	other, err := codec.AppendRequest(nil, ask)
	if err != nil {
		panic(err)
	}
	if _, err := own.Parse(other, codec.HeadLimits{}); err != nil {
		panic(err)
	}
	fmt.Println(response.CheckAccept(&own))

	// Output:
	// GET /chat, read after 202 of 202 bytes
	// HTTP/1.1 101 Switching Protocols
	// <nil>, subprotocol chat
	// response.accept.wrong (RFC 6455 §4.1)
}

// A handshake that breaks a rule is refused with the rule's status. The caller
// writes the sentence, since codec holds no prose.
func ExampleAppendRefusal() {
	head := "GET /chat HTTP/1.1\r\n" +
		"Host: server.example.com\r\n" +
		"Upgrade: websocket\r\n" +
		"Connection: Upgrade\r\n" +
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
		"Sec-WebSocket-Version: 8\r\n\r\n"
	var request codec.Request
	if _, err := request.Parse([]byte(head), codec.HeadLimits{}); err != nil {
		panic(err)
	}
	err := request.CheckUpgrade()
	fmt.Println(err)
	fmt.Println("at byte", request.Fault().Bit/8, "of the head")
	rule := err.(codec.Rule)
	response := codec.AppendRefusal(nil, rule, "The version is 8, and 13 is spoken here.\n")
	fmt.Print(strings.ReplaceAll(string(response), "\r\n", "\n"))

	// Output:
	// request.version13.unsupported (RFC 6455 §4.2.2)
	// at byte 155 of the head
	// HTTP/1.1 426 Upgrade Required
	// Upgrade: websocket
	// Sec-WebSocket-Version: 13
	// Content-Type: text/plain; charset=utf-8
	// X-Content-Type-Options: nosniff
	// Content-Length: 41
	// Connection: upgrade, close
	//
	// The version is 8, and 13 is spoken here.
}
