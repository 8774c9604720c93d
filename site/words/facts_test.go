package words

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// Words that were wrong or claimed more than their source says, by key.
func TestWordsClaimWhatTheirSourceSays(t *testing.T) {
	for _, c := range []struct{ key, lang, has, hasNot string }{
		{"rule.head.name.not-token", "en", "!#$%&'*+-.^_`|~", "’*"}, // RFC 9110 §5.6.2: the apostrophe is U+0027
		{"rule.head.name.not-token", "ko", "!#$%&'*+-.^_`|~", "’*"},
		{"hs.says.idle", "en", "", "nothing about"}, // RFC 6455 §4.4: a 426 names versions
		{"example.ping", "en", "Ping", "pong"},      // the figure has only the ping
		{"lesson.line.blank", "en", "must wait for the response", "no longer HTTP"},
		{"lesson.line.blank.response", "en", "frames follow", ""},
		{"verdict.close", "en", "unless it has already sent one", "Close of its own: code"}, // RFC 6455 §5.5.1
		{"verdict.close", "ko", "아직 종료 프레임을 보내지 않았다면", ""},
		{"verdict.text", "en", "accepts", "must"}, // 1003, 1008 and 1009 exist
		{"verdict.binary", "en", "accepts", "must"},
		{"verdict.text.first", "en", "more fragments follow", "must keep"}, // RFC 6455 §5.4
		{"verdict.deflate.text", "en", "accepts", "must"},
		{"verdict.continuation", "en", "next fragment", "must join"},
		{"rule.send.after-close", "en", "data frames", "nothing may be sent"}, // RFC 6455 §5.5.1
		{"hs.outcome.status", "en", "a browser fails the connection", "and sends no frame"},
		{"close.registered", "en", "IANA", "registered by a library"}, // RFC 6455 §7.4.2
		{"reference.handshake.text", "en", "this server responds", ""},
		{"footer.source", "en", "in the figures", "on this page"},
		{"home.h1", "en", "", "dozen"},
	} {
		said := In(c.lang).T(c.key, "receiver", "server")
		assert.Contains(t, said, c.has, c.key)
		if c.hasNot != "" {
			assert.NotContains(t, said, c.hasNot, c.key)
		}
	}
}
