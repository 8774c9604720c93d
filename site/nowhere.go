package site

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"html/template"

	"framelab/site/words"
)

// A nowhere is the page for an address that is none. A host shows it at any depth,
// so it cannot name a file of the site: its style and its script stand in it, and
// its policy allows these two by their hashes and nothing else.
type nowhere struct {
	view
	Style  template.CSS
	Script template.JS
	Policy string
}

func nowherePage(templates *template.Template, v view) (file, error) {
	css, err := style("nowhere.css")
	if err != nil {
		return file{}, err
	}
	js, err := script("nowhere.js", words.Languages[0])
	if err != nil {
		return file{}, err
	}
	page := nowhere{view: v, Style: template.CSS(css), Script: template.JS(js),
		Policy: fmt.Sprintf("default-src 'none'; style-src %s; script-src %s; img-src data:; base-uri 'none'; form-action 'none'", hashOf(css), hashOf(js))}
	data, err := execute(templates, "404.html", page)
	return file{"404.html", data}, err
}

// hashOf names a text as a policy does (CSP3 §2.3.1).
func hashOf(text []byte) string {
	sum := sha256.Sum256(text)
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}
