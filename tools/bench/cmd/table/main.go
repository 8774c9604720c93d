// Command table runs the benchmarks of the module in the current folder and prints the
// ratios of this codec's times to those of other libraries, natively and under js/wasm.
// Run it in the module's folder:
//
//	go run ./cmd/table
//
// A machine is seldom idle. So each library is timed for a few milliseconds in turn, and
// this is repeated many times; a ratio is taken between neighbours within a turn, and the
// median of the ratios is printed.
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

func main() {
	budget := flag.Duration("for", 80*time.Second, "how long to measure on each platform")
	only := flag.String("run", "", "run only the benchmarks that match this `pattern`")
	each := flag.Duration("each", 5*time.Millisecond, "approximate time for each arm in a turn; six times as long under wasm, where code is optimised while it runs")
	platform := flag.String("on", "native,wasm", "the platforms to measure")
	flag.Parse()
	if err := tables(*platform, *only, *budget, *each); err != nil {
		fmt.Fprintln(os.Stderr, "table:", err)
		os.Exit(1)
	}
}

func tables(platforms, only string, budget, each time.Duration) error {
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	goroot, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return err
	}
	root := strings.TrimSpace(string(goroot))
	for _, platform := range strings.Split(platforms, ",") {
		program := filepath.Join(dir, platform+".test")
		build := exec.Command("go", "test", "-c", "-o", program, ".")
		build.Env = append(os.Environ(), "CGO_ENABLED=0")
		build.Stderr = os.Stderr
		run, each := []string{program}, each
		goal := func(r row) target { return r.native }
		if platform == "wasm" {
			build.Env = append(build.Env, "GOOS=js", "GOARCH=wasm")
			run = []string{filepath.Join(root, "lib", "wasm", "go_js_wasm_exec"), program}
			goal = func(r row) target { return r.wasm }
			each *= 6
		}
		if err := build.Run(); err != nil {
			return fmt.Errorf("building for %s: %w", platform, err)
		}
		pattern := only
		if pattern == "" {
			pattern = "."
		}
		run = append(run, "-test.run=^$", "-test.bench="+pattern, "-test.benchtime="+each.String())
		m, err := measure(run, root, budget)
		if err != nil {
			return fmt.Errorf("%s: %w", platform, err)
		}
		fmt.Println(m.table(platform, goal))
	}
	return nil
}

// measure runs the benchmarks in turns until the budget is spent, at least three times.
func measure(command []string, goroot string, budget time.Duration) (measurement, error) {
	m := measurement{ns: map[string][]float64{}, allocs: map[string]string{}, sent: map[string]string{}}
	for end := time.Now().Add(budget); m.turns < 3 || time.Now().Before(end); m.turns++ {
		cmd := exec.Command(command[0], command[1:]...)
		// Under js the environment and the arguments share a small buffer.
		cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME"), "GOROOT=" + goroot}
		out, err := cmd.CombinedOutput()
		if err != nil {
			return m, fmt.Errorf("%w\n%s", err, out)
		}
		if err := m.take(string(out)); err != nil {
			return m, err
		}
	}
	return m, nil
}
