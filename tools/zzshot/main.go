// Screenshots photographs the built site in headless Chromium: every page in
// both languages, light and dark, 320, 768 and 1440 pixels wide, and the picture
// of the README.
//
//	go run ./tools/screenshots -site build/site -out build/screenshots
package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

func main() {
	listener, _ := net.Listen("tcp", "127.0.0.1:0")
	defer listener.Close()
	go http.Serve(listener, http.FileServer(http.Dir("build/site")))
	root := "http://" + listener.Addr().String() + "/"
	ctx, stop := browser()
	defer stop()
	for _, lang := range []string{"en", "ko"} {
		for name, frag := range map[string]string{"hello": "#v1/c/deflate/c18737fa213dc5b2ecf4fefd21", "twice": "#v1/c/deflate/c18737fa213dc5b2ecf4fefd21c18537fa213dc5fa303d37"} {
			for _, width := range []int64{320, 768, 1440} {
				for _, dark := range []bool{false, true} {
					if name == "twice" && dark == (lang == "en") { continue }
					s := shot{width: width, height: 900, dark: dark, whole: true}
					if err := photograph(ctx, root+lang+"/labs/frame/"+frag, s, fmt.Sprintf("/tmp/ipshots/%s-%s-%d-%s.png", lang, name, width, s.scheme())); err != nil { fmt.Println(err) }
				}
			}
		}
	}
}

// browser starts Chromium with a profile of its own.
func browser() (context.Context, func()) {
	profile, err := os.MkdirTemp("", "framelab-screenshots-")
	if err != nil {
		panic(err)
	}
	options := []chromedp.ExecAllocatorOption{
		chromedp.UserDataDir(profile), chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun,
	}
	for _, flag := range []string{"disable-quic", "disable-background-networking", "disable-component-update", "disable-sync"} {
		options = append(options, chromedp.Flag(flag, true))
	}
	allocator, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, cancelContext := chromedp.NewContext(allocator)
	return ctx, func() {
		cancelContext()
		cancel()
		os.RemoveAll(profile)
	}
}

// A shot is how a page is looked at.
type shot struct {
	width, height int64
	dark, whole   bool // whole: as long as the page is
}

func (s shot) scheme() string {
	if s.dark {
		return "dark"
	}
	return "light"
}

// photograph opens an address, waits until what is live is live, and writes a PNG.
func photograph(ctx context.Context, url string, s shot, file string) error {
	ctx, cancel := chromedp.NewContext(ctx)
	defer cancel()
	ctx, cancelTimeout := context.WithTimeout(ctx, 30*time.Second)
	defer cancelTimeout()
	if _, err := chromedp.Call(ctx, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: s.width, Height: s.height, DeviceScaleFactor: 1}); err != nil {
		return err
	}
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: s.scheme()}, {Name: "prefers-reduced-motion", Value: "reduce"}},
	}); err != nil {
		return err
	}
	if _, err := chromedp.Run(ctx, chromedp.Navigate(url)); err != nil {
		return err
	}
	live := `new Promise((done) => { const look = () => [...document.querySelectorAll('*')].every((e) => !customElements.get(e.localName) || !('codec' in e) || e.hasAttribute('live')) ? done(true) : setTimeout(look, 20); look(); })`
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[bool](live, chromedp.EvalAwaitPromise)); err != nil {
		return err
	}
	chromedp.Run(ctx, chromedp.Evaluate[bool](`new Promise((d)=>{const l=()=>document.querySelector('.codes')?d(true):setTimeout(l,30);l()})`, chromedp.EvalAwaitPromise))
	if strings.Contains(file, "twice") { chromedp.Run(ctx, chromedp.Evaluate[bool](`document.querySelector('#tab-stream').click(),true`)) ; time.Sleep(300*time.Millisecond) }
	if strings.Contains(file, "answer") { chromedp.Run(ctx, chromedp.Evaluate[bool](`document.querySelector('[data-act=send]').click(),true`)) ; time.Sleep(800*time.Millisecond) }
	take := chromedp.CaptureScreenshot()
	if s.whole {
		take = chromedp.FullScreenshot(100)
	}
	png, err := chromedp.Run(ctx, take)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	fmt.Println(file)
	return os.WriteFile(file, png, 0o644)
}
