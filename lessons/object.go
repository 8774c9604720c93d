package lessons

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// An object is a mapping of YAML or JSON with the lines of its parts. A missing or
// unknown key, or a value of the wrong form, is a problem of its source.
type object struct {
	s      *source
	what   string // "the front matter"
	line   int
	shift  int // how many lines to add to a node's line for the line in the file
	keys   []string
	values map[string]*yaml.Node
}

// parseObject reads a mapping that begins on line at of its file.
func (s *source) parseObject(data []byte, at int, what string, known ...string) (object, bool) {
	o := object{s: s, what: what, line: at, shift: at - 1}
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		line, text := yamlError(err)
		s.bad(line+o.shift, "write it as YAML, and put text that contains a colon or begins with a mark in quotes", "%s cannot be read: %s", what, text)
		return o, false
	}
	if len(doc.Content) == 0 {
		o.values = map[string]*yaml.Node{}
		return o, true
	}
	return s.object(doc.Content[0], o.shift, what, known...)
}

// parseJSON reads a file that is one JSON object.
func (s *source) parseJSON(data []byte, what string, known ...string) (object, bool) {
	var any any
	if err := json.Unmarshal(data, &any); err != nil {
		line := 1
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			line += strings.Count(string(data[:min(int(syntax.Offset), len(data))]), "\n")
		}
		s.bad(line, "fix the JSON there", "%s cannot be read: %v", what, err)
		return object{}, false
	}
	return s.parseObject(data, 1, what, known...)
}

var yamlLine = regexp.MustCompile(`^yaml: (?:line (\d+): )?(?s:(.*))$`)

func yamlError(err error) (line int, text string) {
	m := yamlLine.FindStringSubmatch(err.Error())
	if m == nil {
		return 1, err.Error()
	}
	line, _ = strconv.Atoi(m[1])
	return line, m[2]
}

// object reads a node as a mapping that has only the known keys.
func (s *source) object(n *yaml.Node, shift int, what string, known ...string) (object, bool) {
	o := object{s: s, what: what, line: n.Line + shift, shift: shift, values: map[string]*yaml.Node{}}
	if n.Kind != yaml.MappingNode {
		s.bad(o.line, "write keys and values", "%s does not consist of keys and values", what)
		return o, false
	}
	ok := true
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		switch {
		case o.values[key.Value] != nil:
			s.bad(key.Line+shift, "keep one of them", "%s has %q twice", what, key.Value)
			ok = false
		case known != nil && !slices.Contains(known, key.Value):
			s.bad(key.Line+shift, "use one of: "+strings.Join(known, ", "), "%s has an unknown key %q", what, key.Value)
			ok = false
		}
		o.keys = append(o.keys, key.Value)
		o.values[key.Value] = n.Content[i+1]
	}
	return o, ok
}

func (o *object) has(key string) bool { return o.values[key] != nil }

// at returns the line of a key's value, or that of the object.
func (o *object) at(key string) int {
	if n := o.values[key]; n != nil {
		return n.Line + o.shift
	}
	return o.line
}

// textAt returns the line on which the text of a key's value begins.
func (o *object) textAt(key string) int {
	n := o.values[key]
	if n != nil && n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		return o.at(key) + 1
	}
	return o.at(key)
}

// require reports each missing key.
func (o *object) require(keys ...string) bool {
	ok := true
	for _, key := range keys {
		if !o.has(key) {
			o.s.bad(o.line, fmt.Sprintf("add %q", key), "%s has no %q", o.what, key)
			ok = false
		}
	}
	return ok
}

// text returns a key's value as text, or "" if there is none.
func (o *object) text(key string) string {
	n := o.values[key]
	if n == nil {
		return ""
	}
	return o.scalar(n, key)
}

func (o *object) scalar(n *yaml.Node, key string) string {
	if n.Kind != yaml.ScalarNode || n.Tag == "!!null" {
		o.s.bad(n.Line+o.shift, "write one text, in quotes if needed", "%q of %s is not a text", key, o.what)
		return ""
	}
	return n.Value
}

// number returns a key's value as a number within bounds, or least.
func (o *object) number(key string, least, most int) int {
	n := o.values[key]
	if n == nil {
		return least
	}
	v, err := strconv.Atoi(n.Value)
	if n.Kind != yaml.ScalarNode || err != nil || v < least || v > most {
		o.s.bad(o.at(key), fmt.Sprintf("write a number from %d to %d", least, most), "%q of %s is not such a number", key, o.what)
		return least
	}
	return v
}

// flag returns a key's value as a bool, or otherwise if there is none.
func (o *object) flag(key string, otherwise bool) bool {
	n := o.values[key]
	if n == nil {
		return otherwise
	}
	switch n.Value {
	case "true", "1":
		return true
	case "false", "0":
		return false
	}
	o.s.bad(o.at(key), "write true or false", "%q of %s is neither true nor false", key, o.what)
	return otherwise
}

// list returns a key's value as a list.
func (o *object) list(key string) []*yaml.Node {
	n := o.values[key]
	if n == nil {
		return nil
	}
	if n.Kind != yaml.SequenceNode {
		o.s.bad(o.at(key), "write it in brackets, or one item per line after a hyphen", "%q of %s is not a list", key, o.what)
		return nil
	}
	return n.Content
}

// texts returns a key's value as a list of texts.
func (o *object) texts(key string) []string {
	var all []string
	for _, n := range o.list(key) {
		all = append(all, o.scalar(n, key))
	}
	return all
}

// entries returns a key's value as a mapping from any keys to texts.
func (o *object) entries(key string) (object, bool) {
	n := o.values[key]
	if n == nil {
		return object{values: map[string]*yaml.Node{}, line: o.line}, true
	}
	e, ok := o.s.object(n, o.shift, fmt.Sprintf("%q of %s", key, o.what))
	return e, ok
}
