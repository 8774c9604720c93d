package mark

import (
	"bytes"
	"fmt"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"framelab/codec"
)

const (
	nonce   = "dGhlIHNhbXBsZSBub25jZQ=="
	request = "GET /chat HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: " + nonce + "\r\nSec-WebSocket-Version: 13\r\n\r\n"
	answer  = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"
	hello   = "\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"
)

// replaced returns s with one part of it replaced.
func replaced(t *testing.T, s, old, fresh string) string {
	t.Helper()
	require.Contains(t, s, old)
	return strings.Replace(s, old, fresh, 1)
}

func framesOf(goal ...Condition) Exercise {
	return Exercise{Kind: Frames, Receiver: codec.Server, Goal: goal}
}

func headOf(kind Kind, start string, goal ...Condition) Exercise {
	e := Exercise{Kind: kind, Start: []byte(start), Goal: goal}
	if kind == Response {
		e.Given = []byte(request)
	}
	return e
}

// TestMark has one answer in each row; a pass has "" as its finding.
func TestMark(t *testing.T) {
	legal := Condition{Is: IsLegal}
	bitsAt := func(start, n uint64) Place { return Place{Kind: PlaceBits, Start: start, Bits: n} }
	line := func(n int, start, bytes int) Place {
		return Place{Kind: PlaceLine, Line: n, Start: uint64(start) * 8, Bits: uint64(bytes) * 8}
	}
	item := func(id string) Place { return Place{Kind: PlaceItem, Item: id} }
	order := Exercise{Kind: Order, Items: []Item{{ID: "a"}, {ID: "b"}, {ID: "c", Finding: "c-early"}, {ID: "d"}},
		Before: [][2]string{{"a", "b"}, {"b", "c"}, {"a", "d"}}}
	number := Exercise{Kind: Number, Least: 10, Most: 20, Items: []Item{{ID: "9", Finding: "one-less"}}}
	match := Exercise{Kind: Match, Bins: []string{"x", "y", "z"}, Items: []Item{
		{ID: "a", Bins: []Bin{{ID: "x", Right: true}, {ID: "y", Right: true}}},
		{ID: "b", Finding: "b-wrong", Bins: []Bin{{ID: "z", Right: true}, {ID: "x", Finding: "b-in-x"}}}}}
	accept := Exercise{Kind: Accept, Given: []byte(nonce), Goal: []Condition{{Is: IsAccept, Bytes: []byte("x3JJHMbDL1EzLkh9GBhXDw==")}}}
	some := Exercise{Kind: Choose, Items: []Item{{ID: "a", Right: true}}}
	one := Exercise{Kind: Choose, One: true, Items: []Item{{ID: "a", Right: true}, {ID: "b", Finding: "not-b"}, {ID: "c"}}}
	for _, c := range []struct {
		e       Exercise
		answer  string
		finding string
		place   Place
	}{
		{framesOf(legal), hello, "", Place{}},
		{framesOf(legal), "", "empty", Place{}},
		{framesOf(legal), hello + hello[:4], "incomplete", bitsAt(15*8, 0)},
		{framesOf(legal), "\xc1", "frame.rsv1.not-negotiated", bitsAt(1, 1)},
		{framesOf(legal), "\x81\x05Hello", "frame.mask.missing", bitsAt(8, 1)},
		{framesOf(Condition{Is: IsLegal, Finding: "mine"}), "\xc1", "mine", bitsAt(1, 1)},
		{framesOf(Condition{Is: IsRule, Rule: codec.FrameMaskMissing}), "\x81\x05Hello", "", Place{}},
		{framesOf(Condition{Is: IsRule, Rule: codec.FrameMaskMissing}), hello, "rule.none", Place{}},
		{framesOf(Condition{Is: IsRule, Rule: codec.FrameMaskMissing}), "\xc1\x05Hello", "rule.other", bitsAt(1, 1)},
		{framesOf(Condition{Is: IsFrameCount, Min: 1, Max: 1}), hello + "\x00", "left-over", bitsAt(88, 8)},
		{framesOf(Condition{Is: IsFrameCount, Min: 2}), hello, "frames.few", bitsAt(88, 0)},
		{framesOf(Condition{Is: IsFrameCount, Min: 2}), hello + "\x81", "incomplete", bitsAt(96, 0)},
		{framesOf(Condition{Is: IsField, Field: codec.PartLength, Value: 300}), "\x82\xfe\x01\x2c", "", Place{}},
		{framesOf(Condition{Is: IsField, Field: codec.PartLength, Value: 300}), "\x82\xfe\x01\x2d", "field.differs", bitsAt(16, 16)},
		{framesOf(Condition{Is: IsField, Field: codec.PartLength, Value: 300}), "\x82\xfe\x01", "incomplete", bitsAt(24, 0)},
		{framesOf(Condition{Is: IsField, Frame: 1, Field: codec.PartFin, Value: 1}), hello, "incomplete", bitsAt(88, 0)},
		{framesOf(Condition{Is: IsPayload, Bytes: []byte("Hello")}), hello, "", Place{}},
		{framesOf(Condition{Is: IsPayload, Bytes: []byte("Hellp")}), hello, "payload.differs", bitsAt(80, 8)},
		{framesOf(Condition{Is: IsPayload, Bytes: []byte("Hello!")}), hello, "payload.length", bitsAt(9, 7)},
		{framesOf(Condition{Is: IsPayload, Bytes: []byte("Hello")}), hello[:9], "incomplete", bitsAt(72, 0)},
		{framesOf(Condition{Is: IsPayload, Bytes: []byte("Hello")}), hello[:6] + "Hello", "mask.untouched", bitsAt(48, 8)},
		{framesOf(Condition{Is: IsKey, Bytes: []byte("\x37\xfa\x21\x3d")}), hello, "", Place{}},
		{framesOf(Condition{Is: IsKey, Bytes: []byte("\x37\xfa\x21\x3e")}), hello, "key.differs", bitsAt(16, 32)},
		{framesOf(Condition{Is: IsKey, Bytes: []byte("\x37\xfa\x21\x3e")}), "\x81\x05Hello", "key.none", bitsAt(8, 1)},
		{framesOf(Condition{Is: IsKeys}), hello + hello, "keys.same", bitsAt(88+16, 32)},
		{Exercise{Kind: Frames, Receiver: codec.Server, Prefix: 1, Goal: []Condition{legal}}, "\x81\x85", "left-over", bitsAt(8, 8)},
		{Exercise{Kind: Frames, Receiver: codec.Server, Prefix: 1, Goal: []Condition{legal}}, "\xc1\x85", "left-over", bitsAt(8, 8)},
		{Exercise{Kind: Frames, Receiver: codec.Server, Prefix: 1, Goal: []Condition{legal}}, "\x10\x00\x00\x01", "bits.typed", bitsAt(0, 32)},
		{Exercise{Kind: Frames, Receiver: codec.Server, Prefix: 1, Goal: []Condition{legal}}, "\x10\x00\x01", "left-over", bitsAt(8, 16)},
		{framesOf(legal), "\x10\x00\x00\x01", "frame.rsv3.not-negotiated", bitsAt(3, 1)},
		{Exercise{Kind: Frames, Receiver: codec.Server, Prefix: 2, Goal: []Condition{legal}}, "\x81", "incomplete", bitsAt(8, 0)},

		{Exercise{Kind: Hex, Goal: []Condition{{Is: IsBytes, Bytes: []byte("abc")}}}, "abc", "", Place{}},
		{Exercise{Kind: Hex, Goal: []Condition{{Is: IsBytes, Bytes: []byte("abc")}}}, "ab", "bytes.few", bitsAt(16, 0)},
		{Exercise{Kind: Hex, Goal: []Condition{{Is: IsBytes, Bytes: []byte("abc")}}}, "abcd", "bytes.many", bitsAt(24, 8)},
		{Exercise{Kind: Hex, Goal: []Condition{{Is: IsBytes, Bytes: []byte("abc")}}}, "abd", "bytes.differ", bitsAt(16, 8)},
		{Exercise{Kind: Hex, Given: []byte(hello), Goal: []Condition{{Is: IsUnmasked}}}, "Hello", "", Place{}},
		{Exercise{Kind: Hex, Given: []byte(hello), Goal: []Condition{{Is: IsUnmasked, Finding: "mine"}}}, "\x37\xfa\x21\x3d", "mask.key", bitsAt(0, 32)},
		{Exercise{Kind: Hex, Given: []byte(hello), Goal: []Condition{{Is: IsUnmasked}}}, "Hell", "payload.few", bitsAt(32, 0)},
		{Exercise{Kind: Hex, Given: []byte("\x81\x05Hello"), Goal: []Condition{{Is: IsUnmasked}}}, "Jello", "bytes.differ", bitsAt(0, 8)},

		{headOf(Request, "", legal), request, "", Place{}},
		{headOf(Request, "", legal), replaced(t, request, "GET", "PUT"), "request.method", line(1, 0, 3)},
		{headOf(Request, "", legal), replaced(t, request, "13", "14"), "request.version13.unsupported", line(6, 146, 2)},
		{headOf(Request, "", legal), replaced(t, request, "Host: localhost\r\n", ""), "request.host.missing", line(6, 133, 0)},
		{headOf(Request, "", legal), request[:len(request)-2], "head.incomplete", line(7, 150, 0)},
		{headOf(Request, "", legal), request + "x", "left-over", line(8, 152, 1)},
		{headOf(Request, "", legal), replaced(t, request, "Host:", "Host :"), "head.space-before-colon", line(2, 24, 1)},
		{headOf(Request, "", legal), replaced(t, request, nonce, ""), "request.key.empty", line(5, 97, 0)},
		{headOf(Request, "", legal), replaced(t, request, nonce, nonce[:22]), "request.key.incomplete", line(5, 97, 22)},
		{headOf(Request, "", legal), replaced(t, request, nonce, "=="+nonce[:22]), "request.key.incomplete", line(5, 97, 24)},
		{headOf(Request, "", legal), replaced(t, request, nonce, nonce[:20]+"n-_="), "request.key.not-base64", line(5, 97, 24)},
		{headOf(Request, "", legal), replaced(t, request, "13", ""), "request.version13.empty", line(6, 146, 0)},
		{headOf(Request, "", legal), replaced(t, request, "13", "013"), "request.version13.not-plain", line(6, 146, 3)},
		{headOf(Request, "", legal), replaced(t, request, "13", "thirteen"), "request.version13.not-plain", line(6, 146, 8)},
		{headOf(Request, "", legal), replaced(t, request, "13", "13, 8"), "request.version13.list", line(6, 146, 5)},
		{headOf(Request, "", legal), replaced(t, request, "13", "300"), "request.version13.malformed", line(6, 146, 3)},
		{headOf(Request, "", legal), replaced(t, request, "HTTP/1.1", "HTTP/1.1  "), "request.version.space-after", line(1, 18, 2)},
		{headOf(Request, "", legal), replaced(t, request, "HTTP/1.1", "HTTP/1.1 x"), "request.version.malformed", line(1, 18, 1)},
		{headOf(Request, "", legal), replaced(t, request, "HTTP/1.1", "HTTP/11"), "request.version.malformed", line(1, 16, 1)},
		{headOf(Request, "", legal), replaced(t, request, "Upgrade:", "\r\nUpgrade:"), "head.blank-line", line(3, 37, 0)},
		{headOf(Request, "", legal), "\r\n" + request, "", Place{}}, // RFC 9112 §2.2
		{headOf(Request, "", legal), "\r\n " + request, "request.method.not-token", line(2, 2, 1)},
		{headOf(Request, "", legal), "\r\n" + replaced(t, request, "GET", "PUT"), "request.method", line(2, 2, 3)},
		{headOf(Request, "", legal), request + "\r\n", "head.blank-line", line(7, 150, 0)},
		{headOf(Request, "", Condition{Is: IsAbsent, Name: "origin"}), request, "", Place{}},
		{headOf(Request, "", Condition{Is: IsAbsent, Name: "host"}), request, "header.unwanted", line(2, 20, 4)},
		{headOf(Request, "", Condition{Is: IsRule, Rule: codec.RequestMethod}), request, "rule.none", Place{}},
		{headOf(Request, "", Condition{Is: IsTarget, Bytes: []byte("/echo")}), request, "target.differs", line(1, 4, 5)},
		{headOf(Request, "", Condition{Is: IsHeader, Name: "upgrade", Bytes: []byte("WebSocket"), Token: true}), request, "", Place{}},
		{headOf(Request, "", Condition{Is: IsHeader, Name: "Origin", Bytes: []byte("null")}), request, "header.missing", line(7, 150, 0)},
		{headOf(Request, "", Condition{Is: IsHeader, Name: "Host", Bytes: []byte("example.com")}), request, "header.differs", line(2, 26, 9)},
		{headOf(Request, request, Condition{Is: IsKept}), request, "unchanged", Place{}},
		{headOf(Request, "", Condition{Is: IsKept}), request, "", Place{}},
		{headOf(Request, request, Condition{Is: IsKept}), replaced(t, request, "Upgrade\r\n", "keep-alive, upgrade\r\n"), "", Place{}},
		{headOf(Request, request, Condition{Is: IsKept}), replaced(t, request, "localhost", "LOCALHOST"), "", Place{}},
		{headOf(Request, request, Condition{Is: IsKept}), replaced(t, request, "localhost", "example.com"), "kept.changed", line(2, 26, 11)},
		{headOf(Request, request, Condition{Is: IsKept}), replaced(t, request, "Host: localhost\r\n", ""), "kept.missing", line(6, 133, 0)},
		{headOf(Request, replaced(t, request, "GET", "PUT"), Condition{Is: IsKept}), request, "", Place{}},
		{headOf(Response, "", legal), answer, "", Place{}},
		{headOf(Response, "", legal), replaced(t, answer, "s3pP", "s3mP"), "accept.unknown", line(4, 97, 28)},
		{headOf(Response, "", legal), replaced(t, answer, "\r\n\r\n", "\r\nContent-Length: 0\r\n\r\n"), "response.content-length", line(5, 143, 1)},
		{headOf(Response, "", legal), replaced(t, answer, "101", "200"), "response.status", line(1, 9, 3)},

		{Exercise{Kind: Accept, Given: []byte(nonce), Goal: []Condition{{Is: IsAccept}}}, " s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\n", "", Place{}},
		{Exercise{Kind: Accept, Given: []byte(nonce), Goal: []Condition{{Is: IsAccept}}}, "s3qPLMBiTxaQ9kYGzzhZRbK+xOo=", "accept.unknown", bitsAt(16, 8)},
		{Exercise{Kind: Accept, Given: []byte(nonce), Goal: []Condition{{Is: IsAccept}}}, "s3q", "accept.unknown", Place{}},
		{Exercise{Kind: Accept, Given: []byte(nonce), Goal: []Condition{{Is: IsAccept}}}, " s3qPLMBiTxaQ9kYGzzhZRbK+xOo=", "accept.unknown", bitsAt(24, 8)},
		{accept, "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", "", Place{}},
		{accept, "sec-websocket-accept:  s3qPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n", "accept.unknown", bitsAt(200, 8)},
		{accept, "Sec-WebSocket-Accept:", "accept.empty", Place{}},
		{accept, "Sec-WebSocket-Key: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", "accept.unknown", Place{}},
		{accept, `"s3pPLMBiTxaQ9kYGzzhZRbK+xOo="`, "accept.quoted", Place{}},
		{accept, "'s3pPLMBiTxaQ9kYGzzhZRbK+xOo='", "accept.quoted", Place{}},
		{accept, `"`, "accept.unknown", Place{}},
		{accept, nonce + codec.GUID, "accept.joined", Place{}},
		{accept, "b37a4f2c c0624f16 90f64606 cf385945 b2bec4ea", "accept.hex", Place{}},
		{accept, "b3:7a:4f:2c:c0:62:4f:16:90:f6:46:06:cf:38:59:45:b2:be:c4:ea", "accept.hex", Place{}},
		{accept, "B37A4F2CC0624F1690F64606CF385945B2BEC4EA  -", "accept.hex", Place{}},
		{accept, "HSmrc0sMlYUkAGmm5OPpG2HaGWk=", "accept.other-key", Place{}},
		{accept, "KfhzQxCUgbVZSSm/1GxFcUYTuZo=", "accept.unknown", Place{}}, // no place: all keys differ

		{one, "a", "", Place{}},
		{one, "b", "not-b", item("b")},
		{one, "c", "choice.wrong", item("c")},
		{one, "a,c", "choice.one", Place{}},
		{one, "x", "unreadable", Place{}},
		{one, "a,a", "unreadable", Place{}},
		{one, " ", "choice.one", Place{}},
		{some, "", "choose.none", Place{}},
		{match, "", "match.none", Place{}},
		{Exercise{Kind: Sort}, "", "sort.none", Place{}},
		{number, "", "empty", Place{}},
		{match, "b=z, a=y", "", Place{}},
		{match, "a=z", "choice.wrong", item("a")},
		{match, "b=x", "b-in-x", item("b")},
		{match, "b=y", "b-wrong", item("b")},
		{match, "b=z", "choice.open", item("a")},
		{match, "b=w", "unreadable", Place{}},
		{order, "a,b,c,d", "", Place{}},
		{order, "a,d,b,c", "", Place{}},
		{order, "a,b,d,c", "", Place{}},
		{order, "b,a,c,d", "choice.order", item("b")},
		{order, "a,c,b,d", "c-early", item("c")},
		{order, "a,b,c", "choice.open", item("d")},
		{number, "10", "", Place{}},
		{number, "0x14", "", Place{}},
		{number, "9", "one-less", Place{}},
		{number, "8", "number.low", Place{}},
		{number, "21", "number.high", Place{}},
		{number, "18446744073709551616", "unreadable", Place{}},
		{number, "-10", "unreadable", Place{}},
		{number, "0x", "unreadable", Place{}},
	} {
		got := Mark(c.e.Append(nil), []byte(c.answer))
		what := fmt.Sprintf("%v: %q", c.e.Kind, c.answer)
		assert.Equal(t, c.finding, got.Finding, what)
		assert.Equal(t, c.finding == "", got.Pass, what)
		assert.Equal(t, c.place, got.Place, what)
	}
	assert.Equal(t, "too-much", Mark(one.Append(nil), make([]byte, MaxAnswer+1)).Finding)
}

