// Firstanswer measures how soon a page answers on a slow phone: with a cold
// cache, a network of 1.6 Mbit/s and 150 ms (what browsers call slow 4G), and a
// processor slowed down four times.
//
//	make dist && go run ./tools/firstanswer
//
// For each page it prints the median of the turns: the time of the first painted text,
// and the time when the response to a press was painted, in milliseconds after the start
// of the navigation; and how many bytes had arrived by then. It presses the first bit,
// the first byte or the first button that breaks the request, as soon as that is visible.
package main

import (
	"context"
	"flag"
	"fmt"
	"mime"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path"
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
	latency    = 150                   // latency of each response in milliseconds
	throughput = 1.6 * 1000 * 1000 / 8 // bytes per second
	slowdown   = 4
	settle     = time.Second // time for the browser to set up a new profile
)

// pages are the measured pages, each with the selector of what is pressed.
var pages = []struct{ path, press string }{
	{"en/", `[data-cell="0"]`},
	{"en/labs/frame/", `[data-bit="0"]`},
	{"en/labs/handshake/", `[data-preset]`},
	{"en/lessons/masking/", `masking-lab button`},
}

func main() {
	site := flag.String("site", "build/dist", "the built site's `folder`")
	turns := flag.Int("turns", 5, "measure each page `N` times")
	flag.Parse()
	if err := run(*site, *turns); err != nil {
		fmt.Fprintln(os.Stderr, "firstanswer:", err)
		os.Exit(1)
	}
}

func run(site string, turns int) error {
	if _, err := os.Stat(filepath.Join(site, "index.html")); err != nil {
		return fmt.Errorf("no site: %w (make dist builds one)", err)
	}
	url, stopServer := serve(site)
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

// A timing is the result of one turn, as measured by the page.
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

// pressed presses as soon as the page is painted, and waits until the response is
// painted.
const pressed = `new Promise((done) => {
	const selector = %q;
	let was = '';
	const answered = () => {
		const lab = document.querySelector(selector).closest('[live]');
		if (!lab || lab.textContent === was) return requestAnimationFrame(answered);
		setTimeout(() => {
			const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
			done({
				Painted: performance.getEntriesByName('first-contentful-paint')[0].startTime,
				Answered: performance.now(),
				Bytes: all.reduce((n, e) => n + e.transferSize, 0),
			});
		});
	};
	const press = () => {
		const button = document.querySelector(selector);
		if (!button || !performance.getEntriesByName('first-contentful-paint').length) return setTimeout(press, 5);
		for (let e = button; (e = e.parentElement); ) if (e.localName.includes('-')) was = e.textContent;
		button.click();
		answered();
	};
	press();
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
	// Without windows it has less work besides the page.
	if path, err := exec.LookPath("chromium-headless-shell"); err == nil {
		options = append(options, chromedp.ExecPath(path))
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

// serve serves the site like a static host that sends compressed files as they are.
func serve(site string) (url string, stop func()) {
	host := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := filepath.Join(site, filepath.FromSlash(path.Clean(r.URL.Path)))
		if strings.HasSuffix(r.URL.Path, "/") {
			name = filepath.Join(name, "index.html")
		}
		if _, err := os.Stat(name + ".br"); err == nil {
			w.Header().Set("Content-Encoding", "br")
			w.Header().Set("Content-Type", mime.TypeByExtension(filepath.Ext(name)))
			name += ".br"
		}
		http.ServeFile(w, r, name)
	}))
	return host.URL + "/", host.Close
}
