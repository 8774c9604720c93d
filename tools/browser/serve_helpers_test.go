package browser

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestServing(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "index.html"), []byte(`<!doctype html><title>x</title><link rel="icon" href="data:,"><a href="./">Start</a>`), 0o644))
	url := serveFolder(t, dir)
	assert.Contains(t, url, "/some/folder/")
	link := open(t, url, view{}).find("link", "Start")
	assert.Equal(t, url, property[string](link, "href"))
}

func TestServer(t *testing.T) {
	url := serve(t, "-site", siteFolder(t)) // it outlives the page
	p := open(t, url+"en/reference/", view{})
	assert.Equal(t, int64(200), eval[int64](p, "performance.getEntriesByType('navigation')[0].responseStatus"))
}
