package echo

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"framelab/codec"
	"framelab/server/policy"
)

// options holds the options in the query of /echo:
//
//	tap          id            shows the connection at /tap/{id}: 22–64 characters of base64url
//	subprotocol  name,…        supports these; the first one in the client's list is chosen
//	deflate      off           ignores an offer of permessage-deflate (RFC 7692)
//	takeover     both          lets messages refer to earlier ones, both ways; server, client: one way;
//	                           none (the default): neither way (§7.1.1)
//	server_max_window_bits  8–15  compresses with a window of at most 2^bits bytes (§7.1.2.1)
//	client_max_window_bits  8–15  asks the client to do so, if its offer allows that (§7.1.2.2)
//	ping         1–60000       pings every N milliseconds, with the payloads "ping 1", "ping 2", …
//	ping         once          pings once, immediately
//	fragment     1–1048576     sends each message in frames of at most N bytes
//	delay        1–10000       answers N milliseconds late
//	close        1000–4999     closes with this code; 1005: with an empty Close; 1006: ends TCP without a Close
//	reason       text          is the reason of that Close: at most 123 bytes of UTF-8
//	after        0–1000000     closes after N answered messages (default 1; 0: right after the handshake)
//
// Other parameters are ignored. An invalid value is refused with 400 and a sentence.
type options struct {
	subprotocols []string
	ping         time.Duration // 0: never
	pingOnce     bool
	fragment     int // 0: not
	late         time.Duration
	close        codec.CloseCode // 0: not; CloseNoStatus: empty; CloseAbnormal: no Close
	reason       string
	after        int
	deflate      *codec.Deflate // nil: off
}

// The bounds of these parameters.
const (
	mostPing     = time.Minute
	mostFragment = 1 << 20
	mostDelay    = 10 * time.Second
	mostAfter    = 1000000
)

// An Ask is a parameter of the query as a page can offer it.
type Ask struct {
	Name  string   `json:"name"`
	Least int      `json:"least,omitempty"` // a number from Least
	Most  int      `json:"most,omitempty"`  // to Most; 0: it is not a number
	Words []string `json:"words,omitempty"` // or one of these
}

// Asks are the parameters that change how messages are sent back.
var Asks = []Ask{
	{Name: "fragment", Least: 1, Most: mostFragment},
	{Name: "ping", Least: 1, Most: int(mostPing.Milliseconds()), Words: []string{"once"}},
	{Name: "delay", Least: 1, Most: int(mostDelay.Milliseconds())},
	{Name: "close", Least: 1000, Most: 4999},
	{Name: "reason"},
	{Name: "after", Most: mostAfter},
	{Name: "takeover", Words: takeovers},
}

// readOptions returns the options, or nil when the query has no option.
func readOptions(q *policy.Query) *options {
	var o options
	asked := false
	for _, name := range []string{
		"subprotocol", "deflate", "takeover", "server_max_window_bits", "client_max_window_bits",
		"ping", "fragment", "delay", "close", "reason", "after",
	} {
		_, there := q.Get(name)
		asked = asked || there
	}
	if !asked {
		return nil
	}
	if names, there := q.Get("subprotocol"); there {
		o.subprotocols = policy.SplitList(names)
		for _, name := range o.subprotocols {
			if !isToken(name) {
				q.Refuse("subprotocol", "is a comma-separated list of subprotocols, each made of letters, digits and !#$%&'*+-.^_`|~ (RFC 6455 §4.1)")
			}
		}
	}
	o.deflate = readDeflate(q)
	switch v, there := q.Get("ping"); {
	case v == "once":
		o.pingOnce = true
	case there && q.Valid():
		if o.ping = q.Milliseconds("ping", time.Millisecond, mostPing); !q.Valid() {
			q.Or(`"once"`)
		}
	}
	o.fragment = q.Number("fragment", "a number of bytes", 1, mostFragment, 0)
	o.late = q.Milliseconds("delay", time.Millisecond, mostDelay)
	o.after = q.Number("after", "a number of messages", 0, mostAfter, 1)
	o.readClose(q)
	return &o
}

// readClose reads the options of the server's Close.
func (o *options) readClose(q *policy.Query) {
	code := codec.CloseCode(q.Number("close", "a close code", 1000, 4999, 0))
	if code != 0 && !code.Sendable() && code != codec.CloseNoStatus && code != codec.CloseAbnormal {
		q.Refuse("close", "is a code that a Close can carry (1000–1003, 1007–1014 or 3000–4999, RFC 6455 §7.4), 1005 for an empty Close, or 1006 for no Close")
	}
	o.close = code
	reason, there := q.Get("reason")
	switch {
	case there && (code == 0 || code == codec.CloseNoStatus || code == codec.CloseAbnormal):
		q.Refuse("reason", "needs a code in close (RFC 6455 §5.5.1)")
	case !utf8.ValidString(reason):
		q.Refuse("reason", "is text in UTF-8 (RFC 6455 §5.5.1)")
	case len(reason) > codec.MaxReason:
		q.Refuse("reason", "has at most "+strconv.Itoa(codec.MaxReason)+" bytes of UTF-8 (RFC 6455 §5.5)")
	}
	o.reason = reason
	if _, there := q.Get("after"); there && code == 0 {
		q.Refuse("after", "needs close")
	}
}

// isToken reports whether s can name a subprotocol (RFC 9110 §5.6.2).
func isToken(s string) bool {
	return s != "" && strings.Trim(s, "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") == ""
}
