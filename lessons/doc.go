// Package lessons reads the course: its lessons, exercises and glossary.
//
// A lesson is a Markdown file in each language, with a front matter and with blocks that
// the codec draws or checks: byte strings, frames, heads, labs and exercises. An exercise
// is one JSON file for all languages. The course is read once, when the site is built; an
// error in it names the file, the line and what to change. Package mark marks the
// answers, in the pages too.
package lessons
