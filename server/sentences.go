package main

import (
	"strconv"
	"sync"

	"framelab/codec"
	"framelab/site/words"
)

var english = sync.OnceValue(func() words.Words { return words.In("en") })

// sentence says in the site's words what is wrong with a request that breaks a
// rule; for a limit of this server, which flag sets it or what it is.
func sentence(r codec.Rule) string {
	said := english().T("rule." + r.Name())
	switch r {
	case codec.HeadTooBig:
		said += " -max-header sets the limit."
	case codec.HeadTooManyFields:
		said += " The limit is " + strconv.Itoa(maxFields) + "."
	}
	return said
}
