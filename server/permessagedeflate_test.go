package main

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"framelab/codec"
	"framelab/server/record"
	"framelab/server/socket"
)

// unhex returns the bytes of hexadecimal digits.
func unhex(t *testing.T, digits string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(digits, " ", ""))
	require.NoError(t, err)
	return b
}

// compressed returns a masked frame with RSV1 set.
func compressed(fin bool, op codec.Opcode, payload []byte) []byte {
	h := codec.Header{Fin: fin, RSV: codec.RSV1, Opcode: op, Masked: true, Key: maskKey}
	return codec.AppendFrame(nil, h, payload)
}

// A deflateClient is a client of /echo with permessage-deflate, by codec's engines.
type deflateClient struct {
	*client
	agreed codec.Deflate
	out    codec.Deflater
	in     codec.Inflater
}

// openDeflate opens /echo with an offer and judges the response as a client must.
func openDeflate(t *testing.T, s *running, query, offer string) *deflateClient {
	t.Helper()
	c := dial(t, s.addr)
	if s.tls != nil {
		c = dialTLS(t, s)
	}
	head := request(s.addr, "GET /echo?"+query+" HTTP/1.1", "+Sec-WebSocket-Extensions: "+offer)
	c.send(head)
	agreed, ok := agreement(t, head, c.answer())
	require.True(t, ok, "not agreed on")
	return &deflateClient{
		c, agreed, codec.NewDeflater(agreed.Compression(codec.Client)), codec.NewInflater(agreed.Compression(codec.Server)),
	}
}

// answer reads the bytes of a response head.
func (c *client) answer() []byte {
	c.t.Helper()
	var b []byte
	for !strings.HasSuffix(string(b), "\r\n\r\n") {
		one, err := c.r.ReadByte()
		require.NoError(c.t, err)
		b = append(b, one)
	}
	return b
}

// agreement judges a response as a client must (RFC 6455 §4.1, RFC 7692 §7.1).
func agreement(t *testing.T, head, answer []byte) (codec.Deflate, bool) {
	t.Helper()
	var req codec.Request
	_, err := req.Parse(head, codec.HeadLimits{})
	require.NoError(t, err)
	var resp codec.Response
	_, err = resp.Parse(answer, codec.HeadLimits{})
	require.NoError(t, err)
	require.NoError(t, resp.CheckAccept(&req), "%s\nfor\n%s", answer, head)
	return resp.Deflate(&req)
}

// compress sends a message, compressed.
func (c *deflateClient) compress(op codec.Opcode, payload string) {
	c.t.Helper()
	wire := c.out.Deflate(nil, []byte(payload), true)
	c.send(compressed(true, op, wire[:len(wire)-4]))
}

// inflated reads one message. RSV1 is set on its first frame only, or on no frame if
// the message is not compressed.
func (c *deflateClient) inflated() (op codec.Opcode, payload string, frames, wire int) {
	c.t.Helper()
	var out []byte
	plain := false
	for {
		h, p, err := c.next()
		require.NoError(c.t, err)
		require.False(c.t, h.Opcode.IsControl(), "%v %x", h.Opcode, p)
		if frames == 0 {
			op, plain = h.Opcode, h.RSV == 0
			require.Zero(c.t, h.RSV&^codec.RSV1)
		} else {
			require.Equal(c.t, codec.OpContinuation, h.Opcode)
			require.Zero(c.t, h.RSV)
		}
		frames, wire = frames+1, wire+len(p)
		if plain {
			out = append(out, p...)
		} else {
			var rule codec.Rule
			out, rule = c.in.Inflate(out, []byte(p), h.Fin, 0)
			require.Zero(c.t, rule)
		}
		if h.Fin {
			return op, string(out), frames, wire
		}
	}
}

// wantsInflated reads one message of one frame, and returns its compressed size.
func (c *deflateClient) wantsInflated(op codec.Opcode, payload string) (wire int) {
	c.t.Helper()
	gotOp, got, frames, wire := c.inflated()
	require.Equal(c.t, op, gotOp)
	require.Equal(c.t, 1, frames)
	require.Equal(c.t, len(payload), len(got))
	require.True(c.t, payload == got, "the payload came back changed")
	return wire
}

