package raw

import (
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A plan of far too many pieces costs no more than one of the most.
func TestManyPieces(t *testing.T) {
	for _, piece := range []string{"{}", "0", `{"hex":" "}`} {
		message := []byte(`{"pieces":[` + strings.Repeat(piece+",", (PlanBytes-30)/(len(piece)+1)) + piece + `]}`)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := readPlan(message)
		runtime.ReadMemStats(&after)
		require.Error(t, err)
		require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(8*PlanBytes), "bytes allocated for %s", piece)
	}
}
