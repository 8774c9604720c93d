package mark

import "framelab/codec"

// An Exercise is the part of an exercise that marking needs: the contents of its record.
type Exercise struct {
	Kind     Kind
	Receiver codec.Role // the endpoint that receives the frames
	RSV      codec.RSV  // RSV bits that the negotiated extensions define
	Prefix   int        // the answer is exactly this many bytes of the beginning of a frame; 0: whole frames
	Given    []byte     // what the task is about: frames, the head of a request, or a key
	Start    []byte
	Goal     []Condition
	Items    []Item
	Bins     []string
	One      bool        // exactly one item has to be chosen
	Before   [][2]string // the first must precede the second
	Least    uint64      // of a number
	Most     uint64
}

// A Kind is a kind of exercise.
type Kind uint8

// The kinds; those of the family bytes come first.
const (
	Frames Kind = iota + 1
	Observe
	Hex
	Request
	Response
	Accept
	Choose
	Match
	Sort
	Order
	Number
	numKinds
)

var kindNames = [numKinds]string{"", "frames", "observe", "hex", "request", "response", "accept", "choose", "match", "sort", "order", "number"}

// String returns the kind's name, such as "frames".
func (k Kind) String() string {
	if k >= numKinds {
		return ""
	}
	return kindNames[k]
}

// IsChoice reports whether answers are ids or a number rather than bytes.
func (k Kind) IsChoice() bool { return k >= Choose }

// IsFrames reports whether answers are frames.
func (k Kind) IsFrames() bool { return k == Frames || k == Observe }

// IsHead reports whether answers are heads.
func (k Kind) IsHead() bool { return k == Request || k == Response }

// KindOf returns the kind with that name, or 0.
func KindOf(name string) Kind { return Kind(indexOf(kindNames[:], name)) }

// A Condition is one requirement for an answer of the family bytes.
type Condition struct {
	Is      Is
	Finding string // used instead of the generic one
	Frame   int    // number of the frame, from 0
	Min     int    // number of frames; Max 0: no limit
	Max     int
	Field   codec.Part
	Value   uint64
	Rule    codec.Rule
	Bytes   []byte
	Name    string // of a header field
	Token   bool
}

// An Is is the kind of a condition.
type Is uint8

// The kinds of conditions; package lessons documents them.
const (
	IsLegal Is = iota + 1
	IsRule
	IsFrameCount
	IsField
	IsPayload
	IsKey
	IsKeys
	IsBytes
	IsUnmasked
	IsTarget
	IsHeader
	IsKept
	IsAccept
	IsAbsent
	numIs
)

var isNames = [numIs]string{"", "legal", "rule", "frames", "field", "payload", "key", "keys", "bytes", "unmasked", "target", "header", "kept", "accept", "absent"}

// String returns the name in exercise files.
func (i Is) String() string {
	if i >= numIs {
		return ""
	}
	return isNames[i]
}

// IsOf returns the kind with that name, or 0.
func IsOf(name string) Is { return Is(indexOf(isNames[:], name)) }

// Asks reports whether the condition applies to answers of a kind.
func (k Kind) Asks(i Is) bool {
	switch i {
	case IsLegal, IsRule:
		return k.IsFrames() || k.IsHead()
	case IsFrameCount, IsField, IsPayload, IsKey, IsKeys:
		return k.IsFrames()
	case IsBytes, IsUnmasked:
		return k == Hex
	case IsTarget:
		return k == Request
	case IsHeader, IsAbsent, IsKept:
		return k.IsHead()
	case IsAccept:
		return k == Accept
	}
	return false
}

// An Item is something to choose, place or order. For the kind number it is a wrong
// number with its own finding.
type Item struct {
	ID      string
	Right   bool // has to be chosen
	Finding string
	Bins    []Bin // the right bins, and wrong ones with their own finding
}

// A Bin is a bin from the view of one item.
type Bin struct {
	ID      string
	Right   bool
	Finding string
}

// in reports whether the item belongs in the bin, and if not, returns the finding.
func (it *Item) in(bin string) (right bool, finding string) {
	for _, b := range it.Bins {
		if b.ID == bin {
			if b.Right {
				return true, ""
			}
			return false, first(b.Finding, it.Finding)
		}
	}
	return false, it.Finding
}

// first returns the first string that is not empty.
func first(s ...string) string {
	for _, v := range s {
		if v != "" {
			return v
		}
	}
	return ""
}

// indexOf returns the index of a name, or 0.
func indexOf(names []string, name string) int {
	for i := 1; i < len(names); i++ {
		if names[i] == name {
			return i
		}
	}
	return 0
}
