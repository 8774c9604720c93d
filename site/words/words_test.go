package words

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestLanguagesSayTheSameThings(t *testing.T) {
	first := In(Languages[0])
	for _, lang := range Languages[1:] {
		assert.Empty(t, first.Differences(In(lang)), lang)
	}
}

func TestDifferencesAreFound(t *testing.T) {
	a := Words{"x": "{n} of {m}", "y": "y"}
	assert.Equal(t, []string{"missing: y", "too much: z", "x: parameters n, not m,n"}, a.Differences(Words{"x": "{n}", "z": "z"}))
}

func TestParameters(t *testing.T) {
	w := Words{"lang": "en", "size": "{n: byte| bytes}", "code": "code {code}"}
	for _, c := range []struct {
		want   string
		key    string
		params []any
	}{
		{"1 byte", "size", []any{"n", 1}},
		{"0 bytes", "size", []any{"n", 0}},
		{"65,536 bytes", "size", []any{"n", 65536}},
		{"1,048,576 bytes", "size", []any{"n", uint64(1 << 20)}},
		{"code 1002", "code", []any{"code", "1002"}},
	} {
		assert.Equal(t, c.want, w.T(c.key, c.params...))
	}
	require.Panics(t, func() { w.T("nothing") })
}

// The glossary's spellings that Korean text must not have.
func TestKoreanKeepsToItsGlossary(t *testing.T) {
	for key, text := range In("ko") {
		for wrong, right := range map[string]string{
			"핸드쉐이크": "핸드셰이크", "메세지": "메시지", "패킷": "프레임", "컨트롤 프레임": "제어 프레임", "마스크 키": "마스킹 키",
			"암호화": "마스킹", "하위 프로토콜": "서브프로토콜", "오리진": "출처", "조각": "단편", "엔디안": "엔디언", "연산 코드": "opcode",
		} {
			assert.False(t, strings.Contains(text, wrong), "%s: %q has %s; write %s", key, text, wrong, right)
		}
	}
}
