//go:build noinflate

package codec

import "testing"

// checkInflated checks that a dissection without an inflater shows every
// payload as it stands, and finds what a Conn finds that breaks no rule of what
// is inflated.
func checkInflated(t testing.TB, stream []byte, ctx Context, events []happening) {
	var found, want Rule
	for _, s := range AppendDissection(nil, stream, ctx) {
		if found == 0 {
			found = s.Rule
		}
		if s.Source == SourceInflated || s.Source == SourceDeflate {
			t.Fatalf("%+v", s)
		}
	}
	for _, ev := range events {
		if ev.kind == EventFail {
			want = ev.rule
		}
	}
	if want == MessageTextNotUTF8 || want == MessageTooBig || want >= MessageDeflateBlockType && want <= MessageDeflateUnfinished {
		return // perhaps of the inflated message
	}
	if found != want {
		t.Fatalf("dissected: %v, received: %v", found, want)
	}
}
