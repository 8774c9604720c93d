package lessons

// A Course is all lessons in all languages.
type Course struct {
	Languages []string             // the names of the folders: "en", "ko"
	Lessons   map[string][]*Lesson // by language, in order of their numbers
	Exercises map[string]*Exercise // by id
}

// Lesson returns a lesson in a language, or nil.
func (c *Course) Lesson(lang, id string) *Lesson {
	for _, l := range c.Lessons[lang] {
		if l.ID == id {
			return l
		}
	}
	return nil
}

// Around returns the lessons before and after l in its language, or nil if there is none.
func (c *Course) Around(l *Lesson) (previous, next *Lesson) {
	all := c.Lessons[l.Lang]
	for i := range all {
		if all[i] != l {
			continue
		}
		if i > 0 {
			previous = all[i-1]
		}
		if i+1 < len(all) {
			next = all[i+1]
		}
	}
	return previous, next
}
