package codec

import "testing"

const plainRequest = "GET /chat HTTP/1.1\r\n" +
	"Host: server.example.com\r\n" +
	"Upgrade: websocket\r\n" +
	"Connection: Upgrade\r\n" +
	"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
	"Sec-WebSocket-Version: 13\r\n\r\n"

const browserRequest = "GET /echo HTTP/1.1\r\n" +
	"Host: 127.0.0.1:8080\r\n" +
	"Connection: Upgrade\r\n" +
	"Pragma: no-cache\r\n" +
	"Cache-Control: no-cache\r\n" +
	"User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36\r\n" +
	"Upgrade: websocket\r\n" +
	"Origin: http://127.0.0.1:8080\r\n" +
	"Sec-WebSocket-Version: 13\r\n" +
	"Accept-Encoding: gzip, deflate, br, zstd\r\n" +
	"Accept-Language: ko-KR,ko;q=0.9,en-US;q=0.8\r\n" +
	"Sec-WebSocket-Key: x3JJHMbDL1EzLkh9GBhXDw==\r\n" +
	"Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n"

// BenchmarkHandshake parses, judges and answers a request.
func BenchmarkHandshake(b *testing.B) {
	for _, c := range []struct{ name, head string }{{"plain", plainRequest}, {"browser", browserRequest}} {
		b.Run(c.name, func(b *testing.B) {
			in := []byte(c.head)
			var r Request
			out := make([]byte, 0, 512)
			b.ReportAllocs()
			b.SetBytes(int64(len(in)))
			for b.Loop() {
				n, err := r.Parse(in, HeadLimits{UpgradeOnly: true})
				if n != len(in) || err != nil {
					b.Fatal(n, err)
				}
				if err := r.CheckUpgrade(); err != nil {
					b.Fatal(err)
				}
				if out, err = AppendSwitchingProtocols(out[:0], &r, "", ""); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkRequestParse(b *testing.B) {
	in := []byte(plainRequest)
	var r Request
	b.ReportAllocs()
	for b.Loop() {
		if n, err := r.Parse(in, HeadLimits{}); n != len(in) || err != nil {
			b.Fatal(n, err)
		}
	}
}

func BenchmarkAppendAccept(b *testing.B) {
	key := []byte("dGhlIHNhbXBsZSBub25jZQ==")
	out := make([]byte, 0, acceptLen)
	b.ReportAllocs()
	for b.Loop() {
		out = AppendAccept(out[:0], key)
	}
}

// BenchmarkAccept compares ways to hash a key and the GUID: on this platform, and in
// portable code.
func BenchmarkAccept(b *testing.B) {
	in := [acceptInLen]byte([]byte("dGhlIHNhbXBsZSBub25jZQ==" + GUID))
	for _, c := range []struct {
		name string
		hash func(*[acceptInLen]byte) [20]byte
	}{{"here", hashAccept}, {"portable", portableAccept}} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				c.hash(&in)
			}
		})
	}
}

func BenchmarkSHA1(b *testing.B) {
	in := make([]byte, 64<<10)
	b.SetBytes(int64(len(in)))
	for b.Loop() {
		SHA1(in)
	}
}
