package policy

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
	"time"

	"framelab/codec"
)

// A Refusal is a status and the sentence that goes with it. The zero Refusal means
// that nothing is refused.
type Refusal struct {
	Status   int
	Sentence string
}

// Refuse returns a refusal.
func Refuse(status int, sentence string) Refusal { return Refusal{status, sentence} }

// Append writes a whole response with the sentence for a person.
func (r Refusal) Append(dst []byte) []byte {
	return codec.AppendErrorResponse(dst, r.Status, r.Sentence+"\n")
}

// Write answers a request of http.Server's with the sentence.
func (r Refusal) Write(w http.ResponseWriter) {
	h := w.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(r.Status)
	w.Write([]byte(r.Sentence + "\n"))
}

// GetOnly answers methods other than GET and HEAD with 405.
func GetOnly(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			Refusal{http.StatusMethodNotAllowed, "Only GET and HEAD are allowed here (RFC 9110 §15.5.6)."}.Write(w)
			return
		}
		next(w, r)
	}
}

// Finish adds Date to a response of the codec, which has no clock (RFC 9110
// §6.6.1), and takes the body away if the method is HEAD (§9.3.2).
func Finish(response []byte, toHead bool, now time.Time) []byte {
	if end := bytes.Index(response, []byte("\r\n\r\n")); toHead && end >= 0 {
		response = response[:end+4]
	}
	line := bytes.IndexByte(response, '\n') + 1
	date := "Date: " + now.UTC().Format(http.TimeFormat) + "\r\n"
	return slices.Insert(response, line, []byte(date)...)
}

// lowerASCII lowers A to Z only, so that no other letter is taken for one of them.
func lowerASCII(s string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}

// Quote returns plain text of bounded length in quotation marks.
func Quote(s string) string { return "“" + Plain(s) + "”" }

// Plain returns what a peer sent as text of bounded length, without control
// characters, for responses and the log.
func Plain(s string) string {
	const most = 100
	cut := ""
	if len(s) > most {
		s, cut = s[:most], "…"
	}
	return strings.Map(func(r rune) rune {
		if r < 0x20 || r == 0x7F || r == '\uFFFD' {
			return '?'
		}
		return r
	}, s) + cut
}
