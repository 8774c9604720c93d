package lessons

import (
	"io/fs"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Wrong statements that lessons once made.
func TestLessonsClaimWhatTheirSourceSays(t *testing.T) {
	for _, c := range []struct{ file, has, hasNot string }{
		{"05-byte-0.md", "that a browser sends without compression", "every short text message that a browser sends."}, // RFC 7692 §6: then RSV1 is set
		{"03-handshake.md", "[[RFC 9112 §3.2]]", "[[RFC 9110 §7.2]]"},                                                  // exactly one Host
		{"03-handshake.md", "with no field that belongs in a response", "so that a server must accept it. The address"},
		{"04-accept.md", "> This protocol is intended to fail", "so that the server doesn't accept connections"}, // what the client wants to learn: §1.6
		{"07-masking.md", "so the server must close the connection (§5.1)", "would look for no key"},
	} {
		text, err := fs.ReadFile(Files, "en/"+c.file)
		require.NoError(t, err)
		assert.Contains(t, string(text), c.has, c.file)
		assert.NotContains(t, string(text), c.hasNot, c.file)
	}
}
