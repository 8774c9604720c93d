package codec

// HeadLimits bounds how much of a head is read. The zero value means the defaults.
type HeadLimits struct {
	MaxBytes  int // bytes of the whole head, its blank line included; 0: 16 KiB
	MaxFields int // field lines; 0: 100

	// UpgradeOnly refuses a first line that no opening handshake has (a method other than
	// GET, HTTP/1.0, a status other than 101) as soon as the offending part ends. Without
	// it any HTTP/1 head is read, and CheckUpgrade or CheckAccept judges the first line
	// too.
	UpgradeOnly bool
}

func (l HeadLimits) withDefaults() HeadLimits {
	if l.MaxBytes <= 0 {
		l.MaxBytes = 16 << 10
	}
	if l.MaxFields <= 0 {
		l.MaxFields = 100
	}
	return l
}

// A Field is one field line of a head (RFC 9112 §5): a name, a colon and a value without
// surrounding white space.
type Field struct {
	Name, Value []byte
	Start       int // offset of Name in the head, in bytes
	ValueStart  int // offset of Value in the head, in bytes

	name   fieldName
	folded bool // the value spans several lines (RFC 9112 §5.2)
}

// A stage is the part of a head that is being read.
type stage uint8

const (
	stageFirst    stage = iota // the method of a request, or the version of a response
	stageSecond                // the target, or the status
	stageThird                 // the version, or the reason
	stageFirstLF               // the line feed of the first line
	stageLine                  // the first byte of a field line
	stageName                  // a field's name
	stageSpace                 // the white space before a value
	stageValue                 // a field's value
	stageLF                    // the line feed of a field line
	stageEndLF                 // the line feed of the blank line
	stageComplete              // the blank line has been read
)

// A headReader remembers how far a head has been read, so that a head that arrives byte
// by byte costs no more than one that arrives whole.
type headReader struct {
	stage stage
	first int // offset of the first line: a request may begin with empty lines
	pos   int // offset of the next byte to read
	mark  int // offset of the current part of the first line, or of the current name
	value int // offset of the current value
	colon int // offset of the colon before it
	fault Fault

	unfolds bool // a line that begins with white space continues the previous field
	fold    bool // the current field has such a line
}

// fail records the first fault. The stage stays as it is: it tells what was being read.
func (h *headReader) fail(rule Rule, at int) {
	h.fault = Fault{Rule: rule, Bit: uint64(at) * 8}
}

// byteRule returns the rule that a byte breaks at a place where it is not legal.
func byteRule(c byte, other Rule) Rule {
	switch {
	case c == 0:
		return HeadNUL
	case c == '\n':
		return HeadBareLF
	case c == '\r' || c == '\t':
		return other
	case c < ' ' || c == 0x7f:
		return HeadControl
	}
	return other
}

// lineFeed reads the line feed after a carriage return and moves on to stage next.
func (h *headReader) lineFeed(b []byte, next stage) bool {
	if h.pos == len(b) {
		return false
	}
	if b[h.pos] != '\n' {
		h.fail(HeadBareCR, h.pos-1)
		return false
	}
	h.pos++
	h.stage = next
	return true
}

