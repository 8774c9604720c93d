package echo

import (
	"slices"

	"framelab/codec"
	"framelab/server/policy"
)

// Only /echo uses permessage-deflate (RFC 7692). The other WebSockets would not gain by
// it: a line of the chat is short, and would be compressed again for each member; the
// events of a race are compared with those over HTTP, which are not compressed; the
// records of /tap and /raw are many and stay on this machine, and the bounds of both
// count their bytes as they are.

// Deflate is what /echo wants unless its query says otherwise. Without takeover a
// connection between two messages holds some 100 bytes for the extension; with takeover,
// up to 40 KiB each way. That is eight times what the connection itself takes, so a
// client gets it only on request.
var Deflate = codec.Deflate{ServerNoContextTakeover: true, ClientNoContextTakeover: true}

// takeovers are the values of takeover in the query.
var takeovers = []string{"both", "server", "client", "none"}

// readDeflate returns what the query of /echo wants of permessage-deflate,
// nil for no compression.
func readDeflate(q *policy.Query) *codec.Deflate {
	d := Deflate
	takeover, asked := q.Get("takeover")
	switch {
	case slices.Contains(takeovers, takeover):
		d.ServerNoContextTakeover = takeover == "none" || takeover == "client"
		d.ClientNoContextTakeover = takeover == "none" || takeover == "server"
	case asked:
		q.Refuse("takeover", "says whose messages can refer to earlier ones: server, client, both or none (RFC 7692 §7.1.1)")
	}
	windowBits := func(name string) uint8 {
		bits := q.Number(name, "the base-2 logarithm of a window's size,", codec.MinWindowBits, codec.MaxWindowBits, 0)
		asked = asked || bits != 0
		return uint8(bits)
	}
	d.ServerMaxWindowBits = windowBits("server_max_window_bits")
	d.ClientMaxWindowBits = windowBits("client_max_window_bits")
	switch v, there := q.Get("deflate"); {
	case !there:
		return &d
	case v != "off":
		q.Refuse("deflate", "is off or is left out")
	case asked:
		q.Refuse("deflate", "is off, but takeover and window bits need compression")
	}
	return nil
}
