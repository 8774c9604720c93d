package codec

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// Streams of masked frames that come whole, as many at once: what the fast way
// through a Decoder leaves to be judged must not be lost to it.
var maskedStreams = []struct {
	name   string
	stream string // in hex, masked with zeros
	rule   Rule
	bit    uint64
	whole  int // frames before the fault
}{
	{"§5.4: a whole text inside a fragmented text", "0181 00000000 61 8186 00000000 6162636465 66", FrameMessageInterleaved, 8*7 + 4, 1},
	{"§5.4: a whole binary message inside a fragmented text", "0181 00000000 61 8286 00000000 616263646566", FrameMessageInterleaved, 8*7 + 4, 1},
	{"§5.4: a whole text inside a fragmented binary message, after a ping", "0281 00000000 61 8980 00000000 8186 00000000 616263646566", FrameMessageInterleaved, 8*13 + 4, 2},
	{"§5.4: a whole text after the last fragment", "0181 00000000 61 8081 00000000 62 8186 00000000 616263646566", 0, 0, 3},
	{"§8.1: ASCII inside a cut character, 8 bytes", "0182 00000000 e282 0088 00000000 4141414141414141 8081 00000000 ac", MessageTextNotUTF8, 8 * (8 + 6), 1},
	{"§8.1: ASCII inside a cut character, 40 bytes, the last fragment", "0182 00000000 e282 80a8 00000000" +
		"41414141414141414141414141414141414141414141414141414141414141414141414141414141", MessageTextNotUTF8, 8 * (8 + 6), 1},
	{"§8.1: ASCII inside a cut character, 3 bytes", "0182 00000000 e282 8083 00000000 414141", MessageTextNotUTF8, 8 * (8 + 6), 1},
	{"§8.1: a cut character goes on after a ping", "0182 00000000 e282 8988 00000000 4141414141414141 8089 00000000 ac41414141 41414141", 0, 0, 3},
}

func TestDecoderMaskedFragments(t *testing.T) {
	for _, tc := range maskedStreams {
		t.Run(tc.name, func(t *testing.T) {
			ctx, stream := Context{Role: Server}, unhex(tc.stream)
			want := Fault{Rule: tc.rule, Bit: tc.bit}
			atOnce := decode(t, newDecoder(ctx), stream)
			assert.Equal(t, want, atOnce.fault)
			assert.Len(t, atOnce.frames, tc.whole)
			assert.Equal(t, atOnce, decode(t, newDecoder(ctx), single(stream)...), "byte by byte")
			assert.Equal(t, want, firstFault(AppendDissection(nil, stream, ctx)), "dissected")
		})
	}
}
