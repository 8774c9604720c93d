// Screenshots photographs the built site in headless Chromium: every page in
// both languages, light and dark, 320, 768 and 1440 pixels wide, and the picture
// of the README.
//
//	go run ./tools/screenshots -site build/site -out build/screenshots
package main

import (
	"context"
	"flag"
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
	site := flag.String("site", "build/site", "the built site's `folder`")
	out := flag.String("out", "build/screenshots", "the `folder` to write to")
	readme := flag.String("readme", "", "write only the README's picture, to this `file`")
	only := flag.String("only", "", "write only pages whose address contains this `text`")
	flag.Parse()
	if err := run(*site, *out, *readme, *only); err != nil {
		fmt.Fprintln(os.Stderr, "screenshots:", err)
		os.Exit(1)
	}
}

func run(site, out, readme, only string) error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	defer listener.Close()
	go http.Serve(listener, http.FileServer(http.Dir(site)))
	root := "http://" + listener.Addr().String() + "/"

	ctx, stop := browser()
	defer stop()
	if readme != "" {
		return photograph(ctx, root+"en/labs/frame/", shot{width: 1440, height: 960}, readme)
	}
	pages, err := filepath.Glob(filepath.Join(site, "??"))
	if err != nil {
		return err
	}
	for _, lang := range pages {
		err := filepath.WalkDir(lang, func(path string, d os.DirEntry, err error) error {
			if err != nil || d.Name() != "index.html" {
				return err
			}
			rel, err := filepath.Rel(site, filepath.Dir(path))
			if err != nil || !strings.Contains(rel+"/", only) {
				return err
			}
			for _, width := range []int64{320, 768, 1440} {
				for _, dark := range []bool{false, true} {
					s := shot{width: width, height: 900, dark: dark, whole: true}
					name := fmt.Sprintf("%s-%d-%s.png", strings.ReplaceAll(filepath.ToSlash(rel), "/", "-"), width, s.scheme())
					if err := photograph(ctx, root+filepath.ToSlash(rel)+"/", s, filepath.Join(out, name)); err != nil {
						return err
					}
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// browser starts Chromium with its own profile.
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

// A shot is one way to look at a page.
type shot struct {
	width, height int64
	dark, whole   bool // full page height
}

func (s shot) scheme() string {
	if s.dark {
		return "dark"
	}
	return "light"
}

// photograph opens an address, waits until all live elements are live, and writes a PNG.
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
