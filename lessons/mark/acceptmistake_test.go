package mark

import (
	library "encoding/base64"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"framelab/codec"
)

// Values for the sample key, computed here with one step changed.
func TestWrongAccept(t *testing.T) {
	const key = "dGhlIHNhbXBsZSBub25jZQ=="
	const right = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
	of := func(s string) string {
		sum := codec.SHA1([]byte(s))
		return library.StdEncoding.EncodeToString(sum[:])
	}
	sum := codec.SHA1([]byte(key + codec.GUID))
	reversed := sum
	for i := range reversed {
		reversed[i] = sum[i^3]
	}
	for _, c := range []struct {
		got  string
		want AcceptMistake
	}{
		{right, AcceptRight},
		{"  " + right + "\t", AcceptRight},
		{"", AcceptEmpty},
		{"a made-up value", AcceptUnknown},
		{key, AcceptKeyEchoed},
		{library.StdEncoding.EncodeToString([]byte(key + codec.GUID)), AcceptNotHashed},
		{"BXhwxM0SZasKmCD9S4BfpPmCnEw=", AcceptKeyDecoded},
		{"s3mCG3XUBfFRrUGpYOBQiHm5i8g=", AcceptLeadingSpace},
		{"WJfwerbIozKsJXHxxI0JTO1SQgU=", AcceptGUIDLowerCase},
		{library.StdEncoding.EncodeToString([]byte(hex.EncodeToString(sum[:]))), AcceptHexEncoded},
		{library.StdEncoding.EncodeToString([]byte(strings.ToUpper(hex.EncodeToString(sum[:])))), AcceptHexEncoded},
		{hex.EncodeToString(sum[:]), AcceptHex},
		{strings.ToUpper(hex.EncodeToString(sum[:])), AcceptHex},
		{of(key), AcceptNoGUID},
		{of(codec.GUID + key), AcceptGUIDFirst},
		{of(key + strings.ReplaceAll(codec.GUID, "-", "")), AcceptGUIDNoHyphens},
		{of(key + " " + codec.GUID), AcceptTrailingSpace},
		{of(key + "\r\n" + codec.GUID), AcceptNewlineKept},
		{of(key + "\n" + codec.GUID), AcceptNewlineKept},
		{of(key + "\r" + codec.GUID), AcceptNewlineKept},
		{of(key + codec.GUID + "\n"), AcceptNewlineAdded},
		{of(key + codec.GUID + "\r\n"), AcceptNewlineAdded},
		{of(key + codec.GUID + "\x00"), AcceptNULAdded},
		{of(strings.TrimRight(key, "=") + codec.GUID), AcceptKeyPaddingCut},
		{strings.ReplaceAll(right, "+", "-"), AcceptURLAlphabet},
		{strings.TrimRight(right, "="), AcceptPaddingMissing},
		{strings.TrimRight(strings.ReplaceAll(right, "+", "-"), "="), AcceptURLNoPadding},
		{library.StdEncoding.EncodeToString(reversed[:]), AcceptWordsReversed},
		{strings.ToLower(right), AcceptCaseChanged},
		{right + "\n", AcceptNewlineAfter},
		{right + "\r\n", AcceptNewlineAfter},
	} {
		require.Equal(t, c.want.Name(), WrongAccept([]byte(key), []byte(c.got)).Name(), c.got)
	}
	require.True(t, strings.HasPrefix(library.StdEncoding.EncodeToString([]byte(hex.EncodeToString(sum[:]))), "YjM3YTRmMmNj"))
	require.Equal(t, AcceptUnknown, WrongAccept([]byte("not base64"), []byte(key)))
	require.Equal(t, AcceptUnknown, WrongAccept([]byte(key), []byte("BXhwxM0SZasKmCD9S4BfpPmCnEx=")), "bits left over")
	names := map[string]bool{}
	for m := range AcceptMistake(NumAcceptMistakes) {
		require.NotEmpty(t, m.Name())
		require.False(t, names[m.Name()], m.Name())
		names[m.Name()] = true
	}
	require.Equal(t, "unknown", AcceptMistake(NumAcceptMistakes).Name())
}

// Every length up to 64 against the standard library (RFC 4648).
func TestBase64(t *testing.T) {
	b := make([]byte, 64)
	for i := range b {
		b[i] = byte(i*89 + 7)
	}
	for n := range len(b) + 1 {
		coded := library.StdEncoding.EncodeToString(b[:n])
		require.Equal(t, library.URLEncoding.EncodeToString(b[:n]), urlBase64(coded))
		back, left := decodeBase64(coded)
		require.Equal(t, string(b[:n]), string(back))
		require.Zero(t, left)
	}
	back, left := decodeBase64("Zh==")
	require.Equal(t, "f", string(back))
	require.Equal(t, uint(1), left)
	for _, wrong := range []string{"", "=", "====", "Zg", "Zg=", "Z===", "Zg==Zg==", "Zm 8=", "Zm9_", "Zm9v\n"} {
		back, _ := decodeBase64(wrong)
		require.Nil(t, back, wrong)
	}
}