const (
	pmd       = "permessage-deflate"
	noneTaken = "; server_no_context_takeover; client_no_context_takeover"
)

// RFC 7692 §7.1: the response to each offer, for each query.
func TestDeflateAnswers(t *testing.T) {
	s := start(t)
	for _, tc := range []struct{ query, offer, want string }{
		{"", pmd, pmd + noneTaken},
		{"", pmd + "; client_max_window_bits", pmd + noneTaken}, // as browsers offer it
		{"", pmd + "; server_max_window_bits=9", pmd + noneTaken + "; server_max_window_bits=9"},
		{"", pmd + "; client_max_window_bits=10", pmd + noneTaken + "; client_max_window_bits=10"},
		{"", "x, " + pmd + "; server_max_window_bits=7, " + pmd + "; server_max_window_bits=8", pmd + noneTaken + "; server_max_window_bits=8"},
		{"", pmd + "; x=1", ""},
		{"", pmd + "; server_max_window_bits", ""},
		{"", "x-webkit-deflate-frame", ""},
		{"takeover=both", pmd, pmd},
		{"takeover=both", pmd + "; server_no_context_takeover", pmd + "; server_no_context_takeover"},
		{"takeover=both", pmd + "; client_no_context_takeover", pmd + "; client_no_context_takeover"},
		{"takeover=server", pmd, pmd + "; client_no_context_takeover"},
		{"takeover=client", pmd, pmd + "; server_no_context_takeover"},
		{"takeover=none", pmd, pmd + noneTaken},
		{"server_max_window_bits=9", pmd, pmd + noneTaken + "; server_max_window_bits=9"},
		{"server_max_window_bits=12", pmd + "; server_max_window_bits=10", pmd + noneTaken + "; server_max_window_bits=10"},
		{"server_max_window_bits=10", pmd + "; server_max_window_bits=12", pmd + noneTaken + "; server_max_window_bits=10"},
		{"client_max_window_bits=9", pmd + "; client_max_window_bits", pmd + noneTaken + "; client_max_window_bits=9"},
		{"client_max_window_bits=9", pmd, pmd + noneTaken}, // not allowed by the offer (§7.1.2.2)
		{"client_max_window_bits=15", pmd + "; client_max_window_bits", pmd + noneTaken},
		{"deflate=off", pmd, ""},
	} {
		c := dial(t, s.addr)
		c.send(request(s.addr, "GET /echo?"+tc.query+" HTTP/1.1", "+Sec-WebSocket-Extensions: "+tc.offer))
		resp, _ := c.response()
		require.Equal(t, http.StatusSwitchingProtocols, resp.StatusCode)
		assert.Equal(t, tc.want, resp.Header.Get("Sec-WebSocket-Extensions"), "%q for %q", tc.query, tc.offer)
		c.Close()
	}
}

// For every offer and every query, the response is one that a client can accept, and both
// sides do what was agreed on.
func TestDeflateAnswersAreLegal(t *testing.T) {
	s := start(t)
	phrase := "The quick brown fox jumps over the lazy dog. "
	for _, server := range []string{"", "; server_no_context_takeover", "; server_max_window_bits=8", "; server_max_window_bits=15; server_no_context_takeover"} {
		for _, client := range []string{"", "; client_no_context_takeover", "; client_max_window_bits", "; client_max_window_bits=8", "; client_max_window_bits=11; client_no_context_takeover"} {
			for _, takeover := range []string{"none", "server", "client", "both"} {
				for _, bits := range []string{"", "&server_max_window_bits=8&client_max_window_bits=8", "&server_max_window_bits=12&client_max_window_bits=15"} {
					c := openDeflate(t, s, "takeover="+takeover+bits, pmd+server+client)
					for range 2 {
						for _, payload := range []string{"Hello", strings.Repeat(phrase, 100)} {
							c.compress(codec.OpText, payload)
							c.wantsInflated(codec.OpText, payload)
						}
					}
					c.Close()
				}
			}
		}
	}
}

