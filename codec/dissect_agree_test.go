package codec

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// firstOf returns the first fault that the spans of a head show, in the order in which
// Parse with UpgradeOnly and then CheckUpgrade or CheckAccept judge.
func firstOf(spans []Span) (first Fault) {
	for _, s := range spans {
		if s.Rule == 0 {
			continue
		}
		switch s.Part {
		case PartMethod, PartTarget, PartVersion, PartStatus, PartHeadFault:
			return Fault{s.Rule, s.Start}
		}
	}
	for _, s := range spans {
		ignored := s.Part == PartValue && s.Rule.Duty(Client) == DutyIgnore
		if s.Rule != 0 && !ignored && (first.Rule == 0 || s.Rule < first.Rule) {
			first = Fault{s.Rule, s.Start}
		}
	}
	return first
}

// Every head of the tables, whole and cut anywhere, is tiled, and its first fault is that
// of Parse and the check after it.
func TestHeadDissectionAgreesWithParse(t *testing.T) {
	heads := []string{plainRequest, browserRequest, "\r\n\r\n" + edit("/chat", "http://other.example.com/chat")}
	for _, c := range brokenHeads {
		heads = append(heads, c.head)
	}
	for _, c := range brokenRequests {
		heads = append(heads, c.head)
	}
	for _, head := range heads {
		for i := 0; i <= len(head); i++ {
			checkRequest(t, []byte(head[:i]), HeadLimits{})
		}
		checkRequest(t, []byte(head), HeadLimits{MaxBytes: 40})
		checkRequest(t, []byte(head), HeadLimits{MaxFields: 2})
	}
	heads = []string{plainResponse}
	for _, c := range brokenResponses {
		heads = append(heads, c.head)
	}
	req := sentRequest(t)
	for _, head := range heads {
		for i := 0; i <= len(head); i++ {
			checkResponse(t, []byte(head[:i]), req, HeadLimits{})
		}
		checkResponse(t, []byte(head), req, HeadLimits{MaxBytes: 40})
	}
}

func checkRequest(t *testing.T, b []byte, lim HeadLimits) {
	t.Helper()
	spans := AppendRequestDissection(nil, b, lim)
	requireTiled(t, b, spans)
	lim.UpgradeOnly = true
	var r Request
	n, err := r.Parse(b, lim)
	switch {
	case err != nil:
		require.Equal(t, r.Fault(), firstOf(spans), "%q", b)
	case n > 0:
		err = r.CheckUpgrade()
		require.Equal(t, r.Fault(), firstOf(spans), "%q", b)
		require.Equal(t, uint64(n)*8, spans[0].Bits)
	default:
		for _, s := range spans {
			require.True(t, s.Rule == 0 || s.Part == PartValue, "%q: %s", b, s.Rule.Name())
		}
	}
	if err != nil {
		require.Equal(t, err, r.Fault().Rule)
	}
}

// lastHead returns the span of the last head, the one that is judged.
func lastHead(spans []Span) (head Span) {
	for _, s := range spans {
		if s.Part == PartHead {
			head = s
		}
	}
	return head
}

func checkResponse(t *testing.T, b []byte, req *Request, lim HeadLimits) {
	t.Helper()
	spans := AppendResponseDissection(nil, b, req, lim)
	requireTiled(t, b, spans)
	lim.UpgradeOnly = true
	var resp Response
	base := 0
	n, err := resp.Parse(b, lim)
	for n > 0 && resp.Interim() {
		base += n
		n, err = resp.Parse(b[base:], lim)
	}
	placed := func(f Fault) Fault {
		if f.Rule != 0 {
			f.Bit += uint64(base) * 8
		}
		return f
	}
	switch {
	case err != nil:
		require.Equal(t, placed(resp.Fault()), firstOf(spans), "%q", b)
	case n > 0:
		err = resp.CheckAccept(req)
		require.Equal(t, placed(resp.Fault()), firstOf(spans), "%q", b)
		require.Equal(t, uint64(n)*8, lastHead(spans).Bits)
	}
	if err != nil {
		require.Equal(t, err, resp.Fault().Rule)
	}
}
