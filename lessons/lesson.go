package lessons

import "framelab/codec"

// A Lesson is one file in the folder of a language, en/NN-id.md: its front matter and its
// body.
//
//	---
//	id: accept
//	number: 4
//	part: 1
//	revision: 1
//	title: Sec-WebSocket-Accept
//	goal: After this lesson you can …
//	minutes: 6
//	rfc: ["6455 §1.3", "6455 §4.2.2"]
//	short: true
//	exercises: [accept-derive, accept-bugs]
//	---
type Lesson struct {
	ID        string
	Lang      string
	Number    int
	Part      int
	Revision  int
	Title     string
	Goal      string
	Minutes   int // reading time
	RFC       []Reference
	Short     bool        // on the short route
	Exercises []*Exercise // in the order of the page
	Headings  []Heading
	File      string // "en/04-accept.md"

	body     *document
	blocks   []*blockNode // the figures, labs, exercises and pairs, in order
	links    []lessonLink
	findings map[string]map[string]string // by exercise
	lines    map[string]int               // of the front matter, by key
}

// A Reference is a section of an RFC with its title.
type Reference struct {
	codec.Section
	Title string
}

// A Heading is a heading of the body; links refer to it by its ID.
type Heading struct {
	Level    int // 2 for ##
	ID, Text string
}

// Finding returns the lesson's sentence for a finding of one of its exercises, or "" if
// the lesson leaves it to the common words.
func (l *Lesson) Finding(exercise, finding string) string { return l.findings[exercise][finding] }
