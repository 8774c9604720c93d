package conn

import (
	"io"
	"net"
	"testing"

	"github.com/stretchr/testify/require"
)

// A countedWrite is a connection that reads the figures when it is written to.
type countedWrite struct {
	net.Conn
	t    *Tally
	then int64
}

func (c *countedWrite) Write(p []byte) (int, error) {
	c.then = c.t.Written.Load()
	return len(p) - 2, io.ErrShortWrite
}

// Bytes count before a client can have them; otherwise a report would be lower than what
// the client got. Bytes that were not written do not stay counted.
func TestTallyCountsBeforeItWrites(t *testing.T) {
	w := &countedWrite{t: new(Tally)}
	c := &Conn{Stream: w, below: &belowTLS{}}
	c.CountFor(w.t)
	require.Error(t, c.Send([]byte("hello")))
	require.Equal(t, int64(5), w.then)
	require.Equal(t, int64(3), w.t.Written.Load())
	c.Write([]byte("hello"))
	require.Equal(t, int64(8), w.then)
	require.Equal(t, int64(6), w.t.Written.Load())
}
