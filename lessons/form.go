package lessons

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"html/template"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"framelab/codec"
)

// A form is a construct in double brackets in prose:
//
//	[[§5.2]]  [[RFC 9110 §7.8]]        a link to a section of the index
//	[[frame text=Hello key=37fa213d]]  a frame's bytes, by the keys of a frame block
//	[[mask 37fa213d Hello]]            the masked bytes of a text
//	[[hex 안녕]]                        the UTF-8 of a text
//	[[accept KEY]]  [[sha1 KEY]]       the Sec-WebSocket-Accept for a key, and its 20 bytes
//	[[code 1002]]                      a close code
//	[[term masking]]                   a term of the glossary
type form struct {
	plain string
	draw  func(Drawer) (template.HTML, error)
}

// A formNode is a form in the tree.
type formNode struct {
	ast.BaseInline
	text  string
	start int
	form  form
}

var kindForm = ast.NewNodeKind("LessonForm")

func (*formNode) Kind() ast.NodeKind           { return kindForm }
func (n *formNode) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

// A formParser finds forms. They are interpreted later, when their line is known.
type formParser struct{}

func (formParser) Trigger() []byte { return []byte{'['} }

func (formParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, at := block.PeekLine()
	if !bytes.HasPrefix(line, []byte("[[")) {
		return nil
	}
	end := bytes.Index(line, []byte("]]"))
	if end < 0 {
		return nil
	}
	block.Advance(end + 2)
	return &formNode{text: string(line[2:end]), start: at.Start}
}

// readForm interprets a form.
func (d *document) readForm(n *formNode) {
	f, fix, err := d.form(n.text, d.line(n.start))
	if err != nil {
		d.s.bad(d.line(n.start), fix, "[[%s]]: %v", n.text, err)
		return
	}
	n.form = f
}

func (d *document) form(body string, line int) (f form, fix string, err error) {
	if section, ok := parseSection(body); ok {
		title, ok := SectionTitle(section)
		if !ok {
			return f, "name a section that is in lessons/sections.go, or add it there with its title", fmt.Errorf("the index has no %v", section)
		}
		return form{section.String(), func(d Drawer) (template.HTML, error) { return d.Section(section, title) }}, "", nil
	}
	word, rest, _ := strings.Cut(body, " ")
	bytesForm := func(b []byte) form {
		return form{spaced(b), func(d Drawer) (template.HTML, error) { return d.Bytes(b, word) }}
	}
	switch word {
	case "frame":
		args, err := arguments(rest)
		if err != nil {
			return f, "write key=value, with quotes around a value that holds spaces", err
		}
		spec := frameSpec{}
		for _, a := range args {
			if err := spec.set(a[0], a[1]); err != nil {
				return f, "see the keys of a frame block", err
			}
		}
		b, err := spec.bytes()
		if err != nil {
			return f, "see the keys of a frame block", err
		}
		if rule := firstRule(b, codec.Context{Role: spec.sender().Peer(), RSV: spec.negotiated}); rule != spec.rule {
			return f, "fix it, or say rule=" + rule.Name(), fmt.Errorf("the frame breaks %q, but says %q", rule.Name(), spec.rule.Name())
		}
		return bytesForm(b), "", nil
	case "mask":
		key, words, _ := strings.Cut(rest, " ")
		k, err := maskKey(key)
		if err != nil || words == "" {
			return f, "write [[mask 37fa213d Hello]]: a key of eight digits, then a text", fmt.Errorf("a key and a text are needed")
		}
		b := []byte(words)
		codec.Mask(b, k)
		return bytesForm(b), "", nil
	case "hex":
		if rest == "" {
			return f, "write [[hex 안녕]]", fmt.Errorf("a text is needed")
		}
		return bytesForm([]byte(rest)), "", nil
	case "accept", "sha1":
		if rule := requestRule(headBytes([]string{"GET / HTTP/1.1", "Host: localhost", "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Key: " + rest, "Sec-WebSocket-Version: 13"})); rule != 0 {
			return f, "write the base64 of 16 bytes", fmt.Errorf("%q is not a key: %s", rest, rule.Name())
		}
		if word == "sha1" {
			sum := codec.SHA1([]byte(rest + codec.GUID))
			return bytesForm(sum[:]), "", nil
		}
		value := string(codec.AppendAccept(nil, []byte(rest)))
		return form{value, func(d Drawer) (template.HTML, error) { return d.Accept(value) }}, "", nil
	case "code":
		n, err := strconv.ParseUint(rest, 10, 16)
		if err != nil {
			return f, "write [[code 1002]]", fmt.Errorf("%q is not a close code", rest)
		}
		return form{rest, func(d Drawer) (template.HTML, error) { return d.CloseCode(codec.CloseCode(n)) }}, "", nil
	case "term":
		if !isTerm(rest) {
			return f, "use an id of lessons/glossary.yaml", fmt.Errorf("the glossary has no term %q", rest)
		}
		return form{rest, func(d Drawer) (template.HTML, error) { return d.Term(rest) }}, "", nil
	}
	return f, "use §…, RFC … §…, frame, mask, hex, accept, sha1, code or term", fmt.Errorf("no form begins like this")
}

// arguments splits key=value pairs.
func arguments(s string) (all [][2]string, err error) {
	for s = strings.TrimSpace(s); s != ""; s = strings.TrimSpace(s) {
		key, rest, ok := strings.Cut(s, "=")
		if !ok || strings.ContainsAny(key, " \"") {
			return nil, fmt.Errorf("%q is not key=value", s)
		}
		value := ""
		if strings.HasPrefix(rest, `"`) {
			value, rest, ok = strings.Cut(rest[1:], `"`)
			if !ok {
				return nil, fmt.Errorf("a quote is not closed")
			}
		} else {
			value, rest, _ = strings.Cut(rest, " ")
		}
		all = append(all, [2]string{key, value})
		s = rest
	}
	return all, nil
}

// maskKey reads a masking key of eight hexadecimal digits.
func maskKey(s string) (codec.MaskKey, error) {
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil || len(b) != 4 {
		return 0, fmt.Errorf("%q is not a masking key of four bytes", s)
	}
	return codec.MaskKey(uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3])), nil
}

// spaced writes bytes as "81 05".
func spaced(b []byte) string {
	var out []string
	for _, c := range b {
		out = append(out, hex.EncodeToString([]byte{c}))
	}
	return strings.Join(out, " ")
}
