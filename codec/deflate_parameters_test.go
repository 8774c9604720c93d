package codec

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// offering returns a request with the given Sec-WebSocket-Extensions lines.
func offering(t testing.TB, lines ...string) *Request {
	var fields strings.Builder
	for _, line := range lines {
		fields.WriteString("Sec-WebSocket-Extensions: " + line + "\r\n")
	}
	var r Request
	_, err := r.Parse([]byte(add(fields.String())), HeadLimits{})
	require.NoError(t, err)
	require.NoError(t, r.CheckUpgrade())
	return &r
}

const pmd = "permessage-deflate"

// RFC 7692 §7.1: single offers, each with its parameters or with the rule because of
// which it is declined.
var deflateOffers = []struct {
	params string
	want   Deflate
	rule   Rule
}{
	{"", Deflate{}, 0},
	{"; server_no_context_takeover", Deflate{ServerNoContextTakeover: true}, 0},
	{"; client_no_context_takeover", Deflate{ClientNoContextTakeover: true}, 0},
	{"; server_max_window_bits=8", Deflate{ServerMaxWindowBits: 8}, 0},
	{"; server_max_window_bits=9", Deflate{ServerMaxWindowBits: 9}, 0},
	{"; server_max_window_bits=10", Deflate{ServerMaxWindowBits: 10}, 0},
	{"; server_max_window_bits=15", Deflate{ServerMaxWindowBits: 15}, 0},
	{`; server_max_window_bits="12"`, Deflate{ServerMaxWindowBits: 12}, 0},
	{`; server_max_window_bits="\1\2"`, Deflate{ServerMaxWindowBits: 12}, 0},
	{" ;\tserver_max_window_bits = 11 ; client_no_context_takeover ", Deflate{ServerMaxWindowBits: 11, ClientNoContextTakeover: true}, 0},
	{"; client_max_window_bits", Deflate{ClientMaxWindowBits: 15}, 0},
	{"; client_max_window_bits=8", Deflate{ClientMaxWindowBits: 8}, 0},
	{`; client_max_window_bits="15"`, Deflate{ClientMaxWindowBits: 15}, 0},
	{"; client_max_window_bits; server_max_window_bits=10; client_no_context_takeover; server_no_context_takeover", Deflate{true, true, 10, 15}, 0},

	{"; server_max_window_bits", Deflate{}, ResponseDeflateWindowBits},
	{"; server_max_window_bits=7", Deflate{}, ResponseDeflateWindowBits},
	{"; server_max_window_bits=16", Deflate{}, ResponseDeflateWindowBits},
	{"; server_max_window_bits=08", Deflate{}, ResponseDeflateWindowBits},
	{"; server_max_window_bits=010", Deflate{}, ResponseDeflateWindowBits},
	{"; server_max_window_bits=100", Deflate{}, ResponseDeflateWindowBits},
	{"; server_max_window_bits=0", Deflate{}, ResponseDeflateWindowBits},
	{"; server_max_window_bits=1", Deflate{}, ResponseDeflateWindowBits},
	{"; server_max_window_bits=-9", Deflate{}, ResponseDeflateWindowBits},
	{"; server_max_window_bits=+9", Deflate{}, ResponseDeflateWindowBits},
	{"; server_max_window_bits=1a", Deflate{}, ResponseDeflateWindowBits},
	{"; server_max_window_bits=x", Deflate{}, ResponseDeflateWindowBits},
	{`; server_max_window_bits="016"`, Deflate{}, ResponseDeflateWindowBits},
	{"; client_max_window_bits=7", Deflate{}, ResponseDeflateWindowBits},
	{"; client_max_window_bits=16", Deflate{}, ResponseDeflateWindowBits},
	{"; client_max_window_bits=09", Deflate{}, ResponseDeflateWindowBits},
	{"; server_no_context_takeover=1", Deflate{}, ResponseDeflateTakeoverValue},
	{"; server_no_context_takeover=true", Deflate{}, ResponseDeflateTakeoverValue},
	{`; client_no_context_takeover="1"`, Deflate{}, ResponseDeflateTakeoverValue},
	{"; server_no_context_takeover; server_no_context_takeover", Deflate{}, ResponseDeflateParameterDuplicate},
	{"; client_no_context_takeover; server_no_context_takeover; client_no_context_takeover", Deflate{}, ResponseDeflateParameterDuplicate},
	{"; server_max_window_bits=10; server_max_window_bits=10", Deflate{}, ResponseDeflateParameterDuplicate},
	{"; client_max_window_bits; client_max_window_bits=10", Deflate{}, ResponseDeflateParameterDuplicate},
	{"; x", Deflate{}, ResponseDeflateParameterUnknown},
	{"; server_max_window_bits=10; x=1", Deflate{}, ResponseDeflateParameterUnknown},
	{"; Server_No_Context_Takeover", Deflate{}, ResponseDeflateParameterUnknown},
}

