package codec

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A corpus is a set of messages of one kind, as applications send them.
type corpus struct {
	name     string
	messages [][]byte
}

// corpora returns the same messages on every machine, because zlib's sizes for them are
// recorded.
func corpora() []corpus {
	var all []corpus
	add := func(name string, count int, message func(r *rand.Rand, i int) string) {
		c := corpus{name: name}
		r := rand.New(rand.NewPCG(uint64(len(all)), 7692))
		for i := range count {
			c.messages = append(c.messages, []byte(message(r, i)))
		}
		all = append(all, c)
	}
	add("ticks", 200, tick)
	add("records", 60, func(r *rand.Rand, _ int) string { return records(r, 1+r.IntN(10)) })
	add("english", 200, func(r *rand.Rand, _ int) string { return sentence(r, english, 2+r.IntN(14)) })
	add("korean", 200, func(r *rand.Rand, _ int) string { return sentence(r, korean, 2+r.IntN(10)) })
	add("hex", 20, func(r *rand.Rand, i int) string { return hex.EncodeToString(noise(r, 1+r.IntN(100*(i+1)))) })
	add("base64", 20, func(r *rand.Rand, i int) string {
		return base64.StdEncoding.EncodeToString(noise(r, 1+r.IntN(100*(i+1))))
	})
	add("prose", 2, func(r *rand.Rand, _ int) string { return prose(r, english, 120_000) })
	add("korean prose", 1, func(r *rand.Rand, _ int) string { return prose(r, korean, 120_000) })
	add("document", 2, func(r *rand.Rand, _ int) string { return records(r, 700) })
	add("page", 2, func(r *rand.Rand, _ int) string { return page(r, 400) })
	add("mixed", 150, func(r *rand.Rand, i int) string {
		switch i % 5 {
		case 0:
			return tick(r, i)
		case 1:
			return sentence(r, korean, 8)
		case 2:
			return records(r, 3)
		case 3:
			return hex.EncodeToString(noise(r, r.IntN(300)))
		}
		return page(r, 5)
	})
	return all
}

var (
	english = strings.Fields("the a to of and is in that it for you was on with as have but be they we are this not so at by what " +
		"all can will about time there when which would more out up some could them other than then look only come over think also " +
		"back after use work first well even new want because any these give day most server message frame client connection bytes " +
		"yesterday maybe tomorrow really meeting lunch deploy branch review thanks sorry tonight weather coffee question answer")
	korean = strings.Fields("오늘 내일 어제 점심 회의 서버 클라이언트 메시지 프레임 연결 그리고 그런데 하지만 정말 아마 같이 먼저 나중에 다시 " +
		"보냈습니다 받았어요 확인해 주세요 감사합니다 죄송합니다 네 아니요 좋아요 그래요 지금 어디예요 뭐 하고 있어요 배포 브랜치 리뷰 " +
		"부탁드려요 날씨가 커피 한 잔 할까요 질문이 있습니다 대답은 여기에 바이트 길이 마스크 키가 없네요 열심히 만들었는데 잘 됩니다")
)

// word returns one of the words, preferring those at the front of the list.
func word(r *rand.Rand, words []string) string {
	return words[int(float64(len(words))*r.Float64()*r.Float64())]
}

func sentence(r *rand.Rand, words []string, n int) string {
	var s strings.Builder
	for i := range n {
		if i > 0 {
			s.WriteByte(' ')
		}
		s.WriteString(word(r, words))
	}
	s.WriteString([]string{".", "!", "?", "", " :)"}[r.IntN(5)])
	return s.String()
}

func prose(r *rand.Rand, words []string, size int) string {
	var s strings.Builder
	for s.Len() < size {
		s.WriteString(sentence(r, words, 4+r.IntN(20)))
		s.WriteString([]string{" ", " ", " ", "\n\n"}[r.IntN(4)])
		if r.IntN(5) == 0 { // made-up words
			s.WriteString(hex.EncodeToString(noise(r, 3)) + " ")
		}
	}
	return s.String()
}

