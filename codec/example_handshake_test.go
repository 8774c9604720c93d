package codec_test

import (
	"crypto/rand"
	"fmt"
	"strings"

	"framelab/codec"
)

// Both sides of the opening handshake (RFC 6455 §4): the client's request, the server's
// response, and the client's check of it.
func Example_openingHandshake() {
	// The client writes its request and nothing more. It makes a Conn, which writes
	// frames, after it has checked the response.
	ask := codec.ClientRequest{Host: "server.example.com", Target: "/chat", Subprotocols: []string{"superchat", "chat"}}
	rand.Read(ask.Key[:])
	sent, err := codec.AppendRequest(nil, ask)
	if err != nil {
		panic(err)
	}

	// The server reads the request from bytes that arrive in any pieces: 0 asks for more.
	var request codec.Request
	for received := range len(sent) + 1 {
		n, err := request.Parse(sent[:received], codec.HeadLimits{})
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

	// The client reads the response and checks it against its own request.
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

	// The same response does not fit a request with a different key.
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

// Each side negotiates permessage-deflate (RFC 7692) with one call, and configures its
// connection with the result.
func ExampleConfig_UseDeflate() {
	ask := codec.ClientRequest{Host: "server.example.com", Extensions: string(codec.AppendDeflateOffer(nil, codec.Deflate{}))}
	rand.Read(ask.Key[:])
	sent, err := codec.AppendRequest(nil, ask)
	if err != nil {
		panic(err)
	}
	var request codec.Request
	if _, err := request.Parse(sent, codec.HeadLimits{}); err != nil {
		panic(err)
	}

	// The server.
	agreed, extensions := codec.ChooseDeflate(&request, codec.Deflate{ServerNoContextTakeover: true})
	answer, err := codec.AppendSwitchingProtocols(nil, &request, "", extensions)
	if err != nil {
		panic(err)
	}
	config := codec.Config{Role: codec.Server}
	if extensions != "" {
		config.UseDeflate(agreed)
	}
	server, err := codec.NewConn(config)
	if err != nil {
		panic(err)
	}

	// The client.
	var response codec.Response
	if _, err := response.Parse(answer, codec.HeadLimits{}); err != nil {
		panic(err)
	}
	if err := response.CheckAccept(&request); err != nil {
		panic(err)
	}
	config = codec.Config{Role: codec.Client, Keys: func() codec.MaskKey { return 0x37fa213d }} // a real one is random
	if agreed, ok := response.Deflate(&request); ok {
		config.UseDeflate(agreed)
	}
	client, err := codec.NewConn(config)
	if err != nil {
		panic(err)
	}

	text := strings.Repeat("Hello, ", 100)
	if err := client.Send(codec.OpText, []byte(text)); err != nil {
		panic(err)
	}
	var event codec.Event
	server.Receive(client.Output(), &event)
	fmt.Println(extensions)
	fmt.Println(string(event.Data) == text, len(text), "bytes in", len(client.Output()))

	// Output:
	// permessage-deflate; server_no_context_takeover
	// true 700 bytes in 21
}

// A handshake that breaks a rule is refused with the rule's status. The caller writes the
// sentence, since codec contains no prose.
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
	rule := codec.RuleOf(err)
	response := codec.AppendRefusal(nil, rule, "The version is 8. This server supports 13.\n")
	fmt.Print(strings.ReplaceAll(string(response), "\r\n", "\n"))

	// Output:
	// request.version13.unsupported (RFC 6455 §4.2.2)
	// at byte 155 of the head
	// HTTP/1.1 426 Upgrade Required
	// Upgrade: websocket
	// Sec-WebSocket-Version: 13
	// Content-Type: text/plain; charset=utf-8
	// X-Content-Type-Options: nosniff
	// Content-Length: 43
	// Connection: upgrade, close
	//
	// The version is 8. This server supports 13.
}
