package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"

	coder "github.com/coder/websocket"
	"github.com/gobwas/ws"
	gorilla "github.com/gorilla/websocket"
	"github.com/lxzan/gws"
)

// serveAs runs a server made with a library, on a free port of the loopback interface,
// until its standard input ends.
func serveAs(name string) error {
	serve, known := peers[name]
	if !known {
		return fmt.Errorf("there is no server %q", name)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println(l.Addr())
	go func() {
		io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	return serve(l)
}

// peers are echo servers as in each library's own documentation.
var peers = map[string]func(net.Listener) error{
	"tcp":         accepting(echoTCP),
	"gobwas":      accepting(echoGobwas),
	"gobwas-late": accepting(echoGobwasLate),
	"gws":         func(l net.Listener) error { return gws.NewServer(gwsEcho{}, nil).RunListener(l) },
	"gorilla":     func(l net.Listener) error { return http.Serve(l, http.HandlerFunc(echoGorilla)) },
	"coder":       func(l net.Listener) error { return http.Serve(l, http.HandlerFunc(echoCoder)) },
}

func accepting(echo func(net.Conn)) func(net.Listener) error {
	return func(l net.Listener) error {
		for {
			c, err := l.Accept()
			if err != nil {
				return err
			}
			go echo(c)
		}
	}
}

func echoTCP(c net.Conn) {
	defer c.Close()
	buf := make([]byte, 64<<10)
	for {
		n, err := c.Read(buf)
		if err != nil {
			return
		}
		if _, err := c.Write(buf[:n]); err != nil {
			return
		}
	}
}

// echoGobwas uses no buffers: gobwas is known for the low memory of its idle connections.
func echoGobwas(c net.Conn) {
	defer c.Close()
	if _, err := ws.Upgrade(c); err != nil {
		return
	}
	for {
		f, err := ws.ReadFrame(c)
		if err != nil {
			return
		}
		f = ws.UnmaskFrameInPlace(f)
		if err := ws.WriteFrame(c, ws.NewFrame(f.Header.OpCode, f.Header.Fin, f.Payload)); err != nil {
			return
		}
	}
}

// echoGobwasLate flushes only when there is nothing more to read.
func echoGobwasLate(c net.Conn) {
	defer c.Close()
	if _, err := ws.Upgrade(c); err != nil {
		return
	}
	r, w := bufio.NewReader(c), bufio.NewWriter(c)
	var payload []byte
	for {
		h, err := ws.ReadHeader(r)
		if err != nil {
			return
		}
		if int64(cap(payload)) < h.Length {
			payload = make([]byte, h.Length)
		}
		payload = payload[:h.Length]
		if _, err := io.ReadFull(r, payload); err != nil {
			return
		}
		ws.Cipher(payload, h.Mask, 0)
		if ws.WriteHeader(w, ws.Header{Fin: h.Fin, OpCode: h.OpCode, Length: h.Length}) != nil {
			return
		}
		if _, err := w.Write(payload); err != nil {
			return
		}
		if r.Buffered() == 0 && w.Flush() != nil {
			return
		}
	}
}

type gwsEcho struct{ gws.BuiltinEventHandler }

func (gwsEcho) OnMessage(c *gws.Conn, m *gws.Message) {
	defer m.Close()
	c.WriteMessage(m.Opcode, m.Bytes())
}

func echoGorilla(w http.ResponseWriter, r *http.Request) {
	c, err := (&gorilla.Upgrader{}).Upgrade(w, r, nil)
	if err != nil {
		return
	}
	defer c.Close()
	for {
		kind, data, err := c.ReadMessage()
		if err != nil || c.WriteMessage(kind, data) != nil {
			return
		}
	}
}

func echoCoder(w http.ResponseWriter, r *http.Request) {
	c, err := coder.Accept(w, r, nil)
	if err != nil {
		return
	}
	defer c.CloseNow()
	ctx := context.Background()
	for {
		kind, data, err := c.Read(ctx)
		if err != nil || c.Write(ctx, kind, data) != nil {
			return
		}
	}
}
