package site

import (
	"fmt"
	"html/template"
	"regexp"
	"strings"

	"framelab/codec"
	"framelab/lessons"
	"framelab/site/words"
)

// A part is one of the course's parts with its lessons, for the contents and the home
// page.
type part struct {
	Number  int
	Title   string
	Lessons []entry
	Minutes int
}

// An entry is a lesson in a list.
type entry struct {
	*lessons.Lesson
	Done string // its exercises with their revisions, which the page uses to count progress: "accept-derive:1 accept-bugs:1"
}

// Parts returns the parts of the course that have lessons.
func (v view) Parts() []part {
	var parts []part
	for _, l := range v.course.Lessons[v.Lang] {
		if n := len(parts); n == 0 || parts[n-1].Number != l.Part {
			parts = append(parts, part{Number: l.Part, Title: v.T(fmt.Sprint("lesson.part.", l.Part))})
		}
		p := &parts[len(parts)-1]
		p.Lessons = append(p.Lessons, v.entry(l))
		p.Minutes += l.Minutes
	}
	return parts
}

func (v view) entry(l *lessons.Lesson) entry {
	var done []string
	for _, e := range l.Exercises {
		done = append(done, fmt.Sprint(e.ID, ":", e.Revision))
	}
	return entry{l, strings.Join(done, " ")}
}

// First returns the first lesson of the course.
func (v view) First() *lessons.Lesson { return v.course.Lessons[v.Lang][0] }

// Minutes returns the reading time of all lessons.
func (v view) Minutes() (all int) {
	for _, l := range v.course.Lessons[v.Lang] {
		all += l.Minutes
	}
	return all
}

// ShortMinutes returns the reading time of the short route.
func (v view) ShortMinutes() (all int) {
	for _, l := range v.course.Lessons[v.Lang] {
		if l.Short {
			all += l.Minutes
		}
	}
	return all
}

// A lessonView is the input of a lesson's template.
type lessonView struct {
	view
	Lesson         entry
	Part           string
	Body           template.HTML
	Previous, Next *lessons.Lesson
}

// References returns the lesson's RFC sections as links.
func (v lessonView) References() []template.HTML {
	var links []template.HTML
	for _, r := range v.Lesson.RFC {
		links = append(links, sectionLink(r.Section, v.citation(r.Section)+" "+r.Title))
	}
	return links
}

// citation names a section in a sentence, without "RFC 6455" for sections of that RFC.
func (w Words) citation(s codec.Section) string {
	return w.T("verdict.rfc", "rfc", fmt.Sprint(s.RFC), "section", s.Number)
}

// sectionName names a section next to a text, without "RFC 6455" for sections of that
// RFC.
func sectionName(s codec.Section) string {
	if s.RFC == 6455 {
		return "§" + s.Number
	}
	return fmt.Sprintf("RFC %d §%s", s.RFC, s.Number)
}

func sectionURL(s codec.Section) string {
	return fmt.Sprintf("https://www.rfc-editor.org/rfc/rfc%d#section-%s", s.RFC, s.Number)
}

func sectionLink(s codec.Section, text string) template.HTML {
	return template.HTML(fmt.Sprintf(`<a href="%s">%s</a>`, sectionURL(s), esc(text)))
}

// inText matches the text after a tag, with the tag's name if it closes an inline
// element; noBreak matches what must stay on one line in it: UTF-8, RFC 6455, 레슨 3, and
// sums like 8 + 1 = 9. A particle is the syllable right after a mark or a closing tag; a
// chip is a button, and a line may break after it whatever follows.
var (
	inText   = regexp.MustCompile(`(</(a|b|code|dfn|em|span|strong))?>[^<]+`)
	noBreak  = regexp.MustCompile(`UTF-8|(RFC|레슨) [0-9]+|[0-9]+( [+=×] [0-9]+)+`)
	particle = regexp.MustCompile(`(</[a-z]+>|[)\]”’])([가-힣])`)
	chip     = regexp.MustCompile(`<span class="chip"><button[^>]*>[^<]*</button><span[^>]*>[^<]*</span></span>[가-힣]+`)
)

// wordJoiner prevents a line break and has no width. Browsers keep Hangul syllables
// together (word-break: keep-all), but break between a mark and the particle after it.
const wordJoiner = "\u2060"

// unbroken keeps text on one line that should not be broken.
func unbroken(html string) string {
	html = chip.ReplaceAllString(html, `<span class="nowrap">$0</span>`)
	return inText.ReplaceAllStringFunc(html, func(text string) string {
		text = noBreak.ReplaceAllString(text, `<span class="nowrap">$0</span>`)
		return particle.ReplaceAllString(text, "${1}"+wordJoiner+"${2}")
	})
}

// lessonPages renders every lesson in every language.
func lessonPages(templates *template.Template, course *lessons.Course, all map[string]Words, assets assetNames) ([]file, error) {
	var files []file
	for _, lang := range words.Languages {
		for _, l := range course.Lessons[lang] {
			path := "lessons/" + l.ID + "/"
			v := view{Words: all[lang], Lang: lang, Path: path, Root: "../../../", Title: l.Title, Description: l.Goal,
				Nav: "lessons", Live: true, kind: lessonKind, assets: assets, all: all, course: course, templates: templates}
			d := &drawer{view: v, named: map[string]bool{}}
			body, err := l.HTML(d)
			if err != nil {
				return nil, err
			}
			if d.bytes {
				v.kind = lessonLabKind
			}
			lv := lessonView{view: v, Lesson: v.entry(l), Part: v.T(fmt.Sprint("lesson.part.", l.Part)), Body: template.HTML(unbroken(string(body)))}
			lv.Previous, lv.Next = course.Around(l)
			data, err := execute(templates, "lesson.html", lv)
			if err != nil {
				return nil, err
			}
			files = append(files, file{lang + "/" + path + "index.html", data})
		}
	}
	return files, nil
}
