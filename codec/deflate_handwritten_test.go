package codec

import (
	"fmt"
	"math/bits"
	"strings"
)

// codeLengthOrder is the order in which a block gives the lengths of the codes for
// code lengths (RFC 1951 §3.2.7).
var codeLengthOrder = [19]uint8{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}

// A handWritten writes DEFLATE by hand: "3:5" is the number 3 in five bits, lowest first;
// a string of bits is written as it is.
func handWritten(fields ...string) (out []byte) {
	n := 0
	put := func(bit byte) {
		if n%8 == 0 {
			out = append(out, 0)
		}
		out[n/8] |= bit << (n % 8)
		n++
	}
	for _, f := range fields {
		value, width, number := strings.Cut(f, ":")
		if !number {
			for i := range len(value) {
				put(value[i] - '0')
			}
			continue
		}
		v, w := 0, 0
		for i := range len(value) {
			v = v*10 + int(value[i]-'0')
		}
		for i := range len(width) {
			w = w*10 + int(width[i]-'0')
		}
		for i := range w {
			put(byte(v >> i & 1))
		}
	}
	return out
}

// codeLengthCodes writes the lengths of the codes for code lengths: 1 for symbol 18, 2
// for symbol 1, 3 for symbols 2 and 0.
func codeLengthCodes() string {
	var s strings.Builder
	for _, symbol := range codeLengthOrder[:18] {
		n := map[uint8]string{18: "100", 1: "010", 2: "110", 0: "110"}[symbol]
		if n == "" {
			n = "000"
		}
		s.WriteString(n)
	}
	return s.String()
}

// dynamicOneDistance is a dynamic block: "a", then a match of three bytes, whose only
// distance code has one bit (RFC 1951 §3.2.7). The codes for lengths: 18 is 0, 1 is 10, 0
// is 110, 2 is 111.
func dynamicOneDistance() []byte {
	return handWritten("0", "2:2", "1:5", "0:5", "14:4", codeLengthCodes(),
		"0", "86:7", "10", // 97 times 0, then a 1 for 'a'
		"0", "127:7", "0", "9:7", // 138 times 0, then 20 times 0
		"111", "111", // 256 and 257 have two bits each: codes 10 and 11
		"10",      // distance 1 has one bit
		"0", "11", // 'a', length 3
		"0",             // distance 1
		"10", "0", "00") // the end of the block, and the tail's header
}

// dynamicOnlyEnd is a dynamic block whose only code is the one for its end.
func dynamicOnlyEnd() []byte {
	return handWritten("0", "2:2", "0:5", "0:5", "14:4", codeLengthCodes(),
		"0", "127:7", "0", "107:7", "10", // 138 times 0, 118 times 0, then a 1
		"110",          // no distance
		"0", "0", "00") // the end of the block, and the tail's header
}

// dynamicEndsInTail is a dynamic block that ends with 14 one bits and has one symbol of a
// single 0 bit: its end is two bits into the tail. Symbols 242 to 255 have code lengths 1
// to 14, and the end has 14; each length is written in four bits, and 18 as 1111.
func dynamicEndsInTail() []byte {
	fields := []string{"0", "2:2", "0:5", "0:5", "15:4"}
	for _, symbol := range codeLengthOrder {
		if symbol == 15 || symbol == 16 || symbol == 17 {
			fields = append(fields, "0:3")
		} else {
			fields = append(fields, "4:3")
		}
	}
	fields = append(fields, "1111", "127:7", "1111", "93:7",
		"0001", "0010", "0011", "0100", "0101", "0110", "0111", "1000", "1001", "1010", "1011", "1100", "1101", "1110",
		"1110", "0000")
	return handWritten(fields...)
}

// matchMessage writes a match of three bytes at distance back, in a block of fixed codes
// (RFC 1951 §3.2.5, §3.2.6), then Tail.
func matchMessage(back int) []byte {
	symbol, extra := back-1, 0
	if symbol >= 4 {
		extra = bits.Len(uint(symbol)) - 2
		symbol = 2*extra + symbol>>extra
	}
	rest := (back - 1) & (1<<extra - 1)
	return append(handWritten("0", "1:2",
		"0000001", fmt.Sprintf("%05b", symbol), fmt.Sprintf("%d:%d", rest, extra), // the length 3, the distance
		"0000000", "0", "00"), tail...) // the end of the block, and the tail's header
}

// storedMessage writes b as stored blocks, without the tail.
func storedMessage(b []byte) (out []byte) {
	for len(b) > 0 {
		n := min(len(b), 0xffff)
		out = append(out, 0, byte(n), byte(n>>8), byte(^n), byte(^n>>8))
		out = append(out, b[:n]...)
		b = b[n:]
	}
	return append(out, 0)
}