// RFC 7692 §7.2.3: the examples' bytes, masked, come back as frames that inflate to the same.
func TestDeflateExamples(t *testing.T) {
	s := start(t)
	for name, tc := range map[string][]byte{
		"7.2.3.1 one frame":     compressed(true, codec.OpText, unhex(t, "f2 48 cd c9 c9 07 00")),
		"7.2.3.1 two frames":    append(compressed(false, codec.OpText, unhex(t, "f2 48 cd")), frame(true, codec.OpContinuation, string(unhex(t, "c9 c9 07 00")))...),
		"7.2.3.3 stored":        compressed(true, codec.OpText, unhex(t, "00 05 00 fa ff 48 65 6c 6c 6f 00")),
		"7.2.3.4 BFINAL":        compressed(true, codec.OpText, unhex(t, "f3 48 cd c9 c9 07 00 00")),
		"7.2.3.5 two blocks":    compressed(true, codec.OpText, unhex(t, "f2 48 05 00 00 00 ff ff ca c9 c9 07 00")),
		"6.2 not compressed":    text("Hello"),
		"a ping between frames": append(append(compressed(false, codec.OpText, unhex(t, "f2 48 cd")), frame(true, codec.OpPing, "p")...), frame(true, codec.OpContinuation, string(unhex(t, "c9 c9 07 00")))...),
	} {
		t.Run(name, func(t *testing.T) {
			c := openDeflate(t, s, "", pmd+"; client_max_window_bits")
			for range 2 {
				for _, b := range [][]byte{tc[:1], tc[1:9], tc[9:]} {
					c.send(b)
				}
				if strings.Contains(name, "ping") {
					c.wants(codec.OpPong, "p")
				}
				c.wantsInflated(codec.OpText, "Hello")
			}
			c.send(closeFrame(1000, ""))
			c.wantsClose(1000)
		})
	}
	// The very bytes of the frame: 81 with RSV1, no mask.
	c := openDeflate(t, s, "", pmd)
	c.send(unhex(t, "c1 87 37fa213d c5 b2 ec f4 fe fd 21"))
	b, err := c.r.Peek(1)
	require.NoError(t, err)
	require.Equal(t, byte(0xc1), b[0])
	c.wantsInflated(codec.OpText, "Hello")
	c.compress(codec.OpBinary, "")
	require.Equal(t, 1, c.wantsInflated(codec.OpBinary, ""), "an empty message is one byte (§7.2.3.6)")
}

// §7.1.1: with takeover a message may refer to those before, also long before, and
// without it the server's do not, and the client's must not.
func TestDeflateTakeover(t *testing.T) {
	s := start(t)
	sample := strings.Repeat("a line that nobody has written before, nor will again; ", 4)
	for _, tc := range []struct {
		query          string
		server, client bool
	}{
		{"takeover=none", false, false}, {"", false, false},
		{"takeover=server", true, false}, {"takeover=client", false, true}, {"takeover=both", true, true},
	} {
		c := openDeflate(t, s, tc.query, pmd)
		c.send(text(sample))
		first := c.wantsInflated(codec.OpText, sample)
		time.Sleep(2 * socket.SettleTime) // long enough for the compressor to rest
		c.send(text(sample))
		second := c.wantsInflated(codec.OpText, sample)
		assert.Equal(t, tc.server, second < first/2, "%s: %d bytes, then %d", tc.query, first, second)
		c.send(compressed(true, codec.OpText, unhex(t, "f2 48 cd c9 c9 07 00")))
		c.wantsInflated(codec.OpText, "Hello")
		time.Sleep(2 * socket.SettleTime)
		c.send(compressed(true, codec.OpText, unhex(t, "f2 00 11 00 00"))) // §7.2.3.2
		if tc.client {
			c.wantsInflated(codec.OpText, "Hello")
			continue
		}
		assert.Contains(t, c.wantsClose(codec.CloseInvalidPayload), codec.MessageDeflateNotHere.Error())
	}
}

