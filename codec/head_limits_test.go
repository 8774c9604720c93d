package codec

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestHeadLimits(t *testing.T) { // RFC 6585 §5
	var r Request
	in := []byte(plainRequest)
	n, err := r.Parse(in, HeadLimits{MaxBytes: len(in), MaxFields: 5})
	require.NoError(t, err, "exactly at both limits")
	require.Equal(t, len(in), n)

	_, err = r.Parse(in, HeadLimits{MaxBytes: len(in) - 1})
	require.Equal(t, HeadTooBig, err)
	require.Equal(t, Fault{HeadTooBig, uint64(len(in)-1) * 8}, r.Fault())
	_, err = r.Parse(in[:len(in)-1], HeadLimits{MaxBytes: len(in) - 1})
	require.Equal(t, HeadTooBig, err, "no further byte is needed")
	_, err = r.Parse(in[:len(in)-2], HeadLimits{MaxBytes: len(in) - 1})
	require.NoError(t, err)
	r.Reset()

	_, err = r.Parse(in, HeadLimits{MaxFields: 4})
	require.Equal(t, HeadTooManyFields, err)
	require.Equal(t, uint64(strings.Index(plainRequest, "Sec-WebSocket-Version"))*8, r.Fault().Bit)
	require.Equal(t, 431, HeadTooBig.Status())
	require.Equal(t, 431, HeadTooManyFields.Status())
}

func TestTwoThousandHeaders(t *testing.T) {
	many := add(strings.Repeat("X-Filler: 1\r\n", 2000))
	require.Equal(t, HeadTooManyFields, faultOf(t, many).Rule)
	var r Request
	_, err := r.Parse([]byte(many), HeadLimits{MaxBytes: 1 << 20, MaxFields: 2005})
	require.NoError(t, err)
	require.NoError(t, r.CheckUpgrade())
}

func TestTwoMegabytesOfHeadersAreRefusedBeforeTheyAreRead(t *testing.T) {
	head := add("X-Filler: " + strings.Repeat("x", 2<<20) + "\r\n")
	var r Request
	read := 0
	for {
		read += 1000
		n, err := r.Parse([]byte(head[:read]), HeadLimits{})
		require.Zero(t, n)
		if err != nil {
			require.Equal(t, HeadTooBig, err)
			break
		}
	}
	require.LessOrEqual(t, read, 16<<10+1000)
}

// Time is linear in the size of the head, however it arrives.
func TestHeadCostIsLinear(t *testing.T) {
	const size = 1 << 20
	lim := HeadLimits{MaxBytes: 2 * size, MaxFields: size}
	for name, head := range map[string]string{
		"spaces before a value": add("X: " + strings.Repeat(" ", size) + "x\r\n"),
		"spaces after a value":  add("X: x" + strings.Repeat(" ", size) + "\r\n"),
		"spaces only":           add("X: " + strings.Repeat(" ", size) + "\r\n"),
		"tabs and letters":      add("X: " + strings.Repeat("\tx", size/2) + "\r\n"),
		"a long name":           add(strings.Repeat("x", size) + ": x\r\n"),
		"commas":                add("Sec-WebSocket-Protocol: x" + strings.Repeat(",", size) + "\r\n"),
		"subprotocols":          add("Sec-WebSocket-Protocol: " + numbers(size/8) + "\r\n"),
		"extensions":            add("Sec-WebSocket-Extensions: x" + strings.Repeat("; y", size/3) + "\r\n"),
		"an unclosed quote":     add("Sec-WebSocket-Extensions: x; y=\"" + strings.Repeat("a", size) + "\r\n"),
		"unclosed quotes":       add("Sec-WebSocket-Extensions: " + strings.Repeat("x;y=\"", size/5) + "\r\n"),
		"lines":                 add(strings.Repeat("Sec-WebSocket-Protocol:\r\n", size/25)),
	} {
		t.Run(name, func(t *testing.T) {
			var r Request
			b := []byte(head)
			start := time.Now()
			n, err := r.Parse(b, lim)
			require.NoError(t, err)
			require.Equal(t, len(head), n)
			_ = r.CheckUpgrade()
			require.Less(t, time.Since(start), 2*time.Second)
			r.Reset()
			start = time.Now()
			for i := range b {
				n, err = r.Parse(b[:i+1], lim)
			}
			require.NoError(t, err)
			require.Equal(t, len(head), n)
			require.Less(t, time.Since(start), 4*time.Second)
		})
	}
}

// numbers returns a list of n different tokens.
func numbers(n int) string {
	list := make([]byte, 0, 8*n)
	for i := range n {
		list = append(strconv.AppendInt(list, int64(i), 10), ',')
	}
	return string(list)
}

// A head that is too long is refused with the rule for the part that is too long (RFC
// 9112 §3, RFC 6585 §5).
func TestTooLongParts(t *testing.T) {
	const most = 64
	for name, c := range map[string]struct {
		head string
		rule Rule
		at   int
	}{
		"a method":               {strings.Repeat("X", most), RequestMethodUnknown, 0},
		"a method, after a line": {"\r\n" + strings.Repeat("X", most), RequestMethodUnknown, 2},
		"a target":               {"GET /" + strings.Repeat("x", most), RequestTargetTooLong, most},
		"a target of POST":       {"POST /" + strings.Repeat("x", most), RequestTargetTooLong, most},
		"a URI":                  {"GET http://" + strings.Repeat("x", most), RequestTargetTooLong, most},
		"a field":                {"GET / HTTP/1.1\r\nX: " + strings.Repeat("x", most), HeadTooBig, most},
		"a target and a field":   {"GET /" + strings.Repeat("x", most-20) + " HTTP/1.1\r\nX: 1\r\n\r\n", HeadTooBig, most},
		"empty lines":            {strings.Repeat("\r\n", most), HeadTooBig, most},
	} {
		var whole, cut Request
		_, err := whole.Parse([]byte(c.head), HeadLimits{MaxBytes: most})
		require.Equal(t, c.rule, err, name)
		require.Equal(t, Fault{c.rule, uint64(c.at) * 8}, whole.Fault(), name)
		for n := range most {
			size, err := cut.Parse([]byte(c.head[:n]), HeadLimits{MaxBytes: most})
			require.NoError(t, err, name)
			require.Zero(t, size)
		}
		_, err = cut.Parse([]byte(c.head), HeadLimits{MaxBytes: most})
		require.Equal(t, c.rule, err, name)
		checkRequest(t, []byte(c.head), HeadLimits{MaxBytes: most})
	}
}
