package mark

// Generic returns the ids of the findings that belong to no single exercise,
// beside the names of rules.
func Generic() []string {
	ids := []string{
		"unreadable",    // an answer that is not of its kind's form
		"too-much",      // an answer of more than MaxAnswer bytes
		"empty",         // nothing yet
		"choose.none",   // nothing chosen yet
		"match.none",    // nothing matched yet
		"sort.none",     // nothing placed yet
		"unchanged",     // a head to repair, as it was at the start
		"incomplete",    // a frame that has not ended; Want: the bytes that it awaits at least
		"left-over",     // bytes after all that was asked for
		"rule.none",     // a rule was to be broken, and none is
		"rule.other",    // another one is broken first
		"frames.few",    // Got and Want: how many
		"field.differs", // Got: the field's value
		"payload.differs",
		"payload.length", // Got and Want: bytes
		"bits.typed",     // eight digits that are 0 or 1 for each byte
		"key.none",       // a frame without a masking key
		"key.differs",
		"keys.same",      // Got: the key that stands twice
		"mask.key",       // the masking key where the unmasked payload was asked for
		"mask.untouched", // a byte as it was before masking or unmasking
		"mask.stuck",     // every byte combined with the key's first
		"mask.shifted",   // a byte combined with key byte Got, not Want
		"bytes.few",      // Got: how many; Want: bytes
		"payload.few",    // the same, of a payload
		"bytes.many",
		"bytes.differ",
		"target.differs",  // Got, Want
		"header.missing",  // Want: the field's name
		"header.differs",  // Got, Want: values
		"header.unwanted", // Got: the field's name
		"head.blank-line", // an empty line that is not the last; Got: its number
		// What broke a rule, more exactly than the rule's name says.
		"request.version.space-after", // spaces after HTTP/1.1
		"request.key.empty",
		"request.key.incomplete", // the right characters, not in groups of four, or "=" not at the end
		"request.version13.empty",
		"request.version13.list",
		"request.version13.not-plain", // not digits alone, or a zero before them
		"kept.missing",                // Want: the part that was there
		"kept.changed",                // Got, Want: the part
		"choice.one",                  // more than one item chosen, or none
		"choice.wrong",                // an item that is not right, or not there; Got: the bin
		"choice.missed",               // an item that was to be chosen
		"choice.open",                 // an item that is not placed yet
		"choice.order",                // an item that stands before Got, which goes before it
		"number.low",
		"number.high",
		"accept.joined",    // key and GUID, not hashed
		"accept.quoted",    // a value in quotation marks
		"accept.other-key", // the value for the key Got
	}
	for m := AcceptRight + 1; int(m) < NumAcceptMistakes; m++ {
		ids = append(ids, acceptFinding(m))
	}
	return ids
}

// acceptFinding returns the finding that is a mistake in a Sec-WebSocket-Accept.
func acceptFinding(m AcceptMistake) string { return "accept." + m.Name() }
