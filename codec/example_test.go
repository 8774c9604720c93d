package codec_test

import (
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"net"

	"framelab/codec"
)

// strongKey is a source for Config.Keys: it returns an unpredictable masking key (RFC
// 6455 §5.3).
func strongKey() codec.MaskKey {
	var b [4]byte
	rand.Read(b[:])
	return codec.MaskKey(binary.BigEndian.Uint32(b[:]))
}

// A server's side: bytes go in, events and bytes to write come out.
func ExampleConn_server() {
	conn, err := codec.NewConn(codec.Config{
		Role:   codec.Server,
		Limits: codec.Limits{MaxMessage: 1 << 20, MaxFragments: 100},
	})
	if err != nil {
		panic(err)
	}

	// "Hello" of RFC 6455 §5.7, a ping, and a Close frame with 1000. A client's frames
	// are masked, here all but the first with the key 0.
	received := []byte("\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58" +
		"\x89\x80\x00\x00\x00\x00" +
		"\x88\x82\x00\x00\x00\x00\x03\xe8")
	for len(received) > 0 {
		var event codec.Event
		received = conn.Receive(received, &event)
		switch event.Kind {
		case codec.EventMessage:
			fmt.Printf("%v %q\n", event.Opcode, event.Data)
			if err := conn.Send(event.Opcode, event.Data); err != nil {
				panic(err)
			}
		case codec.EventPing:
			fmt.Println("ping")
		case codec.EventClose:
			fmt.Println("close", event.Code)
		}
		out := conn.Output()
		fmt.Printf("  to write: % x\n", out)
		conn.Wrote(len(out))
	}
	fmt.Println(conn.State(), conn.ShouldCloseTransport())

	// Output:
	// text "Hello"
	//   to write: 81 05 48 65 6c 6c 6f
	// ping
	//   to write: 8a 00
	// close 1000
	//   to write: 88 02 03 e8
	// closing true
}

// A client's side: it masks what it sends, and fails the connection on a frame
// that is masked.
func ExampleConn_client() {
	conn, err := codec.NewConn(codec.Config{Role: codec.Client, Keys: strongKey})
	if err != nil {
		panic(err)
	}
	if err := conn.Send(codec.OpText, []byte("Hello")); err != nil {
		panic(err)
	}
	header, size := codec.ParseHeader(conn.Output())
	fmt.Println(header.Opcode, header.Masked, header.Length, "bytes after a header of", size)
	conn.Wrote(len(conn.Output()))

	var event codec.Event
	conn.Receive([]byte{0x81, 0x80}, &event)
	fmt.Println(event.Kind, event.Code, event.Rule)
	fmt.Println(conn.State(), len(conn.Output()), "bytes of Close frame to write")

	fmt.Println(conn.Send(codec.OpText, []byte("more")))

	// Output:
	// text true 5 bytes after a header of 6
	// fail 1002 frame.mask.forbidden (RFC 6455 §5.1)
	// closing 8 bytes of Close frame to write
	// misuse: send.after-close (RFC 6455 §5.5.1)
}

// serve runs a Conn over a transport until the transport is closed: it writes the output,
// reads, handles the events, and repeats. (If both ends may fill the transport at the
// same time, reading must not wait for writing: use a goroutine for each, and a lock
// around the Conn.)
func serve(conn *codec.Conn, transport net.Conn, handle func(codec.Event)) {
	defer transport.Close()
	buf := make([]byte, 4096)
	for {
		for out := conn.Output(); len(out) > 0; out = conn.Output() {
			n, err := transport.Write(out)
			conn.Wrote(n)
			if err != nil {
				handle(conn.EOF())
				return
			}
		}
		if conn.ShouldCloseTransport() {
			handle(conn.EOF())
			return
		}
		n, err := transport.Read(buf)
		for received := buf[:n]; len(received) > 0; {
			var event codec.Event
			if received = conn.Receive(received, &event); event.Kind != codec.EventNone {
				handle(event)
			}
		}
		if err != nil {
			handle(conn.EOF())
			return
		}
	}
}

// The loop around a Conn, which does no I/O itself, on both ends of a pipe. EOF returns
// the last event, with the code of the peer's Close frame.
func Example_loop() {
	near, far := net.Pipe()

	server, err := codec.NewConn(codec.Config{Role: codec.Server})
	if err != nil {
		panic(err)
	}
	go serve(server, far, func(event codec.Event) {
		if event.Kind == codec.EventMessage {
			server.Send(event.Opcode, event.Data) // an echo
		}
	})

	client, err := codec.NewConn(codec.Config{Role: codec.Client, Keys: strongKey})
	if err != nil {
		panic(err)
	}
	client.SendFragment(codec.OpText, false, []byte("Hel"))
	client.SendFragment(codec.OpContinuation, true, []byte("lo"))
	serve(client, near, func(event codec.Event) {
		fmt.Printf("%v %q %d %v\n", event.Kind, event.Data, event.Code, client.State())
		if event.Kind == codec.EventMessage {
			client.Close(codec.CloseNormal, []byte("bye"))
		}
	})

	// Output:
	// message "Hello" 0 open
	// close "" 1000 closing
	// close "" 1000 closed
}

// The meaning of a frame's bits, and the rules that some of them break: a masked ping of
// two bytes with a 16-bit length. A Decoder or a Conn fails with the first of these
// rules.
func ExampleAppendDissection() {
	frame := []byte{0x89, 0xfe, 0x00, 0x02, 0x01, 0x02, 0x03, 0x04, 'h' ^ 1, 'i' ^ 2}
	for _, s := range codec.AppendDissection(nil, frame, codec.Context{Role: codec.Server}) {
		fmt.Printf("%*s%s, %s bit %d, %d long: %#x", 2*int(s.Depth), "", s.Part.Name(), s.Source.Name(), s.Start, s.Bits, s.Value)
		if s.Rule != 0 {
			fmt.Print("  ", s.Rule)
		}
		fmt.Println()
	}

	// Output:
	// frame, wire bit 0, 80 long: 0x0
	//   fin, wire bit 0, 1 long: 0x1
	//   rsv1, wire bit 1, 1 long: 0x0
	//   rsv2, wire bit 2, 1 long: 0x0
	//   rsv3, wire bit 3, 1 long: 0x0
	//   opcode, wire bit 4, 4 long: 0x9
	//   mask, wire bit 8, 1 long: 0x1
	//   length, wire bit 9, 7 long: 0x7e  frame.control.too-long (RFC 6455 §5.5)
	//   length.extended, wire bit 16, 16 long: 0x2  frame.length.not-minimal (RFC 6455 §5.2)
	//   key, wire bit 32, 32 long: 0x1020304
	//   payload, wire bit 64, 16 long: 0x696b
	//     ping, unmasked bit 0, 16 long: 0x6869
}
