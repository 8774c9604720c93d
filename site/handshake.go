package site

import (
	"encoding/hex"
	"html/template"

	"framelab/codec"
	"framelab/lessons"
)

// A Bench is what the handshake bench's template needs: a request and what comes
// of it.
type Bench struct {
	Words
	ID                string // what ids in it begin with
	Page              bool   // it is the lab's own page, whose address holds its state
	Example           string // the RFC's request, in hexadecimal, as are the next
	Request, Response string
	Rows, Answer      template.HTML
	Steps, Outcome    template.HTML

	RequestPresets, ResponsePresets []string
}

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
	drawn := v.pen.call("bench", id, example, request)
	part := func(name string) template.HTML { return template.HTML(drawn.Get(name).String()) }
	return Bench{
		Words: v.Words, ID: id, Page: page,
		Example: hex.EncodeToString(example), Request: hex.EncodeToString(request), Response: drawn.Get("bytes").String(),
		Rows: part("request"), Answer: part("response"), Steps: part("steps"), Outcome: part("outcome"),
		RequestPresets:  []string{"post", "http10", "no-host", "no-token", "short-key", "version-8"},
		ResponsePresets: []string{"status-200", "subprotocol", "key-decoded", "hex-encoded", "leading-space", "guid-lower-case", "no-guid", "key-echoed"},
	}, nil
}
