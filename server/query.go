package main

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A query reads the parameters of a request's target. The request is refused for
// the first invalid one; unknown ones are ignored.
type query struct {
	values url.Values
	bad    string
}

// parseQuery reads the query of a request target.
func parseQuery(target []byte) *query {
	_, raw, _ := bytes.Cut(target, []byte("?"))
	values, err := url.ParseQuery(string(raw))
	if err != nil {
		return &query{bad: "The query " + quote(string(raw)) + " is not of the form name=value&name=value, with % only before two hexadecimal digits (RFC 3986 §2.1)."}
	}
	return &query{values: values}
}

// refusal returns 400 with a sentence, or the zero refusal when every parameter is valid.
func (q *query) refusal() refusal {
	if q.bad == "" {
		return refusal{}
	}
	return refusal{http.StatusBadRequest, q.bad}
}

// refuse notes that the value of a parameter is not valid, and what would be.
func (q *query) refuse(name, should string) {
	if q.bad == "" {
		q.bad = "The query parameter " + quote(name+"="+q.values.Get(name)) + " is not valid: " + name + " " + should + "."
	}
}

// get returns the value of a parameter, and whether there is one. Who keeps the value
// does not keep the whole query with it.
func (q *query) get(name string) (value string, there bool) {
	all := q.values[name]
	if len(all) > 1 {
		q.refuse(name, "is given more than once")
	}
	if len(all) == 0 {
		return "", false
	}
	return strings.Clone(all[0]), true
}

// number returns a whole number from least to most, or otherwise when there is none.
func (q *query) number(name, what string, least, most, otherwise int) int {
	v, there := q.get(name)
	if !there {
		return otherwise
	}
	n, err := strconv.Atoi(v)
	if err != nil || n < least || n > most {
		q.refuse(name, fmt.Sprintf("is %s from %d to %d", what, least, most))
		return otherwise
	}
	return n
}

// milliseconds likewise returns a time.
func (q *query) milliseconds(name string, least, most time.Duration) time.Duration {
	return time.Duration(q.number(name, "a number of milliseconds", int(least.Milliseconds()), int(most.Milliseconds()), 0)) * time.Millisecond
}

// id returns an id that a page made up, so that only that page knows it. An
// invalid one is refused.
func (q *query) id(name string) string {
	v, there := q.get(name)
	if there && !isID(v) {
		q.refuse(name, idShape)
	}
	return v
}

// idCharacters says what an id looks like: 22 characters hold 128 random bits.
const idCharacters = "22 to 64 characters from A–Z, a–z, 0–9, - and _ (RFC 4648 §5)"

const idShape = "is a new random id of " + idCharacters

func isID(s string) bool {
	return len(s) >= 22 && len(s) <= 64 && !slices.ContainsFunc([]byte(s), func(b byte) bool {
		return !('A' <= b && b <= 'Z' || 'a' <= b && b <= 'z' || '0' <= b && b <= '9' || b == '-' || b == '_')
	})
}
