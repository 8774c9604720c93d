package browser

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"framelab/site/words"
)

// In the edit-refresh loop a page shows the compiler's errors, whenever it was opened,
// and reloads once the site builds again.
func TestDevShowsCompileErrors(t *testing.T) {
	_, err := serverProgram() // of this clone
	require.NoError(t, err)
	clone := t.TempDir()
	for _, name := range []string{"codec", "lessons", "site", "wasm", "tools/buildsite", "tools/module", "go.mod", "go.sum"} {
		require.NoError(t, os.MkdirAll(filepath.Join(clone, filepath.Dir(name)), 0o755))
		out, err := exec.Command("cp", "-R", filepath.Join("../..", name), filepath.Join(clone, name)).CombinedOutput()
		require.NoError(t, err, "%s", out)
	}
	t.Chdir(clone)
	out, err := exec.Command("go", "run", "./tools/buildsite", "-dev", "-out", "build/dev").CombinedOutput()
	require.NoError(t, err, "%s", out)
	url := serve(t, "-dev", "-site", "build/dev")
	within := func(p *page, expression string) {
		t.Helper()
		require.Eventually(t, func() bool { return eval[bool](p, expression) }, 12*patience, patience/100, expression)
	}
	const report = `document.querySelector('#build-failed[role=alert]')`
	p := open(t, url+"en/reference/", view{})
	within(p, `!`+report+` && document.readyState === 'complete'`)
	eval[int](p, `window.mark = 1`)

	broken := filepath.Join(clone, "codec", "broken.go")
	require.NoError(t, os.WriteFile(broken, []byte("package codec\n\nvar broken int = \"<b>\"\n"), 0o644))
	within(p, report+`?.textContent.includes('codec/broken.go:3:18: cannot use "<b>"') === true`)
	within(p, report+`.textContent.startsWith(`+quote(words.In("en").T("dev.failed"))+`)`)
	assert.Equal(t, 1, eval[int](p, `window.mark`), "the page stays as it is")
	later := open(t, url+"ko/reference/", view{language: "ko"})
	within(later, report+`?.textContent.startsWith(`+quote(words.In("ko").T("dev.failed"))+`) === true`)

	require.NoError(t, os.Remove(broken))
	within(p, `window.mark === undefined && document.readyState === 'complete' && !`+report)
	within(later, `!`+report)
}
