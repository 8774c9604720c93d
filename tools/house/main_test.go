package main

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const root = "../.."

// The imports of the repository keep to its order, and the picture shows them.
func TestHouseIsInOrder(t *testing.T) {
	h, err := read(root)
	require.NoError(t, err)
	assert.NoError(t, h.check())
	for _, name := range rooms {
		assert.NotEmpty(t, h.packages(name), name)
	}
	assert.Contains(t, h["wasm"], "wasm/record", "imports under js/wasm count too")
	text, err := os.ReadFile(root + "/" + page)
	require.NoError(t, err)
	current, err := replacePicture(text, h.draw())
	require.NoError(t, err)
	assert.Equal(t, string(current), string(text), "run go run ./tools/house")
}

func TestCheck(t *testing.T) {
	for name, tt := range map[string]struct {
		path    string
		imports []string
		fault   string
	}{
		"down":           {"framelab/server/gate", []string{"net", "framelab/codec", "framelab/server/log"}, ""},
		"up":             {"framelab/codec/internal/flate", []string{"framelab/lessons/mark"}, "codec/internal/flate imports lessons/mark, which is above it: the order is tools → server → site → wasm → lessons → codec"},
		"a command":      {"framelab/site", []string{"framelab/tools/module"}, "site imports tools, which is above it: the order is tools → server → site → wasm → lessons → codec"},
		"a new folder":   {"framelab/chat", nil, "chat is in none of the rooms tools, server, site, wasm, lessons, codec"},
		"tools may":      {"framelab/tools/load", []string{"framelab/server"}, ""},
		"not repository": {"framelab/codec", []string{"framelabs/site"}, ""},
	} {
		h := house{}
		h.add(tt.path, tt.imports)
		if err := h.check(); tt.fault == "" {
			assert.NoError(t, err, name)
		} else {
			assert.EqualError(t, err, tt.fault, name)
		}
	}
}

func TestDraw(t *testing.T) {
	h := house{}
	h.add("framelab/server", []string{"framelab/server/gate", "framelab/codec"})
	h.add("framelab/server/gate", []string{"framelab/codec"})
	h.add("framelab/tools/load", []string{"framelab/server"})
	h.add("framelab/tools/mark", []string{"framelab/codec"})
	h.add("framelab/codec", nil)
	assert.Equal(t, "```mermaid\nflowchart TD\n"+
		"  subgraph room_tools [tools]\n    tools[tools]\n  end\n"+
		"  subgraph room_server [server]\n    server[server]\n    server_gate[server/gate]\n  end\n"+
		"  subgraph room_site [site]\n  end\n  subgraph room_wasm [wasm]\n  end\n  subgraph room_lessons [lessons]\n  end\n"+
		"  subgraph room_codec [codec]\n    codec[codec]\n  end\n"+
		"  tools --> server\n  server --> server_gate\n  server_gate --> codec\n```\n", h.draw())
}

func TestReplacePicture(t *testing.T) {
	got, err := replacePicture([]byte("a\n```mermaid\nold\n```\nb\n"), "```mermaid\nnew\n```\n")
	require.NoError(t, err)
	assert.Equal(t, "a\n```mermaid\nnew\n```\nb\n", string(got))
	for _, text := range []string{"no picture", "```mermaid\nnever ends\n"} {
		_, err := replacePicture([]byte(text), "x")
		assert.EqualError(t, err, "CONTRIBUTING.md has no block of the language mermaid")
	}
}
