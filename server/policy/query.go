package policy

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

// A Query reads the parameters of a request's target. The request is refused for the
// first invalid parameter; unknown parameters are ignored.
type Query struct {
	values url.Values
	bad    string
}

// ParseQuery reads the query of a request target.
func ParseQuery(target []byte) *Query {
	_, raw, _ := bytes.Cut(target, []byte("?"))
	values, err := url.ParseQuery(string(raw))
	if err != nil {
		return &Query{bad: "The query " + Quote(string(raw)) + " is not of the form name=value&name=value, with % only before two hexadecimal digits (RFC 3986 §2.1)."}
	}
	return &Query{values: values}
}

// Refusal returns 400 with a sentence, or the zero refusal when every parameter is valid.
func (q *Query) Refusal() Refusal {
	if q.bad == "" {
		return Refusal{}
	}
	return Refusal{http.StatusBadRequest, q.bad}
}

// Refuse notes that the value of a parameter is not valid, and what would be.
func (q *Query) Refuse(name, should string) {
	if q.bad == "" {
		q.bad = "The query parameter " + Quote(name+"="+q.values.Get(name)) + " is not valid: " + name + " " + should + "."
	}
}

// Valid reports whether no parameter has been refused so far.
func (q *Query) Valid() bool { return q.bad == "" }

// Or adds an alternative to the sentence of the refused parameter.
func (q *Query) Or(alternative string) {
	q.bad = strings.TrimSuffix(q.bad, ".") + ", or " + alternative + "."
}

// Set gives a parameter a value in place of its own.
func (q *Query) Set(name, value string) { q.values.Set(name, value) }

// Get returns the value of a parameter, and whether there is one. Keeping the
// value does not keep the whole query.
func (q *Query) Get(name string) (value string, there bool) {
	all := q.values[name]
	if len(all) > 1 {
		q.Refuse(name, "is given more than once")
	}
	if len(all) == 0 {
		return "", false
	}
	return strings.Clone(all[0]), true
}

// Number returns a whole number from least to most, or otherwise if the query has no such
// parameter.
func (q *Query) Number(name, what string, least, most, otherwise int) int {
	v, there := q.Get(name)
	if !there {
		return otherwise
	}
	n, err := strconv.Atoi(v)
	if err != nil || n < least || n > most {
		q.Refuse(name, fmt.Sprintf("is %s from %d to %d", what, least, most))
		return otherwise
	}
	return n
}

// Milliseconds does the same for a time.
func (q *Query) Milliseconds(name string, least, most time.Duration) time.Duration {
	return time.Duration(q.Number(name, "a number of milliseconds", int(least.Milliseconds()), int(most.Milliseconds()), 0)) * time.Millisecond
}

// ID returns an id that a page made, so that only that page knows it. An invalid id is
// refused.
func (q *Query) ID(name string) string {
	v, there := q.Get(name)
	if there && !IsID(v) {
		q.Refuse(name, IDShape)
	}
	return v
}

// IDCharacters says what an id looks like: 22 characters hold 128 random bits.
const IDCharacters = "22 to 64 characters from A–Z, a–z, 0–9, - and _ (RFC 4648 §5)"

// IDShape completes "The parameter …" for an id that is not valid or is missing.
const IDShape = "is a new random id of " + IDCharacters

// IsID reports whether s has the form of an id.
func IsID(s string) bool {
	return len(s) >= 22 && len(s) <= 64 && !slices.ContainsFunc([]byte(s), func(b byte) bool {
		return !('A' <= b && b <= 'Z' || 'a' <= b && b <= 'z' || '0' <= b && b <= '9' || b == '-' || b == '_')
	})
}
