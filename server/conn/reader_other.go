//go:build !unix

package conn

// Where TCP cannot be read without waiting, readConn does the reading.
const canTry = false

func (r *Reader) eachTry(func(p []byte) Next) error { return nil }
