package comet

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"framelab/server/conn"
)

// A response with many events is written piece by piece, because the memory does not
// count what is held for a page that does not read.
func TestPollIsWrittenInPieces(t *testing.T) {
	now := time.Now()
	r := &race{rate: MostRate, last: MostRate*MostSeconds - 1, start: now.Add(-MostSeconds * time.Second)}
	for _, after := range []int{-1, 0, 1000, r.last - 1, r.last, r.last + 1} {
		w, count := &pieces{header: http.Header{}}, new(conn.Tally)
		(&visit{t.Context(), w, r, count, after}).answer()
		assert.LessOrEqual(t, w.most, 2*answerPiece)
		assert.Equal(t, strconv.Itoa(w.body.Len()), w.header.Get("Content-Length"))
		var got struct {
			Events []struct{ Seq int }
			Over   bool
		}
		require.NoError(t, json.Unmarshal(w.body.Bytes(), &got))
		require.True(t, got.Over)
		require.Len(t, got.Events, max(0, r.last-after))
		for i, e := range got.Events {
			require.Equal(t, after+1+i, e.Seq)
		}
		require.EqualValues(t, len(got.Events), count.Events.Load())
	}
}

// Pieces are what is written to an http.ResponseWriter.
type pieces struct {
	header http.Header
	body   bytes.Buffer
	most   int
}

func (w *pieces) Header() http.Header { return w.header }
func (w *pieces) WriteHeader(int)     {}
func (w *pieces) Write(p []byte) (int, error) {
	w.most = max(w.most, len(p))
	return w.body.Write(p)
}
