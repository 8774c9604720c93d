package codec

import (
	"bytes"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// newDeflateConn returns a Conn that uses permessage-deflate with this package's own
// engine.
func newDeflateConn(t testing.TB, role Role, limits Limits, d Deflate) *Conn {
	keys, _ := countedKeys()
	c, err := NewConn(Config{
		Role: role, Limits: limits, Keys: keys,
		Inflater: NewInflater(d.Compression(role.Peer())),
		Deflater: NewDeflater(d.Compression(role)),
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// deflateFailures has, for each rule of compressed messages, a server's stream that
// breaks it with a window of 2^8 bytes.
var deflateFailures = map[Rule]string{
	MessageDeflateBlockType:    "c1 01 06",
	MessageDeflateStoredLength: "c1 05 00 05 00 fa fe",
	MessageDeflateCodes:        "c1 03 f4 00 00",
	MessageDeflateSymbol:       "c1 02 1a 03",
	MessageDeflateWindow:       "c1 7e 010a 00 0101 fefe" + strings.Repeat("61", 257) + "02060000",
	MessageDeflateNotHere:      "c1 05 f2 00 11 00 00",
	MessageDeflateEmpty:        "c1 00",
	MessageDeflateTail:         "c1 0b f2 48 cd c9 c9 07 00 00 00 ff ff",
	MessageDeflateFinal:        "c1 07 f3 48 cd c9 c9 07 00",
	MessageDeflateUnfinished:   "c1 03 f2 48 cd",
	FrameRSV1NotFirst:          "c9 00",
	MessageTextNotUTF8:         "c1 07 00 01 00 fe ff ff 00",
}

// RFC 7692 §6.2, §7.2.3: the examples' frames.
func TestConnInflates(t *testing.T) {
	hello := eventCopy{kind: EventMessage, op: OpText, data: "Hello"}
	for name, tt := range map[string]struct {
		wire string
		want []eventCopy
	}{
		"7.2.3.1 one frame":              {"c1 07 f2 48 cd c9 c9 07 00", []eventCopy{hello}},
		"7.2.3.1 two frames":             {"41 03 f2 48 cd 80 04 c9 c9 07 00", []eventCopy{hello}},
		"7.2.3.2 takeover":               {"c1 07 f2 48 cd c9 c9 07 00 c1 05 f2 00 11 00 00", []eventCopy{hello, hello}},
		"7.2.3.3 stored":                 {"c1 0b 00 05 00 fa ff 48 65 6c 6c 6f 00", []eventCopy{hello}},
		"7.2.3.4 BFINAL":                 {"c1 08 f3 48 cd c9 c9 07 00 00", []eventCopy{hello}},
		"7.2.3.5 two blocks":             {"c1 0d f2 48 05 00 00 00 ff ff ca c9 c9 07 00", []eventCopy{hello}},
		"7.2.3.6 an empty last fragment": {"41 0b f2 48 cd c9 c9 07 00 00 00 ff ff 80 01 00", []eventCopy{hello}},
		"an empty message":               {"c1 01 00", []eventCopy{{kind: EventMessage, op: OpText}}},
		"6.2 not compressed":             {"81 05 48 65 6c 6c 6f", []eventCopy{hello}},
		"6.2 one compressed, one not":    {"c1 07 f2 48 cd c9 c9 07 00 81 05 48 65 6c 6c 6f c1 05 f2 00 11 00 00", []eventCopy{hello, hello, hello}},
		"a ping between fragments":       {"41 03 f2 48 cd 89 01 70 80 04 c9 c9 07 00", []eventCopy{{kind: EventPing, op: OpPing, data: "p"}, hello}},
		"empty fragments":                {"41 00 00 00 00 07 f2 48 cd c9 c9 07 00 80 00", []eventCopy{hello}},
		"a character over fragments":     {"41 06 00 01 00 fe ff e2 80 08 00 02 00 fd ff 82 ac 00", []eventCopy{{kind: EventMessage, op: OpText, data: "€"}}},
		"BFINAL, and more":               {"c2 0e f3 48 cd c9 c9 07 00 f2 48 cd c9 c9 07 00", []eventCopy{{kind: EventMessage, op: OpBinary, data: "HelloHello"}}},
		"6.1 RSV1 on a ping":             {"c9 00", []eventCopy{{kind: EventFail, rule: FrameRSV1NotFirst, code: CloseProtocolError}}},
		"6.1 RSV1 on a continuation":     {"41 03 f2 48 cd c0 04 c9 c9 07 00", []eventCopy{{kind: EventFail, rule: FrameRSV1NotFirst, code: CloseProtocolError}}},
		"6.1 RSV1 on the last frame of an uncompressed message": {"01 01 61 c0 00", []eventCopy{{kind: EventFail, rule: FrameRSV1NotFirst, code: CloseProtocolError}}},
		"7.2.1 unfinished":            {deflateFailures[MessageDeflateUnfinished], []eventCopy{{kind: EventFail, rule: MessageDeflateUnfinished, code: CloseInvalidPayload}}},
		"text":                        {deflateFailures[MessageTextNotUTF8], []eventCopy{{kind: EventFail, rule: MessageTextNotUTF8, code: CloseInvalidPayload}}},
		"text, unfinished":            {"c1 07 00 01 00 fe ff e2 00", []eventCopy{{kind: EventFail, rule: MessageTextNotUTF8, code: CloseInvalidPayload}}},
		"bad text before a bad block": {"c1 07 00 01 00 fe ff ff 06", []eventCopy{{kind: EventFail, rule: MessageTextNotUTF8, code: CloseInvalidPayload}}},
		"a bad block fails before the message is complete": {"41 7e 03e8 06", []eventCopy{{kind: EventFail, rule: MessageDeflateBlockType, code: CloseInvalidPayload}}},
	} {
		t.Run(name, func(t *testing.T) {
			wire := unhex(tt.wire)
			assert.Equal(t, tt.want, receive(t, newDeflateConn(t, Client, Limits{}, Deflate{}), wire))
			assert.Equal(t, tt.want, receive(t, newDeflateConn(t, Client, Limits{}, Deflate{}), single(wire)...))
			assert.Equal(t, tt.want, receive(t, newDeflateConn(t, Server, Limits{}, Deflate{}), masked(wire)), "masked")
		})
	}
}

// masked masks the frames of a stream, the last of which may be incomplete.
func masked(stream []byte) (out []byte) {
	for len(stream) > 0 {
		h, n := ParseHeader(stream)
		if n == 0 {
			return append(out, stream...)
		}
		size := min(uint64(len(stream)-n), h.Length)
		payload := bytes.Clone(stream[n : n+int(size)])
		h.Masked, h.Key = true, 0x37fa213d
		Mask(payload, h.Key)
		out = append(AppendHeader(out, h), payload...)
		stream = stream[n+int(size):]
	}
	return out
}

// With permessage-deflate, RSV1 is legal on the first frame of a data message and nowhere
// else.
func TestConnDeflateRSV(t *testing.T) {
	for rsv := range RSV(8) {
		for op := range Opcode(16) {
			for _, inside := range []bool{false, true} {
				for _, negotiated := range []bool{false, true} {
					c := newConn(t, Client, Limits{})
					if negotiated {
						c = newDeflateConn(t, Client, Limits{}, Deflate{})
					}
					if inside {
						receive(t, c, unhex("01 00"))
					}
					var rule Rule
					for _, ev := range receive(t, c, AppendHeader(nil, Header{Fin: true, RSV: rsv, Opcode: op, Length: 1})) {
						rule = ev.rule
					}
					want := Rule(0)
					first := op == OpText || op == OpBinary
					switch {
					case rsv&RSV1 != 0 && !negotiated:
						want = FrameRSV1
					case rsv&RSV1 != 0 && (op == OpContinuation || op.IsControl()):
						want = FrameRSV1NotFirst
					case rsv&RSV2 != 0:
						want = FrameRSV2
					case rsv&RSV3 != 0:
						want = FrameRSV3
					case op.IsReserved():
						want = FrameOpcodeReserved
					case first && inside:
						want = FrameMessageInterleaved
					case op == OpContinuation && !inside:
						want = FrameContinuationOrphan
					case op == OpClose:
						want = CloseBodyOneByte
					}
					require.Equal(t, want, rule, "RSV %d, opcode %d, inside %t, negotiated %t", rsv, op, inside, negotiated)
				}
			}
		}
	}
}

// The limit holds for the inflated size: exactly, over fragments, with takeover, and
// whatever the compressed size.
func TestConnInflatedLimit(t *testing.T) {
	tooBig := eventCopy{kind: EventFail, rule: MessageTooBig, code: CloseMessageTooBig}
	for _, text := range []string{strings.Repeat("a", 1000), string(randomBytes(1000, 5))} {
		for _, takeover := range []bool{false, true} {
			for _, fragments := range []int{1, 3} {
				d := Deflate{ServerNoContextTakeover: !takeover}
				server := newDeflateConn(t, Server, Limits{}, d)
				send := func(n int) []byte {
					for i := range fragments {
						op, from, to := OpContinuation, n*i/fragments, n*(i+1)/fragments
						if i == 0 {
							op = OpBinary
						}
						require.NoError(t, server.SendFragment(op, i == fragments-1, []byte(text[from:to])))
					}
					out := bytes.Clone(server.Output())
					server.Wrote(len(out))
					return out
				}
				stream := append(send(999), send(999)...)
				over := send(1000)
				for _, cut := range [][][]byte{{stream, over}, append(single(stream), single(over)...)} {
					c := newDeflateConn(t, Client, Limits{MaxMessage: 999}, d)
					want := eventCopy{kind: EventMessage, op: OpBinary, data: text[:999]}
					assert.Equal(t, []eventCopy{want, want, tooBig}, receive(t, c, cut...))
					assert.Equal(t, []string{"close \x03\xf1"}, sent(t, c))
				}
			}
		}
	}
	// A bomb: a thousand times the limit takes no more memory than the limit.
	bomb := NewDeflater(15, true).Deflate(nil, make([]byte, 64<<20), true)
	stream := AppendFrame(nil, Header{Fin: true, RSV: RSV1, Opcode: OpBinary}, bomb[:len(bomb)-4])
	c := newDeflateConn(t, Client, Limits{MaxMessage: 64 << 10}, Deflate{})
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	var ev Event
	c.Receive(stream, &ev)
	runtime.ReadMemStats(&after)
	assert.Equal(t, tooBig, copyEvent(ev))
	assert.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(512<<10))
	// Endless empty blocks inflate to nothing and need no memory.
	c = newDeflateConn(t, Client, Limits{MaxMessage: 1}, Deflate{})
	c.Receive(AppendHeader(nil, Header{RSV: RSV1, Opcode: OpBinary, Length: 1 << 40}), new(Event))
	blocks := bytes.Repeat(unhex("000000ffff"), 1000)
	runtime.ReadMemStats(&before)
	for range 100 {
		require.Empty(t, receive(t, c, blocks))
	}
	runtime.ReadMemStats(&after)
	assert.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(2<<20))
	assert.Zero(t, cap(c.message))
}

// A compressed echo stops allocating once its buffers are large enough.
func TestConnDeflateAllocatesNothing(t *testing.T) {
	d := Deflate{}
	client, server := newDeflateConn(t, Client, Limits{}, d), newDeflateConn(t, Server, Limits{}, d)
	text := []byte(strings.Repeat("Hello, ", 100))
	var failed bool
	round := func() {
		for _, ends := range [][2]*Conn{{client, server}, {server, client}} {
			err := ends[0].Send(OpText, text)
			var ev Event
			ends[1].Receive(ends[0].Output(), &ev)
			failed = failed || err != nil || string(ev.Data) != string(text)
			ends[0].Wrote(len(ends[0].Output()))
		}
	}
	for range 100 {
		round()
	}
	assert.Zero(t, testing.AllocsPerRun(100, round))
	assert.False(t, failed)
	client.Release()
	assert.Nil(t, client.compressed)
}

// RFC 7692 §7.1.1: with context takeover the next message may refer to the ones before, as
// far as the window reaches.
func TestConnWindow(t *testing.T) {
	for _, tt := range []struct {
		what string
		d    Deflate
		want []int
	}{
		{"takeover", Deflate{}, []int{0, 5, 10}},
		{"no takeover", Deflate{ServerNoContextTakeover: true}, []int{0, 0, 0}},
		{"a window of 256 bytes", Deflate{ServerMaxWindowBits: 8}, []int{0, 5, 10}},
	} {
		server, client := newDeflateConn(t, Server, Limits{}, tt.d), newDeflateConn(t, Client, Limits{}, tt.d)
		for _, want := range tt.want {
			assert.Equal(t, want, client.Window(), tt.what)
			require.NoError(t, server.Send(OpText, []byte("Hello")))
			receive(t, client, bytes.Clone(server.Output()))
			server.Wrote(len(server.Output()))
		}
		require.NoError(t, server.Send(OpBinary, make([]byte, 70000)))
		receive(t, client, bytes.Clone(server.Output()))
		assert.LessOrEqual(t, client.Window(), 1<<15, tt.what)
	}
}
