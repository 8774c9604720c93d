package dev

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
)

// sources are the folders, from the clone's top, that the site and its module are made of.
var sources = []string{"site", "lessons", "codec", "wasm"}

// rebuild builds the site and its module again. The builder is compiled again
// too: templates, words and the code that draws are in it. The error contains what
// the compiler said.
func rebuild(ctx context.Context, out string) error {
	cmd := exec.CommandContext(ctx, "go", "run", "./tools/buildsite", "-dev", "-out", out)
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%w: %s", err, bytes.TrimSpace(said.Bytes()))
	}
	return nil
}
