//go:build noinflate

package codec

// With the tag noinflate a dissection shows compressed payloads as they stand
// and has no inflater in it: the page's first module is built so, for its size.

type inflation struct{}

func newInflation(Context) *inflation { return nil }

func (d *dissector) inflate(Header, []byte, Span) {}
