// Package bench compares the codec with four other implementations, side by side in one
// run: github.com/gobwas/ws, github.com/coder/websocket, github.com/gorilla/websocket and
// github.com/lxzan/gws. It is a separate module, so that none of them is in the project's
// go.mod.
//
// Benchmarks are named Row/library. Each library is used at its lowest level for the row.
// If that is an unexported function, the benchmark links to it: timing a whole connection
// instead would flatter this codec. A library without such a function is omitted from the
// row, and the row says so. Before anything is timed, every arm has to produce the right
// result. cmd/table runs all rows in turns and prints ratios. cmd/echo does the same for
// whole servers: the cost of an echo, and the memory of an idle connection.
//
// The differential tests give generated frames and heads, legal and mutated, to this
// codec and to others. Every disagreement must be in a listed class, which names the
// RFC's section and the reason why this codec is right; any other one fails the test.
package bench
