package main

import (
	"encoding/json"
	"net/http"
)

// An offer is what this server tells its own pages about itself. The static
// build of the site has the same file saying {}.
type offer struct {
	Scheme    string            `json:"scheme"`
	Endpoints map[string]string `json:"endpoints"`
	Limits    offerLimits       `json:"limits"`
	Handshake offerHandshake    `json:"handshake"`
}

// offerLimits are those a page may want to name; sizes in bytes, times in milliseconds.
type offerLimits struct {
	MaxMessage       int64 `json:"maxMessage"`
	MaxFrame         int64 `json:"maxFrame"`
	MaxFragments     int   `json:"maxFragments"`
	MaxHeader        int64 `json:"maxHeader"`
	MaxFields        int   `json:"maxFields"`
	HandshakeTimeout int64 `json:"handshakeTimeout"`
	IdleTimeout      int64 `json:"idleTimeout"`
	MaxConns         int   `json:"maxConns"`
	MaxConnsPerPeer  int   `json:"maxConnsPerPeer"`
	MaxPending       int64 `json:"maxPending"`
	Rate             int   `json:"rate"`

	MessageMemory int64 `json:"messageMemory"` // of all connections
	ChatMessage   int64 `json:"chatMessage"`
	ChatMembers   int   `json:"chatMembers"`
	TapSlots      int   `json:"tapSlots"`
	TapBytes      int64 `json:"tapBytes"`
	TapExpiry     int64 `json:"tapExpiry"`
	TapListeners  int   `json:"tapListeners"`
	RawRuns       int   `json:"rawRuns"`
	RawPieces     int   `json:"rawPieces"`
	RawSent       int64 `json:"rawSent"`
	RawReceived   int64 `json:"rawReceived"`
	RawWait       int64 `json:"rawWait"`
	RawTime       int64 `json:"rawTime"`
	RaceSlots     int   `json:"raceSlots"`
	RaceRate      int   `json:"raceRate"`
	RaceSeconds   int   `json:"raceSeconds"`
}

// offered returns the path of every endpoint by its name; /tap/ is followed by an id.
func offered() map[string]string {
	all := map[string]string{
		"cometPoll": "/comet/poll", "cometLongPoll": "/comet/long-poll", "cometMultipart": "/comet/multipart",
		"cometSSE": "/comet/sse", "cometReport": "/comet/report",
	}
	for _, e := range endpoints {
		all[e.name] = e.path
	}
	return all
}

// serverInfo answers /server.json.
func (s *server) serverInfo() http.HandlerFunc {
	body, err := json.Marshal(offer{
		Scheme:    s.scheme(),
		Endpoints: offered(),
		Handshake: s.offerHandshake(),
		Limits: offerLimits{
			MaxMessage: int64(s.opt.maxMessage), MaxFrame: int64(s.opt.maxFrame), MaxFragments: s.opt.maxFragments,
			MaxHeader: int64(s.opt.maxHeader), MaxFields: maxFields,
			HandshakeTimeout: s.opt.handshakeTimeout.Milliseconds(), IdleTimeout: s.opt.idleTimeout.Milliseconds(),
			MaxConns: s.opt.maxConns, MaxConnsPerPeer: s.opt.maxConnsPerPeer.n,
			MaxPending: int64(s.opt.maxPending), Rate: s.opt.rate.n,

			MessageMemory: s.memory.most, ChatMessage: chatMessage, ChatMembers: s.opt.maxChat,
			TapSlots: tapSlots, TapBytes: s.taps.most, TapExpiry: tapExpiry.Milliseconds(), TapListeners: tapListeners,
			RawRuns: rawRuns, RawPieces: rawPieces, RawSent: rawSent, RawReceived: rawReceived,
			RawWait: rawMostWait.Milliseconds(), RawTime: rawTime.Milliseconds(),
			RaceSlots: raceSlots, RaceRate: mostRate, RaceSeconds: mostSeconds,
		},
	})
	if err != nil {
		panic(err) // numbers and strings alone: cannot be
	}
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "no-store")
		w.Write(body)
	}
}

// healthz says that the server answers.
func healthz(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.Write([]byte("ok\n"))
}
