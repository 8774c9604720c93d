package bench

import (
	"math/rand/v2"
	"testing"

	"framelab/codec"
)

// TestFramesDiffer gives generated streams, half of them mutated, to this codec and to
// two others in both roles, and compares verdicts and messages.
func TestFramesDiffer(t *testing.T) {
	l := newLedger(frameDifferences)
	rng := rand.New(rand.NewPCG(6455, 7692))
	for range 20000 {
		role := []codec.Role{codec.Client, codec.Server}[rng.IntN(2)]
		fs := legalFrames(rng, role)
		mutations := max(0, rng.IntN(5)-1)
		for range mutations {
			if len(fs) > 0 {
				fs = mutateFrames(rng, fs)
			}
		}
		stream := encode(fs)
		if mutations > 0 && rng.IntN(4) == 0 {
			stream = mutateBytes(rng, stream)
		}
		mine := ours(stream, role)
		if mutations == 0 && mine.end == endRefused {
			t.Fatalf("a legal stream refused: %+v\n%.400x", mine, stream)
		}
		theirs := gobwas(stream, role)
		l.enter(t, "gobwas", mine.agrees(theirs), mine, theirs, stream)
		theirs = gorillaOutcome(stream, role)
		l.enter(t, "gorilla", mine.agrees(theirs), mine, theirs, stream)
	}
	l.close(t)
}

// lenient is a class in which a peer continues where this codec fails.
func lenient(rules ...codec.Rule) func(ours, theirs outcome) bool {
	return func(ours, theirs outcome) bool {
		for _, rule := range rules {
			if ours.rule == rule && theirs.beganLike(ours) {
				return true
			}
		}
		return false
	}
}

// early is the class in which this codec has failed, and a peer, having delivered the
// same messages, waits for the rest of the frame before it judges.
func early(ours, theirs outcome) bool {
	return ours.end == endRefused && theirs.end == endWaits && len(ours.messages) == len(theirs.messages) && theirs.beganLike(ours)
}

// registered is the class in which a peer refuses a Close code that it does not know.
func registered(first, last int, reason string) func(ours, theirs outcome) bool {
	return func(ours, theirs outcome) bool {
		return ours.end == endClosed && ours.code >= first && ours.code <= last &&
			theirs.end == endRefused && theirs.reason == reason && ours.beganLike(theirs) && theirs.beganLike(ours)
	}
}

// outOfRange is the class of Close codes outside the ranges of §7.4.2.
func outOfRange(ours, theirs outcome) bool {
	return ours.rule == codec.CloseCodeNotSendable && theirs.end == endClosed && theirs.code > 4999 && theirs.beganLike(ours)
}

const (
	whyMinimal = "“the minimal number of bytes MUST be used to encode the length”"
	whyControl = "126 and 127 announce more than a control frame's 125 bytes, or else more bytes of length than it needs"
	whyEarly   = "the rule is broken whatever follows; waiting would let the peer hold the connection, or send up to 2⁶³ bytes, first"
	whyCodes   = "codes of 1000–2999 are for the protocol, defined by the registry of §11.7, which has 1012–1014"
	whyRange   = "codes above 4999 are in none of the ranges that exist"
)

var frameDifferences = []difference[outcome]{
	{"gobwas", "waits where ours refuses", "RFC 6455 §7.1.7", whyEarly, early},
	{"gorilla", "waits where ours refuses", "RFC 6455 §7.1.7", whyEarly, early},
	{"gobwas", "accepts a length in more bytes than it needs", "RFC 6455 §5.2", whyMinimal, lenient(codec.FrameLengthNotMinimal)},
	{"gorilla", "accepts a length in more bytes than it needs", "RFC 6455 §5.2", whyMinimal, lenient(codec.FrameLengthNotMinimal)},
	{"gobwas", "accepts such a length of a control frame", "RFC 6455 §5.2, §5.5", whyControl, lenient(codec.FrameControlTooLong)},
	{"gobwas", "accepts a Close code above 4999", "RFC 6455 §7.4.2", whyRange, outOfRange},
	{"gobwas", "refuses a Close code of 1012 to 1014", "RFC 6455 §7.4.2", whyCodes, registered(1012, 1014, "status code is not defined in spec")},
	{"gorilla", "refuses a Close code of 1014", "RFC 6455 §7.4.2", whyCodes, registered(1014, 1014, "websocket: bad close code 1014")},
	{"gorilla", "delivers a text that is not UTF-8", "RFC 6455 §8.1", "“that endpoint MUST _Fail the WebSocket Connection_”", lenient(codec.MessageTextNotUTF8)},
	{"gorilla", "accepts a Close body of one byte", "RFC 6455 §5.5.1", "“the first two bytes of the body MUST be a 2-byte unsigned integer”", lenient(codec.CloseBodyOneByte)},
}
