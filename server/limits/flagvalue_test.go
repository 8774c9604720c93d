package limits

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestSize(t *testing.T) {
	for in, want := range map[string]Size{"0": 0, "1": 1, "1023": 1023, "64KiB": 64 << 10, "16MiB": 16 << 20, "1536KiB": 1536 << 10} {
		var s Size
		require.NoError(t, s.Set(in))
		assert.Equal(t, want, s)
		assert.Equal(t, in, s.String())
	}
	var s Size
	for _, bad := range []string{"", "KiB", "1.5MiB", "1GB", "-1", "99999999999999999999"} {
		assert.Error(t, s.Set(bad), bad)
	}
}
