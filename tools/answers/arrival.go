package main

import (
	"context"
	"fmt"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// The slow network.
const (
	latency    = 150                   // latency of each response in milliseconds
	throughput = 1.6 * 1000 * 1000 / 8 // bytes per second
	settle     = time.Second           // time for the browser to set up a new profile
)

// pages are the pages that are opened, each with the selector of what is pressed.
var pages = []struct{ path, press string }{
	{"en/", `[data-cell="0"]`},
	{"en/labs/frame/", `[data-bit="0"]`},
	{"en/labs/handshake/", `[data-preset]`},
	{"en/lessons/masking/", `masking-lab .mcell[data-at="2"]`},
}

// An arrival is the result of one turn, as measured by the page.
type arrival struct{ Painted, Answered, Bytes float64 }

// arrivals opens each page N times and prints a table.
func arrivals(browser context.Context, url string, turns int) error {
	fmt.Printf("%-26s %8s %8s %8s\n", "first answer", "painted", "answered", "KB")
	for _, p := range pages {
		var all []arrival
		for range turns {
			a, err := arrive(browser, url+p.path, p.press)
			if err != nil {
				return fmt.Errorf("%s: %w", p.path, err)
			}
			all = append(all, a)
		}
		fmt.Printf("%-26s %5.0f ms %5.0f ms %8.0f\n", p.path,
			median(all, func(a arrival) float64 { return a.Painted }),
			median(all, func(a arrival) float64 { return a.Answered }),
			median(all, func(a arrival) float64 { return a.Bytes / 1000 }))
	}
	return nil
}

// arrive opens a page in a new profile, so that nothing is cached.
func arrive(browser context.Context, url, press string) (arrival, error) {
	ctx, stop := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	if _, err := chromedp.Run(ctx, chromedp.Navigate("about:blank")); err != nil {
		return arrival{}, err
	}
	time.Sleep(settle)
	if _, err := chromedp.Call(ctx, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
		MatchedNetworkConditions: []*network.Conditions{{Latency: latency, DownloadThroughput: throughput, UploadThroughput: throughput}},
	}); err != nil {
		return arrival{}, err
	}
	if err := slower(ctx); err != nil {
		return arrival{}, err
	}
	if _, err := chromedp.Run(ctx, chromedp.Navigate(url)); err != nil {
		return arrival{}, err
	}
	return chromedp.Run(ctx, chromedp.Evaluate[arrival](fmt.Sprintf(pressed, press), chromedp.EvalAwaitPromise))
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
