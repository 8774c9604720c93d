//go:build !wasm && !tinygo.wasm

// Command wasm is the codec's face for JavaScript. Built for any other target
// it does nothing when run; its records are the same there, which
// is what the differential test compares.
package main

func main() {}