// TestCount: a choice of several parts tells how many are right, and a choice of one does
// not.
func TestCount(t *testing.T) {
	three := Exercise{Kind: Choose, Items: []Item{{ID: "a", Right: true}, {ID: "b"}, {ID: "c", Right: true}, {ID: "d"}, {ID: "e", Right: true}}}
	one := Exercise{Kind: Choose, One: true, Items: []Item{{ID: "a", Right: true}, {ID: "b"}}}
	in := func(id, bin string) Item { return Item{ID: id, Bins: []Bin{{ID: bin, Right: true}}} }
	sort := Exercise{Kind: Sort, Bins: []string{"x", "y"}, Items: []Item{in("a", "x"), in("b", "y"), in("c", "y")}}
	match := sort
	match.Kind = Match
	order := Exercise{Kind: Order, Items: []Item{{ID: "a"}, {ID: "b"}, {ID: "c"}, {ID: "d"}}, Before: [][2]string{{"a", "b"}, {"b", "c"}, {"a", "c"}}}
	for _, c := range []struct {
		e      Exercise
		answer string
		want   Count
	}{
		{three, "a", Count{Right: 1, Of: 3}},
		{three, "b", Count{Of: 3, Wrong: 1}},
		{three, "a,b,c,d", Count{Right: 2, Of: 3, Wrong: 2}},
		{three, "a,b,c,d,e", Count{Right: 3, Of: 3, Wrong: 2}},
		{three, "a,c,e", Count{}},
		{three, "", Count{}},
		{three, "a,a", Count{}},
		{one, "b", Count{}},
		{one, "a,b", Count{}},
		{sort, "a=y", Count{Of: 3, Open: 2}},
		{sort, "a=x,b=y", Count{Right: 2, Of: 3, Open: 1}},
		{sort, "a=x,b=x,c=x", Count{Right: 1, Of: 3}},
		{match, "a=y,b=x,c=x", Count{Of: 3}},
		{match, "a=x,b=y,c=y", Count{}},
		{order, "b,a,c,d", Count{Right: 2, Of: 4}},
		{order, "c,b,a,d", Count{Right: 1, Of: 4}},
		{order, "a,b", Count{Of: 4, Open: 2}},
		{order, "d,a,b,c", Count{}},
	} {
		assert.Equal(t, c.want, Mark(c.e.Append(nil), []byte(c.answer)).Count, "%v: %q", c.e.Kind, c.answer)
	}
}