func TestDeflateOffers(t *testing.T) {
	for _, tt := range deflateOffers {
		seen := 0
		for d, rule := range offering(t, pmd+tt.params).DeflateOffers() {
			assert.Equal(t, tt.rule, rule, tt.params)
			if rule == 0 {
				assert.Equal(t, tt.want, d, tt.params)
				again := 0
				for same, rule := range offering(t, string(AppendDeflateOffer(nil, d))).DeflateOffers() {
					assert.Zero(t, rule)
					assert.Equal(t, d, same, "written and read again")
					again++
				}
				assert.Equal(t, 1, again)
			}
			seen++
		}
		assert.Equal(t, 1, seen, tt.params)
		_, answer := ChooseDeflate(offering(t, pmd+tt.params), Deflate{})
		assert.Equal(t, tt.rule == 0, answer != "", tt.params)
	}
	// §7.1.2: empty values are malformed before any extension is asked.
	for _, params := range []string{"; server_max_window_bits=", `; server_max_window_bits=""`, "; client_max_window_bits="} {
		assert.Equal(t, RequestExtensionsMalformed, faultOf(t, add("Sec-WebSocket-Extensions: "+pmd+params+"\r\n")).Rule, params)
	}
	for range offering(t, "foo, bar; baz=2").DeflateOffers() {
		t.Fatal("permessage-deflate was not offered")
	}
	offers := offering(t, "foo, "+pmd, pmd+"; x").DeflateOffers()
	for range offers {
		break // one is enough
	}
}

