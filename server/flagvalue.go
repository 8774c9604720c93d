package main

import (
	"errors"
	"strconv"
	"strings"
)

// A size is a number of bytes: 4096, 64KiB or 16MiB.
type size int64

// String returns the number of bytes in the largest unit that it is a multiple of.
func (s size) String() string {
	switch {
	case s > 0 && s%(1<<20) == 0:
		return strconv.FormatInt(int64(s>>20), 10) + "MiB"
	case s > 0 && s%(1<<10) == 0:
		return strconv.FormatInt(int64(s>>10), 10) + "KiB"
	}
	return strconv.FormatInt(int64(s), 10)
}

// Set reads what String writes.
func (s *size) Set(v string) error {
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
	*s = size(n << shift)
	return nil
}

// A perPeer is a limit for each peer address: none by default on loopback,
// where every peer has the same address, some number elsewhere.
type perPeer struct {
	n, elsewhere int
	given        bool
}

// String returns the limit.
func (p perPeer) String() string {
	if p.given || p.elsewhere == 0 {
		return strconv.Itoa(p.n)
	}
	return "0 on loopback, " + strconv.Itoa(p.elsewhere) + " elsewhere"
}

// Set reads a number.
func (p *perPeer) Set(v string) error {
	n, err := strconv.Atoi(v)
	if err != nil || n < 0 {
		return errors.New("it must be a whole number, 0 for no limit")
	}
	p.n, p.given = n, true
	return nil
}

// settle takes the default where no number was given.
func (p *perPeer) settle(loopback bool) {
	if !p.given && !loopback {
		p.n = p.elsewhere
	}
}
