package main

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"framelab/codec"
	"framelab/server/logs/logstest"
	"framelab/server/memory"
)

// startBuilt runs the server as it is built for use, without what the tests' own
// program has, until the test ends.
func startBuilt(t *testing.T, flags ...string) (addr string, p *os.Process) {
	t.Helper()
	if _, err := os.Stat("/proc/self/statm"); err != nil {
		t.Skip("the memory of a process is read from /proc")
	}
	program := filepath.Join(t.TempDir(), "server")
	build := exec.Command("go", "build", "-o", program, ".")
	out, err := build.CombinedOutput()
	require.NoError(t, err, "%s", out)
	c := &process{exec.Command(program, append([]string{"-addr", "127.0.0.1:0", "-site", testSite(t)}, flags...)...), &logstest.Buffer{}, &logstest.Buffer{}}
	c.Stdout, c.Stderr = c.out, crash{c.err}
	require.NoError(t, c.Start())
	t.Cleanup(func() {
		defer time.AfterFunc(patience, func() { c.Process.Kill() }).Stop()
		c.Process.Signal(syscall.SIGTERM)
		assert.NoError(t, c.Wait(), "exit code 0: %s", c.err)
	})
	return c.addr(t, "http"), c.Process
}

// A crash takes from a log what is not of the log: there is a lot of that.
type crash struct{ to *logstest.Buffer }

func (w crash) Write(p []byte) (int, error) {
	for line := range bytes.Lines(p) {
		if !bytes.Contains(line, []byte("level=INFO")) {
			w.to.Write(line)
		}
	}
	return len(p), nil
}

// rss returns how much memory a process has, in bytes.
func rss(t *testing.T, p *os.Process) int64 {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.Pid))
	assert.NoError(t, err)
	m := regexp.MustCompile(`VmRSS:\s+(\d+) kB`).FindSubmatch(b)
	if !assert.NotNil(t, m, "%s", b) {
		return 0
	}
	n, err := strconv.ParseInt(string(m[1]), 10, 64)
	assert.NoError(t, err)
	return n << 10
}

// deflateFields offers permessage-deflate.
const deflateFields = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"

// waitsForReaders is the attack after which memory stays in use: captures stay for
// tap.Expiry, in a part of the memory that is set aside for them.
const waitsForReaders = "taps"

// A flood is what many connections do to a server at the same time.
type flood struct {
	conns  int
	path   string
	fields string
	do     func(c net.Conn, addr string)
}

// zeros is a compressed message of n zeros; half leaves out its end.
func zeros(n int, half bool) []byte {
	b := codec.NewDeflater(15, true).Deflate(nil, make([]byte, n), false)
	if !half {
		b = b[:len(b)-4]
	}
	return codec.AppendFrame(nil, codec.Header{Fin: !half, RSV: codec.RSV1, Opcode: codec.OpBinary, Masked: true, Key: maskKey}, b)
}

