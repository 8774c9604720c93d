//go:build noinflate

package main

const inflates = false
