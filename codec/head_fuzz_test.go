package codec

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func FuzzRequest(f *testing.F) {
	f.Add([]byte(plainRequest))
	f.Add([]byte(browserRequest + "\x81\x80\x01\x02\x03\x04"))
	for _, c := range brokenHeads {
		f.Add([]byte(c.head))
	}
	for _, c := range brokenRequests {
		f.Add([]byte(c.head))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		checkRequest(t, b, HeadLimits{})
		checkRequest(t, b, HeadLimits{MaxBytes: 64, MaxFields: 2})
		var whole, slow Request
		n, err := whole.Parse(b, HeadLimits{})
		var m int
		var slowErr error
		for i := 0; i < len(b) && m == 0 && slowErr == nil; i++ {
			m, slowErr = slow.Parse(b[:i+1:i+1], HeadLimits{})
		}
		require.Equal(t, err, slowErr)
		require.Equal(t, n, m)
		require.Equal(t, whole.Fault(), slow.Fault())
		if n == 0 {
			return
		}
		require.Equal(t, whole.Fields, slow.Fields)
		if whole.CheckUpgrade() != nil {
			return
		}
		// Our own client accepts the response to an accepted request.
		subprotocol := ""
		for s := range whole.Subprotocols() {
			subprotocol = string(s)
			break
		}
		require.Equal(t, subprotocol, ChooseSubprotocol(&whole, []string{subprotocol}))
		out, err := AppendSwitchingProtocols(nil, &whole, subprotocol, "")
		require.NoError(t, err)
		var resp Response
		m, err = resp.Parse(out, HeadLimits{UpgradeOnly: true})
		require.NoError(t, err)
		require.Equal(t, len(out), m)
		require.NoError(t, resp.CheckAccept(&whole))
	})
}

func FuzzResponse(f *testing.F) {
	f.Add([]byte(plainResponse))
	for _, c := range brokenResponses {
		f.Add([]byte(c.head))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		req := sentRequest(t)
		checkResponse(t, b, req, HeadLimits{})
		checkResponse(t, b, req, HeadLimits{MaxBytes: 64, MaxFields: 2})
		var whole, slow Response
		n, err := whole.Parse(b, HeadLimits{})
		var m int
		var slowErr error
		for i := 0; i < len(b) && m == 0 && slowErr == nil; i++ {
			m, slowErr = slow.Parse(b[:i+1:i+1], HeadLimits{})
		}
		require.Equal(t, err, slowErr)
		require.Equal(t, n, m)
		require.Equal(t, whole.Fault(), slow.Fault())
		if n > 0 {
			require.Equal(t, whole.Fields, slow.Fields)
		}
	})
}

func FuzzAppendRequest(f *testing.F) {
	f.Add("server.example.com", "/chat", "http://example.com", "chat", "foo; a=1", "Cookie", "a=b")
	f.Add("a", "/\r\n", "null", "a,b", "a;", "X\r\n", "\x00")
	f.Fuzz(func(t *testing.T, host, target, origin, subprotocol, extensions, name, value string) {
		c := ClientRequest{Host: host, Target: target, Origin: origin, Extensions: extensions, Fields: [][2]string{{name, value}}}
		if subprotocol != "" {
			c.Subprotocols = []string{subprotocol}
		}
		b, err := AppendRequest(nil, c)
		if err != nil {
			require.Empty(t, b)
			return
		}
		size := len(b)
		var r Request
		n, err := r.Parse(b, HeadLimits{MaxBytes: size, MaxFields: size})
		require.NoError(t, err)
		require.Equal(t, size, n)
		require.NoError(t, r.CheckUpgrade())
		require.LessOrEqual(t, len(r.Fields), 9)
	})
}
