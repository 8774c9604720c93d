//go:build !noinflate

package main

// inflates tells whether this build has an inflater, and so may agree on
// permessage-deflate.
const inflates = true
