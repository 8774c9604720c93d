package lessons

import (
	"fmt"
	"html/template"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
)

// Languages are the folders of lessons. The first is the reference for the others.
var Languages = []string{"en", "ko"}

// Load reads every lesson and exercise and checks them: exercises by their answers,
// lessons by the codec, by the index of sections and against each other. The error is
// Problems, all that were found; the course then has what could be read.
func Load(files fs.FS) (*Course, error) {
	var problems Problems
	c := &Course{Languages: Languages, Lessons: map[string][]*Lesson{}, Exercises: map[string]*Exercise{}}
	for name, data := range read(files, &problems, "exercises/*.json") {
		s := &source{name, &problems}
		if e := s.readExercise(data); e != nil {
			s.prove(e)
			c.Exercises[e.ID] = e
		}
	}
	for _, lang := range Languages {
		for name, data := range read(files, &problems, lang+"/*.md") {
			s := &source{name, &problems}
			if l := s.readLesson(data, lang, c.Exercises); l != nil {
				c.Lessons[lang] = append(c.Lessons[lang], l)
			}
		}
		slices.SortStableFunc(c.Lessons[lang], func(a, b *Lesson) int { return a.Number - b.Number })
	}
	for _, lang := range Languages {
		for _, l := range c.Lessons[lang] {
			c.checkLinks(l, &problems)
			if lang != Languages[0] {
				c.compare(l, &problems)
			}
		}
	}
	c.complete(&problems)
	return c, problems.err()
}

// ReadExercise reads and proves one exercise. name is the name of its file, ID.json. The
// error is Problems; if it is nil, the exercise is not.
func ReadExercise(name string, data []byte) (*Exercise, error) {
	var problems Problems
	s := &source{"exercises/" + path.Base(name), &problems}
	e := s.readExercise(data)
	if e != nil {
		s.prove(e)
	}
	return e, problems.err()
}

// read returns the files of a pattern, sorted by name.
func read(files fs.FS, problems *Problems, pattern string) func(yield func(string, []byte) bool) {
	return func(yield func(string, []byte) bool) {
		names, _ := fs.Glob(files, pattern) // the patterns are ours and valid
		for _, name := range names {
			data, err := fs.ReadFile(files, name)
			if err != nil {
				(&source{name, problems}).bad(1, "fix the file so that it can be read", "%v", err)
				continue
			}
			if !yield(name, data) {
				return
			}
		}
	}
}

// checkLinks checks the targets of a lesson's links.
func (c *Course) checkLinks(l *Lesson, problems *Problems) {
	s := &source{l.File, problems}
	for _, link := range l.links {
		to := l
		if link.Kind == "lesson" {
			to = c.Lesson(l.Lang, link.Name)
			if to == nil || path.Base(to.File) != link.file {
				s.bad(link.line, "link to a lesson of the same folder", "there is no lesson %q", link.file)
				continue
			}
		}
		if link.Anchor != "" && !slices.ContainsFunc(to.Headings, func(h Heading) bool { return h.ID == link.Anchor }) {
			s.bad(link.line, "link to a heading, its words in small letters with hyphens for spaces", "%s has no heading %q", to.File, link.Anchor)
		}
	}
}

// compare compares a lesson with that of the first language.
func (c *Course) compare(l *Lesson, problems *Problems) {
	s := &source{l.File, problems}
	first := c.Lesson(Languages[0], l.ID)
	if first == nil {
		s.bad(1, fmt.Sprintf("write %s/%s", Languages[0], path.Base(l.File)), "the lesson %q is missing in %q", l.ID, Languages[0])
		return
	}
	for _, p := range []struct {
		key       string
		got, want any
	}{
		{"number", l.Number, first.Number}, {"part", l.Part, first.Part}, {"revision", l.Revision, first.Revision},
		{"short", l.Short, first.Short}, {"rfc", fmt.Sprint(l.RFC), fmt.Sprint(first.RFC)},
	} {
		if p.got != p.want {
			s.bad(l.lines[p.key], "make the two languages equal", "%q is %v here and %v in %s", p.key, p.got, p.want, first.File)
		}
	}
	for i := range max(len(l.blocks), len(first.blocks)) {
		switch {
		case i >= len(l.blocks):
			s.bad(1, "add it", "the block %q of %s:%d is missing here", first.blocks[i].kind, first.File, first.blocks[i].line)
		case i >= len(first.blocks):
			s.bad(l.blocks[i].line, "remove it, or add it there", "%s does not have this block %q", first.File, l.blocks[i].kind)
		case l.blocks[i].kind != first.blocks[i].kind || l.blocks[i].same != first.blocks[i].same:
			s.bad(l.blocks[i].line, "make the two languages equal except for their words", "the block is %q (%s), and in %s:%d it is %q (%s)", l.blocks[i].kind, l.blocks[i].same,
				first.File, first.blocks[i].line, first.blocks[i].kind, first.blocks[i].same)
		default:
			continue
		}
		return // all following differences come from the same shift
	}
}

// complete looks for missing and duplicate things: an exercise without its lesson, or a
// lesson in one language only.
func (c *Course) complete(problems *Problems) {
	for _, lang := range Languages {
		for i, l := range c.Lessons[lang] {
			s := &source{l.File, problems}
			if i > 0 && c.Lessons[lang][i-1].Number == l.Number {
				s.bad(l.lines["number"], "give it a different number", "the number %d is already used", l.Number)
			}
			if c.Lesson(lang, l.ID) != l {
				s.bad(l.lines["id"], "give the lesson and its file a different id", "the id %q is already used", l.ID)
			}
			for _, other := range Languages[1:] {
				if lang == Languages[0] && c.Lesson(other, l.ID) == nil {
					s.bad(1, fmt.Sprintf("write %s/%s", other, path.Base(l.File)), "the lesson %q is missing in %q", l.ID, other)
				}
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(c.Exercises)) {
		e := c.Exercises[id]
		for _, lang := range Languages {
			if l := c.Lesson(lang, e.Lesson); l == nil || !slices.Contains(l.Exercises, e) {
				(&source{e.File, problems}).bad(e.line, fmt.Sprintf("put it on the page of the lesson %q", e.Lesson), "no lesson in %q has this exercise", lang)
			}
		}
	}
}

// HTML renders the body. d draws the blocks and forms in order. It returns the first
// error of d, with the file and line of the block.
func (l *Lesson) HTML(d Drawer) (template.HTML, error) {
	out, err := l.body.render(d)
	return template.HTML(strings.TrimSpace(string(out))), err
}
