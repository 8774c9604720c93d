// Firstanswer measures how soon a page answers on a slow phone: with a cold
// cache, a network of 1.6 Mbit/s and 150 ms (what browsers call slow 4G), and a
// processor slowed down four times.
//
//	go run ./tools/firstanswer -site build/site
//
// For each page it prints the median of the turns, in milliseconds after the
// navigation began: when its text was painted first, when a press of its first
// bit, or of its first button that breaks the request, was answered and painted,
// and how many bytes had come by then.
package main

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// The slow network and processor.
const (
	latency    = 150                   // milliseconds before each answer
	throughput = 1.6 * 1000 * 1000 / 8 // bytes a second
	slowdown   = 4
	settle     = time.Second // until the browser has done what it does for a new profile
)

// pages are measured: a page, and what is pressed on it.
var pages = []struct{ path, press string }{
	{"en/", `[data-bit="0"]`},
	{"en/labs/frame/", `[data-bit="0"]`},
	{"en/labs/handshake/", `handshake-bench button[data-preset], handshake-bench button[data-act]`},
	{"en/lessons/masking/", `masking-lab button`},
}

func main() {
	site := flag.String("site", "build/site", "the built site's `folder`")
	turns := flag.Int("turns", 5, "measure each page `N` times")
	flag.Parse()
	if err := run(*site, *turns); err != nil {
		fmt.Fprintln(os.Stderr, "firstanswer:", err)
		os.Exit(1)
	}
}

func run(site string, turns int) error {
	url, stopServer, err := serve(site)
	if err != nil {
		return err
	}
	defer stopServer()
	ctx, stopBrowser, err := browser()
	if err != nil {
		return err
	}
	defer stopBrowser()
	fmt.Printf("%-26s %8s %8s %8s\n", "median of "+fmt.Sprint(turns), "painted", "answered", "KB")
	for _, p := range pages {
		var times []timing
		for range turns {
			t, err := measure(ctx, url+p.path, p.press)
			if err != nil {
				return fmt.Errorf("%s: %w", p.path, err)
			}
			times = append(times, t)
		}
		fmt.Printf("%-26s %5.0f ms %5.0f ms %8.0f\n", p.path,
			median(times, func(t timing) float64 { return t.Painted }),
			median(times, func(t timing) float64 { return t.Answered }),
			median(times, func(t timing) float64 { return t.Bytes / 1000 }))
	}
	return nil
}

// A timing is what the page tells of one turn.
type timing struct{ Painted, Answered, Bytes float64 }

func median(times []timing, of func(timing) float64) float64 {
	var all []float64
	for _, t := range times {
		all = append(all, of(t))
	}
	slices.Sort(all)
	return all[len(all)/2]
}

// measure opens a page in a new profile, so that nothing is cached.
func measure(browser context.Context, url, press string) (timing, error) {
	ctx, stop := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	if _, err := chromedp.Run(ctx, chromedp.Navigate("about:blank")); err != nil {
		return timing{}, err
	}
	time.Sleep(settle)
	if _, err := chromedp.Call(ctx, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
		MatchedNetworkConditions: []*network.Conditions{{Latency: latency, DownloadThroughput: throughput, UploadThroughput: throughput}},
	}); err != nil {
		return timing{}, err
	}
	if _, err := chromedp.Call(ctx, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: slowdown}); err != nil {
		return timing{}, err
	}
	if _, err := chromedp.Run(ctx, chromedp.Navigate(url)); err != nil {
		return timing{}, err
	}
	return chromedp.Run(ctx, chromedp.Evaluate[timing](fmt.Sprintf(pressed, press), chromedp.EvalAwaitPromise))
}

// pressed presses as soon as the page is live, and waits for the paint that follows.
const pressed = `new Promise((done) => {
	const look = () => {
		const button = document.querySelector(%q);
		if (!button?.closest('[live]')) return setTimeout(look, 5);
		button.click();
		requestAnimationFrame(() => setTimeout(() => {
			const answered = performance.now();
			const painted = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN;
			const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
			done({ Painted: painted, Answered: answered, Bytes: all.reduce((n, e) => n + e.transferSize, 0) });
		}));
	};
	look();
})`

// browser starts Chromium.
func browser() (context.Context, func(), error) {
	profile, err := os.MkdirTemp("", "framelab-firstanswer-")
	if err != nil {
		return nil, nil, err
	}
	options := []chromedp.ExecAllocatorOption{
		chromedp.UserDataDir(profile), chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun,
	}
	for _, flag := range []string{"disable-quic", "disable-background-networking", "disable-component-update", "disable-sync"} {
		options = append(options, chromedp.Flag(flag, true))
	}
	allocator, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, cancelContext := chromedp.NewContext(allocator)
	stop := func() {
		cancelContext()
		cancel()
		os.RemoveAll(profile)
	}
	if err := chromedp.Do(ctx); err != nil {
		stop()
		return nil, nil, err
	}
	return ctx, stop, nil
}

// serve runs the local server, which sends what is compressed as it lies there.
func serve(site string) (url string, stop func(), err error) {
	dir, err := os.MkdirTemp("", "framelab-firstanswer-")
	if err != nil {
		return "", nil, err
	}
	binary := filepath.Join(dir, "server")
	if said, err := exec.Command("go", "build", "-o", binary, "framelab/server").CombinedOutput(); err != nil {
		return "", nil, fmt.Errorf("building the server: %w\n%s", err, said)
	}
	server := exec.Command(binary, "-addr", "127.0.0.1:0", "-site", site)
	server.Stderr = os.Stderr
	stdout, err := server.StdoutPipe()
	if err != nil {
		return "", nil, err
	}
	if err := server.Start(); err != nil {
		return "", nil, err
	}
	stop = func() {
		server.Process.Signal(os.Interrupt)
		server.Wait()
		os.RemoveAll(dir)
	}
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		stop()
		return "", nil, fmt.Errorf("the server did not start: %w", err)
	}
	return strings.TrimSpace(strings.TrimPrefix(line, "listening on ")), stop, nil
}
