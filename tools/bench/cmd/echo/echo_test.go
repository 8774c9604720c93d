package main

import (
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The test binary is the command too: the command starts itself as the servers.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "-serve" {
		if serveAs(os.Args[2]) != nil {
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// Every server echoes the messages of every row unchanged, has a processor clock that
// advances, and keeps an idle connection open.
func TestServersEcho(t *testing.T) {
	require.NoError(t, os.Chdir("../.."))
	dir := t.TempDir()
	for _, name := range servers {
		t.Run(name, func(t *testing.T) {
			p, err := start(dir, name)
			require.NoError(t, err)
			defer p.stop()
			for _, r := range rows {
				cost, err := load{conns: 2, payload: r.load.payload, batch: r.load.batch}.cost(p, 50*time.Millisecond)
				require.NoError(t, err, r.what)
				require.Positive(t, cost, r.what)
			}
			if !p.plain {
				kib, err := idleMemory(dir, name, 50)
				require.NoError(t, err)
				require.Less(t, kib, 500.0)
			}
		})
	}
}
