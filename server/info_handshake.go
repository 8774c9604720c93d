package main

import (
	"framelab/codec"
	"framelab/server/chat"
	"framelab/server/echo"
	"framelab/server/policy"
)

// An offerHandshake is what a page needs to compute, byte for byte, how this server
// answers an opening handshake.
type offerHandshake struct {
	WebSockets map[string]offerSocket `json:"webSockets"` // by path, without a query
	Hosts      []string               `json:"hosts"`      // that this server answers to
	Origins    []string               `json:"origins"`    // whose pages it talks to
	Refusals   offerRefusals          `json:"refusals"`
	Sentences  map[string]string      `json:"sentences"` // of a refusal, by the rule that was broken
}

// An offerSocket is what a WebSocket agrees on.
type offerSocket struct {
	Subprotocols []string      `json:"subprotocols"`
	Deflate      *offerDeflate `json:"deflate"` // nil: messages go as they are
}

// An offerDeflate is what the server asks for of permessage-deflate (RFC 7692 §7.1).
type offerDeflate struct {
	ServerNoContextTakeover bool  `json:"serverNoContextTakeover"`
	ClientNoContextTakeover bool  `json:"clientNoContextTakeover"`
	ServerMaxWindowBits     uint8 `json:"serverMaxWindowBits"`
	ClientMaxWindowBits     uint8 `json:"clientMaxWindowBits"`
}

// offerRefusals are the sentences of the policy, with {name} for what is refused.
type offerRefusals struct {
	Host    string `json:"host"`
	Origin  string `json:"origin"`
	Example string `json:"example"` // is added for the names of the RFC's examples
}

// offerHandshake describes the endpoints whose answer hangs on the head alone.
func (s *server) offerHandshake() offerHandshake {
	sentences := map[string]string{}
	for i := 1; i < codec.NumRules; i++ {
		if r := codec.Rule(i); r.Status() != 0 {
			sentences[r.Name()] = policy.Sentence(r)
		}
	}
	deflate := offerDeflate(echo.Deflate)
	return offerHandshake{
		WebSockets: map[string]offerSocket{
			"/echo":   {[]string{}, &deflate},
			"/mychat": {chat.Subprotocols, nil},
			"/raw":    {[]string{}, nil},
		},
		Hosts:     s.policy.Hosts(),
		Origins:   s.policy.Origins(),
		Refusals:  offerRefusals{policy.HostSentence("{name}"), policy.OriginSentence("{name}"), policy.ExampleSentence},
		Sentences: sentences,
	}
}
