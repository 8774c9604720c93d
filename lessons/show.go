package lessons

import (
	"fmt"
	"slices"

	"framelab/codec"
	"framelab/lessons/mark"
)

// show reads what an item shows.
func (r *exerciseReader) show(o *object) (s Show) {
	shown := 0
	for _, key := range [...]string{"opcode", "frame", "line", "accept"} {
		if o.has(key) {
			shown++
		}
	}
	if shown > 1 {
		r.refuse(o.line, "keep one of opcode, frame, line and accept", "the item %q shows more than one thing", o.text("id"))
	}
	if o.has("opcode") {
		op := codec.Opcode(o.number("opcode", 0, 15))
		s.Opcode = &op
	}
	if o.has("frame") {
		s.Frame, s.Receiver = r.hex(o, "frame"), r.role(o, "receiver")
		if s.Receiver == 0 {
			r.refuse(o.line, `add "receiver": "server" or "client"`, "the direction of the item's frame is missing")
		}
	}
	s.Line, s.Accept = o.text("line"), o.text("accept")
	return s
}

// computed returns the codec's verdict on an item that shows something, if the file says
// otherwise.
func (r *exerciseReader) computed(s *Show, it *mark.Item) (otherwise string) {
	if s.Line != "" {
		if rule := lineRule(s.Line); (rule == 0) != it.Right {
			return map[bool]string{true: "that it is right", false: rule.Name()}[rule == 0]
		}
		return ""
	}
	var bin string
	switch {
	case s.Opcode != nil:
		bin = opcodeClass(*s.Opcode)
	case s.Frame != nil:
		bin = whoCloses(s.Frame, s.Receiver)
	case s.Accept != "":
		bin = mark.WrongAccept(r.e.Given, []byte(s.Accept)).Name()
	default:
		return ""
	}
	if slices.ContainsFunc(it.Bins, func(b mark.Bin) bool { return b.Right && b.ID == bin }) {
		return ""
	}
	return fmt.Sprintf("%q", bin)
}

// opcodeClass returns the class of an opcode.
func opcodeClass(op codec.Opcode) string {
	class := "data"
	if op.IsControl() {
		class = "control"
	}
	if op.IsReserved() {
		return "reserved-" + class
	}
	return class
}

// whoCloses returns who must close the connection because of a frame: its receiver, or
// nobody.
func whoCloses(frame []byte, receiver codec.Role) string {
	if firstRule(frame, codec.Context{Role: receiver}) != 0 {
		return receiver.String()
	}
	return "nobody"
}

// firstRule returns the first rule that frames break, or 0.
func firstRule(frames []byte, ctx codec.Context) codec.Rule {
	for _, s := range codec.AppendDissection(nil, frames, ctx) {
		if s.Rule != 0 {
			return s.Rule
		}
	}
	return 0
}

// lineRule returns the first rule that an otherwise right request breaks when this line
// replaces the one with its name, or 0.
func lineRule(line string) codec.Rule {
	lines := []string{"GET / HTTP/1.1"}
	name := func(l string) string {
		var req codec.Request
		req.Parse([]byte("GET / HTTP/1.1\r\n"+l+"\r\n\r\n"), codec.HeadLimits{})
		if len(req.Fields) == 0 {
			return ""
		}
		return string(req.Fields[0].Name)
	}
	for _, l := range []string{"Host: localhost", "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version: 13"} {
		if name(l) == name(line) {
			l = line
		}
		lines = append(lines, l)
	}
	if !slices.Contains(lines, line) {
		lines = append(lines, line)
	}
	return requestRule(headBytes(lines))
}
