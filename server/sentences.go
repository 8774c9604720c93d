package main

import (
	"sync"

	"framelab/codec"
	"framelab/site/words"
)

var english = sync.OnceValue(func() words.Words { return words.In("en") })

// sentence says in the site's words what is wrong with a request that breaks a
// rule; for a limit of this server, which flag sets it.
func sentence(r codec.Rule) string {
	said := english().T("rule." + r.Name())
	if r == codec.HeadTooBig {
		said += " -max-header sets its limit."
	}
	return said
}
