package bench

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"framelab/codec"

	"github.com/gobwas/ws"
	gorilla "github.com/gorilla/websocket"
	"github.com/lxzan/gws"
)

func BenchmarkHandshakePlain(b *testing.B)   { compare(b, handshakeArms(plainRequest)) }
func BenchmarkHandshakeBrowser(b *testing.B) { compare(b, handshakeArms(browserRequest)) }

const plainRequest = "GET /chat HTTP/1.1\r\n" +
	"Host: server.example.com\r\n" +
	"Upgrade: websocket\r\n" +
	"Connection: Upgrade\r\n" +
	"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
	"Sec-WebSocket-Version: 13\r\n\r\n"

const browserRequest = "GET /chat HTTP/1.1\r\n" +
	"Host: server.example.com\r\n" +
	"Connection: Upgrade\r\n" +
	"Pragma: no-cache\r\n" +
	"Cache-Control: no-cache\r\n" +
	"User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36\r\n" +
	"Upgrade: websocket\r\n" +
	"Origin: https://server.example.com\r\n" +
	"Sec-WebSocket-Version: 13\r\n" +
	"Accept-Encoding: gzip, deflate, br, zstd\r\n" +
	"Accept-Language: ko-KR,ko;q=0.9,en-US;q=0.8\r\n" +
	"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
	"Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n"

// handshakeArm reads the head of a request, checks it and writes the response. answer
// returns the response, valid until the next call, or nil if it refuses.
func handshakeArm(library, request string, answer func(head []byte) []byte) arm {
	head := []byte(request)
	return arm{
		library: library,
		check: func() error {
			got := string(answer(head))
			if !strings.HasPrefix(got, "HTTP/1.1 101 ") || !strings.Contains(got, "Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n") || !strings.HasSuffix(got, "\r\n\r\n") {
				return errors.New("not the answer: " + got)
			}
			if answer([]byte(strings.Replace(request, "Upgrade: websocket", "Upgrade: webrocket", 1))) != nil {
				return errors.New("an upgrade to something else accepted")
			}
			return nil
		},
		run: func(n int) {
			for range n {
				answer(head)
			}
		},
	}
}

// handshakeArms: gobwas reads the head itself; the other three leave that to net/http, so
// their time includes http.ReadRequest.
func handshakeArms(request string) []arm {
	var r codec.Request
	buf := make([]byte, 0, 512)
	var in bytes.Reader
	var out bytes.Buffer
	gwsUpgrader := gws.NewUpgrader(&gwsHandler{}, nil)
	var gorillaUpgrader gorilla.Upgrader
	arms := []arm{
		handshakeArm("framelab", request, func(head []byte) []byte {
			n, err := r.Parse(head, codec.HeadLimits{UpgradeOnly: true})
			if err != nil || n != len(head) || r.CheckUpgrade() != nil {
				return nil
			}
			if buf, err = codec.AppendSwitchingProtocols(buf[:0], &r, "", ""); err != nil {
				return nil
			}
			return buf
		}),
		handshakeArm("gobwas", request, func(head []byte) []byte {
			in.Reset(head)
			out.Reset()
			if _, err := ws.Upgrade(source{&in, &out}); err != nil {
				return nil
			}
			return out.Bytes()
		}),
		httpArm("gws", request, func(w *hijackable, r *http.Request) error {
			_, err := gwsUpgrader.Upgrade(w, r)
			return err
		}),
		httpArm("gorilla", request, func(w *hijackable, r *http.Request) error {
			_, err := gorillaUpgrader.Upgrade(w, r, nil)
			return err
		}),
	}
	return append(arms, coderHandshakeArms(request)...)
}

// httpArm is the arm of a library whose requests net/http parses.
func httpArm(library, request string, upgrade func(*hijackable, *http.Request) error) arm {
	var in bytes.Reader
	var out bytes.Buffer
	br, empty := bufio.NewReader(nil), strings.NewReader("")
	conn := fakeConn{empty, &out}
	w := newHijackable(conn)
	return handshakeArm(library, request, func(head []byte) []byte {
		in.Reset(head)
		out.Reset()
		br.Reset(&in)
		r, err := http.ReadRequest(br)
		if err != nil {
			return nil
		}
		clear(w.header)
		w.rw.Reader.Reset(conn)
		w.rw.Writer.Reset(conn)
		if upgrade(w, r) != nil {
			return nil
		}
		return out.Bytes()
	})
}

var _ io.ReadWriter = source{}
