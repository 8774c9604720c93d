package limits

import (
	"errors"
	"strconv"
	"strings"
)

// A Size is a number of bytes: 4096, 64KiB or 16MiB.
type Size int64

// String returns the number of bytes in the largest unit that it is a multiple of.
func (s Size) String() string {
	switch {
	case s > 0 && s%(1<<20) == 0:
		return strconv.FormatInt(int64(s>>20), 10) + "MiB"
	case s > 0 && s%(1<<10) == 0:
		return strconv.FormatInt(int64(s>>10), 10) + "KiB"
	}
	return strconv.FormatInt(int64(s), 10)
}

// Set reads what String writes.
func (s *Size) Set(v string) error {
	shift := 0
	if n, ok := strings.CutSuffix(v, "KiB"); ok {
		v, shift = n, 10
	} else if n, ok := strings.CutSuffix(v, "MiB"); ok {
		v, shift = n, 20
	}
	n, err := strconv.ParseInt(strings.TrimSpace(v), 10, 64)
	if err != nil || n < 0 || n > 1<<40 {
		return errors.New("a size is a number of bytes such as 4096, 64KiB or 16MiB")
	}
	*s = Size(n << shift)
	return nil
}

// A PerPeer is a limit for each peer address. By default there is no limit on loopback,
// where every peer has the same address, and Elsewhere otherwise.
type PerPeer struct {
	N         int // 0 for no limit
	Elsewhere int // the default when the server does not listen on loopback
	given     bool
}

// String returns the limit.
func (p PerPeer) String() string {
	if p.given || p.Elsewhere == 0 {
		return strconv.Itoa(p.N)
	}
	return "0 on loopback, " + strconv.Itoa(p.Elsewhere) + " elsewhere"
}

// Set reads a number.
func (p *PerPeer) Set(v string) error {
	n, err := strconv.Atoi(v)
	if err != nil || n < 0 {
		return errors.New("it must be a whole number, 0 for no limit")
	}
	p.N, p.given = n, true
	return nil
}

// Settle sets the default if no number was given.
func (p *PerPeer) Settle(loopback bool) {
	if !p.given && !loopback {
		p.N = p.Elsewhere
	}
}
