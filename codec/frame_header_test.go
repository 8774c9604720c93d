package codec

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// unhex reads hexadecimal digits, and bytes written as bits in brackets, with any spaces
// between them: "[1 000 0001][0 0000101] 48656c6c6f".
func unhex(s string) []byte {
	s = bitsInBrackets.ReplaceAllStringFunc(s, func(bits string) string {
		b, err := strconv.ParseUint(strings.NewReplacer("[", "", "]", "", " ", "").Replace(bits), 2, 8)
		if err != nil {
			panic(err)
		}
		return fmt.Sprintf("%02x", b)
	})
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		panic(err)
	}
	return b
}

var bitsInBrackets = regexp.MustCompile(`\[[01 ]+\]`)

// §5.7, the examples.
func TestFrameExamples(t *testing.T) {
	hello := []byte("Hello")
	const key = MaskKey(0x37fa213d)
	for _, tt := range []struct {
		name    string
		header  Header
		payload []byte
		wire    string
	}{
		{"single unmasked text", Header{Fin: true, Opcode: OpText}, hello, "[1 000 0001][0 0000101] 48656c6c6f"},
		{"single masked text", Header{Fin: true, Opcode: OpText, Masked: true, Key: key}, hello, "[1 000 0001][1 0000101] 37fa213d 7f9f4d5158"},
		{"first fragment", Header{Opcode: OpText}, hello[:3], "[0 000 0001][0 0000011] 48656c"},
		{"last fragment", Header{Fin: true}, hello[3:], "[1 000 0000][0 0000010] 6c6f"},
		{"ping", Header{Fin: true, Opcode: OpPing}, hello, "[1 000 1001][0 0000101] 48656c6c6f"},
		{"masked pong", Header{Fin: true, Opcode: OpPong, Masked: true, Key: key}, hello, "[1 000 1010][1 0000101] 37fa213d 7f9f4d5158"},
		{"256 bytes", Header{Fin: true, Opcode: OpBinary}, make([]byte, 256), "[1 000 0010][0 1111110] 0100" + strings.Repeat("00", 256)},
		{"64 KiB", Header{Fin: true, Opcode: OpBinary}, make([]byte, 65536), "[1 000 0010][0 1111111] 0000000000010000" + strings.Repeat("00", 65536)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			before := bytes.Clone(tt.payload)
			assert.Equal(t, unhex(tt.wire), AppendFrame(nil, tt.header, tt.payload))
			assert.Equal(t, before, tt.payload, "the payload was changed")
			assert.Equal(t, "##"+string(unhex(tt.wire)), string(AppendFrame([]byte("##"), tt.header, tt.payload)))
			h, n := ParseHeader(unhex(tt.wire))
			assert.Equal(t, len(unhex(tt.wire))-len(tt.payload), n)
			assert.Equal(t, uint64(len(tt.payload)), h.Length)
			assert.Equal(t, tt.header.Key, h.Key)
		})
	}
}

// §5.2: headers with every first two bytes, and every extended length that matters,
// decode and encode to the same bytes. A prefix of a header is not a header.
func TestHeaderEveryTwoBytes(t *testing.T) {
	lengths := map[int][]uint64{
		0: {0},
		2: {0, 125, 126, 0xffff},
		8: {0, 125, 126, 0xffff, 0x10000, 1<<31 - 1, 1 << 31, 1 << 32, 1 << 53, 1<<63 - 1, 1 << 63, math.MaxUint64},
	}
	for two := range 1 << 16 {
		b0, b1 := byte(two>>8), byte(two)
		width := extendedWidth(b1)
		for _, l := range lengths[width] {
			b := []byte{b0, b1}
			for i := width - 1; i >= 0; i-- {
				b = append(b, byte(l>>(8*i)))
			}
			if b1 >= 0x80 {
				b = append(b, 1, 2, 3, 4)
			}
			h, n := ParseHeader(append(b, 0xee, 0xee))
			if n != len(b) || !bytes.Equal(b, AppendHeader(nil, h)) || h.Size() != n {
				t.Fatalf("% x: %+v, size %d", b, h, n)
			}
			if width > 0 && h.Length != l || width == 0 && h.Length != uint64(b1&0x7f) {
				t.Fatalf("% x: length %d", b, h.Length)
			}
			for i := range b {
				if got, n := ParseHeader(b[:i]); n != 0 || got != (Header{}) {
					t.Fatalf("% x is not a header", b[:i])
				}
			}
		}
	}
}

// §5.2: the parts of the first bytes, bit by bit.
func TestHeaderBits(t *testing.T) {
	for _, tt := range []struct {
		wire string
		want Header
	}{
		{"8000", Header{Fin: true, LengthForm: Length7}},
		{"4000", Header{RSV: RSV1, LengthForm: Length7}},
		{"2000", Header{RSV: RSV2, LengthForm: Length7}},
		{"1000", Header{RSV: RSV3, LengthForm: Length7}},
		{"0f00", Header{Opcode: 15, LengthForm: Length7}},
		{"007d", Header{LengthForm: Length7, Length: 125}},
		{"0080 37fa213d", Header{Masked: true, Key: 0x37fa213d, LengthForm: Length7}},
		{"007e 0102", Header{LengthForm: Length16, Length: 0x102}},
		{"007f 0102030405060708", Header{LengthForm: Length64, Length: 0x102030405060708}},
		{"00ff 8000000000000001 00000001", Header{Masked: true, Key: 1, LengthForm: Length64, Length: 1<<63 + 1}},
	} {
		h, n := ParseHeader(unhex(tt.wire))
		assert.Equal(t, tt.want, h, tt.wire)
		assert.Equal(t, len(unhex(tt.wire)), n)
		assert.Equal(t, unhex(tt.wire), AppendHeader(nil, tt.want))
	}
}