func tick(r *rand.Rand, i int) string {
	return fmt.Sprintf(`{"type":"tick","symbol":"FRML","price":%d.%02d,"size":%d,"seq":%d}`, 100+r.IntN(9), r.IntN(100), r.IntN(1000), 52_000+i)
}

func records(r *rand.Rand, n int) string {
	s := make([]string, n)
	for i := range s {
		s[i] = fmt.Sprintf(`{"id":"%s","user":{"name":"%s","id":%d},"text":"%s","at":"2026-11-%02dT%02d:%02d:%02dZ","likes":%d,"read":%t,"tags":["%s","%s"]}`,
			hex.EncodeToString(noise(r, 6)), word(r, english), r.IntN(5000), sentence(r, english, r.IntN(12)),
			1+r.IntN(30), r.IntN(24), r.IntN(60), r.IntN(60), r.IntN(100), r.IntN(2) == 0, word(r, english), word(r, korean))
	}
	return "[" + strings.Join(s, ",") + "]"
}

func page(r *rand.Rand, n int) string {
	var s strings.Builder
	for i := range n {
		fmt.Fprintf(&s, "<li class=\"row %s\" id=\"r%d\"><a href=\"/%s/%s?page=%d\">%s</a><span>%d.%d %%</span></li>\n",
			[]string{"odd", "even"}[i%2], i, word(r, english), word(r, english), r.IntN(40), sentence(r, english, 1+r.IntN(6)), r.IntN(100), r.IntN(10))
	}
	return s.String()
}

func noise(r *rand.Rand, n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}

// zlibSizes has zlib's sizes for the corpora: by name, window bits and takeover, the
// bytes of all messages at level 6 without their tails. zlib's raw DEFLATE has no window
// of 2^8 bytes, so the sizes for 2^9 are used for it.
func zlibSizes(t testing.TB) map[string]int {
	file, err := os.ReadFile("testdata/zlib.tsv")
	require.NoError(t, err)
	sizes := map[string]int{}
	for line := range strings.Lines(string(file)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		name, size, ok := strings.Cut(strings.TrimSpace(line), "\t")
		require.True(t, ok, line)
		sizes[name], err = strconv.Atoi(size)
		require.NoError(t, err)
	}
	return sizes
}

// A Conn sends at most 1.15 times the bytes of zlib's level 6, for every corpus, every
// window, with and without takeover. No message grows by more than five bytes, and the
// peer receives every message unchanged.
func TestDeflateSizes(t *testing.T) {
	sizes := zlibSizes(t)
	all := corpora()
	for bits := uint8(MinWindowBits); bits <= MaxWindowBits; bits++ {
		for _, takeover := range []bool{false, true} {
			for _, c := range all {
				d := Deflate{ServerNoContextTakeover: !takeover, ServerMaxWindowBits: bits}
				server, client := newDeflateConn(t, Server, Limits{}, d), newDeflateConn(t, Client, Limits{}, d)
				total := 0
				for i, m := range c.messages {
					require.NoError(t, server.Send(OpText, m))
					out := bytes.Clone(server.Output())
					server.Wrote(len(out))
					h, _ := ParseHeader(out)
					require.LessOrEqual(t, h.Length, uint64(len(m)+maxExpansion), "%s %d", c.name, i)
					total += int(h.Length)
					require.Equal(t, []eventCopy{{kind: EventMessage, op: OpText, data: string(m)}}, receive(t, client, out), "%s %d", c.name, i)
				}
				name := fmt.Sprintf("%s %d %t", c.name, bits, takeover)
				require.NotZero(t, sizes[name], name)
				ratio := float64(total) / float64(sizes[name])
				assert.LessOrEqual(t, ratio, 1.15, name)
				if bits == MaxWindowBits {
					t.Logf("%-14s takeover %-5t %7d bytes, %.3f of zlib's", c.name, takeover, total, ratio)
				}
			}
		}
	}
	assert.Len(t, sizes, 2*8*len(all))
}
