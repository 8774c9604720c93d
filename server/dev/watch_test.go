package dev

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"framelab/server/logs"
	"framelab/server/logs/logstest"
)

// patience bounds every wait of these tests.
const patience = 10 * time.Second

// A change of the sources rebuilds the site, and pages learn how that ended.
func TestWatcher(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "en.json")
	require.NoError(t, os.WriteFile(name, []byte("1"), 0o644))
	var rebuilt, succeeded, failed atomic.Int32
	var fails atomic.Bool
	said := &logstest.Buffer{}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		watcher{
			dirs: []string{dir}, every: 5 * time.Millisecond, log: logs.New("text", said),
			rebuild: func() error {
				rebuilt.Add(1)
				if fails.Load() {
					return errors.New("no such word")
				}
				return nil
			},
			built: func(err error) {
				if err != nil {
					failed.Add(1)
				} else {
					succeeded.Add(1)
				}
			},
		}.watch(ctx)
	}()
	time.Sleep(300 * time.Millisecond) // it has looked for the first time
	assert.Zero(t, rebuilt.Load(), "nothing has changed")
	put := func(content string) { // in one step: a look in between would see two changes
		aside := filepath.Join(t.TempDir(), "aside")
		require.NoError(t, os.WriteFile(aside, []byte(content), 0o644))
		require.NoError(t, os.Rename(aside, name))
	}
	steps := []func(){
		func() { put("22") },
		func() { require.NoError(t, os.WriteFile(filepath.Join(dir, "new"), nil, 0o644)) },
		func() { require.NoError(t, os.Remove(name)) },
	}
	for i, step := range steps {
		step()
		require.Eventually(t, func() bool { return succeeded.Load() == int32(i+1) }, patience, time.Millisecond)
	}
	fails.Store(true)
	put("3")
	require.Eventually(t, func() bool { return failed.Load() == 1 }, patience, time.Millisecond)
	stop()
	<-done
	assert.Equal(t, int32(3), succeeded.Load())
	assert.Equal(t, int32(1), failed.Load())
	assert.Contains(t, said.String(), "no such word")
}

// A build that fails says where.
func TestRebuildSiteSaysWhatFailed(t *testing.T) {
	top, err := filepath.Abs("../..")
	require.NoError(t, err)
	broken := filepath.Join(t.TempDir(), "broken.go")
	require.NoError(t, os.WriteFile(broken, []byte("package codec\n\nvar x int = \"\"\n"), 0o644))
	overlay := filepath.Join(t.TempDir(), "overlay.json")
	require.NoError(t, os.WriteFile(overlay, []byte(`{"Replace":{"`+filepath.Join(top, "codec", "broken.go")+`":"`+broken+`"}}`), 0o644))
	t.Setenv("GOFLAGS", "-overlay="+overlay)
	t.Chdir(top)
	err = rebuild(t.Context(), filepath.Join(t.TempDir(), "site"))
	require.ErrorContains(t, err, "broken.go:3:13: cannot use")
}
