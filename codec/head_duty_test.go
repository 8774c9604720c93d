package codec

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A client ignores what only the server must not do, and reports it.
func TestCheckAcceptIgnores(t *testing.T) { // RFC 9112 §5.2, §6.1, §6.3, RFC 9110 §8.6
	for _, c := range []struct {
		head string
		rule Rule
		at   string
	}{
		{more("Transfer-Encoding: chunked\r\n"), ResponseTransferEncoding, "chunked"},
		{more("Content-Length: 0\r\n"), ResponseContentLength, "0\r\n\r\n"},
		{more("Content-Length: 5\r\nContent-Length: 6\r\n"), ResponseContentLength, "5\r\n"},
		{more("Content-Length: many\r\nTransfer-Encoding:\r\n"), ResponseTransferEncoding, "\r\n\r\n"},
		{answer("websocket", "\r\n websocket"), HeadObsFold, "websocket"},
		{answer("websocket", "\r\n\t\r\n websocket \r\n "), HeadObsFold, "websocket"},
		{answer("Connection: Upgrade", "Connection: close,\r\n Upgrade"), HeadObsFold, "close"},
		{more("X: a\r\n b\r\n"), HeadObsFold, "a\r\n b"},
		{more("X:\r\n \r\n"), HeadObsFold, "\r\n\r\n"},
	} {
		require.Zero(t, acceptFault(t, c.head), "%q", c.head)
		var resp, slow Response
		for i := range c.head {
			_, err := slow.Parse([]byte(c.head[:i+1]), HeadLimits{UpgradeOnly: true})
			require.NoError(t, err)
		}
		n, err := resp.Parse([]byte(c.head), HeadLimits{UpgradeOnly: true})
		require.NoError(t, err)
		require.Equal(t, len(c.head), n)
		require.Equal(t, resp.Fields, slow.Fields)
		for _, r := range []*Response{&resp, &slow} {
			require.NoError(t, r.CheckAccept(sentRequest(t)))
			require.Equal(t, c.rule, r.Ignored().Rule, "%q", c.head)
			if c.at != "\r\n\r\n" {
				require.Equal(t, uint64(strings.Index(c.head, c.at))*8, r.Ignored().Bit, "%q", c.head)
			}
		}
		require.Equal(t, DutyIgnore, c.rule.Duty(Client))
		spans := AppendResponseDissection(nil, []byte(c.head), sentRequest(t), HeadLimits{})
		requireTiled(t, []byte(c.head), spans)
		checkResponse(t, []byte(c.head), sentRequest(t), HeadLimits{})
		marked := false
		for _, s := range spans {
			marked = marked || s.Rule == c.rule && s.Part == PartValue
		}
		require.True(t, marked, "%q", c.head)
	}
	// The value of a folded field becomes one line; a request's fields are not unfolded.
	var resp Response
	_, err := resp.Parse([]byte(more("X: a\r\n b\r\n\tc\r\n")), HeadLimits{})
	require.NoError(t, err)
	v, _ := resp.Get("X")
	require.Equal(t, "a   b  \tc", string(v))
	require.Equal(t, DutyChoose, HeadObsFold.Duty(Server))
}

// A rule requires of a client exactly what its RFC requires.
func TestDuties(t *testing.T) {
	for rule, want := range map[Rule][2]Duty{ // the duties of a client and of a server
		FrameMaskMissing: {DutyFail, DutyFail}, FrameTooBig: {DutyChoose, DutyChoose},
		HeadBareLF: {DutyChoose, DutyChoose}, HeadObsFold: {DutyIgnore, DutyChoose},
		HeadSpaceBeforeColon: {DutyChoose, DutyFail}, HeadTooManyFields: {DutyChoose, DutyChoose},
		RequestHostMissing: {DutyFail, DutyFail}, RequestBody: {DutyChoose, DutyChoose},
		ResponseStatusSpace: {DutyChoose, DutyChoose}, ResponseVersion: {DutyChoose, DutyChoose},
		ResponseUpgrade: {DutyFail, DutyFail}, ResponseAcceptWrong: {DutyFail, DutyFail},
		ResponseContentLength: {DutyIgnore, DutyIgnore}, ResponseTransferEncoding: {DutyIgnore, DutyIgnore},
		ResponseExtensionNotOffered: {DutyFail, DutyFail}, ResponseSubprotocolNotOffered: {DutyFail, DutyFail},
	} {
		require.Equal(t, want, [2]Duty{rule.Duty(Client), rule.Duty(Server)}, rule.Name())
	}
}
