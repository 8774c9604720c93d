package policy

import (
	"strconv"
	"sync"

	"framelab/codec"
	"framelab/server/limits"
	"framelab/site/words"
)

var english = sync.OnceValue(func() words.Words { return words.In("en") })

// Sentence says in the site's words what is wrong with a request that breaks a
// rule. For a limit of this server it adds which flag sets the limit, or how high it is.
func Sentence(r codec.Rule) string {
	said := english().T("rule." + r.Name())
	switch r {
	case codec.HeadTooBig:
		said += " -max-header sets the limit."
	case codec.HeadTooManyFields:
		said += " The limit is " + strconv.Itoa(limits.MaxFields) + "."
	}
	return said
}

// Explain says in one line what rule the head b breaks, where, and where that is written.
func Explain(f codec.Fault, b []byte) string {
	return string(codec.AppendExplanation(nil, f, b, Sentence(f.Rule)))
}
