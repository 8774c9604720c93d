//go:build !wasm && !tinygo.wasm

// Command wasm exports the functions of wasm/record to JavaScript. Built for any target
// but wasm it does nothing.
package main

func main() {}
