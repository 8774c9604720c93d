package mark

import "framelab/codec"

// An Exercise is what marking needs of an exercise: its record's contents.
type Exercise struct {
	Kind     Kind
	Receiver codec.Role // who gets the frames
	RSV      codec.RSV  // that extensions in use define
	Prefix   int        // the answer is exactly so many bytes of a frame's beginning; 0: whole frames
	Given    []byte     // what the answer is about: frames, a request's head or a key
	Start    []byte
	Goal     []Condition
	Items    []Item
	Bins     []string
	One      bool        // exactly one item is to be chosen
	Before   [][2]string // the first stands before the second
	Least    uint64      // of a number
	Most     uint64
}

// A Kind is a kind of exercise.
type Kind uint8

// The kinds, those of the family bytes first.
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

// IsChoice reports whether answers are ids or a number, not bytes.
func (k Kind) IsChoice() bool { return k >= Choose }

// IsFrames reports whether answers are frames.
func (k Kind) IsFrames() bool { return k == Frames || k == Observe }

// IsHead reports whether answers are heads.
func (k Kind) IsHead() bool { return k == Request || k == Response }

// KindOf returns the kind of that name, or 0.
func KindOf(name string) Kind { return Kind(indexOf(kindNames[:], name)) }

// A Condition is one thing that an answer of the family bytes has to be.
type Condition struct {
	Is      Is
	Finding string // in place of the generic one
	Frame   int    // the frame it is about, from 0
	Min     int    // frames; Max 0: no limit
	Max     int
	Field   codec.Part
	Value   uint64
	Rule    codec.Rule
	Bytes   []byte
	Name    string // of a header field
	Token   bool
}

// An Is is what a condition asks.
type Is uint8

// What conditions ask; package lessons says what each means.
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

// String returns the name that exercise files use.
func (i Is) String() string {
	if i >= numIs {
		return ""
	}
	return isNames[i]
}

// IsOf returns what that name asks, or 0.
func IsOf(name string) Is { return Is(indexOf(isNames[:], name)) }

// Asks reports whether a condition makes sense of answers of a kind.
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

// An Item is one thing to be chosen, placed or ordered. Of a number it is a
// wrong one with a finding of its own.
type Item struct {
	ID      string
	Right   bool // is to be chosen
	Finding string
	Bins    []Bin // those that are right, and wrong ones with a finding of their own
}

// A Bin is a bin as an item sees it.
type Bin struct {
	ID      string
	Right   bool
	Finding string
}

// in reports whether the item belongs into the bin, and the finding when not.
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

// first returns the first of the strings that is not empty.
func first(s ...string) string {
	for _, v := range s {
		if v != "" {
			return v
		}
	}
	return ""
}

// indexOf returns where a name stands, or 0.
func indexOf(names []string, name string) int {
	for i := 1; i < len(names); i++ {
		if names[i] == name {
			return i
		}
	}
	return 0
}
