// Answers measures how soon pages answer on a slow phone, whose processor is four times slower.
//
//	make dist && go run ./tools/answers
//
// The first table has the first answer: with a cold cache and a network of 1.6 Mbit/s and
// 150 ms (what browsers call slow 4G), the time of the first painted text, and the time when
// the response to a press was painted, in milliseconds after the start of the navigation;
// and how many bytes had arrived by then. It presses the first bit, the first byte or the
// first button that breaks the request, as soon as that is visible. The second table has
// presses of a bit once the page is there. All figures are medians.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

// slowdown is how many times slower the processor is made.
const slowdown = 4

func main() {
	site := flag.String("site", "build/dist", "the built site's `folder`")
	turns := flag.Int("turns", 5, "open each page `N` times")
	flag.Parse()
	if err := run(*site, *turns); err != nil {
		fmt.Fprintln(os.Stderr, "answers:", err)
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
	if err := arrivals(ctx, url, turns); err != nil {
		return err
	}
	return pressBits(ctx, url)
}

func median[T any](all []T, of func(T) float64) float64 {
	var values []float64
	for _, v := range all {
		values = append(values, of(v))
	}
	slices.Sort(values)
	return values[len(values)/2]
}