// TestMaskMistakes detects a wrong use of the key from the bytes.
func TestMaskMistakes(t *testing.T) {
	key := codec.MaskKey(0x37fa213d)
	const text = "Hello, world"
	e := framesOf(Condition{Is: IsPayload, Bytes: []byte(text), Finding: "other"})
	for want, wrong := range map[string]func(i int) codec.MaskKey{
		"mask.stuck":   func(int) codec.MaskKey { return key },
		"mask.shifted": func(i int) codec.MaskKey { return key.Rotate(uint64(i + 1)) },
		"other":        func(i int) codec.MaskKey { return 0x01020304 },
	} {
		b := codec.AppendFrame(nil, codec.Header{Fin: true, Opcode: codec.OpText, Masked: true, Key: key}, []byte(text))
		for i := range text {
			b[6+i] = text[i] ^ byte(wrong(i)>>24)
		}
		assert.Equal(t, want, e.Mark(b).Finding)
	}
}

// TestRecord reads a record back, and refuses any shorter one.
func TestRecord(t *testing.T) {
	e := Exercise{Kind: Sort, Receiver: codec.Client, RSV: 4, Prefix: 2, Given: []byte("given"), Start: []byte{1, 2},
		Goal: []Condition{{Is: IsField, Finding: "f", Frame: 1, Min: 2, Max: 3, Field: codec.PartMask, Value: 1 << 40,
			Rule: codec.FrameRSV2, Bytes: []byte("b"), Name: "n", Token: true}},
		Items: []Item{{ID: "i", Right: true, Finding: "g", Bins: []Bin{{"x", true, ""}, {"y", false, "h"}}}},
		Bins:  []string{"x", "y"}, One: true, Before: [][2]string{{"i", "j"}}, Least: 3, Most: 4}
	record := e.Append(nil)
	var got Exercise
	require.True(t, got.Parse(record))
	assert.Equal(t, e, got)
	for n := range record {
		assert.False(t, got.Parse(record[:n]), "%d of %d bytes are a record", n, len(record))
	}
	assert.False(t, got.Parse(append(record, 0)))
}

