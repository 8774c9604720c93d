package browser

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// patience is the longest time that a page may take for anything.
const patience = 10 * time.Second

// A view is how a page is displayed. Zero fields mean 1280 by 800 CSS pixels, light,
// motion, English.
type view struct {
	width, height int64
	dark          bool
	forced        bool   // forced colours
	stillness     bool   // prefers reduced motion
	language      string // such as "ko"
}

// A page is a tab with its own storage. Its test fails if the page logs an error or a
// warning, throws, or requests something that does not exist.
type page struct {
	t   *testing.T
	ctx context.Context

	mu       sync.Mutex
	problems []string
	allowed  []string
}

// open opens the address in a new tab, which is closed when the test ends.
func open(t *testing.T, url string, v view) *page {
	t.Helper()
	browser, err := chromium()
	require.NoError(t, err)
	ctx, cancel := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	p := &page{t: t, ctx: ctx}
	t.Cleanup(func() {
		p.report()
		cancel()
	})
	require.NoError(t, chromedp.Listen(ctx, p.hear))
	call(p, network.Enable, network.EnableParams{})
	call(p, log.Enable, cdp.Empty{})
	call(p, runtime.Enable, cdp.Empty{})
	p.look(v)
	p.visit(url)
	return p
}

// look changes how the page is displayed.
func (p *page) look(v view) {
	p.t.Helper()
	width, height := v.width, v.height
	if width == 0 {
		width = 1280
	}
	if height == 0 {
		height = 800
	}
	call(p, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
		Width: width, Height: height, DeviceScaleFactor: 1,
	})
	scheme, motion, forced := "light", "no-preference", "none"
	if v.forced {
		forced = "active"
	}
	if v.dark {
		scheme = "dark"
	}
	if v.stillness {
		motion = "reduce"
	}
	call(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme},
		{Name: "prefers-reduced-motion", Value: motion},
		{Name: "forced-colors", Value: forced},
	}})
	language := v.language
	if language == "" {
		language = "en"
	}
	call(p, emulation.SetUserAgentOverride, emulation.SetUserAgentOverrideParams{
		UserAgent: eval[string](p, "navigator.userAgent"), AcceptLanguage: language,
	})
}

// visit goes to an address and waits until the page has loaded.
func (p *page) visit(url string) {
	p.t.Helper()
	p.do(chromedp.Navigate(url))
}

// do runs a chromedp action.
func (p *page) do(a chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	run(p, a)
}

// run runs a chromedp action and returns its value.
func run[T any](p *page, a chromedp.Action[T]) T {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, a)
	require.NoError(p.t, err)
	return v
}

// call sends a protocol command.
func call[P, R any](p *page, cmd cdp.Command[P, R], params P) R {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	r, err := chromedp.Call(ctx, cmd, params)
	require.NoError(p.t, err, cmd.Method)
	return r
}

// eval returns the value of a JavaScript expression, awaited if it is a promise.
func eval[T any](p *page, expression string) T {
	p.t.Helper()
	return run(p, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
}

// eventually waits until a JavaScript expression is true.
func (p *page) eventually(expression string) {
	p.t.Helper()
	p.wait(func() bool { return eval[bool](p, "Boolean("+expression+")") }, "never true: %s", expression)
}

// wait waits until a condition holds, and fails the test if it never does.
func (p *page) wait(condition func() bool, message string, args ...any) {
	p.t.Helper()
	for deadline := time.Now().Add(patience); !condition(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			require.Failf(p.t, "waited "+patience.String(), message, args...)
		}
	}
}

// screenshot returns a PNG of the whole page, at its full height.
func (p *page) screenshot() []byte {
	p.t.Helper()
	return run(p, chromedp.FullScreenshot(100))
}

// allow ignores problems that contain text, because the test provokes them.
func (p *page) allow(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.allowed = append(p.allowed, text)
}

// hear records problems on the page.
func (p *page) hear(event any) {
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning || e.Type == runtime.ConsoleAPICalledTypeAssert {
			words := []string{"console." + string(e.Type) + ":"}
			for _, arg := range e.Args {
				if arg.Description != "" {
					words = append(words, arg.Description)
				} else {
					words = append(words, string(arg.Value))
				}
			}
			p.note(strings.Join(words, " "))
		}
	case *runtime.EventExceptionThrown:
		d := e.ExceptionDetails
		words := d.Text
		if d.Exception != nil {
			words += " " + d.Exception.Description
		}
		p.note("exception: " + words)
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning {
			p.note("log: " + e.Entry.Text + " " + e.Entry.URL)
		}
	case *network.EventLoadingFailed:
		if !e.Canceled {
			p.note("request failed: " + e.ErrorText)
		}
	case *network.EventResponseReceived:
		if e.Response.Status >= 400 {
			p.note(fmt.Sprintf("status %d: %s", e.Response.Status, e.Response.URL))
		}
	}
}

func (p *page) note(problem string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.problems = append(p.problems, problem)
}

// report fails the test for every problem that was not allowed.
func (p *page) report() {
	for _, problem := range p.disallowed() {
		p.t.Errorf("on the page: %s", problem)
	}
}

func (p *page) disallowed() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var bad []string
next:
	for _, problem := range p.problems {
		for _, text := range p.allowed {
			if strings.Contains(problem, text) {
				continue next
			}
		}
		bad = append(bad, problem)
	}
	return bad
}
