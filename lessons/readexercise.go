package lessons

import (
	"encoding/hex"
	"fmt"
	"path"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"

	"framelab/codec"
	"framelab/lessons/mark"
)

var idForm = regexp.MustCompile(`^[a-z0-9]+(?:-[a-z0-9]+)*$`)

// A fact is a claim of an exercise about some bytes.
type fact struct {
	frame    []byte
	receiver codec.Role
	rsv      codec.RSV
	rule     codec.Rule // 0: no rule is broken
	line     int
}

// An exerciseReader reads one exercise file.
type exerciseReader struct {
	*source
	object
	e  *Exercise
	ok bool
}

// refuse reports a problem that makes the exercise unfit for proving.
func (r *exerciseReader) refuse(line int, fix, what string, args ...any) {
	r.source.bad(line, fix, what, args...)
	r.ok = false
}

// readExercise reads an exercise, or returns nil.
func (s *source) readExercise(data []byte) *Exercise {
	o, ok := s.parseJSON(data, "the exercise", "id", "revision", "lesson", "kind", "receiver", "rsv", "prefix", "given", "start",
		"goal", "solution", "also", "wrong", "hints", "items", "bins", "one", "before", "value", "fact")
	if o.values == nil || !o.require("id", "revision", "lesson", "kind", "start", "solution", "wrong", "hints") {
		return nil
	}
	r := &exerciseReader{source: s, object: o, e: &Exercise{File: s.file}, ok: ok}
	e := r.e
	e.ID, e.Lesson = o.text("id"), o.text("lesson")
	e.Revision, e.Hints = o.number("revision", 1, 999), o.number("hints", 0, 9)
	e.line = o.at("lesson")
	if want := strings.TrimSuffix(path.Base(s.file), ".json"); e.ID != want {
		r.refuse(o.at("id"), fmt.Sprintf("write %q", want), "the id %q is not the file's name", e.ID)
	}
	if !idForm.MatchString(e.ID) {
		r.refuse(o.at("id"), "use small letters, digits and hyphens", "%q cannot be an id", e.ID)
	}
	e.Kind = mark.KindOf(o.text("kind"))
	if e.Kind == 0 {
		r.refuse(o.at("kind"), "use frames, observe, hex, request, response, accept, choose, match, sort, order or number", "there is no kind %q", o.text("kind"))
		return nil
	}
	e.Receiver, e.RSV = r.role(&o, "receiver"), codec.RSV(o.number("rsv", 0, 7))
	e.Prefix = o.number("prefix", 0, 14)
	r.given()
	e.Start = r.answer(o.values["start"])
	e.Solution = r.answer(o.values["solution"])
	for _, n := range o.list("also") {
		e.Also = append(e.Also, r.answer(n))
	}
	r.goal()
	r.bins()
	r.items()
	r.order()
	r.fact()
	r.wrong()
	if !r.ok {
		return nil
	}
	return e
}

func (r *exerciseReader) role(o *object, key string) codec.Role {
	switch text := o.text(key); text {
	case "":
		return 0
	case "client":
		return codec.Client
	case "server":
		return codec.Server
	default:
		r.refuse(o.at(key), "write client or server", "there is no role %q", text)
		return 0
	}
}

// bytes reads hexadecimal bytes.
func (s *source) bytes(text string, line int) ([]byte, bool) {
	b, err := hex.DecodeString(strings.Join(strings.Fields(text), ""))
	if err != nil {
		s.bad(line, `write two hexadecimal digits for each byte, such as "81 05"`, "%q is not bytes", text)
		return nil, false
	}
	return b, true
}

func (r *exerciseReader) hex(o *object, key string) []byte {
	b, ok := r.source.bytes(o.text(key), o.at(key))
	r.ok = r.ok && ok
	return b
}

// answer reads an answer in the form of the exercise's kind.
func (r *exerciseReader) answer(n *yaml.Node) []byte {
	b, err := answerBytes(r.e.Kind, n)
	if err != nil {
		r.refuse(n.Line, err.Error(), "this is not an answer to an exercise of the kind %v", r.e.Kind)
	}
	return b
}

