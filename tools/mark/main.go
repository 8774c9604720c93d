// Command mark marks an answer to an exercise as the page does, or proves an
// exercise as the tests do.
//
//	go run ./tools/mark [-lang en|ko] FILE
//
// FILE contains {"exercise": "accept-derive", "answer": "…"}, with the answer written as
// in exercise files, or it is an exercise file. The finding is printed on standard
// output. The exit status is 0 if the answer passes or the exercise is proved, 1 if not,
// and 2 if the file cannot be read.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"

	"framelab/lessons"
	"framelab/lessons/mark"
	"framelab/site/words"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// run runs the command and returns its exit status.
func run(args []string, out, complaints io.Writer) int {
	flags := flag.NewFlagSet("mark", flag.ContinueOnError)
	flags.SetOutput(complaints)
	lang := flags.String("lang", words.Languages[0], "the language of the findings: en or ko")
	flags.Usage = func() {
		fmt.Fprintln(complaints, "usage: go run ./tools/mark [-lang en|ko] FILE")
		fmt.Fprintln(complaints, `FILE contains {"exercise": "accept-derive", "answer": "…"}, or is a file of lessons/exercises.`)
		flags.PrintDefaults()
	}
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		return 2
	case flags.NArg() != 1 || !slices.Contains(words.Languages, *lang):
		flags.Usage()
		return 2
	}
	data, err := os.ReadFile(flags.Arg(0))
	if err != nil {
		fmt.Fprintln(complaints, "mark:", err)
		return 2
	}
	var file struct {
		Exercise string          `json:"exercise"`
		Answer   json.RawMessage `json:"answer"`
	}
	switch err := json.Unmarshal(data, &file); {
	case err != nil:
		fmt.Fprintf(complaints, "mark: %s is not valid JSON: %v\n", flags.Arg(0), err)
		return 2
	case file.Exercise == "" && file.Answer == nil:
		return prove(flags.Arg(0), data, out)
	case file.Exercise == "" || file.Answer == nil:
		fmt.Fprintf(complaints, "mark: %s needs both \"exercise\" and \"answer\"\n", flags.Arg(0))
		return 2
	}
	e, err := exercise(file.Exercise)
	if err != nil {
		fmt.Fprintln(complaints, "mark:", err)
		return 2
	}
	answer, err := e.Answer(file.Answer)
	if err != nil {
		fmt.Fprintf(complaints, "mark: this is not an answer to %s: %v\n", e.ID, err)
		return 2
	}
	r := mark.Mark(e.Record(), answer)
	fmt.Fprintln(out, sentence(words.In(*lang), e, answer, r))
	if !r.Pass {
		return 1
	}
	return 0
}

// prove proves an exercise file.
func prove(name string, data []byte, out io.Writer) int {
	e, err := lessons.ReadExercise(name, data)
	if err != nil {
		fmt.Fprintln(out, err)
		return 1
	}
	fmt.Fprintf(out, "%s: the start fails, %d right answers pass, %d wrong answers get their findings\n", e.ID, 1+len(e.Also), len(e.Wrong))
	return 0
}

// exercise returns the exercise with that id.
func exercise(id string) (*lessons.Exercise, error) {
	data, err := fs.ReadFile(lessons.Files, "exercises/"+id+".json")
	if err != nil {
		all, _ := fs.Glob(lessons.Files, "exercises/*.json")
		return nil, fmt.Errorf("there is no exercise %q among the %d of lessons/exercises", id, len(all))
	}
	return lessons.ReadExercise(id+".json", data)
}
