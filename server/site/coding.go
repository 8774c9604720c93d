package site

import (
	"strconv"
	"strings"
)

// negotiate chooses among the content codings that a file has ("" means
// the file as it is) the one that Accept-Encoding values most; brotli goes
// before gzip and gzip before plain among equals (RFC 9110 §12.5.3). ok is false
// if the client excludes all of them.
func negotiate(accept []string, have map[string][]byte) (coding string, ok bool) {
	wishes := map[string]float64{}
	for _, line := range accept {
		for item := range strings.SplitSeq(line, ",") {
			name, params, _ := strings.Cut(item, ";")
			if name = strings.ToLower(strings.TrimSpace(name)); name != "" {
				wishes[name] = quality(params)
			}
		}
	}
	best := 0.0
	for _, c := range []string{"br", "gzip", ""} {
		if _, there := have[c]; !there {
			continue
		}
		if q := wish(wishes, c); q > best {
			coding, ok, best = c, true, q
		}
	}
	return coding, ok
}

// wish returns the weight of a coding: that of its name, or else that of "*". The
// plain file is acceptable, less than any named coding, unless it is excluded.
func wish(wishes map[string]float64, coding string) float64 {
	name := coding
	if coding == "" {
		name = "identity"
	}
	if q, named := wishes[name]; named {
		return q
	}
	star, named := wishes["*"]
	switch {
	case named && (coding != "" || star == 0):
		return star
	case coding == "":
		return 0.0001
	}
	return 0
}

// quality reads ";q=0.5"; an invalid weight counts as 0.
func quality(params string) float64 {
	for param := range strings.SplitSeq(params, ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(param), "=")
		if strings.EqualFold(strings.TrimSpace(name), "q") {
			q, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
			if err != nil || !(q >= 0 && q <= 1) {
				return 0
			}
			return q
		}
	}
	return 1
}
