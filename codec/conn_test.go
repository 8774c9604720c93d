package codec

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// countedKeys returns a source of keys and a counter of the keys it returned.
func countedKeys() (keys func() MaskKey, given *int) {
	given = new(int)
	return func() MaskKey { *given++; return MaskKey(*given * 0x01010101) }, given
}

func newConn(t testing.TB, role Role, limits Limits) *Conn {
	keys, _ := countedKeys()
	c, err := NewConn(Config{Role: role, Limits: limits, Keys: keys})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// An eventCopy is a copy of an Event that stays valid after the next Receive.
type eventCopy struct {
	kind EventKind
	op   Opcode
	data string
	code CloseCode
	rule Rule
}

func copyEvent(ev Event) eventCopy {
	return eventCopy{ev.Kind, ev.Opcode, string(ev.Data), ev.Code, ev.Rule}
}

// receive passes copies of the pieces of a stream to c.
func receive(t testing.TB, c *Conn, pieces ...[]byte) (events []eventCopy) {
	for _, piece := range pieces {
		p := bytes.Clone(piece)
		for len(p) > 0 {
			var ev Event
			rest := c.Receive(p, &ev)
			if len(rest) >= len(p) || ev.Kind == EventNone && len(rest) > 0 {
				t.Fatalf("%v, %d of %d bytes left", ev, len(rest), len(p))
			}
			if ev.Kind != EventNone {
				events = append(events, copyEvent(ev))
			}
			p = rest
		}
	}
	return events
}

// sent returns c's output as frames: the peer's Decoder must accept it.
func sent(t testing.TB, c *Conn) (frames []string) {
	out := bytes.Clone(c.Output())
	c.Wrote(len(out))
	if len(c.Output()) > 0 {
		t.Fatal("output after all was written")
	}
	got := decode(t, &Decoder{Role: c.decoder.Role.Peer()}, out)
	if got.fault.Rule != 0 {
		t.Fatalf("it sent % x: %v", out, got.fault)
	}
	for _, f := range got.frames {
		name := f.header.Opcode.String()
		if !f.header.Fin {
			name += "+"
		}
		frames = append(frames, name+" "+f.payload)
	}
	return frames
}

// frame returns a frame as the peer of role writes it.
func frame(role Role, h Header, payload string) []byte {
	if role == Server {
		h.Masked, h.Key = true, 0x37fa213d
	}
	return AppendFrame(nil, h, []byte(payload))
}

func whole(role Role, op Opcode, payload string) []byte {
	return frame(role, Header{Fin: true, Opcode: op}, payload)
}

// §5.1, §5.3: a client needs a source of keys and takes one key for each frame; a server
// takes none.
func TestConnMaskKeys(t *testing.T) {
	_, err := NewConn(Config{Role: Client})
	require.Equal(t, Misuse(MaskEntropyMissing), err)

	keys, given := countedKeys()
	c, err := NewConn(Config{Role: Client, Keys: keys})
	require.NoError(t, err)
	require.NoError(t, c.Send(OpText, []byte("a")))
	require.NoError(t, c.SendFragment(OpBinary, false, []byte("b")))
	require.NoError(t, c.Ping(nil))
	require.NoError(t, c.SendFragment(OpContinuation, true, nil))
	receive(t, c, whole(Client, OpPing, "p"))
	require.NoError(t, c.Close(CloseNormal, nil))
	out := c.Output()
	var used []MaskKey
	for len(out) > 0 {
		h, n := ParseHeader(out)
		require.True(t, h.Masked)
		used = append(used, h.Key)
		out = out[n+int(h.Length):]
	}
	assert.Len(t, used, 6)
	assert.Equal(t, len(used), *given)
	for i, k := range used {
		assert.NotContains(t, used[i+1:], k)
	}

	s, err := NewConn(Config{Role: Server, Keys: func() MaskKey { panic("a server does not mask") }})
	require.NoError(t, err)
	require.NoError(t, s.Send(OpText, []byte("a")))
	assert.Equal(t, unhex("8101 61"), s.Output())
}

// No event precedes a frame's failure, and nothing follows it.
func TestConnFails(t *testing.T) {
	for rule, stream := range failures() {
		for _, cut := range []bool{false, true} {
			c := newConn(t, Client, Limits{MaxFrame: 1000, MaxMessage: 1500, MaxFragments: 3})
			if rule == FrameMaskMissing {
				c = newConn(t, Server, Limits{})
			}
			pieces := [][]byte{stream, unhex("8101 61 8800")}
			if cut {
				pieces = append(single(stream), pieces[1])
			}
			events := receive(t, c, pieces...)
			want := []eventCopy{{kind: EventFail, rule: rule, code: rule.CloseCode()}}
			require.Equal(t, want, events, rule.Name())
			assert.Equal(t, StateClosing, c.State())
			assert.False(t, c.ShouldCloseTransport(), "the Close frame is not written yet")
			code := rule.CloseCode()
			require.Equal(t, []string{"close " + string([]byte{byte(code >> 8), byte(code)})}, sent(t, c), rule.Name())
			assert.True(t, c.ShouldCloseTransport())
			assert.Equal(t, Misuse(SendAfterClose), c.Send(OpText, nil))
			assert.Equal(t, eventCopy{kind: EventClose, op: OpClose, code: CloseAbnormal}, copyEvent(c.EOF()))
		}
	}
}

// failures has, for each rule that fails a connection, a stream whose only event is the
// failure. The frames are unmasked, except the one for FrameMaskForbidden.
func failures() map[Rule][]byte {
	return map[Rule][]byte{
		FrameControlFragmented:  unhex("0900"),
		FrameRSV1:               unhex("c10161"),
		FrameRSV2:               unhex("a10161"),
		FrameRSV3:               unhex("910161"),
		FrameOpcodeReserved:     unhex("830161"),
		FrameContinuationOrphan: unhex("800161"),
		FrameMessageInterleaved: unhex("010161 810161"),
		FrameMaskMissing:        unhex("810161"),
		FrameMaskForbidden:      unhex("8181 00000000 61"),
		FrameControlTooLong:     append(unhex("897e007e"), make([]byte, 126)...),
		FrameLengthTopBit:       unhex("827f 8000000000000001 61"),
		FrameLengthNotMinimal:   unhex("827e 0001 61"),
		FrameTooBig:             append(unhex("827e 03e9"), make([]byte, 1001)...),
		MessageTooBig:           append(append(unhex("027e 03e8"), make([]byte, 1000)...), unhex("807e 01f5")...),
		MessageTooManyFragments: unhex("0100 0000 0000 8000"),
		MessageTextNotUTF8:      unhex("8102 61ff"),
		CloseBodyOneByte:        unhex("8801 03"),
		CloseCodeNotSendable:    unhex("8802 03ed"),
		CloseReasonNotUTF8:      unhex("8803 03e8 ff"),
	}
}

// Every rule of frames can be broken: by received bytes, or by a call that sends.
func TestFrameRulesReachable(t *testing.T) {
	reached := map[Rule]bool{}
	for rule, stream := range failures() {
		ctx := Context{Role: Client, Limits: Limits{MaxFrame: 1000, MaxMessage: 1500, MaxFragments: 3}}
		if rule == FrameMaskMissing {
			ctx.Role = Server
		}
		reached[decode(t, newDecoder(ctx), stream).fault.Rule] = true
	}
	for _, wire := range deflateFailures {
		for _, ev := range receive(t, newDeflateConn(t, Client, Limits{}, Deflate{ServerMaxWindowBits: 8}), unhex(wire)) {
			reached[ev.rule] = true
		}
	}
	_, err := NewConn(Config{Role: Client})
	reached[RuleOf(err)] = true
	c, err := NewConn(Config{Role: Server, MaxPending: 1})
	require.NoError(t, err)
	require.NoError(t, c.Ping(nil))
	reached[RuleOf(c.Ping(nil))] = true
	require.NoError(t, c.Close(CloseNoStatus, nil))
	reached[RuleOf(c.Ping(nil))] = true
	for r := Rule(1); r < HeadTooBig; r++ {
		assert.True(t, reached[r], r.Name())
	}
}
