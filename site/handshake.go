package site

import (
	"encoding/hex"
	"html/template"

	"framelab/codec"
	"framelab/lessons"
)

// A Bench is the input of the handshake bench's template: a request and the resulting
// response.
type Bench struct {
	Words
	ID                string // prefix of the ids in it
	PasteScript       string // address of the reader of pasted heads
	FramesScript      string // address of the reader of the frames after a head
	Page              bool   // it is the lab's own page, whose address holds its state
	Example           string // the RFC's request in hexadecimal, like the next ones
	Request, Response string
	Rows, Answer      template.HTML
	Steps, Outcome    template.HTML

	RequestPresets, ResponsePresets []string
}

// exampleRequest is the request of RFC 6455 §1.3, with its fields in the order in which
// the codec writes them.
func exampleRequest() ([]byte, error) {
	return codec.AppendRequest(nil, codec.ClientRequest{
		Host: "server.example.com", Target: "/chat", Origin: "http://example.com",
		Key: [16]byte([]byte("the sample nonce")), Subprotocols: []string{"chat", "superchat"},
	})
}

// Bench returns the bench of the lab's own page.
func (v view) Bench() (Bench, error) {
	return v.bench(nil, "hs-", true)
}

// handshakeLab draws the bench in a lesson, with the lesson's request or the example.
func (d *drawer) handshakeLab(l lessons.Lab) (template.HTML, error) {
	bench, err := d.bench(l.Head, d.id("hs")+"-", false)
	if err != nil {
		return "", err
	}
	b, err := execute(d.templates, "handshake-bench", bench)
	return template.HTML(`<div class="wide lab">` + string(b) + `</div>`), err
}

// bench draws the bench with a request, or with the example if that is nil.
func (v view) bench(request []byte, id string, page bool) (Bench, error) {
	example, err := exampleRequest()
	if err != nil {
		return Bench{}, err
	}
	if request == nil {
		request = example
	}
	paste, err := v.own(pasteHeadScript)
	if err != nil {
		return Bench{}, err
	}
	frames, err := v.own(headFramesScript)
	if err != nil {
		return Bench{}, err
	}
	drawn := v.pen.call("bench", id, example, request)
	part := func(name string) template.HTML { return template.HTML(drawn.Get(name).String()) }
	return Bench{
		Words: v.Words, ID: id, Page: page, PasteScript: paste, FramesScript: frames,
		Example: hex.EncodeToString(example), Request: hex.EncodeToString(request), Response: drawn.Get("bytes").String(),
		Rows: part("request"), Answer: part("response"), Steps: part("steps"), Outcome: part("outcome"),
		RequestPresets:  []string{"post", "http10", "no-host", "no-token", "short-key", "version-8"},
		ResponsePresets: []string{"status-200", "subprotocol", "key-decoded", "hex-encoded", "leading-space", "guid-lower-case", "no-guid", "key-echoed"},
	}, nil
}
