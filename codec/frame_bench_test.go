package codec

import (
	"bytes"
	"strconv"
	"testing"
)

var benchSizes = []int{16, 64, 125, 1 << 10, 64 << 10}

// BenchmarkCopy is the speed limit for the other benchmarks.
func BenchmarkCopy(b *testing.B) {
	for _, n := range benchSizes {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			src, dst := make([]byte, n), make([]byte, n)
			b.SetBytes(int64(n))
			for b.Loop() {
				copy(dst, src)
			}
		})
	}
}

func BenchmarkMask(b *testing.B) {
	for _, n := range benchSizes {
		for _, off := range []int{0, 1, 3} {
			b.Run(strconv.Itoa(n)+"/offset="+strconv.Itoa(off), func(b *testing.B) {
				p := make([]byte, n+8)[off : off+n]
				key := MaskKey(0x37fa213d)
				b.SetBytes(int64(n))
				for b.Loop() {
					key = Mask(p, key)
				}
			})
		}
	}
}

func benchHeaders() (hs []Header) {
	for _, n := range []uint64{5, 125, 126, 1000, 65535, 65536} {
		hs = append(hs, Header{Fin: true, Opcode: OpBinary, Masked: true, Key: 0x37fa213d, Length: n})
	}
	return hs
}

func BenchmarkAppendHeader(b *testing.B) {
	for _, h := range benchHeaders() {
		b.Run(strconv.FormatUint(h.Length, 10), func(b *testing.B) {
			buf := make([]byte, 0, 64)
			b.ReportAllocs()
			for b.Loop() {
				buf = h.Append(buf[:0])
			}
		})
	}
}

func BenchmarkParseHeader(b *testing.B) {
	for _, h := range benchHeaders() {
		b.Run(strconv.FormatUint(h.Length, 10), func(b *testing.B) {
			p := AppendHeader(nil, h)
			b.ReportAllocs()
			var sum uint64
			for b.Loop() {
				h.Parse(p)
				sum += h.Length
			}
		})
	}
}

// stream returns a stream of masked frames and a copy of it, from which to restore the
// stream: the decoder unmasks in place.
func stream(op Opcode, payload []byte, count int) (p []byte) {
	for i := range count {
		p = AppendFrame(p, Header{Fin: true, Opcode: op, Masked: true, Key: MaskKey(i) * 0x9e3779b1}, payload)
	}
	return p
}

func benchDecode(b *testing.B, op Opcode, payload []byte, count int) {
	p := stream(op, payload, count)
	d, c := Decoder{Role: Server}, Chunk{}
	b.ReportAllocs()
	b.SetBytes(int64(len(payload)))
	var sum int
	rest := p
	for b.Loop() { // one frame an iteration; the text is unmasked and masked in turn
		if len(rest) == 0 {
			rest = p
		}
		n, err := d.Decode(rest, &c)
		if err != nil || len(c.Payload) != len(payload) {
			b.Fatal(err, len(c.Payload))
		}
		sum += n
		rest = rest[n:]
	}
}

func BenchmarkDecode64(b *testing.B)  { benchDecode(b, OpBinary, make([]byte, 64), 64) }
func BenchmarkDecode64K(b *testing.B) { benchDecode(b, OpBinary, make([]byte, 64<<10), 4) }

// BenchmarkDecodeText uses frames with a zero key, because unmasking twice in place would
// restore the masked bytes. The work is the same.
func BenchmarkDecodeText(b *testing.B) {
	for _, n := range []int{64, 64 << 10} {
		for name, text := range map[string]string{"ascii": "a", "korean": "가"} {
			b.Run(strconv.Itoa(n)+"/"+name, func(b *testing.B) {
				payload := bytes.Repeat([]byte(text), n/len(text))
				p := AppendFrame(nil, Header{Fin: true, Opcode: OpText, Masked: true}, payload)
				p = bytes.Repeat(p, 8)
				d, c := Decoder{Role: Server}, Chunk{}
				b.ReportAllocs()
				b.SetBytes(int64(len(payload)))
				rest := p
				for b.Loop() {
					if len(rest) == 0 {
						rest = p
					}
					n, err := d.Decode(rest, &c)
					if err != nil {
						b.Fatal(err)
					}
					rest = rest[n:]
				}
			})
		}
	}
}

func BenchmarkDecodeControl(b *testing.B) { benchDecode(b, OpPing, make([]byte, 16), 64) }

// BenchmarkEcho sends one message through a Conn and back.
func BenchmarkEcho(b *testing.B) {
	for _, n := range []int{64, 16 << 10} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			p := stream(OpBinary, make([]byte, n), 1)
			c, err := NewConn(Config{Role: Server})
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			b.SetBytes(int64(n))
			for b.Loop() {
				var ev Event
				c.Receive(p, &ev)
				if err := c.Send(ev.Opcode, ev.Data); err != nil {
					b.Fatal(err)
				}
				c.Wrote(len(c.Output()))
			}
		})
	}
}

func BenchmarkUTF8(b *testing.B) {
	for name, text := range map[string]string{"ascii": "a", "korean": "가"} {
		b.Run(name, func(b *testing.B) {
			p := bytes.Repeat([]byte(text), 4096/len(text))
			b.SetBytes(int64(len(p)))
			var u UTF8
			for b.Loop() {
				if _, ok := u.Write(p); !ok {
					b.Fatal("not UTF-8")
				}
			}
		})
	}
}

func BenchmarkDissect64(b *testing.B) {
	p := stream(OpText, bytes.Repeat([]byte("a"), 64), 1)
	var spans []Span
	b.ReportAllocs()
	for b.Loop() {
		spans = AppendDissection(spans[:0], p, Context{Role: Server})
	}
}
