// Package info is /server.json: what this server tells its own pages about itself. The
// command sends it the requests.
package info

import (
	"encoding/json"
	"maps"
	"net/http"

	"framelab/server/chat"
	"framelab/server/comet"
	"framelab/server/handshake"
	"framelab/server/limits"
	"framelab/server/policy"
	"framelab/server/raw"
	"framelab/server/tap"
)

// An Offer is the content of the file. The static build of the site has the same file
// saying {}.
type Offer struct {
	Scheme    string            `json:"scheme"`
	Endpoints map[string]string `json:"endpoints"`
	Limits    Limits            `json:"limits"`
	Handshake Handshake         `json:"handshake"`
}

// Limits are those a page may want to name; sizes in bytes, times in milliseconds.
type Limits struct {
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
	RawOpen       int64 `json:"rawOpen"`
	RaceSlots     int   `json:"raceSlots"`
	RaceRate      int   `json:"raceRate"`
	RaceSeconds   int   `json:"raceSeconds"`
}

// A Config is what there is to tell.
type Config struct {
	Limits       limits.Limits
	Policy       policy.Policy
	Endpoints    []handshake.Endpoint
	Memory       int64 // bytes, of all connections
	CaptureBytes int64 // of a tap
}

// paths returns the path of every endpoint by its name; /tap/ is followed by an id.
func (c Config) paths() map[string]string {
	all := maps.Clone(comet.Paths)
	for _, e := range c.Endpoints {
		all[e.Name] = e.Path
	}
	return all
}

// Handler answers /server.json.
func Handler(c Config) http.HandlerFunc {
	l := c.Limits
	body, err := json.Marshal(Offer{
		Scheme:    c.Policy.Scheme(),
		Endpoints: c.paths(),
		Handshake: handshakeOf(c.Policy),
		Limits: Limits{
			MaxMessage: int64(l.MaxMessage), MaxFrame: int64(l.MaxFrame), MaxFragments: l.MaxFragments,
			MaxHeader: int64(l.MaxHeader), MaxFields: limits.MaxFields,
			HandshakeTimeout: l.HandshakeTimeout.Milliseconds(), IdleTimeout: l.IdleTimeout.Milliseconds(),
			MaxConns: l.MaxConns, MaxConnsPerPeer: l.MaxConnsPerPeer.N,
			MaxPending: int64(l.MaxPending), Rate: l.Rate.N,

			MessageMemory: c.Memory, ChatMessage: chat.MessageBytes, ChatMembers: l.MaxChat,
			TapSlots: tap.Slots, TapBytes: c.CaptureBytes, TapExpiry: tap.Expiry.Milliseconds(), TapListeners: tap.Listeners,
			RawRuns: raw.MostRuns, RawPieces: raw.MostPieces, RawSent: raw.MostSent, RawReceived: raw.MostReceived,
			RawWait: raw.MostWait.Milliseconds(), RawTime: raw.MostTime.Milliseconds(), RawOpen: raw.MostOpen.Milliseconds(),
			RaceSlots: comet.Slots, RaceRate: comet.MostRate, RaceSeconds: comet.MostSeconds,
		},
	})
	if err != nil {
		panic(err) // numbers and strings only: cannot be
	}
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "no-store")
		w.Write(body)
	}
}
