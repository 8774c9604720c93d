package codec

import "testing"

// sendable is the table of §7.4 and of the IANA WebSocket Close Code Number
// registry, as of 2026-11: first and last code of each run that a Close frame may hold.
var sendable = [][2]int{
	{1000, 1003}, // 1004 is reserved, 1005 and 1006 never stand in a frame
	{1007, 1014}, // 1012 to 1014 by the registry; 1015 never stands in a frame
	{3000, 3999}, // registered by libraries and frameworks
	{4000, 4999}, // private
}

// Fault 14: all codes, through CloseCode, a Decoder and a Conn that sends.
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
