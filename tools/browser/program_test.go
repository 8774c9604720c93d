package browser

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/security"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"framelab/codec"
	"framelab/site/words"
)

// A copied program is run as it is: it does the handshake with the server, sends exactly the
// stream's bytes, as the server's tap shows, prints what comes back, and ends.
func TestCopiedProgramsSendTheBytes(t *testing.T) {
	every := make([]byte, 256)
	for i := range every {
		every[i] = byte(i)
	}
	frame := func(fin bool, op codec.Opcode, payload []byte) []byte {
		return codec.AppendFrame(nil, codec.Header{Fin: fin, Opcode: op, Masked: true, Key: 0x37fa213d}, payload)
	}
	streams := []struct {
		name  string
		bytes []byte
		back  string // in hexadecimal, the beginning of what comes back
	}{
		{"a masked text", frame(true, codec.OpText, []byte("안녕 '\"\\ $x `!")), "81 10 ec 95 88"},
		{"every byte value", frame(true, codec.OpBinary, every), "82 7e 01 00 00 01 02 03"},
		{"a fragmented message", append(frame(false, codec.OpText, []byte("Hel")), frame(true, codec.OpContinuation, []byte("lo"))...), "81 05 48 65 6c 6c 6f"},
		{"an illegal frame", []byte{0xff, 0x80, 0, 0, 0, 0}, "88"},
		{"70,000 bytes", frame(true, codec.OpBinary, bytes.Repeat([]byte("0123456789"), 7000)), "82 7f 00 00 00 00 00 01 11 70"},
	}
	languages := map[string]struct {
		file string
		run  []string
	}{
		"python": {"send.py", []string{"python3"}},
		"go":     {"send.go", []string{"go", "run"}},
		"node":   {"send.cjs", []string{"node"}},
		"shell":  {"send.sh", []string{"bash"}},
	}
	for _, flags := range [][]string{nil, {"-tls"}} {
		url := serve(t, append(flags, "-site", siteFolder(t))...)
		w := words.In("en")
		p := builderOverTLS(t, url)
		eval[bool](p, `(navigator.clipboard.writeText = async (text) => { window.copied = text }, window.taps = {}, true)`)
		p.find("button", w["send.to"]).click()
		var running sync.WaitGroup
		var all []*ran
		for i, stream := range streams {
			if flags != nil && i != 0 && i != 3 {
				continue
			}
			eval[string](p, fmt.Sprintf("(location.hash = '#v1/c/%x')", stream.bytes))
			p.wait(func() bool { return p.bytes() == fmt.Sprintf("%x", stream.bytes) }, "the bytes of %s", stream.name)
			for form, language := range languages {
				random := make([]byte, 16)
				rand.Read(random)
				id := base64.RawURLEncoding.EncodeToString(random)
				eval[bool](p, tapping(id))
				p.find("textbox", w["send.target"]).fill("/echo?deflate=off&tap=" + id)
				eval[bool](p, "(window.copied = '', true)")
				p.find("button", w["send.program.name."+form]).click()
				p.eventually("window.copied !== ''")
				path := filepath.Join(t.TempDir(), language.file)
				require.NoError(t, os.WriteFile(path, []byte(eval[string](p, "window.copied")), 0o644))
				r := &ran{id: id, name: form + ", " + stream.name, sent: fmt.Sprintf("%x", stream.bytes), back: stream.back}
				all = append(all, r)
				running.Go(func() { r.run(append(language.run, path)) })
			}
		}
		running.Wait()
		for _, r := range all {
			require.NoError(t, r.err, "%s: %s", r.name, r.out)
			printed := strings.Join(strings.Fields(r.out), " ")
			if flags == nil {
				assert.Contains(t, printed, "HTTP/1.1 101 Switching Protocols", r.name)
			}
			assert.Contains(t, printed, r.back, r.name)
			tapped := fmt.Sprintf("window.taps['%s']", r.id)
			p.wait(func() bool { return eval[bool](p, tapped+".over") }, "%s: the connection does not end", r.name)
			_, frames, _ := strings.Cut(eval[string](p, tapped+".client"), "0d0a0d0a")
			assert.True(t, r.sent == frames, "%s: the server got %d digits, not %d", r.name, len(frames), len(r.sent))
		}
	}
}

// A ran is the run of a program.
type ran struct {
	id, name, sent, back string
	out                  string
	err                  error
}

func (r *ran) run(command []string) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	out, err := exec.CommandContext(ctx, command[0], command[1:]...).CombinedOutput()
	r.out, r.err = string(out), err
}

// tapping opens the tap of a connection, and records its bytes from the client.
func tapping(id string) string {
	return fmt.Sprintf(`new Promise((open) => {
		const tap = new WebSocket(location.origin.replace(/^http/, 'ws') + '/tap/%[1]s');
		const seen = window.taps['%[1]s'] = { client: '', over: false };
		tap.onopen = () => open(true);
		tap.onmessage = ({ data }) => {
			const { type, from, data: bytes } = JSON.parse(data);
			if (type === 'bytes' && from === 'client') seen.client += [...atob(bytes)].map((c) => c.charCodeAt(0).toString(16).padStart(2, '0')).join('');
			if (type === 'end') seen.over = true;
		};
	})`, id)
}

// A page without a local server copies programs for the server's usual address, from the
// builder's own menu too; a program cannot send a server's bytes.
func TestCopyAProgramWithoutAServer(t *testing.T) {
	p := builder(t, "")
	eval[bool](p, `(navigator.clipboard.writeText = async (text) => { window.copied = text }, window.copied = '', true)`)
	eval[bool](p, "(document.querySelector('.menu.narrow').open = true)")
	p.find("button", "Python program").click()
	p.eventually("window.copied.includes('socket.create_connection((\"127.0.0.1\", 8080)')")
	assert.Contains(t, eval[string](p, "window.copied"), "Host: 127.0.0.1:8080")
	assert.Contains(t, eval[string](p, "window.copied"), "81 85 37 fa 21 3d 7f 9f 4d 51 58")
	p.find("button", "server → client").click()
	eval[bool](p, "(window.copied = '', document.querySelector('.menu.narrow').open = true)")
	p.find("button", "bash script").click()
	p.eventually("document.querySelector('#notices').textContent.includes('they send to a server only')")
	assert.Empty(t, eval[string](p, "window.copied"))
}

// builderOverTLS opens the frame builder of a local server, whose certificate is its own if it has one.
func builderOverTLS(t *testing.T, url string) *page {
	t.Helper()
	p := open(t, "about:blank", view{})
	call(p, security.SetIgnoreCertificateErrors, security.SetIgnoreCertificateErrorsParams{Ignore: true})
	p.visit(url + "en/labs/frame/")
	settled(p)
	return p
}
