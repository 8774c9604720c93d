package bench

// Under js coder/websocket wraps the browser's WebSocket: it has no code for frames and
// handshakes to time, only for masking.

func coderEncodeArms() []arm                { return nil }
func coderDecodeArms() []arm                { return nil }
func coderStreamArms(_ []byte, _ int) []arm { return nil }
func coderHandshakeArms(_ string) []arm     { return nil }