// TestGenericFindings: ids are unique, and are not names of rules or exercises.
func TestGenericFindings(t *testing.T) {
	ids := Generic()
	for i, id := range ids {
		assert.NotContains(t, ids[:i], id)
		assert.Zero(t, RuleOf(id), id)
	}
}

// TestImports keeps the marker small, because it is in the module of every page.
func TestImports(t *testing.T) {
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		require.NoError(t, err)
		for _, im := range f.Imports {
			assert.True(t, slices.Contains([]string{`"framelab/codec"`, `"encoding/binary"`, `"strconv"`}, im.Path.Value), "%s imports %s", file, im.Path.Value)
		}
	}
}

// FuzzMark: no answer and no record makes the marker panic or change its input, and a
// finding always has an id.
func FuzzMark(f *testing.F) {
	for _, e := range []Exercise{
		framesOf(Condition{Is: IsField, Field: codec.PartLength, Value: 5}, Condition{Is: IsPayload, Bytes: []byte("Hello")}, Condition{Is: IsKeys}, Condition{Is: IsLegal}),
		{Kind: Hex, Given: []byte(hello), Goal: []Condition{{Is: IsUnmasked}}},
		headOf(Request, request, Condition{Is: IsKept}, Condition{Is: IsLegal}),
		headOf(Response, answer, Condition{Is: IsKept}, Condition{Is: IsLegal}),
		{Kind: Accept, Given: []byte(nonce), Goal: []Condition{{Is: IsAccept}}},
		{Kind: Order, Items: []Item{{ID: "a"}, {ID: "b"}}, Before: [][2]string{{"a", "b"}}},
		{Kind: Number, Most: 9},
	} {
		for _, a := range []string{"", hello, request, answer, "a,b", "b,a", "a=b", "7", " \xff", "GET / HTTP/1.1\r\nHost:", "HTTP/1.1 101"} {
			f.Add(e.Append(nil), []byte(a))
		}
	}
	f.Fuzz(func(t *testing.T, record, answer []byte) {
		was, had := bytes.Clone(record), bytes.Clone(answer)
		r := Mark(record, answer)
		if !bytes.Equal(record, was) || !bytes.Equal(answer, had) {
			t.Fatal("the input is changed")
		}
		if r.Pass == (r.Finding != "") {
			t.Fatalf("pass is %v, the finding %q", r.Pass, r.Finding)
		}
		if r.Place.Kind != PlaceNone && r.Place.Kind != PlaceItem && r.Place.Start+r.Place.Bits > uint64(len(answer))*8 {
			t.Fatalf("the place %+v is outside the answer", r.Place)
		}
	})
}
