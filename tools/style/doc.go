// Package style keeps the comments of this repository in plain English. It has only a
// test, which refuses words and word orders that a reader has to decode.
package style