// §5, §7.1.3: the server answers the first offer that it need not decline, with its
// preferences where the offer allows them.
func TestChooseDeflate(t *testing.T) {
	for _, tt := range []struct {
		name, want string
		policy     Deflate
		lines      []string
	}{
		{"none", "", Deflate{}, nil},
		{"another", "", Deflate{}, []string{"x-webkit-deflate-frame"}},
		{"in a different case", "", Deflate{}, []string{"Permessage-Deflate"}},
		{"plain", pmd, Deflate{}, []string{pmd}},
		{"a browser", pmd, Deflate{}, []string{pmd + "; client_max_window_bits"}},
		{"a browser, takeover refused", pmd + "; server_no_context_takeover; client_no_context_takeover", Deflate{ServerNoContextTakeover: true, ClientNoContextTakeover: true}, []string{pmd + "; client_max_window_bits"}},
		{"a browser, small windows", pmd + "; server_max_window_bits=9; client_max_window_bits=10", Deflate{ServerMaxWindowBits: 9, ClientMaxWindowBits: 10}, []string{pmd + "; client_max_window_bits"}},
		{"the client's window not to be limited", pmd + "; server_max_window_bits=9", Deflate{ServerMaxWindowBits: 9, ClientMaxWindowBits: 10}, []string{pmd}},
		{"takeover refused in the offer", pmd + "; server_no_context_takeover", Deflate{}, []string{pmd + "; server_no_context_takeover"}},
		{"the client hints that it uses no takeover", pmd + "; client_no_context_takeover", Deflate{}, []string{pmd + "; client_no_context_takeover"}},
		{"a small window requested", pmd + "; server_max_window_bits=10", Deflate{}, []string{pmd + "; server_max_window_bits=10"}},
		{"the server wants a smaller window", pmd + "; server_max_window_bits=8", Deflate{ServerMaxWindowBits: 8}, []string{pmd + "; server_max_window_bits=10"}},
		{"the server wants a larger window", pmd + "; server_max_window_bits=10", Deflate{ServerMaxWindowBits: 12}, []string{pmd + "; server_max_window_bits=10"}},
		{"the largest window requested", pmd + "; server_max_window_bits=15", Deflate{}, []string{pmd + "; server_max_window_bits=15"}},
		{"the client hints at a small window", pmd + "; client_max_window_bits=9", Deflate{}, []string{pmd + "; client_max_window_bits=9"}},
		{"the client hints at a larger window than the server wants", pmd + "; client_max_window_bits=9", Deflate{ClientMaxWindowBits: 9}, []string{pmd + "; client_max_window_bits=11"}},
		{"the fallback of §7.1.3", pmd + "; server_max_window_bits=10", Deflate{}, []string{pmd + "; client_max_window_bits; server_max_window_bits=10, " + pmd + "; client_max_window_bits"}},
		{"the first declined", pmd, Deflate{}, []string{pmd + "; server_max_window_bits=7, " + pmd}},
		{"all declined", "", Deflate{}, []string{pmd + "; x, " + pmd + "; server_max_window_bits"}},
		{"over lines, among others", pmd + "; server_no_context_takeover", Deflate{}, []string{"foo; a=b", pmd + "; x", "bar, " + pmd + "; server_no_context_takeover", pmd}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := offering(t, tt.lines...)
			answer, list := ChooseDeflate(r, tt.policy)
			require.Equal(t, tt.want, list)
			if list == "" {
				require.Zero(t, answer)
				return
			}
			// The client agrees, and both sides read the same parameters.
			head, err := AppendSwitchingProtocols(nil, r, "", list)
			require.NoError(t, err)
			var resp Response
			_, err = resp.Parse(head, HeadLimits{})
			require.NoError(t, err)
			require.NoError(t, resp.CheckAccept(r))
			agreed, ok := resp.Deflate(r)
			require.True(t, ok)
			for _, role := range []Role{Client, Server} {
				bits, takeover := answer.Compression(role)
				bits2, takeover2 := agreed.Compression(role)
				require.Equal(t, takeover, takeover2)
				require.Equal(t, bits, bits2)
			}
		})
	}
}

// §7.1: answers for which a client fails the handshake, and which a server never sends.
var brokenDeflateAnswers = []struct {
	offer, answer string
	rule          Rule
}{
	{"", "; x", ResponseDeflateParameterUnknown},
	{"", "; client_max_window_bits_=9", ResponseDeflateParameterUnknown},
	{"; client_max_window_bits", "; client_max_window_bits=9; client_max_window_bits=9", ResponseDeflateParameterDuplicate},
	{"", "; server_no_context_takeover; server_no_context_takeover", ResponseDeflateParameterDuplicate},
	{"", "; server_no_context_takeover=1", ResponseDeflateTakeoverValue},
	{"", "; client_no_context_takeover=x", ResponseDeflateTakeoverValue},
	{"", "; server_max_window_bits", ResponseDeflateWindowBits},
	{"", "; server_max_window_bits=7", ResponseDeflateWindowBits},
	{"", "; server_max_window_bits=16", ResponseDeflateWindowBits},
	{"", "; server_max_window_bits=08", ResponseDeflateWindowBits},
	{"; client_max_window_bits", "; client_max_window_bits", ResponseDeflateWindowBits},
	{"; client_max_window_bits", "; client_max_window_bits=16", ResponseDeflateWindowBits},
	{"; server_no_context_takeover", "", ResponseDeflateServerTakeoverMissing},
	{"; server_max_window_bits=10", "", ResponseDeflateServerWindowMissing},
	{"; server_max_window_bits=10", "; server_max_window_bits=11", ResponseDeflateServerWindowLarger},
	{"", "; client_max_window_bits=10", ResponseDeflateClientWindowNotOffered},
	{"", ", permessage-deflate", ResponseDeflateTwice},
	{"; x", "", ResponseExtensionNotOffered}, // no offer that a server could accept
	{", permessage-deflate; server_no_context_takeover", "; x", ResponseDeflateParameterUnknown},
	{"; server_max_window_bits=9, permessage-deflate; server_no_context_takeover", "", ResponseDeflateServerWindowMissing},
}