// §7.1.2: a match beyond the agreed window is refused. The server makes no such match:
// the client of these tests inflates with the agreed windows.
func TestDeflateWindows(t *testing.T) {
	s := start(t)
	noise := noise(400)
	far := codec.NewDeflater(15, false).Deflate(nil, []byte(noise+noise), true)
	for _, tc := range []struct {
		bits int
		ok   bool
	}{{8, false}, {9, true}} {
		c := openDeflate(t, s, fmt.Sprintf("client_max_window_bits=%d&server_max_window_bits=%[1]d", tc.bits), pmd+"; client_max_window_bits")
		require.Equal(t, codec.Deflate{ServerNoContextTakeover: true, ClientNoContextTakeover: true, ServerMaxWindowBits: uint8(tc.bits), ClientMaxWindowBits: uint8(tc.bits)}, c.agreed)
		c.send(frame(true, codec.OpBinary, noise+noise))
		wire := c.wantsInflated(codec.OpBinary, noise+noise)
		assert.Equal(t, tc.ok, wire < 600, "%d bits: %d bytes", tc.bits, wire)
		c.send(compressed(true, codec.OpBinary, far[:len(far)-4]))
		if tc.ok {
			c.wantsInflated(codec.OpBinary, noise+noise)
		} else {
			c.wantsClose(codec.CloseInvalidPayload)
		}
	}
}

// noise returns n bytes that do not compress.
func noise(n int) string {
	r := rand.New(rand.NewPCG(1, uint64(n)))
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return string(b)
}

// -max-message is the limit of the inflated message, to the byte, not of its compressed
// form.
func TestDeflateLimit(t *testing.T) {
	s := start(t, "-max-message", "100000")
	for name, payload := range map[string]string{"zeros": strings.Repeat("\x00", 100_000), "noise": noise(100_000)} {
		t.Run(name, func(t *testing.T) {
			c := openDeflate(t, s, "takeover=both", pmd)
			c.compress(codec.OpBinary, payload)
			c.wantsInflated(codec.OpBinary, payload)
			c.compress(codec.OpBinary, payload)
			c.wantsInflated(codec.OpBinary, payload)
			c.compress(codec.OpBinary, payload+"x")
			assert.Contains(t, c.wantsClose(codec.CloseMessageTooBig), "-max-message")
		})
	}
	t.Run("a bomb in fragments", func(t *testing.T) {
		c := openDeflate(t, s, "", pmd)
		op, bomb := codec.OpBinary, codec.NewDeflater(15, true)
		for i := range 11 {
			wire := bomb.Deflate(nil, make([]byte, 10_000), false)
			if i == 0 {
				c.send(compressed(false, op, wire))
			} else {
				c.send(frame(false, codec.OpContinuation, string(wire)))
			}
		}
		c.wantsClose(codec.CloseMessageTooBig) // before the message's end
	})
}

// A message that does not compress comes as it is (§6): never by more than five
// bytes longer. The next message refers only to
// bytes that the client has.
func TestDeflateNeverLonger(t *testing.T) {
	s := start(t)
	r := rand.New(rand.NewPCG(5, 6))
	for _, takeover := range []string{"none", "both"} {
		for _, bits := range []int{8, 15} {
			c := openDeflate(t, s, fmt.Sprintf("takeover=%s&server_max_window_bits=%d", takeover, bits), pmd)
			for range 300 {
				n := r.IntN(200)
				if r.IntN(20) == 0 {
					n = r.IntN(200_000)
				}
				sent := noise(n)
				if r.IntN(2) == 0 {
					sent = strings.Repeat("a line that compresses, ", n/20)
				}
				c.send(frame(true, codec.OpBinary, sent))
				require.LessOrEqual(t, c.wantsInflated(codec.OpBinary, sent), len(sent)+5)
			}
		}
	}
}

