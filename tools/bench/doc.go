// Package bench holds the codec against four other implementations, side by
// side in one run: github.com/gobwas/ws, github.com/coder/websocket,
// github.com/gorilla/websocket and github.com/lxzan/gws. It is a module of its
// own, so that none of them stands in the project's go.mod.
//
// Benchmarks are named Row/library. Every library is used at the lowest level
// that it has for the row. Where that is a function it does not export, the
// benchmark links to that function: timing a whole connection instead would
// flatter this codec. A library without such a thing is left out of the row,
// and the row says so. Before anything is timed, every arm has to give the right
// result. cmd/table runs all of it in turns and prints ratios. cmd/echo does the same for
// whole servers: what an echo costs, and what an idle connection holds.
//
// The differential tests give generated frames and heads, legal and mutated, to
// this codec and to others. Every disagreement falls in a listed class, which
// names the RFC's section and why this codec is right; any other one fails.
package bench
