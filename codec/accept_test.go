package codec

import (
	"encoding/base64"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAppendAccept(t *testing.T) { // §1.3, §4.2.2 item 5.4
	for key, want := range map[string]string{
		"dGhlIHNhbXBsZSBub25jZQ==": "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
		"x3JJHMbDL1EzLkh9GBhXDw==": "HSmrc0sMlYUkAGmm5OPpG2HaGWk=",
	} {
		require.Equal(t, "> "+want, string(AppendAccept([]byte("> "), []byte(key))))
	}
	for n := range 60 { // the short way for 24 bytes and the long way agree
		key := strings.Repeat("k", n)
		sum := SHA1([]byte(key + GUID))
		require.Equal(t, base64.StdEncoding.EncodeToString(sum[:]), string(AppendAccept(nil, []byte(key))))
	}
}

// The vectors of the sample key, made here with a step changed.
func TestWrongAccept(t *testing.T) {
	const key = "dGhlIHNhbXBsZSBub25jZQ=="
	const right = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
	of := func(s string) string {
		sum := SHA1([]byte(s))
		return base64.StdEncoding.EncodeToString(sum[:])
	}
	sum := SHA1([]byte(key + GUID))
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
		{"no such value", AcceptUnknown},
		{key, AcceptKeyEchoed},
		{base64.StdEncoding.EncodeToString([]byte(key + GUID)), AcceptNotHashed},
		{"BXhwxM0SZasKmCD9S4BfpPmCnEw=", AcceptKeyDecoded},
		{"s3mCG3XUBfFRrUGpYOBQiHm5i8g=", AcceptLeadingSpace},
		{"WJfwerbIozKsJXHxxI0JTO1SQgU=", AcceptGUIDLowerCase},
		{base64.StdEncoding.EncodeToString([]byte(hex.EncodeToString(sum[:]))), AcceptHexEncoded},
		{base64.StdEncoding.EncodeToString([]byte(strings.ToUpper(hex.EncodeToString(sum[:])))), AcceptHexEncoded},
		{hex.EncodeToString(sum[:]), AcceptHex},
		{strings.ToUpper(hex.EncodeToString(sum[:])), AcceptHex},
		{of(key), AcceptNoGUID},
		{of(GUID + key), AcceptGUIDFirst},
		{of(key + strings.ReplaceAll(GUID, "-", "")), AcceptGUIDNoHyphens},
		{of(key + " " + GUID), AcceptTrailingSpace},
		{of(key + "\r\n" + GUID), AcceptNewlineKept},
		{of(key + "\n" + GUID), AcceptNewlineKept},
		{of(key + "\r" + GUID), AcceptNewlineKept},
		{of(key + GUID + "\n"), AcceptNewlineAdded},
		{of(key + GUID + "\r\n"), AcceptNewlineAdded},
		{of(key + GUID + "\x00"), AcceptNULAdded},
		{of(strings.TrimRight(key, "=") + GUID), AcceptKeyPaddingCut},
		{strings.ReplaceAll(right, "+", "-"), AcceptURLAlphabet},
		{strings.TrimRight(right, "="), AcceptPaddingMissing},
		{strings.TrimRight(strings.ReplaceAll(right, "+", "-"), "="), AcceptURLNoPadding},
		{base64.StdEncoding.EncodeToString(reversed[:]), AcceptWordsReversed},
		{strings.ToLower(right), AcceptCaseChanged},
		{right + "\n", AcceptNewlineAfter},
		{right + "\r\n", AcceptNewlineAfter},
	} {
		require.Equal(t, c.want.Name(), WrongAccept([]byte(key), []byte(c.got)).Name(), c.got)
	}
	require.True(t, strings.HasPrefix(base64.StdEncoding.EncodeToString([]byte(hex.EncodeToString(sum[:]))), "YjM3YTRmMmNj"))
	require.Equal(t, AcceptUnknown, WrongAccept([]byte("not base64"), []byte(key)))
	names := map[string]bool{}
	for m := range AcceptMistake(NumAcceptMistakes) {
		require.NotEmpty(t, m.Name())
		require.False(t, names[m.Name()], m.Name())
		names[m.Name()] = true
	}
	require.Equal(t, "unknown", AcceptMistake(NumAcceptMistakes).Name())
}
