package mark

// Generic returns the ids of the findings that any exercise can have, apart from the
// names of rules.
func Generic() []string {
	ids := []string{
		"unreadable",    // an answer of the wrong form
		"too-much",      // an answer of more than MaxAnswer bytes
		"empty",         // nothing entered yet
		"choose.none",   // nothing chosen yet
		"match.none",    // nothing matched yet
		"sort.none",     // nothing placed yet
		"unchanged",     // a head to repair that is unchanged
		"incomplete",    // an incomplete frame; Want: how many bytes are missing at least
		"left-over",     // bytes after everything that was asked for
		"rule.none",     // a rule should be broken, and none is
		"rule.other",    // a different rule is broken first
		"frames.few",    // Got and Want: numbers
		"field.differs", // Got: the value of the field
		"payload.differs",
		"payload.length", // Got and Want: bytes
		"bits.typed",     // for each byte eight digits that are 0 or 1
		"key.none",       // a frame without a masking key
		"key.differs",
		"keys.same",      // Got: the key that occurs twice
		"mask.key",       // the masking key where the unmasked payload was asked for
		"mask.untouched", // a byte from before masking or unmasking
		"mask.stuck",     // every byte XORed with the first byte of the key
		"mask.shifted",   // a byte XORed with key byte Got, not Want
		"bytes.few",      // Got: number of bytes; Want: the wanted number
		"payload.few",    // the same for a payload
		"bytes.many",
		"bytes.differ",
		"target.differs",  // Got, Want
		"header.missing",  // Want: the name of the field
		"header.differs",  // Got, Want: values
		"header.unwanted", // Got: the name of the field
		"head.blank-line", // an empty line that is not the last; Got: its number
		// Findings that describe a broken rule more exactly than its name.
		"request.version.space-after", // spaces after HTTP/1.1
		"request.key.empty",
		"request.key.incomplete", // the right characters, but not in groups of four, or "=" not at the end
		"request.version13.empty",
		"request.version13.list",
		"request.version13.not-plain", // not only digits, or leading zeros
		"kept.missing",                // Want: the previous value of the part
		"kept.changed",                // Got, Want: values of the part
		"choice.one",                  // more than one item chosen, or none
		"choice.wrong",                // an item that is wrong, or in a wrong place; Got: the bin
		"choice.missed",               // an item that should have been chosen
		"choice.open",                 // an item that is not placed yet
		"choice.order",                // an item that comes before Got, which must precede it
		"number.low",
		"number.high",
		"accept.joined",    // key and GUID without hashing
		"accept.quoted",    // a value in quotation marks
		"accept.other-key", // the value for the key Got
	}
	for m := AcceptRight + 1; int(m) < NumAcceptMistakes; m++ {
		ids = append(ids, acceptFinding(m))
	}
	return ids
}

// acceptFinding returns the finding for a mistake in a Sec-WebSocket-Accept.
func acceptFinding(m AcceptMistake) string { return "accept." + m.Name() }