// Messages that are alike refer to one another: with takeover two hundred of them
// take a quarter of their size. (§7.1.1)
func TestDeflateSmallMessages(t *testing.T) {
	s := start(t)
	for _, tc := range []struct {
		query string
		most  int // per cent of their size
	}{{"takeover=server", 25}, {"takeover=none", 105}} {
		c := openDeflate(t, s, tc.query, pmd)
		raw, wire := 0, 0
		for i := range 200 {
			sent := fmt.Sprintf(`{"type":"tick","symbol":"ABC","price":%d.%02d,"size":%d,"seq":%d}`, 100+i%9, i*37%100, i*7919%1000, 10_000+i)
			c.send(text(sent))
			raw, wire = raw+len(sent), wire+c.wantsInflated(codec.OpText, sent)
		}
		assert.Less(t, wire*100, raw*tc.most, "%s: %d of %d bytes", tc.query, wire, raw)
	}
}

// A bomb costs the memory that the limit allows, not that of its inflated size.
func TestDeflateBomb(t *testing.T) {
	s := start(t, "-max-message", "1MiB")
	bomb, piece := codec.NewDeflater(15, true), make([]byte, 1<<20)
	wire := bomb.Deflate(nil, piece, false)
	wire = append(wire, bytes.Repeat(bomb.Deflate(nil, piece, false), 255)...)
	c := openDeflate(t, s, "", pmd)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	go c.Write(compressed(true, codec.OpBinary, wire)) // a quarter of a gibibyte
	c.wantsClose(codec.CloseMessageTooBig)
	runtime.ReadMemStats(&after)
	assert.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(16<<20))
}

// RFC 7692 §6, §7.2: what breaks a rule, and the code it ends with.
func TestDeflateIllegal(t *testing.T) {
	s := start(t)
	hello := unhex(t, "f2 48 cd c9 c9 07 00")
	start := compressed(false, codec.OpText, hello[:3])
	for name, tc := range map[string]struct {
		bytes []byte
		code  codec.CloseCode
	}{
		"RSV1 on a continuation (§6.1)":                    {append(start, compressed(true, codec.OpContinuation, hello[3:])...), 1002},
		"RSV1 on the continuation of a plain one":          {append(frame(false, codec.OpText, "He"), compressed(true, codec.OpContinuation, hello)...), 1002},
		"RSV1 on a ping (§6.1)":                            {compressed(true, codec.OpPing, nil), 1002},
		"RSV1 on a Close (§6.1)":                           {compressed(true, codec.OpClose, []byte("\x03\xe8")), 1002},
		"RSV2 (RFC 6455 §5.2)":                             {unhex(t, "e1 80"), 1002},
		"BTYPE 11 (RFC 1951 §3.2.3)":                       {compressed(true, codec.OpText, []byte{0x06}), 1007},
		"LEN and NLEN that differ (RFC 1951 §3.2.4)":       {compressed(true, codec.OpText, unhex(t, "00 05 00 00 00")), 1007},
		"a message that ends inside a block":               {compressed(true, codec.OpText, hello[:4]), 1007},
		"a message without a byte (§7.2.3.6 has one)":      {compressed(true, codec.OpText, nil), 1007},
		"text that is not UTF-8, inflated (RFC 6455 §8.1)": {compressed(true, codec.OpText, unhex(t, "00 01 00 fe ff ff 00")), 1007},
	} {
		t.Run(name, func(t *testing.T) {
			c := openDeflate(t, s, "", pmd)
			c.compress(codec.OpText, "before")
			c.send(tc.bytes)
			c.wantsInflated(codec.OpText, "before")
			c.wantsClose(tc.code)
		})
	}
	// The same without an agreement (RFC 6455 §5.2): not offered, or declined.
	for _, edit := range [][]string{
		{"GET /echo HTTP/1.1"},
		{"GET /echo?deflate=off HTTP/1.1", "+Sec-WebSocket-Extensions: " + pmd},
		{"GET /echo HTTP/1.1", "+Sec-WebSocket-Extensions: " + pmd + "; server_max_window_bits=99"},
	} {
		c := openAt(t, s, "/echo", edit...)
		c.send(append(text("before"), compressed(true, codec.OpText, hello)...))
		c.wants(codec.OpText, "before")
		c.wantsClose(codec.CloseProtocolError)
	}
}

