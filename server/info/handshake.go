package info

import (
	"framelab/codec"
	"framelab/server/chat"
	"framelab/server/echo"
	"framelab/server/policy"
)

// A Handshake is what a page needs to compute, byte for byte, how this server
// answers an opening handshake.
type Handshake struct {
	WebSockets map[string]Socket `json:"webSockets"` // by path, without a query
	Hosts      []string          `json:"hosts"`      // that this server answers to
	Origins    []string          `json:"origins"`    // whose pages it talks to
	Refusals   Refusals          `json:"refusals"`
	Sentences  map[string]string `json:"sentences"` // of a refusal, by the rule that was broken
}

// A Socket is what a WebSocket agrees on.
type Socket struct {
	Subprotocols []string   `json:"subprotocols"`
	Deflate      *Deflate   `json:"deflate"`        // nil: messages go as they are
	Asks         []echo.Ask `json:"asks,omitempty"` // of its query
}

// A Deflate is what the server asks for of permessage-deflate (RFC 7692 §7.1).
type Deflate struct {
	ServerNoContextTakeover bool  `json:"serverNoContextTakeover"`
	ClientNoContextTakeover bool  `json:"clientNoContextTakeover"`
	ServerMaxWindowBits     uint8 `json:"serverMaxWindowBits"`
	ClientMaxWindowBits     uint8 `json:"clientMaxWindowBits"`
}

// Refusals are the sentences of the policy, with {name} for what is refused.
type Refusals struct {
	Host    string `json:"host"`
	Origin  string `json:"origin"`
	Example string `json:"example"` // is added for the names of the RFC's examples
}

// handshakeOf describes the endpoints whose response depends only on the head.
func handshakeOf(p policy.Policy) Handshake {
	sentences := map[string]string{}
	for i := 1; i < codec.NumRules; i++ {
		if r := codec.Rule(i); r.Status() != 0 {
			sentences[r.Name()] = policy.Sentence(r)
		}
	}
	deflate := Deflate(echo.Deflate)
	return Handshake{
		WebSockets: map[string]Socket{
			"/echo":   {[]string{}, &deflate, echo.Asks},
			"/mychat": {chat.Subprotocols, nil, nil},
			"/raw":    {[]string{}, nil, nil},
		},
		Hosts:     p.Hosts(),
		Origins:   p.Origins(),
		Refusals:  Refusals{policy.HostSentence("{name}"), policy.OriginSentence("{name}"), policy.ExampleSentence},
		Sentences: sentences,
	}
}
