package codec

// A Span is one part of dissected bytes: where it stands, what its bits say,
// and which rule they break. The spans with Source SourceWire and no children
// tile the input without gap or overlap.
type Span struct {
	Start   uint64 // in bits: from the input's first bit (SourceWire), or from the first bit of the enclosing frame's unmasked payload (SourceUnmasked), or as the Source says
	Bits    uint64 // length in bits; 0 for a part of which nothing has arrived or that is absent
	Missing uint64 // bytes that the part still awaits
	Value   uint64 // the bits as a number, most significant first, where there are at most 64; of SourceDeflate, what the bits stand for
	Part    Part   // what the bits are
	Source  Source // which bytes Start and Bits count in
	Rule    Rule   // the rule that these bits break, or 0
	Depth   uint8  // 0 for a frame or a head; a child stands after its parent, one deeper
}

// A Source says which bytes a span points into.
type Source uint8

// The sources of a span.
const (
	SourceWire     Source = iota // the bytes as they arrived
	SourceUnmasked               // a frame's payload after unmasking (RFC 6455 §5.3)
	SourceInflated               // a compressed message after inflating, from its first frame on (RFC 7692 §7.2.2)
	SourceDeflate                // a compressed message's payload; bits count from each byte's lowest, as DEFLATE packs them (RFC 1951 §3.1.1)
	numSources
)

// NumSources is one more than the last Source.
const NumSources = int(numSources)

// Name returns the source's stable name: "wire", "unmasked", "inflated" or "deflate".
func (s Source) Name() string {
	switch s {
	case SourceWire:
		return "wire"
	case SourceUnmasked:
		return "unmasked"
	case SourceInflated:
		return "inflated"
	case SourceDeflate:
		return "deflate"
	}
	return "unknown"
}

// A Fault is a broken rule and its place.
type Fault struct {
	Rule Rule
	Bit  uint64 // in bits from the first byte of the input
}
