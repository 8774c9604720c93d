package site

import (
	"fmt"
	"html/template"
	"slices"
	"strings"

	"framelab/codec"
	"framelab/lessons"
)

// A Bench is what the handshake bench's template needs: a request and what comes
// of it, drawn as assets/js/handshake.js draws it once the module is there.
type Bench struct {
	Words
	ID                string // what ids in it begin with
	Page              bool   // it is the lab's own page, whose address holds its state
	Example           string // the RFC's request, in hexadecimal, as are the next
	Request, Response string
	Sections          string // where a line's meaning is written, by the line's name
	Rows, Answer      template.HTML
	Steps, Outcome    template.HTML

	RequestPresets, ResponsePresets []string
}

// spoken are the subprotocols that the server in the page speaks.
var spoken = []string{"chat"}

// exampleRequest is that of RFC 6455 §1.3, its fields in the order in which the codec writes them.
func exampleRequest() ([]byte, error) {
	return codec.AppendRequest(nil, codec.ClientRequest{
		Host: "server.example.com", Target: "/chat", Origin: "http://example.com",
		Key: [16]byte([]byte("the sample nonce")), Subprotocols: []string{"chat", "superchat"},
	})
}

// Bench is the lab's own page.
func (v view) Bench() (Bench, error) {
	return v.bench(nil, "hs-", true)
}

// handshakeLab puts the bench into a lesson, with the lesson's request or the example.
func (d *drawer) handshakeLab(l lessons.Lab) (template.HTML, error) {
	bench, err := d.bench(l.Head, d.id("hs")+"-", false)
	if err != nil {
		return "", err
	}
	b, err := execute(d.templates, "handshake-bench", bench)
	return template.HTML(`<div class="wide lab">` + string(b) + `</div>`), err
}

// bench draws the bench with a request, or with the example when that is nil.
func (v view) bench(request []byte, id string, page bool) (Bench, error) {
	example, err := exampleRequest()
	if err != nil {
		return Bench{}, err
	}
	if request == nil {
		request = example
	}
	h := handshake{Words: v.Words, id: id, example: example, request: request}
	h.respond()
	return Bench{
		Words: v.Words, ID: id, Page: page,
		Example: hexString(example), Request: hexString(request), Response: hexString(h.response), Sections: benchSections(),
		Rows: template.HTML(h.rows(h.requestHead())), Answer: template.HTML(h.rows(h.responseHead())),
		Steps: template.HTML(h.steps()), Outcome: template.HTML(h.outcome()),
		RequestPresets:  []string{"post", "http10", "no-host", "no-token", "short-key", "version-8"},
		ResponsePresets: []string{"status-200", "subprotocol", "key-decoded", "hex-encoded", "leading-space", "guid-lower-case", "no-guid", "key-echoed"},
	}, nil
}

// benchSections writes lineSections for the page: "host=9110 7.2;upgrade=9110 7.8".
func benchSections() string {
	var all []string
	for name, s := range lineSections {
		all = append(all, fmt.Sprintf("%s=%s", name, place(s)))
	}
	all = append(all, "other="+place(otherSection), "blank="+place(blankSection))
	slices.Sort(all)
	return strings.Join(all, ";")
}

// Where the meaning of a field that the handshake does not know is written, and
// that of the blank line.
var (
	otherSection = codec.Section{RFC: 9110, Number: "5.1"}
	blankSection = codec.Section{RFC: 9112, Number: "2.1"}
)

func place(s codec.Section) string { return fmt.Sprintf("%d %s", s.RFC, s.Number) }
