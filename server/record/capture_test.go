package record

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Bytes that TCP did not take count neither as sent nor as dropped.
func TestCaptureUnsent(t *testing.T) {
	c := NewCapture(CaptureBytes)
	c.Bytes(FromServer, make([]byte, CaptureBytes), time.Now())
	kept := int64(0)
	for _, line := range c.records {
		var r Record
		require.NoError(t, json.Unmarshal(line, &r))
		kept += int64(len(r.Data))
	}
	require.Equal(t, int64(CaptureBytes), kept+c.dropped[FromServer])
	c.Unsent(1000)
	require.Equal(t, int64(CaptureBytes-1000), c.at[FromServer])
	require.Equal(t, c.at[FromServer], kept+c.dropped[FromServer])
	c.Unsent(CaptureBytes - 1000)
	require.Zero(t, c.at[FromServer])
	require.Zero(t, c.dropped[FromServer])
}
