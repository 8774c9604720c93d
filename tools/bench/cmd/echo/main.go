// Command echo measures the cost of an echo and the memory of an idle connection, for
// this project's server and for a server made with each of four libraries. Run it in the
// folder of the module:
//
//	go run ./cmd/echo
//
// Each server is a separate process. The load sends frames that were written beforehand,
// without a library. A figure is the server's processor time per message, divided by that
// of a server that echoes plain TCP. The servers take turns; each ratio is taken within a
// turn, and the median of the ratios is printed.
package main

import (
	"flag"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

func main() {
	serve := flag.String("serve", "", "run as the server made with this library (used by this command itself)")
	turns := flag.Int("turns", 9, "number of turns")
	each := flag.Duration("each", 400*time.Millisecond, "how long a server is under load in a turn")
	idle := flag.Int("idle", 10000, "number of connections that are idle at the same time (0: none)")
	flag.Parse()
	err := error(nil)
	if *serve != "" {
		err = serveAs(*serve)
	} else {
		err = run(*turns, *each, *idle)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "echo:", err)
		os.Exit(1)
	}
}

// A row is one line of the table.
type row struct {
	what   string
	load   load
	target float64 // upper limit for ours
}

var rows = []row{
	{"echo, 64 B ping-pong", load{conns: 16, payload: 64, batch: 1}, 1.05},
	{"echo, 16 KiB ping-pong", load{conns: 16, payload: 16 << 10, batch: 1}, 1.15},
	{"echo, 64 B pipelined × 32", load{conns: 16, payload: 64, batch: 32}, 1.15},
}

// idleTarget is the most memory for an idle connection of ours, in KiB.
const idleTarget = 5

// servers are the columns: the baseline, ours, and those made with libraries. gobwas-late
// is gobwas with one flush for all messages of a read.
var servers = []string{"tcp", "framelab", "gobwas", "gobwas-late", "gws", "gorilla", "coder"}

func run(turns int, each time.Duration, idle int) error {
	dir, err := os.MkdirTemp("", "bench-echo-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	all := map[string]*process{}
	for _, name := range servers {
		if all[name], err = start(dir, name); err != nil {
			return err
		}
		defer all[name].stop()
	}
	fmt.Printf("Processor time of the server for a message ÷ that of plain TCP, median of %d turns.\n\n", turns)
	fmt.Printf("%-28s %8s", "", "target")
	for _, name := range servers[1:] {
		fmt.Printf(" %12s", name)
	}
	fmt.Println()
	for _, r := range rows {
		ratios, floor, err := compare(r.load, all, turns, each)
		if err != nil {
			return fmt.Errorf("%s: %w", r.what, err)
		}
		fmt.Printf("%-28s %8.2f", r.what, r.target)
		for _, name := range servers[1:] {
			fmt.Printf(" %12.2f", median(ratios[name]))
		}
		fmt.Printf("   (TCP: %v)\n", floor.Round(10*time.Nanosecond))
	}
	if idle == 0 {
		return nil
	}
	fmt.Printf("%-28s %8.2f", fmt.Sprintf("idle connection, KiB (%d)", idle), float64(idleTarget))
	for _, name := range servers[1:] {
		all[name].stop()
		kib, err := idleMemory(dir, name, idle)
		if err != nil {
			return fmt.Errorf("idle connections of %s: %w", name, err)
		}
		fmt.Printf(" %12.2f", kib)
	}
	fmt.Println()
	return nil
}

// compare puts every server under the load in turns; floor is plain TCP's time per
// message.
func compare(l load, all map[string]*process, turns int, each time.Duration) (ratios map[string][]float64, floor time.Duration, err error) {
	ratios = map[string][]float64{}
	var floors []float64
	for range turns {
		var tcp float64
		for _, name := range servers {
			cost, err := l.cost(all[name], each)
			if err != nil {
				return nil, 0, fmt.Errorf("%s: %w", name, err)
			}
			if name == "tcp" {
				tcp = cost
				floors = append(floors, cost)
			}
			ratios[name] = append(ratios[name], cost/tcp)
		}
	}
	return ratios, time.Duration(median(floors)), nil
}

func median(all []float64) float64 {
	slices.Sort(all)
	return all[len(all)/2]
}

// idleMemory returns how much memory an idle connection adds to a fresh server, in KiB.
func idleMemory(dir, name string, n int) (float64, error) {
	p, err := start(dir, name)
	if err != nil {
		return 0, err
	}
	defer p.stop()
	// Open one connection first, so that one-time allocations are not counted.
	first, err := p.dial()
	if err != nil {
		return 0, err
	}
	defer first.Close()
	before := p.rss()
	conns := make([]net.Conn, 0, n)
	defer func() {
		for _, c := range conns {
			c.Close()
		}
	}()
	for range n {
		c, err := p.dial()
		if err != nil {
			return 0, err
		}
		conns = append(conns, c)
	}
	time.Sleep(3 * time.Second) // time to collect the garbage of the handshakes
	return (p.rss() - before) / float64(n), nil
}

// repo returns the folder of the project's go.mod, relative to the folder of this module.
func repo() (string, error) {
	dir, err := filepath.Abs("../..")
	if err != nil {
		return "", err
	}
	data, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	if err != nil || !strings.HasPrefix(string(data), "module framelab\n") {
		return "", fmt.Errorf("%s is not the project's folder: run this in tools/bench", dir)
	}
	return dir, nil
}
