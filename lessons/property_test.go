package lessons

import (
	"encoding/base64"
	"io/fs"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"framelab/codec"
	"framelab/lessons/mark"
)

// load reads one of the exercises.
func load(t *testing.T, id string) *Exercise {
	t.Helper()
	data, err := fs.ReadFile(Files, "exercises/"+id+".json")
	require.NoError(t, err)
	e, err := ReadExercise(id+".json", data)
	require.NoError(t, err)
	return e
}

var rounds = 300

// TestAnyLegalRequestPasses tries requests in every order, case and spacing, and with
// further fields.
func TestAnyLegalRequestPasses(t *testing.T) {
	r := rand.New(rand.NewPCG(6455, 3))
	build := load(t, "request-build").Record()
	for range rounds {
		var key [16]byte
		for i := range key {
			key[i] = byte(r.Uint32())
		}
		head := headBytes(shuffled(r, "GET "+pick(r, "/echo", "http://127.0.0.1:8080/echo")+" HTTP/1.1", []string{
			"Host: 127.0.0.1:8080",
			"Upgrade: " + pick(r, "websocket", "WebSocket", "h2c, websocket"),
			"Connection: " + pick(r, "Upgrade", "upgrade", "keep-alive, Upgrade"),
			"Sec-WebSocket-Key: " + base64.StdEncoding.EncodeToString(key[:]),
			"Sec-WebSocket-Version: 13",
		}))
		got := mark.Mark(build, head)
		require.True(t, got.Pass, "%s gets %s", head, got.Finding)
	}
}

// TestAnyRepairPasses repairs each broken request and keeps what was right.
func TestAnyRepairPasses(t *testing.T) {
	r := rand.New(rand.NewPCG(6455, 4))
	for _, id := range []string{"repair-post", "repair-http10", "repair-no-host", "repair-no-upgrade-token", "repair-short-key", "repair-version-8"} {
		e := load(t, id)
		record := e.Record()
		lines := strings.Split(strings.TrimSpace(string(e.Solution)), "\r\n")
		for range rounds / 3 {
			head := headBytes(shuffled(r, lines[0], lines[1:]))
			got := mark.Mark(record, head)
			require.True(t, got.Pass, "%s: %s gets %s", id, head, got.Finding)
		}
		for i := 1; i < len(lines); i++ { // and every part of it must still be there
			head := headBytes(append(append([]string{}, lines[:i]...), lines[i+1:]...))
			assert.False(t, mark.Mark(record, head).Pass, "%s passes without %s", id, lines[i])
		}
	}
}

// shuffled changes field lines at random: their order, the case of their names, the space
// around their values, and further fields.
func shuffled(r *rand.Rand, first string, fields []string) []string {
	all := append([]string{}, fields...)
	for _, more := range []string{"Origin: http://127.0.0.1:8080", "User-Agent: me", "Cookie: a=b", "X-Empty:"} {
		if r.IntN(3) == 0 {
			all = append(all, more)
		}
	}
	r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	for i, f := range all {
		name, value, _ := strings.Cut(f, ":")
		name = pick(r, name, strings.ToLower(name), strings.ToUpper(name))
		all[i] = name + ":" + pick(r, "", " ", "\t ") + strings.TrimSpace(value) + pick(r, "", " ")
	}
	return append([]string{first}, all...)
}

func pick(r *rand.Rand, choices ...string) string { return choices[r.IntN(len(choices))] }

// TestAnyTwoSendsPass: any texts, any two different keys, with pings between.
func TestAnyTwoSendsPass(t *testing.T) {
	r := rand.New(rand.NewPCG(6455, 0))
	record := load(t, "two-sends").Record()
	for range rounds {
		send := func(key codec.MaskKey) []byte {
			return codec.AppendFrame(nil, codec.Header{Fin: true, Opcode: codec.OpText, Masked: true, Key: key}, []byte(pick(r, "안녕", "", "a", strings.Repeat("long ", 60))))
		}
		k := codec.MaskKey(r.Uint32())
		got := mark.Mark(record, append(send(k), send(k+1)...))
		require.True(t, got.Pass, got.Finding)
		assert.Equal(t, "same-key", mark.Mark(record, append(send(k), send(k)...)).Finding)
	}
}

// TestOneByteIsRight: exactly one of 256 first bytes begins a final text frame.
func TestOneByteIsRight(t *testing.T) {
	record := load(t, "first-byte").Record()
	var right []int
	for b := range 256 {
		if r := mark.Mark(record, []byte{byte(b)}); r.Pass {
			right = append(right, b)
		} else {
			assert.Equal(t, mark.PlaceBits, r.Place.Kind, "%02x", b)
			assert.Less(t, r.Place.Start, uint64(8), "%02x", b)
		}
	}
	assert.Equal(t, []int{0x81}, right)
}

// TestEveryOrderOfAChoice: picks and placements are right in any order.
func TestEveryOrderOfAChoice(t *testing.T) {
	r := rand.New(rand.NewPCG(6455, 5))
	for _, id := range []string{"connection-tokens", "accept-bugs", "opcodes-sort", "who-closes"} {
		e := load(t, id)
		parts := strings.Split(string(e.Solution), ",")
		for range 50 {
			r.Shuffle(len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
			got := mark.Mark(e.Record(), []byte(strings.Join(parts, pick(r, ",", ", "))))
			require.True(t, got.Pass, "%s: %v gets %s", id, parts, got.Finding)
		}
	}
}

// TestOnlyTheRightMaskPasses changes every bit of the masked answer.
func TestOnlyTheRightMaskPasses(t *testing.T) {
	e := load(t, "mask-annyeong")
	for bit := range len(e.Solution) * 8 {
		b := append([]byte{}, e.Solution...)
		b[bit/8] ^= 0x80 >> (bit % 8)
		got := mark.Mark(e.Record(), b)
		assert.False(t, got.Pass, "bit %d", bit)
		assert.Equal(t, mark.PlaceBits, got.Place.Kind, "bit %d: %s", bit, got.Finding)
	}
}
