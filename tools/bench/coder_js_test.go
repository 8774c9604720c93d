package bench

// Under js coder/websocket wraps the browser's WebSocket: there is no frame and
// no handshake of its own to time, only its masking.

func coderEncodeArms() []arm                { return nil }
func coderDecodeArms() []arm                { return nil }
func coderStreamArms(_ []byte, _ int) []arm { return nil }
func coderHandshakeArms(_ string) []arm     { return nil }
