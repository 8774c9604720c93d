package bench

import (
	"io"
	"testing"

	"github.com/stretchr/testify/require"
)

// An arm is one library's way to do the operation of a row.
type arm struct {
	library string
	check   func() error   // checks that it does so correctly; called once, before run
	run     func(n int)    // does it n times
	sent    func() float64 // its mean output size in bytes, if the row compares sizes
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

// TestArms checks the result of every arm of every row, so that tests find a wrong one,
// not only the benchmarks.
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
			require.False(t, libraries[a.library], "%s/%s occurs twice", row, a.library)
			libraries[a.library] = true
		}
		require.True(t, libraries["framelab"], row)
	}
}

// must fails on errors in the set-up of an arm.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// An endless reader returns the same bytes again and again, which is the cheapest input
// for a library that reads from an io.Reader.
type endless struct{ all, rest []byte }

func (e *endless) Read(p []byte) (n int, err error) {
	if len(e.rest) == 0 {
		e.rest = e.all
	}
	n = copy(p, e.rest)
	e.rest = e.rest[n:]
	return n, nil
}

// A source reads from a reader and discards what is written to it.
type source struct {
	io.Reader
	io.Writer
}
