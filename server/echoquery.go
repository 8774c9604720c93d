package main

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"framelab/codec"
)

// echoOptions is what the query of /echo may ask for:
//
//	tap          id            shows the connection at /tap/{id}: 22–64 characters of base64url
//	subprotocol  name,…        speaks these: the first of the client's that is among them is chosen
//	deflate      off           does not take up an offer of permessage-deflate (RFC 7692)
//	takeover     both          lets messages refer to the ones before, both ways; server, client: one way;
//	                           none, as without it: no message does (§7.1.1)
//	server_max_window_bits  8–15  compresses with a window of 2^bits bytes at most (§7.1.2.1)
//	client_max_window_bits  8–15  has the client do so, if its offer allows that (§7.1.2.2)
//	ping         1–60000       pings each so many milliseconds, with the payloads "ping 1", "ping 2", …
//	ping         once          pings once, at once
//	fragment     1–1048576     sends each message in frames of at most so many bytes
//	delay        1–10000       answers so many milliseconds late
//	close        1000–4999     closes with this code; 1005: with an empty Close; 1006: ends TCP without a Close
//	reason       text          is the reason of that Close: at most 123 bytes of UTF-8
//	after        0–1000000     closes after so many answered messages (1 without it; 0: right after the handshake)
//
// Other parameters are let be. A value that makes no sense is refused with 400
// and a sentence.
type echoOptions struct {
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

// readEchoOptions returns the options, or nil when there are none.
func readEchoOptions(q *query) *echoOptions {
	var o echoOptions
	asked := false
	for _, name := range []string{
		"subprotocol", "deflate", "takeover", "server_max_window_bits", "client_max_window_bits",
		"ping", "fragment", "delay", "close", "reason", "after",
	} {
		_, there := q.get(name)
		asked = asked || there
	}
	if !asked {
		return nil
	}
	if names, there := q.get("subprotocol"); there {
		o.subprotocols = splitList(names)
		for _, name := range o.subprotocols {
			if !isToken(name) {
				q.refuse("subprotocol", "names subprotocols, each of letters, digits and !#$%&'*+-.^_`|~, with commas between them (RFC 6455 §4.1)")
			}
		}
	}
	o.deflate = readEchoDeflate(q)
	if v, _ := q.get("ping"); v == "once" {
		o.pingOnce = true
	} else if o.ping = q.milliseconds("ping", time.Millisecond, mostPing); q.bad != "" && v != "" {
		q.bad = strings.TrimSuffix(q.bad, ".") + `, or "once".`
	}
	o.fragment = q.number("fragment", "a number of bytes", 1, mostFragment, 0)
	o.late = q.milliseconds("delay", time.Millisecond, mostDelay)
	o.after = q.number("after", "a number of messages", 0, mostAfter, 1)
	o.readClose(q)
	return &o
}

// readClose reads with what the server is to close.
func (o *echoOptions) readClose(q *query) {
	code := codec.CloseCode(q.number("close", "a code that a Close may carry,", 1000, 4999, 0))
	if code != 0 && !code.Sendable() && code != codec.CloseNoStatus && code != codec.CloseAbnormal {
		q.refuse("close", "is a code that a Close may carry: 1000–1003, 1007–1014 or 3000–4999 (RFC 6455 §7.4); or 1005 for an empty Close, 1006 for none")
	}
	o.close = code
	reason, there := q.get("reason")
	switch {
	case there && (code == 0 || code == codec.CloseNoStatus || code == codec.CloseAbnormal):
		q.refuse("reason", "goes with a code in close (RFC 6455 §5.5.1)")
	case !utf8.ValidString(reason):
		q.refuse("reason", "is UTF-8 (RFC 6455 §5.5.1)")
	case len(reason) > codec.MaxReason:
		q.refuse("reason", "has at most "+strconv.Itoa(codec.MaxReason)+" bytes of UTF-8 (RFC 6455 §5.5)")
	}
	o.reason = reason
	if _, there := q.get("after"); there && code == 0 {
		q.refuse("after", "goes with close")
	}
}

// isToken reports whether s can name a subprotocol (RFC 9110 §5.6.2).
func isToken(s string) bool {
	return s != "" && strings.Trim(s, "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") == ""
}
