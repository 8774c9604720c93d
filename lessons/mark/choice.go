package mark

import "strconv"

// A pick is one part of the answer to a choice: "item" or "item=bin".
type pick struct{ item, bin string }

// picks splits an answer at its commas.
func picks(answer []byte) []pick {
	var all []pick
	for start, i := 0, 0; i <= len(answer); i++ {
		if i < len(answer) && answer[i] != ',' {
			continue
		}
		p := pick{item: string(trimmed(answer[start:i]))}
		for j := start; j < i; j++ {
			if answer[j] == '=' {
				p = pick{string(trimmed(answer[start:j])), string(trimmed(answer[j+1 : i]))}
				break
			}
		}
		all = append(all, p)
		start = i + 1
	}
	return all
}

func onItem(id string) Place { return Place{Kind: PlaceItem, Item: id} }

// markChoice marks an answer to choose, match, sort or order.
func (e *Exercise) markChoice(answer []byte) Result {
	all := picks(answer)
	at := make(map[string]int, len(all)) // position of an item in the answer, from 1
	for i, p := range all {
		if !e.has(p.item) || !e.hasBin(p.bin) || at[p.item] != 0 {
			return Result{Finding: "unreadable", Got: p.item}
		}
		at[p.item] = i + 1
	}
	switch e.Kind {
	case Choose:
		return e.markChosen(at)
	case Order:
		return e.markOrder(at)
	}
	return e.markPlaced(all, at)
}

// has reports whether there is an item with that id.
func (e *Exercise) has(id string) bool {
	for i := range e.Items {
		if e.Items[i].ID == id {
			return true
		}
	}
	return false
}

// hasBin reports whether there is a bin with that id, if the exercise has bins.
func (e *Exercise) hasBin(id string) bool {
	if e.Kind != Match && e.Kind != Sort {
		return id == ""
	}
	for _, bin := range e.Bins {
		if bin == id {
			return true
		}
	}
	return false
}

// markChosen looks first for wrongly chosen items, then for missed ones.
func (e *Exercise) markChosen(at map[string]int) Result {
	if e.One && len(at) > 1 {
		return Result{Finding: "choice.one", Got: strconv.Itoa(len(at))}
	}
	var n Count
	for i := range e.Items {
		switch it := &e.Items[i]; {
		case it.Right && at[it.ID] != 0:
			n.Right++
			fallthrough
		case it.Right:
			n.Of++
		case at[it.ID] != 0:
			n.Wrong++
		}
	}
	if e.One { // show only the chosen item
		n = Count{}
	}
	for _, right := range [...]bool{false, true} {
		for i := range e.Items {
			it := &e.Items[i]
			if it.Right != right || (at[it.ID] != 0) == right {
				continue
			}
			generic := "choice.wrong"
			if right {
				generic = "choice.missed"
			}
			return Result{Finding: first(it.Finding, generic), Place: onItem(it.ID), Count: n}
		}
	}
	return Result{Pass: true}
}

// markPlaced looks first for items in a wrong bin, then for items in none.
func (e *Exercise) markPlaced(all []pick, at map[string]int) Result {
	n := Count{Of: len(e.Items)}
	var wrong *Result
	for i := range e.Items {
		it := &e.Items[i]
		if at[it.ID] == 0 {
			n.Open++
			continue
		}
		bin := all[at[it.ID]-1].bin
		right, finding := it.in(bin)
		switch {
		case right:
			n.Right++
		case wrong == nil:
			wrong = found(first(finding, "choice.wrong"), onItem(it.ID), bin, "")
		}
	}
	r := e.markOpen(at)
	if wrong != nil {
		r = *wrong
	}
	if !r.Pass {
		r.Count = n
	}
	return r
}

// markOpen looks for an item that is missing in the answer.
func (e *Exercise) markOpen(at map[string]int) Result {
	for i := range e.Items {
		if id := e.Items[i].ID; at[id] == 0 {
			return Result{Finding: "choice.open", Place: onItem(id)}
		}
	}
	return Result{Pass: true}
}

// markOrder looks for the first item, in the answer's order, that comes before an item
// that must precede it. It counts the items that are right with respect to all others.
func (e *Exercise) markOrder(at map[string]int) Result {
	if r := e.markOpen(at); !r.Pass {
		r.Count = Count{Of: len(e.Items), Open: len(e.Items) - len(at)}
		return r
	}
	var early, late string
	wrong := make(map[string]bool, len(e.Items))
	for _, pair := range e.Before {
		if at[pair[0]] <= at[pair[1]] {
			continue
		}
		wrong[pair[0]], wrong[pair[1]] = true, true
		if early == "" || at[pair[1]] < at[early] {
			early, late = pair[1], pair[0]
		}
	}
	if early == "" {
		return Result{Pass: true}
	}
	r := Result{Finding: "choice.order", Place: onItem(early), Got: late, Count: Count{Right: len(e.Items) - len(wrong), Of: len(e.Items)}}
	for i := range e.Items {
		if e.Items[i].ID == early {
			r.Finding = first(e.Items[i].Finding, r.Finding)
		}
	}
	return r
}

// markNumber marks a number, in decimal or, after 0x, in hexadecimal.
func (e *Exercise) markNumber(answer []byte) Result {
	text := string(trimmed(answer))
	n, ok := parseNumber(text)
	if !ok {
		return Result{Finding: "unreadable", Got: text}
	}
	if n >= e.Least && n <= e.Most {
		return Result{Pass: true}
	}
	r := Result{Finding: "number.high", Got: strconv.FormatUint(n, 10)}
	if n < e.Least {
		r.Finding = "number.low"
	}
	for i := range e.Items {
		if e.Items[i].ID == r.Got {
			r.Finding = first(e.Items[i].Finding, r.Finding)
		}
	}
	return r
}

// parseNumber reads a number. strconv would add its error messages to the module.
func parseNumber(s string) (n uint64, ok bool) {
	base := uint64(10)
	if len(s) > 2 && s[0] == '0' && lower(s[1]) == 'x' {
		s, base = s[2:], 16
	}
	for i := range len(s) {
		d := uint64(lower(s[i]) - '0')
		if lower(s[i]) >= 'a' {
			d = uint64(lower(s[i])-'a') + 10
		}
		if d >= base || n > (1<<64-1-d)/base {
			return 0, false
		}
		n = n*base + d
	}
	return n, s != ""
}
