package main

import "time"

// A moment is a time on the monotonic clock, in nanoseconds since the process began.
// It takes a third of the memory of a time.Time. Unlike a Unix time, it does not move
// when the wall clock is set.
type moment int64

// epoch is when the process began.
var epoch = time.Now()

func momentOf(t time.Time) moment { return moment(t.Sub(epoch)) }

// time returns the moment as a deadline.
func (m moment) time() time.Time { return epoch.Add(time.Duration(m)) }