func TestDeflateAnswerRefused(t *testing.T) {
	for _, tt := range brokenDeflateAnswers {
		r := offering(t, pmd+tt.offer)
		_, err := AppendSwitchingProtocols(nil, r, "", pmd+tt.answer)
		assert.Equal(t, Misuse(tt.rule), err, "%q answered by %q", tt.offer, tt.answer)

		head, err := AppendSwitchingProtocols(nil, r, "", "")
		require.NoError(t, err)
		list := "Sec-WebSocket-Extensions: " + pmd + tt.answer
		head = []byte(strings.Replace(string(head), "\r\n\r\n", "\r\n"+list+"\r\n\r\n", 1))
		var resp Response
		_, err = resp.Parse(head, HeadLimits{})
		require.NoError(t, err)
		assert.Equal(t, tt.rule, resp.CheckAccept(r), "%q answered by %q", tt.offer, tt.answer)
		place := strings.Index(string(head), pmd)
		assert.Equal(t, Fault{tt.rule, 8 * uint64(place)}, resp.Fault())
		marked := false
		for _, s := range AppendResponseDissection(nil, head, r, HeadLimits{}) {
			marked = marked || s.Rule == tt.rule && s.Start == 8*uint64(place)
		}
		assert.True(t, marked, tt.answer)
	}
}

// §7.1: answers that are allowed although the client did not ask for them.
func TestDeflateAnswerAgreed(t *testing.T) {
	for _, tt := range []struct {
		offer, answer string
		want          Deflate
	}{
		{"", "", Deflate{}},
		{"", "; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=9", Deflate{true, true, 9, 0}},
		{"; server_max_window_bits=10", "; server_max_window_bits=10", Deflate{ServerMaxWindowBits: 10}},
		{"; server_max_window_bits=10", `; server_max_window_bits="8"`, Deflate{ServerMaxWindowBits: 8}},
		{"; client_max_window_bits", "", Deflate{ClientMaxWindowBits: 15}},
		{"; client_max_window_bits=10", "", Deflate{ClientMaxWindowBits: 10}},
		{"; client_max_window_bits=10", "; client_max_window_bits=9", Deflate{ClientMaxWindowBits: 9}},
		{"; client_max_window_bits=10", "; client_max_window_bits=11", Deflate{ClientMaxWindowBits: 10}},
		{"; client_max_window_bits=8", "; client_max_window_bits=15", Deflate{ClientMaxWindowBits: 8}},
		{"; client_no_context_takeover", "", Deflate{}},
		{"; server_max_window_bits=9, permessage-deflate", "", Deflate{}},
		{"; x, permessage-deflate", "", Deflate{}},
	} {
		r := offering(t, pmd+tt.offer)
		head, err := AppendSwitchingProtocols(nil, r, "", pmd+tt.answer)
		require.NoError(t, err, tt.answer)
		var resp Response
		_, err = resp.Parse(head, HeadLimits{})
		require.NoError(t, err)
		require.NoError(t, resp.CheckAccept(r))
		d, ok := resp.Deflate(r)
		assert.True(t, ok)
		assert.Equal(t, tt.want, d, "%q answered by %q", tt.offer, tt.answer)
	}
	r := offering(t, pmd)
	head, err := AppendSwitchingProtocols(nil, r, "", "")
	require.NoError(t, err)
	var resp Response
	_, err = resp.Parse(head, HeadLimits{})
	require.NoError(t, err)
	_, ok := resp.Deflate(r)
	assert.False(t, ok, "declined")
}