// §6.1: a fragmented echo is one compressed message: RSV1 is set on its first frame
// only. Because of -max-pending it is written in many parts, between which the compressor
// rests.
func TestDeflateFragments(t *testing.T) {
	s := start(t, "-max-pending", "1KiB", "-max-fragments", "100000")
	sent := strings.Repeat(noise(150)+strings.Repeat("Hello, ", 50), 100)
	for _, takeover := range []string{"none", "both"} {
		for _, size := range []int{1, 7, 1000, 100_000} {
			c := openDeflate(t, s, fmt.Sprintf("fragment=%d&takeover=%s", size, takeover), pmd)
			for range 2 {
				c.compress(codec.OpBinary, sent[:min(len(sent), 2000*size)])
				op, got, frames, _ := c.inflated()
				require.Equal(t, codec.OpBinary, op)
				require.True(t, sent[:min(len(sent), 2000*size)] == got)
				require.Equal(t, (len(got)+size-1)/size, frames)
			}
		}
	}
}

// The tap reports what was agreed on, and shows the frames as they were sent.
func TestDeflateTap(t *testing.T) {
	for _, secure := range [][]string{nil, {"-tls"}} {
		s := start(t, secure...)
		id := tapID(t, 7)
		c := openDeflate(t, s, "server_max_window_bits=10&tap="+id, pmd+"; client_max_window_bits=12")
		frames := compressed(true, codec.OpText, unhex(t, "f2 48 cd c9 c9 07 00"))
		c.send(append(frames, closeFrame(1000, "")...))
		c.wantsInflated(codec.OpText, "Hello")
		c.wantsClose(1000)
		c.Close()
		all := openAt(t, s, "/tap/"+id).records("end")
		for _, r := range all {
			if r.Type == "agreed" {
				require.Equal(t, pmd+noneTaken+"; server_max_window_bits=10; client_max_window_bits=12", *r.Extensions)
			}
		}
		got := string(stream(t, all, record.FromClient))
		require.Contains(t, got, "\r\n\r\n"+string(frames))
	}
}

// The other WebSockets accept no offer.
func TestDeflateElsewhere(t *testing.T) {
	s := start(t)
	for _, path := range []string{"/mychat", "/tap/" + tapID(t, 8), "/raw", "/comet/websocket?rate=1&seconds=1&run=" + tapID(t, 9)} {
		c := dial(t, s.addr)
		c.send(request(s.addr, "GET "+path+" HTTP/1.1", "+Sec-WebSocket-Extensions: "+pmd))
		resp, body := c.response()
		require.Equal(t, http.StatusSwitchingProtocols, resp.StatusCode, body)
		require.Empty(t, resp.Header.Get("Sec-WebSocket-Extensions"), path)
	}
}

// A connection between two messages holds no workspace of a compressor, which would be 300 KiB.
func TestDeflateIdleMemory(t *testing.T) {
	s := start(t)
	const conns = 40
	for _, tc := range []struct {
		query string
		most  int // bytes a connection
	}{{"", 20 << 10}, {"takeover=both", 130 << 10}} { // both ends of a test's connection are counted
		before := heap()
		var all []*deflateClient
		for range conns {
			c := openDeflate(t, s, tc.query, pmd)
			text := hex.EncodeToString([]byte(noise(20_000))) // which compresses, so that there is a window to keep
			c.send(frame(true, codec.OpBinary, text))
			c.wantsInflated(codec.OpBinary, text)
			c.in, c.out = nil, nil
			all = append(all, c)
		}
		time.Sleep(2 * socket.SettleTime)
		got := int(heap()-before) / conns
		assert.Less(t, got, tc.most, tc.query)
		runtime.KeepAlive(all)
	}
}

// heap returns how many bytes are in use; what pools hold does not count.
func heap() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// In a shutdown every message that was received whole is echoed, compressed, before 1001.
func TestDeflateEnding(t *testing.T) {
	s := start(t)
	c := openDeflate(t, s, "takeover=both&delay=10000", pmd)
	c.compress(codec.OpText, "hurry")
	time.Sleep(20 * time.Millisecond)
	s.stop()
	c.wantsInflated(codec.OpText, "hurry")
	c.answersClose(codec.CloseGoingAway)
	s.end(t)
}
