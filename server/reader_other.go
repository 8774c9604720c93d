//go:build !unix

package main

// Where a socket cannot be asked without waiting, readConn does the reading.
const canTry = false

func (r *reader) tryRead(uintptr) bool { return true }
