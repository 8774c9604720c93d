package bench

import (
	"io"
)

// Under js coder/websocket wraps the browser's WebSocket: it has no code of its own to time,
// except for masking. A linkname to a function that it lacks there would crash the linker.

func coderEncodeArms() []arm            { return nil }
func coderDecodeArms() []arm            { return nil }
func coderStreamArms([]byte, int) []arm { return nil }
func coderHandshakeArms(string) []arm   { return nil }
func coderDeflateArms([]string) []arm   { return nil }
func coderTakeoverArms([]string) []arm  { return nil }
func coderInflateArms(func(string, inflateFunc) arm, func(io.Reader, []byte) ([]byte, error)) []arm {
	return nil
}
