package codec

import "strconv"

// A Rule is one requirement that bytes can break. As an error it means that the peer
// broke the rule, and costs no allocation; a call of this side that would break the rule
// returns a [Misuse]. The zero Rule means that nothing is broken; Err makes it a nil
// error.
//
// Names are stable; they are part of this package's interface.
type Rule uint8

// A ruleRow is a rule's row in the table of rules, rules.tsv.
type ruleRow struct {
	name    string
	section Section
	answer  uint16 // the close code with which a connection fails, the HTTP status with which a handshake is refused, or 0
	duties  uint8  // the duties of both roles as receivers: two bits for a client, then two for a server
	missing Part   // if the rule requires a field: the part that marks its absence
}

// The duties as the table encodes them.
const (
	fail                     = uint8(DutyFail | DutyFail<<2)
	choose                   = uint8(DutyChoose | DutyChoose<<2)
	ignore                   = uint8(DutyIgnore | DutyIgnore<<2)
	clientChoose             = uint8(DutyChoose)
	clientIgnoreServerChoose = uint8(DutyIgnore | DutyChoose<<2)
)

// NumRules is the number of rules, the zero Rule included.
const NumRules = int(numRules)

// Name returns the rule's stable name, such as "frame.length.not-minimal".
func (r Rule) Name() string {
	if r >= numRules {
		return "unknown"
	}
	return rules[r].name
}

// Section returns the section of an RFC that states the rule.
func (r Rule) Section() Section {
	if r >= numRules {
		return Section{}
	}
	return rules[r].section
}

// CloseCode returns the code with which an endpoint fails the connection if a peer breaks
// the rule (§7.1.7), or 0 if the rule is not about received frames.
func (r Rule) CloseCode() CloseCode {
	if r >= numRules || rules[r].answer < 1000 {
		return 0
	}
	return CloseCode(rules[r].answer)
}

// Status returns the HTTP status with which a server refuses a handshake that breaks the
// rule (§4.2.1), or 0 if the rule is not about requests.
func (r Rule) Status() int {
	if r >= numRules || rules[r].answer >= 1000 {
		return 0
	}
	return int(rules[r].answer)
}

// Err returns the rule as an error, or nil for the zero Rule.
func (r Rule) Err() error {
	if r == 0 {
		return nil
	}
	return r
}

// Duty returns what the receiver of bytes that break the rule has to do.
func (r Rule) Duty(receiver Role) Duty {
	if r >= numRules {
		return DutyFail
	}
	both := Duty(rules[r].duties)
	if receiver == Server {
		both >>= 2
	}
	return both & 3
}

// Error returns name and section: "frame.length.not-minimal (RFC 6455 §5.2)".
func (r Rule) Error() string {
	if r == 0 || r >= numRules {
		return r.Name()
	}
	return rules[r].name + " (" + rules[r].section.String() + ")"
}

// A Misuse is the error of a call that would break a rule: it is the caller's mistake,
// while a Rule is the peer's. The call has sent and appended nothing. errors.Is(err,
// rule) reports whether it is that rule.
type Misuse Rule

// Rule returns the rule that the call would break.
func (m Misuse) Rule() Rule { return Rule(m) }

// Is reports whether target is the rule that the call would break.
func (m Misuse) Is(target error) bool { return target == Rule(m).Err() }

// Error returns "misuse: " and the rule: "misuse: send.after-close (RFC 6455 §5.5.1)".
func (m Misuse) Error() string { return "misuse: " + Rule(m).Error() }

// misuse returns the Misuse of a rule, or nil for the zero Rule.
func misuse(rule Rule) error {
	if rule == 0 {
		return nil
	}
	return Misuse(rule)
}

// RuleOf returns the rule that an error of this package names, whether the peer or the
// caller made the mistake; 0 for nil and for other errors.
func RuleOf(err error) Rule {
	switch err := err.(type) {
	case Rule:
		return err
	case Misuse:
		return Rule(err)
	}
	return 0
}

// A Section names one section of an RFC.
type Section struct {
	RFC    uint16 // the RFC's number, such as 6455
	Number string // the section's number, such as "5.2"
}

// String returns the section in the form of a citation: "RFC 6455 §5.2".
func (s Section) String() string {
	return "RFC " + strconv.Itoa(int(s.RFC)) + " §" + s.Number
}

// A Fault is a broken rule and the place where it is broken.
type Fault struct {
	Rule Rule
	Bit  uint64 // in bits from the first byte of the input
}

// A Duty is what an endpoint has to do with bytes that break a rule. The sender is at
// fault in every case.
type Duty uint8

// The duties, strictest first.
const (
	DutyFail   Duty = iota // it must refuse the handshake or fail the connection
	DutyChoose             // it may refuse or read on; this package refuses
	DutyIgnore             // it must read on as if the rule were kept
)
