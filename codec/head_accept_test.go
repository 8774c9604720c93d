package codec

import (
	"crypto/sha1"
	"encoding/base64"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
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

// RFC 4648 §10's vectors, and every length up to 64 against the standard library.
func TestBase64(t *testing.T) {
	for plain, coded := range map[string]string{
		"f": "Zg==", "fo": "Zm8=", "foo": "Zm9v", "foob": "Zm9vYg==", "fooba": "Zm9vYmE=", "foobar": "Zm9vYmFy",
	} {
		assert.Equal(t, coded, string(appendBase64(nil, []byte(plain))))
	}
	b := make([]byte, 64)
	for i := range b {
		b[i] = byte(i*89 + 7)
	}
	for n := range len(b) + 1 {
		for _, e := range []struct {
			alphabet string
			padded   bool
			library  *base64.Encoding
		}{
			{base64Alphabet, true, base64.StdEncoding}, {base64Alphabet, false, base64.RawStdEncoding},
			{base64URLAlphabet, true, base64.URLEncoding}, {base64URLAlphabet, false, base64.RawURLEncoding},
		} {
			require.Equal(t, "x"+e.library.EncodeToString(b[:n]), string(appendBase64In([]byte("x"), b[:n], e.alphabet, e.padded)))
		}
		back, ok := decodeBase64(appendBase64(nil, b[:n]))
		assert.Equal(t, n > 0, ok)
		assert.Equal(t, string(b[:n]), string(back))
	}
	for _, wrong := range []string{"", "=", "====", "Zg", "Zg=", "Z===", "Zg==Zg==", "Zm 8=", "Zm9_", "Zm9v\n"} {
		_, ok := decodeBase64([]byte(wrong))
		assert.False(t, ok, wrong)
	}
}

// Both the SHA-1 that this platform has and the portable one, which wasm has.
func TestSHA1AgreesWithTheStandardLibrary(t *testing.T) {
	b := make([]byte, 301)
	for i := range b {
		b[i] = byte(i*131 + i>>3)
	}
	for n := 0; n <= 300; n++ {
		require.Equal(t, sha1.Sum(b[:n]), SHA1(b[:n]), "length %d", n)
		require.Equal(t, sha1.Sum(b[:n]), portableSHA1(b[:n]), "length %d", n)
	}
	long := make([]byte, 1<<20+5)
	require.Equal(t, sha1.Sum(long), SHA1(long))
	require.Equal(t, sha1.Sum(long), portableSHA1(long))
}

func TestSHA1OfTheRFCsExample(t *testing.T) { // §1.3, §4.2.2
	sum := SHA1([]byte("dGhlIHNhbXBsZSBub25jZQ==" + GUID))
	require.Equal(t, "b37a4f2cc0624f1690f64606cf385945b2bec4ea", hex.EncodeToString(sum[:]))
}

func FuzzSHA1(f *testing.F) {
	f.Add([]byte("abc"))
	f.Add(make([]byte, 55))
	f.Add(make([]byte, 56))
	f.Add(make([]byte, 64))
	f.Fuzz(func(t *testing.T, b []byte) {
		require.Equal(t, sha1.Sum(b), SHA1(b))
		require.Equal(t, sha1.Sum(b), portableSHA1(b))
		if len(b) >= acceptInLen {
			in := [acceptInLen]byte(b)
			require.Equal(t, sha1.Sum(in[:]), portableAccept(&in))
			require.Equal(t, sha1.Sum(in[:]), hashAccept(&in))
		}
	})
}