func attacks(message int) map[string]flood {
	whole, window, half := zeros(message, false), zeros(40<<10, false), zeros(message/2, true)
	plain := frame(false, codec.OpBinary, strings.Repeat("x", message*3/4))
	echo := frame(true, codec.OpBinary, strings.Repeat("x", 60<<10))
	small := frame(true, codec.OpBinary, strings.Repeat("x", 4000))
	head := []byte("GET / HTTP/1.1\r\nHost: x\r\nX: " + strings.Repeat("x", 16000))
	written := func(parts ...[]byte) func(net.Conn, string) {
		return func(c net.Conn, _ string) {
			for _, b := range parts {
				c.Write(b)
			}
		}
	}
	return map[string]flood{
		"messages that inflate":              {300, "/echo", deflateFields, written(whole)},
		"one after the other":                {100, "/echo", deflateFields, written(bytes.Repeat(whole, 8))},
		"half of one, with windows":          {1000, "/echo?takeover=both", deflateFields, written(window, half)},
		"half of one that is not compressed": {300, "/echo", "", written(plain)},
		"echoes that are not read":           {600, "/echo", "", written(bytes.Repeat(echo, 100))},
		"compressed ones that are not read":  {300, "/echo", deflateFields, written(bytes.Repeat(whole, 100))},
		"late answers":                       {300, "/echo?delay=10000", "", written(bytes.Repeat(small, 200))},
		"many subprotocols":                  {1000, "/echo?subprotocol=" + strings.Repeat("a,", 7900) + "a", "", func(net.Conn, string) {}},
		"a long query with a reason":         {4000, "/echo?close=1000&reason=x&y=" + strings.Repeat("y", 15900), "", func(net.Conn, string) {}},
		"half heads":                         {4000, "", "", written(head)},
		"connections":                        {6000, "", "", func(net.Conn, string) {}},
		"plans":                              {100, "/raw", "", written(text(`{"pieces":[` + strings.Repeat(`{"hex":"00"},`, 10*1000) + `]}`))},
		"taps":                               {64, "/echo?tap=%022d", "", written(bytes.Repeat(echo, 100))},
		"lingering": {4000, "", "", func(c net.Conn, _ string) {
			c.Write([]byte("nonsense\r\n\r\n"))
		}},
	}
}

// While many connections attack at the same time, the process stays within its memory and
// a quarter more, and a client with small messages gets every echo. Afterwards the memory
// goes back to the system.
func TestMemoryIsBounded(t *testing.T) {
	const message, bound = 1 << 20, 64 << 20 // 64 of -max-message
	addr, process := startBuilt(t, "-max-message", "1MiB")
	warmUp(t, addr)
	before, most := settled(t, process), 0
	for name, f := range attacks(message) {
		t.Run(name, func(t *testing.T) {
			peak := atomic.Int64{}
			over := make(chan struct{})
			var beside sync.WaitGroup
			beside.Go(func() {
				for !isClosed(over) {
					peak.Store(max(peak.Load(), rss(t, process)))
					time.Sleep(2 * time.Millisecond)
				}
			})
			good := dial(t, addr).open(addr)
			echoes, longest := 0, time.Duration(0)
			beside.Go(func() {
				for !isClosed(over) {
					before := time.Now()
					good.SetDeadline(before.Add(patience))
					if _, err := good.Write(text("small")); !assert.NoError(t, err) {
						return
					}
					h, payload, err := good.next()
					if !assert.NoError(t, err) || !assert.Equal(t, "small", payload, "%v", h.Opcode) {
						return
					}
					echoes++
					longest = max(longest, time.Since(before))
					time.Sleep(time.Millisecond)
				}
			})
			f.run(t, addr)
			close(over)
			beside.Wait()
			assert.Less(t, peak.Load(), int64(bound*5/4), "bytes of memory")
			assert.Positive(t, echoes, "each in time; how many depends on the machine")
			good.Close()
			if name == waitsForReaders {
				before += bound / memory.TapsPart
			}
			// The runtime keeps its descriptions of goroutines for others to come: two for
			// each connection, half a KiB each. And beside busy programs FreeOSMemory leaves
			// up to 7 MiB of free pages now and then, however often it is called. Ten seconds
			// are promised; a busy machine takes some more to read what the peers have left.
			const noise = 8 << 20
			most = max(most, f.conns)
			left := int64(most) << 10
			assert.Eventually(t, func() bool { return rss(t, process) < max(before*5/4, before+noise)+left }, 20*time.Second, 50*time.Millisecond,
				"%.1f MiB at first", mib(before))
			t.Logf("%.1f MiB before, %.1f at most, %.1f after; %d echoes, the longest in %v", mib(before), mib(peak.Load()), mib(rss(t, process)), echoes, longest)
		})
	}
}

func mib(n int64) float64 { return float64(n) / (1 << 20) }

