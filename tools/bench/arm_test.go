package bench

import (
	"io"
	"testing"

	"github.com/stretchr/testify/require"
)

// An arm is one library's way to do what a row is about.
type arm struct {
	library string
	check   func() error   // whether it does that rightly; called once, before run
	run     func(n int)    // does it n times
	sent    func() float64 // the bytes that it makes in the mean, where there is something to compare
}

// compare times the arms of a row, each under its library's name.
func compare(b *testing.B, arms []arm) {
	for _, a := range arms {
		if err := a.check(); err != nil {
			b.Fatal(a.library, err)
		}
		b.Run(a.library, func(b *testing.B) {
			b.ReportAllocs()
			a.run(b.N)
			if a.sent != nil {
				b.ReportMetric(a.sent(), "sent")
			}
		})
	}
}

// TestArms holds every arm of every row to its result, so that the tests find
// out when one is wrong, not only the benchmarks.
func TestArms(t *testing.T) {
	for row, arms := range map[string][]arm{
		"mask 16": maskArms(16), "mask 125": maskArms(125), "mask 64K": maskArms(64 << 10),
		"mask shifted": maskShiftedArms(), "encode": encodeArms(), "decode": decodeArms(), "decode empty": decodeEmptyArms(),
		"stream 64": streamArms(64, 64), "stream text 64": streamTextArms(), "stream 64K": streamArms(64<<10, 4),
		"handshake plain": handshakeArms(plainRequest), "handshake browser": handshakeArms(browserRequest),
		"deflate 64": deflateArms(ticks(64)), "deflate 1K": deflateArms([]string{document(1 << 10)}),
		"deflate 64K": deflateArms([]string{document(64 << 10)}), "deflate takeover": takeoverArms(ticks(64)),
		"inflate 64": inflateArms(ticks(1)[0]), "inflate 64K": inflateArms(document(64 << 10)),
		"UTF-8 ASCII": utf8Arms("a"), "UTF-8 Korean": utf8Arms("가"),
	} {
		libraries := map[string]bool{}
		for _, a := range arms {
			require.NoError(t, a.check(), "%s/%s", row, a.library)
			a.run(100)
			require.NoError(t, a.check(), "%s/%s after use", row, a.library)
			require.False(t, libraries[a.library], "%s/%s stands twice", row, a.library)
			libraries[a.library] = true
		}
		require.True(t, libraries["framelab"], row)
	}
}

// must is for what the set-up of an arm cannot do without.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// An endless reader gives the same bytes again and again, the cheapest way that
// a library which reads from an io.Reader can be given any.
type endless struct{ all, rest []byte }

func (e *endless) Read(p []byte) (n int, err error) {
	if len(e.rest) == 0 {
		e.rest = e.all
	}
	n = copy(p, e.rest)
	e.rest = e.rest[n:]
	return n, nil
}

// A source reads from one thing and throws away what is written.
type source struct {
	io.Reader
	io.Writer
}