// A longer form than needed is kept, but never one that is too small for the length.
func TestAppendHeaderForms(t *testing.T) {
	for _, tt := range []struct {
		form   LengthForm
		length uint64
		wire   string
	}{
		{LengthMinimal, 125, "007d"},
		{LengthMinimal, 126, "007e007e"},
		{LengthMinimal, 65535, "007effff"},
		{LengthMinimal, 65536, "007f0000000000010000"},
		{Length7, 126, "007e007e"},
		{Length7, 65536, "007f0000000000010000"},
		{Length16, 5, "007e0005"},
		{Length16, 65536, "007f0000000000010000"},
		{Length64, 5, "007f0000000000000005"},
		{Length64 + 1, 5, "0005"},
	} {
		h := Header{LengthForm: tt.form, Length: tt.length}
		assert.Equal(t, unhex(tt.wire), AppendHeader(nil, h))
		assert.Equal(t, len(unhex(tt.wire)), h.Size())
	}
	assert.Equal(t, unhex("7f00"), AppendHeader(nil, Header{RSV: 0xff, Opcode: 0xff}), "the low bits count")
}

// A header is written into the free capacity, and no byte after it changes.
func TestAppendHeaderRoom(t *testing.T) {
	for _, length := range []uint64{5, 126, 65536} {
		for _, masked := range []bool{false, true} {
			h := Header{Fin: true, Opcode: OpBinary, Masked: masked, Key: 0x01020304, Length: length}
			size := h.Size()
			for room := range 2 * MaxHeader {
				memory := bytes.Repeat([]byte{0xee}, 2*MaxHeader)
				got := AppendHeader(memory[:0:room], h)
				require.Equal(t, AppendHeader(nil, h), got)
				written := 0
				if room >= size {
					require.Same(t, &memory[0], &got[0], "the header fits")
					written = size
				}
				require.Equal(t, bytes.Repeat([]byte{0xee}, 2*MaxHeader-written), memory[written:])
			}
		}
	}
}

// A buffer that was used before leaves no trace in the frame.
func TestAppendFrameDirtyBuffer(t *testing.T) {
	dirty := bytes.Repeat([]byte{0xee}, 300)
	for _, masked := range []bool{false, true} {
		for n := range 140 {
			h := Header{Fin: true, Opcode: OpBinary, Masked: masked, Key: 0x01020304}
			payload := bytes.Repeat([]byte{'x'}, n)
			require.Equal(t, AppendFrame(nil, h, payload), AppendFrame(dirty[:0], h, payload))
		}
	}
}

func FuzzHeaderRoundTrip(f *testing.F) {
	f.Add(uint64(5), uint32(0x37fa213d), true, true, uint8(0), uint8(1), uint8(1))
	f.Add(uint64(0), uint32(0), false, false, uint8(7), uint8(15), uint8(3))
	f.Add(uint64(math.MaxUint64), uint32(1), false, true, uint8(4), uint8(9), uint8(2))
	f.Fuzz(func(t *testing.T, length uint64, key uint32, fin, masked bool, rsv, op, form uint8) {
		h := Header{Length: length, Fin: fin, Masked: masked, RSV: RSV(rsv & 7), Opcode: Opcode(op & 15), LengthForm: LengthForm(form & 3)}
		if masked {
			h.Key = MaskKey(key)
		}
		b := AppendHeader([]byte("x"), h)[1:]
		got, n := ParseHeader(b)
		if n != len(b) || n != h.Size() {
			t.Fatalf("%+v: % x has size %d", h, b, n)
		}
		if got.LengthForm < h.LengthForm {
			t.Fatalf("%+v: the form shrank to %d", h, got.LengthForm)
		}
		h.LengthForm = got.LengthForm
		if got != h {
			t.Fatalf("%+v came back as %+v", h, got)
		}
	})
}

// sendable is the table of §7.4 and of the IANA WebSocket Close Code Number registry, as
// of 2026-11: the first and last code of each range that a Close frame may contain.
var sendable = [][2]int{
	{1000, 1003}, // 1004 is reserved; 1005 and 1006 are never in a frame
	{1007, 1014}, // 1012 to 1014 by the registry; 1015 is never in a frame
	{3000, 3999}, // registered by libraries and frameworks
	{4000, 4999}, // private
}

// All codes, through CloseCode, a Decoder and a Conn that sends.
func TestCloseCodeAll(t *testing.T) {
	for code := range 1 << 16 {
		want, firstByte := false, false
		for _, run := range sendable {
			want = want || run[0] <= code && code <= run[1]
			firstByte = firstByte || run[0]>>8 <= code>>8 && code>>8 <= run[1]>>8
		}
		if got := CloseCode(code).Sendable(); got != want {
			t.Fatalf("%d: sendable %v", code, got)
		}
		d, c := Decoder{Role: Client}, Chunk{}
		_, err := d.Decode([]byte{0x88, 2, byte(code >> 8)}, &c)
		if (err == nil) != firstByte {
			t.Fatalf("%d by its first byte: %v", code, err)
		}
		if err == nil {
			_, err = d.Decode([]byte{byte(code)}, &c)
		}
		if !want && (err != CloseCodeNotSendable || d.Fault() != Fault{CloseCodeNotSendable, 16}) || want && err != nil {
			t.Fatalf("%d: %v, %v", code, err, d.Fault())
		}
		conn, _ := NewConn(Config{Role: Server})
		err = conn.Close(CloseCode(code), nil)
		if code != int(CloseNoStatus) && (err == nil) != want {
			t.Fatalf("%d sent: %v", code, err)
		}
	}
}
