package site

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"framelab/lessons"
)

// A block in a lesson draws its lab in its state, and a state that cannot be is refused.
func TestLessonsEmbedDeflateAndUTF8(t *testing.T) {
	for _, tt := range []struct {
		name  string
		state map[string]string
		want  string // in the drawing; empty: it is refused
	}{
		{"deflate", nil, "Message 2"},
		{"deflate", map[string]string{"one": "Hello", "two": "Hello", "at": "14"}, "copy 5 bytes from 5 bytes back, “Hello”"},
		{"deflate", map[string]string{"hex": "06"}, "stops at bit 0"},
		{"deflate", map[string]string{"hex": "0"}, ""},
		{"deflate", map[string]string{"takeover": "no"}, ""},
		{"deflate", map[string]string{"text": "Hello"}, ""},
		{"utf8", nil, "1 more byte is due"},
		{"utf8", map[string]string{"hex": "eda080", "fed": "2"}, "a0 would make a <span"},
		{"utf8", map[string]string{"text": "한글", "as": "frames", "cut": "1", "fed": "1"}, "That is allowed"},
		{"utf8", map[string]string{"hex": "xx"}, ""},
		{"utf8", map[string]string{"as": "ping"}, ""},
		{"utf8", map[string]string{"one": "Hello"}, ""},
	} {
		d := draws(t)
		out, err := d.Lab(lessons.Lab{Name: tt.name, State: tt.state})
		if tt.want == "" {
			assert.ErrorContains(t, err, `the lab "`+tt.name+`"`, tt.state)
			continue
		}
		require.NoError(t, err, tt.state)
		assert.Contains(t, string(out), tt.want)
		assert.True(t, strings.HasPrefix(string(out), "<"+tt.name+"-lab "), tt.name)
		assert.True(t, d.bytes, "the lesson's page loads the labs' script")
	}
}