// readFields reads field lines and the blank line, and appends each complete field to fs.
// It stops at the end of b or at the first byte that is not legal there.
func (h *headReader) readFields(fs []Field, b []byte, maxFields int) []Field {
	// Keep the state in local variables, so that registers hold it.
	stage, pos, mark, colon, value := h.stage, h.pos, h.mark, h.colon, h.value
	rule, at := Rule(0), 0
loop:
	for {
		switch stage {
		case stageLine:
			if pos == len(b) {
				break loop
			}
			switch c := b[pos]; {
			case isToken[c]:
				if len(fs) == maxFields {
					rule, at = HeadTooManyFields, pos
					break loop
				}
			case c == '\r':
				stage = stageEndLF
				pos++
				continue
			case c == ':':
				rule, at = HeadNameEmpty, pos
				break loop
			case c == ' ' || c == '\t':
				if len(fs) == 0 {
					rule, at = HeadLeadingSpace, pos
					break loop
				}
				if !h.unfolds {
					rule, at = HeadObsFold, pos
					break loop
				}
				f := &fs[len(fs)-1]
				fs = fs[:len(fs)-1]
				mark, colon, value = f.Start, f.Start+len(f.Name), f.ValueStart
				h.fold = true
				stage = stageValue
				if len(f.Value) == 0 {
					stage = stageSpace
				}
				continue
			default:
				rule, at = byteRule(c, HeadNameNotToken), pos
				break loop
			}
			mark = pos
			stage = stageName
			fallthrough
		case stageName:
			i := tokenEnd(b, pos)
			pos = i
			if i == len(b) {
				break loop
			}
			switch c := b[i]; c {
			case ':':
			case ' ', '\t':
				rule, at = HeadSpaceBeforeColon, i
				break loop
			case '\r':
				rule, at = HeadColonMissing, i
				break loop
			default:
				rule, at = byteRule(c, HeadNameNotToken), i
				break loop
			}
			colon = i
			pos = i + 1
			stage = stageSpace
			fallthrough
		case stageSpace:
			i := pos
			for i < len(b) && (b[i] == ' ' || b[i] == '\t') {
				i++
			}
			pos = i
			if i == len(b) {
				break loop
			}
			value = i
			stage = stageValue
			fallthrough
		case stageValue:
			i := endOfText(b, pos)
			pos = i
			if i == len(b) {
				break loop
			}
			if b[i] != '\r' {
				rule, at = byteRule(b[i], HeadControl), i
				break loop
			}
			end := i
			for end > value && (b[end-1] == ' ' || b[end-1] == '\t' || h.fold && (b[end-1] == '\r' || b[end-1] == '\n')) {
				end--
			}
			// Set the Field in place: it is large enough for a copy to be measurable.
			if len(fs) < cap(fs) {
				fs = fs[:len(fs)+1]
			} else {
				fs = append(fs, Field{})
			}
			f := &fs[len(fs)-1]
			f.Name, f.Value = b[mark:colon], b[value:end]
			f.Start, f.ValueStart = mark, value
			f.name = fieldNameOf(f.Name)
			f.folded, h.fold = h.fold, false
			pos = i + 1
			stage = stageLF
			fallthrough
		case stageLF:
			if pos == len(b) {
				break loop
			}
			if b[pos] != '\n' {
				rule, at = HeadBareCR, pos-1
				break loop
			}
			pos++
			stage = stageLine
		default:
			break loop
		}
	}
	h.stage, h.pos, h.mark, h.colon, h.value = stage, pos, mark, colon, value
	if rule != 0 {
		h.fail(rule, at)
	} else if stage == stageEndLF {
		h.lineFeed(b, stageComplete)
	}
	return fs
}

// verdict ends a call of Parse: it applies the limit and returns Parse's results. When a
// head that arrived in pieces is complete, it makes the fields alias b.
func (h *headReader) verdict(b []byte, lim HeadLimits, fs []Field, resumed bool) (n int, err error) {
	if h.fault.Rule == 0 && h.stage != stageComplete && len(b) >= lim.MaxBytes {
		h.fail(HeadTooBig, lim.MaxBytes)
	}
	if resumed && (h.fault.Rule != 0 || h.stage == stageComplete) {
		realias(fs, b)
	}
	if h.fault.Rule != 0 {
		return 0, h.fault.Rule.Err()
	}
	if h.stage != stageComplete {
		return 0, nil
	}
	return h.pos, nil
}

// unfold gives folded fields new values, with a space for each byte of their line ends
// (RFC 9112 §5.2).
func unfold(fs []Field) {
	for i := range fs {
		if !fs[i].folded {
			continue
		}
		v := append([]byte(nil), fs[i].Value...)
		for k, c := range v {
			if c == '\r' || c == '\n' {
				v[k] = ' '
			}
		}
		fs[i].Value = v
	}
}

// realias points fields into b: the buffer may have moved since they were read.
func realias(fs []Field, b []byte) {
	for i := range fs {
		f := &fs[i]
		f.Name = b[f.Start : f.Start+len(f.Name)]
		f.Value = b[f.ValueStart : f.ValueStart+len(f.Value)]
	}
}
