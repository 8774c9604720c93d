package clients

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

// node's ws, from npm.
func TestNode(t *testing.T) {
	node := find(t, "nodejs npm", "node", "nodejs")
	_, err := os.Stat("node_modules/ws")
	require.NoError(t, err, "run make npm, or npm ci in tools/clients")
	script(t, node, "ws.js", "ws://"+start(t))
	script(t, node, "ws.js", "wss://"+start(t, "-tls"))
}

// Debian's python3-websockets, which belongs to Debian's own Python.
func TestPython(t *testing.T) {
	python := find(t, "python3-websockets", "/usr/bin/python3")
	script(t, python, "client.py", "ws://"+start(t))
	script(t, python, "client.py", "wss://"+start(t, "-tls"))
}
