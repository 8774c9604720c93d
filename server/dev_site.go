package main

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
)

// devSources are the folders, from the clone's top, that the site is made of.
var devSources = []string{"site", "lessons", "codec"}

// rebuildSite draws the site again, with the module left to wasmserve. The
// builder is compiled anew: templates, words and the code that draws are in it.
func rebuildSite(ctx context.Context, out string) error {
	cmd := exec.CommandContext(ctx, "go", "run", "./tools/buildsite", "-dev", "-out", out)
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%w: %s", err, bytes.TrimSpace(said.Bytes()))
	}
	return nil
}
