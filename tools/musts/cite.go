package main

import (
	"fmt"
	"go/ast"
	"io"
	"regexp"
	"strings"
)

// A citation is a line of a comment that names a section of RFC 6455.
type citation struct {
	place
	text string
}

// citationParts finds the parts of section references, and the characters that end the
// scope of an RFC: "(RFC 9112 §3, §5; §4.2.1)" cites RFC 9112 twice, then RFC 6455.
var citationParts = regexp.MustCompile(`RFC [0-9]+|§[0-9]+(?:\.[0-9]+)*|[;)]|\. `)

// cite collects the sections that a file's comments name. Sections without an RFC's
// number are those of RFC 6455.
func (s *source) cite(name string, file *ast.File) {
	for _, group := range file.Comments {
		rfc := ""
		for _, comment := range group.List {
			first := s.files.Position(comment.Pos()).Line
			for i, text := range strings.Split(comment.Text, "\n") {
				for _, part := range citationParts.FindAllString(text, -1) {
					switch {
					case strings.HasPrefix(part, "RFC"):
						rfc = part
					case !strings.HasPrefix(part, "§"):
						rfc = ""
					case rfc == "" || rfc == "RFC 6455":
						section := strings.TrimPrefix(part, "§")
						text := strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(text), "//"))
						c := citation{place{name, first + i}, text}
						if all := s.cited[section]; len(all) == 0 || all[len(all)-1] != c {
							s.cited[section] = append(all, c)
						}
					}
				}
			}
		}
	}
}

// printCitations prints the comments of the code that name a section.
func (s *source) printCitations(out io.Writer, section string) {
	if len(s.cited[section]) > 0 {
		fmt.Fprintf(out, "§%s is named in\n", section)
	}
	for _, c := range s.cited[section] {
		fmt.Fprintf(out, "    %s: %s\n", c.place, c.text)
	}
}
