package lessons

import (
	"html/template"

	"framelab/codec"
)

// A Drawer draws the parts that Markdown has no form for: one method for each kind of
// block and each inline form. It uses the page's words; the lesson's own words are passed
// to it as HTML.
type Drawer interface {
	Frame(Frame) (template.HTML, error)
	Heads([]Head) (template.HTML, error) // a request, a response, or a request and its response
	Lab(Lab) (template.HTML, error)
	Exercise(*Task) (template.HTML, error)
	Say(Say) (template.HTML, error)
	Note(Note) (template.HTML, error)
	Code(text string) (template.HTML, error) // a block of code

	Section(codec.Section, string) (template.HTML, error) // a link, with the section's title
	Bytes([]byte, string) (template.HTML, error)          // bytes in prose; the string names their form: "frame", "mask", "hex" or "sha1"
	Accept(value string) (template.HTML, error)           // a Sec-WebSocket-Accept in prose
	CloseCode(codec.CloseCode) (template.HTML, error)     // a close-code chip
	Term(id string) (template.HTML, error)                // a term of the glossary
	Link(Link) (href string, err error)                   // the address of a link inside the site
}

// A Frame is a figure of frames in the direction From → its peer.
type Frame struct {
	From    codec.Role
	RSV     codec.RSV  // RSV bits that the negotiated extensions define
	Bytes   []byte     // one frame, or a stream of several
	Frames  int        // how many
	Show    string     // "bits" (the header's first two bytes), "strip" or "full"
	Rule    codec.Rule // the first broken rule, or 0
	Caption template.HTML
}

// A Head is a figure of the head of a request or response.
type Head struct {
	Response bool
	Lines    []string
	Bytes    []byte     // the lines, each with its CR LF, and the blank line
	Request  []byte     // for a response: the request that it answers, nil if the lesson has none before it
	Rule     codec.Rule // the first broken rule, or 0
	Caption  template.HTML
}

// A Lab is a lab inside a lesson.
type Lab struct {
	Name  string            // one of Labs
	State map[string]string // the start state in the lesson: the keys of the block, without "lines"
	Frame []byte            // the frames that these keys describe; nil if there are none
	From  codec.Role        // of Frame
	Head  []byte            // the request in "lines"; nil if there is none
}

// A Task is an exercise in a lesson, with its words.
type Task struct {
	*Exercise
	Title    string
	Task     template.HTML
	Labels   map[string]Text // by item; for match: left
	Bins     map[string]Text // by bin; for match: right
	Hints    []template.HTML
	Findings map[string]string // by id of finding; may contain {place}, {got}, {want}
	Why      template.HTML
}

// A Text is a short text in both forms: as HTML for the page, and plain for names.
type Text struct {
	HTML  template.HTML
	Plain string
}

// A Say is a pair "people often say / in fact".
type Say struct{ Say, Fact template.HTML }

// A Note is a margin note.
type Note struct{ Text template.HTML }

// A Link is the target of a link inside the site.
type Link struct {
	Kind   string // "lesson" (03-handshake.md), "lab" (lab:frame), "reference" (reference:) or "here" (#a-heading)
	Name   string // the lesson's id, the lab's name, or ""
	Anchor string // the id of a heading, or ""
}
