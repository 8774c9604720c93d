package codec

import "strconv"

// A Section names one section of an RFC, the place where a rule is written.
type Section struct {
	RFC    uint16 // the RFC's number, such as 6455
	Number string // the section's number, such as "5.2"
}

// String returns the section as it is cited: "RFC 6455 §5.2".
func (s Section) String() string {
	return "RFC " + strconv.Itoa(int(s.RFC)) + " §" + s.Number
}
