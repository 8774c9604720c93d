package site

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"framelab/codec"
)

// Each rule has an example that breaks it and nothing else, or a reason why there is none:
// as its lab shows it, and as the codec judges it in the receiver's role.
func TestEveryRuleHasAnExampleThatBreaksIt(t *testing.T) {
	en := all()["en"]
	examples := breaches()
	for i := 1; i < codec.NumRules; i++ {
		rule := codec.Rule(i)
		t.Run(rule.Name(), func(t *testing.T) {
			b, ok := examples[rule]
			require.True(t, ok, "no example in breaches.go")
			if b.Why != "" {
				assert.Empty(t, b.Link(), "an example and a reason why there is none")
				assert.True(t, en.Has("reference.why."+b.Why))
				return
			}
			want := []any{rule.Name()}
			for _, also := range b.Also {
				want = append(want, also.Name())
			}
			assert.Equal(t, want, en.pen.call("brokenAt", b.Link()).Export(), "in the lab")
			assert.Equal(t, rule, judged(t, b), "by the codec")
		})
	}
	assert.Len(t, examples, codec.NumRules-1)
}

// judged returns the rule for which the receiver refuses the example.
func judged(t *testing.T, b breach) codec.Rule {
	if b.Frames != nil {
		var agreed *codec.Deflate
		if b.Deflate {
			agreed = &codec.Deflate{}
		}
		return failed(t, b.From.Peer(), agreed, b.Frames)
	}
	var req codec.Request
	n, err := req.Parse([]byte(b.Request), codec.HeadLimits{UpgradeOnly: true})
	if err == nil && n > 0 {
		err = req.CheckUpgrade()
	}
	if b.Response == "" {
		return codec.RuleOf(err)
	}
	require.NoError(t, err, "the request is right")
	var resp codec.Response
	n, err = resp.Parse([]byte(b.Response), codec.HeadLimits{UpgradeOnly: true})
	if err == nil && n > 0 {
		err = resp.CheckAccept(&req)
	}
	if err == nil && n < len(b.Response) {
		agreed, ok := resp.Deflate(&req)
		require.True(t, ok)
		return failed(t, codec.Client, &agreed, []byte(b.Response[n:]))
	}
	if rule := codec.RuleOf(err); rule != 0 {
		return rule
	}
	// A client has to ignore some rules that a server breaks; the dissection marks them.
	for _, s := range codec.AppendResponseDissection(nil, []byte(b.Response), &req, codec.HeadLimits{}) {
		if s.Rule != 0 {
			require.Equal(t, codec.DutyIgnore, s.Rule.Duty(codec.Client))
			return s.Rule
		}
	}
	return 0
}

// failed returns the rule for which a connection fails that receives these frames.
func failed(t *testing.T, role codec.Role, agreed *codec.Deflate, frames []byte) codec.Rule {
	config := codec.Config{Role: role, Keys: func() codec.MaskKey { return 0 }}
	if agreed != nil {
		config.UseDeflate(*agreed)
	}
	c, err := codec.NewConn(config)
	require.NoError(t, err)
	for rest := frames; len(rest) > 0; {
		var ev codec.Event
		rest = c.Receive(rest, &ev)
		if ev.Kind == codec.EventFail {
			return ev.Rule
		}
	}
	return 0
}

// An example that breaks a second rule, or none, is found.
func TestWrongExamplesAreFound(t *testing.T) {
	en := all()["en"]
	for _, b := range []breach{
		{From: codec.Client, Frames: []byte("\xf1\x05Hello")},
		asking("GET /chat HTTP/1.1", "POST /chat HTTP/1.1"),
		{Request: goodRequest, Response: goodResponse},
	} {
		assert.NotEqual(t, []any{codec.FrameRSV1.Name()}, en.pen.call("brokenAt", b.Link()).Export(), b.Link())
	}
}
