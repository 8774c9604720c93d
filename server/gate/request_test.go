package gate

import (
	"context"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

// A request that the gate has not judged gets no answer.
func TestUnjudgedRequestIsNotAnswered(t *testing.T) {
	g := listening(t)
	c := &Conn{gate: g, requests: []judged{{"GET", "/a", 1}}}
	for _, target := range []string{"/b", "/a", "/a"} {
		r, err := http.NewRequestWithContext(context.WithValue(t.Context(), connKey{}, c), "GET", target, nil)
		require.NoError(t, err)
		r.RequestURI = target
		if target == "/a" && len(c.requests) > 0 {
			_, size := g.BeginRequest(r)
			require.EqualValues(t, 1, size)
			continue
		}
		require.PanicsWithValue(t, http.ErrAbortHandler, func() { g.BeginRequest(r) }, target)
	}
}
