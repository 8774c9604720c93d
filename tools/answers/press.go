package main

import (
	"context"
	"encoding/hex"
	"fmt"
	"strconv"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/performance"
	"github.com/chromedp/chromedp"

	"framelab/codec"
)

// payloads are the sizes of the frames whose first bit is pressed, in bytes.
var payloads = []int{6, 1 << 10, 64 << 10}

const (
	presses = 25                     // of each frame
	pause   = 400 * time.Millisecond // from one to the next: the page is idle by then
)

// A press is one press of a bit in milliseconds: until its response was painted, as the browser
// reports it in steps of 8 and from 16 on; and what scripts, styles and layout took of that.
// Motion is reduced: what moves on for a while after a press is not its response.
type press struct{ painted, work float64 }

// pressBits opens frames in the builder on a slow processor, presses the first bit of each with the
// mouse, and prints a table.
func pressBits(browser context.Context, url string) error {
	fmt.Printf("\n%-26s %8s %8s\n", "press of a bit", "painted", "work")
	for _, n := range payloads {
		all, err := pressFrame(browser, url, n)
		if err != nil {
			return fmt.Errorf("%d bytes: %w", n, err)
		}
		fmt.Printf("%-26s %5.0f ms %5.1f ms\n", fmt.Sprintf("payload of %d bytes", n),
			median(all, func(p press) float64 { return p.painted }),
			median(all, func(p press) float64 { return p.work }))
	}
	return nil
}

func pressFrame(browser context.Context, url string, n int) ([]press, error) {
	tab, stop := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	defer stop()
	tab, cancel := context.WithTimeout(tab, 2*time.Minute)
	defer cancel()
	payload := make([]byte, n)
	for i := range payload {
		payload[i] = 'a' + byte(i%26)
	}
	h := codec.Header{Fin: true, Opcode: codec.OpText, Masked: true, Key: 0x37fa213d, Length: uint64(n)}
	link := "en/labs/frame/#v1/c/" + hex.EncodeToString(codec.AppendFrame(nil, h, payload))
	still := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-reduced-motion", Value: "reduce"}}}
	if _, err := chromedp.Call(tab, emulation.SetEmulatedMedia, still); err != nil {
		return nil, err
	}
	if _, err := chromedp.Run(tab, chromedp.Navigate(url+link)); err != nil {
		return nil, err
	}
	if _, err := chromedp.Call(tab, performance.Enable, performance.EnableParams{}); err != nil {
		return nil, err
	}
	place, err := chromedp.Run(tab, chromedp.Evaluate[struct{ X, Y float64 }](bitPlace, chromedp.EvalAwaitPromise))
	if err != nil {
		return nil, err
	}
	if err := slower(tab); err != nil {
		return nil, err
	}
	var all []press
	for i := range presses {
		time.Sleep(pause)
		before, err := worked(tab)
		if err != nil {
			return nil, err
		}
		if _, err := chromedp.Run(tab, chromedp.MouseClickXY(place.X, place.Y)); err != nil {
			return nil, err
		}
		time.Sleep(pause)
		after, err := worked(tab)
		if err != nil {
			return nil, err
		}
		result, err := chromedp.Run(tab, chromedp.Evaluate[struct {
			Painted float64
			Bit     string
		}](pressResult))
		if err != nil {
			return nil, err
		}
		if want := strconv.Itoa(i % 2); result.Bit != want {
			return nil, fmt.Errorf("after %d presses the bit is %s, not %s", i+1, result.Bit, want)
		}
		all = append(all, press{result.Painted, after - before})
	}
	return all, nil
}

// bitPlace waits for the lab, records how long presses take, and returns where the first bit is.
const bitPlace = `new Promise((done) => {
	globalThis.events = [];
	new PerformanceObserver((list) => {
		for (const e of list.getEntries()) if (e.interactionId) events.push(e.duration);
	}).observe({ type: 'event', durationThreshold: 16 });
	const look = () => {
		const bit = document.querySelector('[live] [data-bit="0"]');
		if (!bit) return setTimeout(look, 50);
		bit.scrollIntoView({ block: 'center' });
		const box = bit.getBoundingClientRect();
		setTimeout(() => done({ X: box.x + box.width / 2, Y: box.y + box.height / 2 }), 1000);
	};
	look();
})`

// pressResult is how long the last press took, and the value of the bit now: it was 1 at first.
const pressResult = `({
	Painted: Math.max(16, ...events.splice(0)),
	Bit: document.querySelector('[data-bit="0"]').dataset.value,
})`

// worked returns how many milliseconds scripts, styles and layout of the tab have taken.
func worked(tab context.Context) (float64, error) {
	got, err := chromedp.Call(tab, performance.GetMetrics, cdp.Empty{})
	if err != nil {
		return 0, err
	}
	var sum float64
	for _, m := range got.Metrics {
		switch m.Name {
		case "ScriptDuration", "RecalcStyleDuration", "LayoutDuration":
			sum += m.Value * 1000
		}
	}
	return sum, nil
}