// answerBytes converts an answer in a file to bytes; its error says how to write it.
func answerBytes(kind mark.Kind, n *yaml.Node) ([]byte, error) {
	switch {
	case kind.IsHead() && n.Kind == yaml.SequenceNode:
		var lines []string
		for _, l := range n.Content {
			if l.Kind != yaml.ScalarNode || strings.ContainsAny(l.Value, "\r\n") {
				return nil, fmt.Errorf("write a list of lines, without line ends")
			}
			lines = append(lines, l.Value)
		}
		return headBytes(lines), nil
	case n.Kind != yaml.ScalarNode:
		return nil, fmt.Errorf("write a text")
	case kind.IsFrames() || kind == mark.Hex:
		b, err := hex.DecodeString(strings.Join(strings.Fields(n.Value), ""))
		if err != nil {
			return nil, fmt.Errorf(`write two hexadecimal digits for each byte, such as "81 05"`)
		}
		return b, nil
	}
	return []byte(n.Value), nil
}

// headBytes returns the head with these lines.
func headBytes(lines []string) []byte {
	if len(lines) == 0 {
		return nil
	}
	return []byte(strings.Join(lines, "\r\n") + "\r\n\r\n")
}

// Answer reads an answer in a file for tools/mark: JSON text, or a list of lines for a
// head, as in an exercise file.
func (e *Exercise) Answer(json []byte) ([]byte, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(json, &doc); err != nil || len(doc.Content) == 0 {
		return nil, fmt.Errorf("the answer is not JSON")
	}
	return answerBytes(e.Kind, doc.Content[0])
}

// given reads what the task is about.
func (r *exerciseReader) given() {
	e, n := r.e, r.values["given"]
	needs := map[mark.Kind]string{mark.Hex: "the bytes of a frame", mark.Response: "the lines of the request", mark.Accept: "the Sec-WebSocket-Key"}[e.Kind]
	switch {
	case n == nil && needs != "":
		r.refuse(r.line, `add "given": `+needs, "an exercise of the kind %v needs \"given\"", e.Kind)
	case n == nil:
	case e.Kind == mark.Hex:
		e.Given = r.hex(&r.object, "given")
	case e.Kind == mark.Response:
		e.Given = headBytes(r.texts("given"))
		if rule := requestRule(e.Given); rule != 0 {
			r.refuse(r.at("given"), "give a request that a server accepts", "the given request breaks %s", rule.Name())
		}
	case e.Kind == mark.Accept || e.Kind.IsChoice():
		e.Given = []byte(r.text("given"))
	default:
		r.refuse(r.at("given"), "remove it", "an exercise of the kind %v does not have \"given\"", e.Kind)
	}
	if r.e.Receiver == 0 && (e.Kind.IsFrames() || e.Kind == mark.Hex) {
		r.refuse(r.line, `add "receiver": "server" or "client"`, "the direction of the frames is missing")
	}
}

// requestRule returns the first rule that the head of a request breaks, or 0.
func requestRule(head []byte) codec.Rule {
	var req codec.Request
	_, err := req.Parse(head, codec.HeadLimits{})
	if err == nil {
		err = req.CheckUpgrade()
	}
	return codec.RuleOf(err)
}

// fact reads the exercise's claim about bytes.
func (r *exerciseReader) fact() {
	if !r.has("fact") {
		return
	}
	o, ok := r.source.object(r.values["fact"], 0, "the fact", "frame", "receiver", "rsv", "rule")
	r.ok = r.ok && ok && o.require("frame", "receiver")
	f := &fact{frame: r.hex(&o, "frame"), receiver: r.role(&o, "receiver"), rsv: codec.RSV(o.number("rsv", 0, 7)), rule: mark.RuleOf(o.text("rule")), line: o.line}
	if o.has("rule") && f.rule == 0 {
		r.refuse(o.at("rule"), "use a name of the codec's table", "there is no rule %q", o.text("rule"))
	}
	r.e.fact = f
}

func (r *exerciseReader) wrong() {
	for _, n := range r.list("wrong") {
		o, ok := r.source.object(n, 0, "the wrong answer", "answer", "finding")
		r.ok = r.ok && ok
		if !o.require("answer", "finding") {
			r.ok = false
			continue
		}
		r.e.Wrong = append(r.e.Wrong, Wrong{r.answer(o.values["answer"]), o.text("finding"), o.line})
	}
	if len(r.e.Wrong) == 0 {
		r.refuse(r.at("wrong"), `add {"answer": …, "finding": …}`, "there is no wrong answer")
	}
}
