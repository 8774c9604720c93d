package site

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"html/template"

	"framelab/site/words"
)

// A notFound is the page for an unknown address. A host shows it at any depth, so it
// cannot refer to files of the site: it contains its style and its script, and its policy
// allows only these two, by their hashes.
type notFound struct {
	view
	Style  template.CSS
	Script template.JS
	Policy string
}

func notFoundPage(templates *template.Template, v view) (file, error) {
	css, err := style("notfound.css")
	if err != nil {
		return file{}, err
	}
	js, err := script("notfound.js", words.Languages[0])
	if err != nil {
		return file{}, err
	}
	page := notFound{view: v, Style: template.CSS(css), Script: template.JS(js),
		Policy: fmt.Sprintf("default-src 'none'; style-src %s; script-src %s; img-src data:; base-uri 'none'; form-action 'none'", hashOf(css), hashOf(js))}
	data, err := execute(templates, "404.html", page)
	return file{"404.html", data}, err
}

// hashOf returns the hash of a text as a policy writes it (CSP3 §2.3.1).
func hashOf(text []byte) string {
	sum := sha256.Sum256(text)
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}