// SIGTERM amid an attack ends the process in the time that is promised, with exit
// code 0.
func TestEndAmidAnAttack(t *testing.T) {
	for _, name := range []string{"messages that inflate", "compressed ones that are not read", "echoes that are not read", "half heads"} {
		t.Run(name, func(t *testing.T) {
			addr, process := startBuilt(t) // which ends it
			f := attacks(4 << 20)[name]
			f.conns = min(f.conns, 300)
			underWay := make(chan struct{})
			go func() {
				defer close(underWay)
				f.run(t, addr)
			}()
			time.Sleep(time.Second)
			before := time.Now()
			require.NoError(t, process.Signal(syscall.SIGTERM))
			require.Eventually(t, func() bool { return process.Signal(syscall.Signal(0)) != nil || isZombie(process) }, patience, time.Millisecond)
			took := time.Since(before)
			t.Logf("ended in %v", took)
			assert.Less(t, took, 7*time.Second, "five seconds are promised; a machine at work on other tests may take some more")
			<-underWay
		})
	}
}

// isZombie reports whether a process has ended and is not waited for yet.
func isZombie(p *os.Process) bool {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.Pid))
	_, rest, _ := bytes.Cut(b, []byte(") "))
	return err != nil || bytes.HasPrefix(rest, []byte("Z"))
}

func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

// warmUp has a server do a little of everything, so that its code is in memory.
func warmUp(t *testing.T, addr string) {
	t.Helper()
	var wg sync.WaitGroup
	for name, f := range attacks(64 << 10) {
		if name == waitsForReaders {
			continue
		}
		f.conns = min(f.conns, 200)
		wg.Go(func() { f.run(t, addr) })
	}
	wg.Wait()
}

// settled returns how much memory a process has once that has not changed for some
// looks of its own.
func settled(t *testing.T, p *os.Process) int64 {
	t.Helper()
	last, since := int64(0), time.Now()
	for began := time.Now(); time.Since(since) < 4*memory.QuietLook; time.Sleep(50 * time.Millisecond) {
		require.Less(t, time.Since(began), time.Minute)
		if now := rss(t, p); now != last {
			last, since = now, time.Now()
		}
	}
	return last
}

// run has all connections do their part, then closes them.
func (f flood) run(t *testing.T, addr string) {
	t.Helper()
	var wg sync.WaitGroup
	conns := make([]net.Conn, f.conns)
	ready := make(chan struct{})
	slots := make(chan struct{}, 64) // the system's queue does not take more at the same time
	for i := range conns {
		wg.Go(func() {
			slots <- struct{}{}
			c, err := net.DialTimeout("tcp", addr, patience)
			if err != nil { // an end of the server
				<-slots
				return
			}
			conns[i] = c
			c.SetDeadline(time.Now().Add(patience))
			ok := true
			if f.path != "" {
				path := f.path
				if strings.Contains(path, "%") {
					path = fmt.Sprintf(path, i)
				}
				edit := []string{"GET " + path + " HTTP/1.1"}
				if f.fields != "" {
					edit = append(edit, "+"+f.fields)
				}
				c.Write(request(addr, edit...))
				ok = opened(c)
			}
			<-slots
			<-ready
			if ok {
				c.SetDeadline(time.Now().Add(2 * time.Second))
				f.do(c, addr)
			}
		})
	}
	for len(slots) > 0 {
		time.Sleep(time.Millisecond)
	}
	close(ready)
	wg.Wait()
	time.Sleep(time.Second)
	for _, c := range conns {
		if c != nil {
			c.Close()
		}
	}
}

// opened reads the answer of a handshake, a byte at a time.
func opened(c net.Conn) bool {
	var b []byte
	for !bytes.HasSuffix(b, []byte("\r\n\r\n")) {
		b = append(b, 0)
		if _, err := io.ReadFull(c, b[len(b)-1:]); err != nil {
			return false
		}
	}
	return bytes.HasPrefix(b, []byte("HTTP/1.1 101 "))
}
