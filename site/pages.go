package site

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"html/template"
	"strings"

	"framelab/codec"
	"framelab/lessons"
	"framelab/site/words"
)

// A page is one page of the site in every language.
type page struct {
	path     string // path below the language's folder: "", "labs/frame/"
	template string
	title    string // a key of words
	about    string // a key of words: the page's description
	nav      string // its entry in the header's navigation
	kind     string // the script of assets/js and the style of assets/css, which contain only what the page needs
	live     bool   // the codec's module makes some of it live
}

var pages = []page{
	{"", "home.html", "home.title", "site.description", "home", "main-home", true},
	{"lessons/", "lessons.html", "lesson.contents.title", "lesson.contents.description", "lessons", "main-contents", false},
	{"labs/", "labs.html", "labs.title", "labs.intro", "labs", "main-labs", false},
	{"labs/frame/", "frame.html", "lab.frame.title", "lab.frame.description", "labs", "main-frame", true},
	{"labs/handshake/", "handshake.html", "lab.handshake.title", "lab.handshake.description", "labs", "main-handshake", true},
	{"labs/masking/", byteLabTemplate, "lab.masking.title", "lab.masking.description", "labs", "main-masking", true},
	{"labs/length/", byteLabTemplate, "lab.length.title", "lab.length.description", "labs", "main-length", true},
	{"labs/deflate/", byteLabTemplate, "lab.deflate.title", "lab.deflate.description", "labs", "main-deflate", true},
	{"labs/utf8/", byteLabTemplate, "lab.utf8.title", "lab.utf8.description", "labs", "main-utf8", true},
	{"reference/", "reference.html", "reference.title", "reference.intro", "reference", "main-reference", false},
}

// A labEntry is a lab in the list of labs.
type labEntry struct {
	Path, Title, About string
	Picture            template.HTML
}

// Labs returns the labs that have a page of their own.
func (v view) Labs() []labEntry {
	var all []labEntry
	for _, p := range pages {
		if path, ok := strings.CutPrefix(p.path, "labs/"); ok && path != "" {
			all = append(all, labEntry{path, v.T(p.title), v.T(p.about), v.html("labPicture", strings.TrimSuffix(path, "/"))})
		}
	}
	return all
}

// lessonKind is the kind of a lesson's page, and lessonLabKind that of a lesson with a lab
// for bytes in it.
const (
	lessonKind    = "main-lesson"
	lessonLabKind = "main-lessonlab"
)

// Words are the words of a language, with the pen that draws with them.
type Words struct {
	words.Words
	pen *pen
}

// wordsIn returns the words of every language.
func wordsIn() (map[string]Words, error) {
	all := map[string]Words{}
	for _, lang := range words.Languages {
		p, err := newPen(lang)
		if err != nil {
			return nil, err
		}
		all[lang] = Words{words.In(lang), p}
	}
	return all, nil
}

// A view is the input of a page's template.
type view struct {
	Words
	Lang, Path  string
	Root        string // the relative path to the site's root, such as "../../"
	Title       string
	Description string
	Nav         string
	Live        bool // the page loads the codec's module
	kind        string
	assets      assetNames
	all         map[string]Words
	course      *lessons.Course
	templates   *template.Template
}

// Asset returns the relative address of an asset.
func (v view) Asset(name string) (string, error) {
	p, ok := v.assets[name]
	if !ok {
		return "", fmt.Errorf("no asset %q", name)
	}
	return v.Root + p, nil
}

// Has reports whether the site has a script or a style.
func (v view) Has(name string) bool { return v.assets[name] != "" }

// The scripts that every page loads when they are asked for: the search with the list of
// keys, the sentences on terms, and links to share.
const (
	findScript  = "find"
	termsScript = "terms"
	shareScript = "share"
)

// The scripts that a page loads once it needs them: the builder's dialog to paste, the bench's
// readers of pasted heads and of the frames that follow a head, the builder's panel for
// sending, and the wire in a lesson. The panel and the wire have a style of the same name.
const (
	pasteScript      = "pastebox"
	pasteHeadScript  = "pastehead"
	headFramesScript = "headframes"
	sendingScript    = "sending"
	wireScript       = "wire"
)

// Script returns the address of the page's script, which includes the words of its
// language.
func (v view) Script() (string, error) { return v.own(v.kind) }

// Style returns the address of the page's style sheet.
func (v view) Style() (string, error) { return v.Asset(v.kind + ".css") }

// FindScript, TermsScript and ShareScript return the addresses of the scripts that every
// page loads when they are asked for.
func (v view) FindScript() (string, error)  { return v.own(findScript) }
func (v view) TermsScript() (string, error) { return v.own(termsScript) }
func (v view) ShareScript() (string, error) { return v.own(shareScript) }

// PasteScript returns the address of the paste dialog's script.
func (v view) PasteScript() (string, error) { return v.own(pasteScript) }

// SendingScript returns the address of the script of the panel for sending.
func (v view) SendingScript() (string, error) { return v.own(sendingScript) }

func (v view) own(script string) (string, error) { return v.Asset(script + "." + v.Lang + ".js") }

// Dev returns the address of the script that reloads pages, which exists only in the
// edit-refresh loop.
func (v view) Dev() string {
	script := v.assets["dev."+v.Lang+".js"]
	if script == "" {
		return ""
	}
	return v.Root + script
}

// Other returns the words of the other language.
func (v view) Other() Words { return v.all[v.T("lang.other")] }

// reference returns the relative address of the reference in the page's language.
func (v view) reference() string {
	return strings.Repeat("../", strings.Count(v.Path, "/")) + "reference/"
}

// hello is the builder's first frame: the masked "Hello" of RFC 6455 §5.7.
func hello() []byte {
	return codec.AppendFrame(nil, codec.Header{Fin: true, Opcode: codec.OpText, Masked: true, Key: 0x37fa213d}, []byte("Hello"))
}

// HelloHex returns the builder's first frame in hexadecimal.
func (v view) HelloHex() string { return hex.EncodeToString(hello()) }

// Drawn is what the builder shows at first.
type Drawn struct{ Strip, Verdict, Figure, Drawer, Fields template.HTML }

// Drawn draws the builder with its first frame.
func (v view) Drawn() Drawn {
	drawn := v.pen.call("builder", hello(), codec.Server.String(), v.reference())
	part := func(name string) template.HTML { return template.HTML(drawn.Get(name).String()) }
	return Drawn{part("strip"), part("verdict"), part("figure"), part("drawer"), part("fields")}
}

// render makes every page in every language, the front door, and the page for an unknown
// address.
func render(assets assetNames) ([]file, error) {
	templates, err := template.New("").ParseFS(source, "templates/*.html")
	if err != nil {
		return nil, err
	}
	all, err := wordsIn()
	if err != nil {
		return nil, err
	}
	course, err := lessons.Load(lessons.Files)
	if err != nil {
		return nil, err
	}
	var files []file
	add := func(path, name string, v view) error {
		data, err := execute(templates, name, v)
		files = append(files, file{path, data})
		return err
	}
	for _, lang := range words.Languages {
		w := all[lang]
		for _, p := range pages {
			v := view{Words: w, Lang: lang, Path: p.path, Root: strings.Repeat("../", 1+strings.Count(p.path, "/")),
				Title: w.T(p.title), Description: w.T(p.about), Nav: p.nav, Live: p.live, kind: p.kind, assets: assets, all: all, course: course}
			if err := add(lang+"/"+p.path+"index.html", p.template, v); err != nil {
				return nil, err
			}
		}
	}
	pages, err := lessonPages(templates, course, all, assets)
	if err != nil {
		return nil, err
	}
	files = append(files, pages...)
	for _, lang := range words.Languages {
		v := view{Words: all[lang], Lang: lang, course: course}
		index, err := v.searchIndex(files)
		if err != nil {
			return nil, err
		}
		files = append(files, file{lang + "/" + indexName, index})
	}
	root := view{Words: all[words.Languages[0]], Lang: words.Languages[0], assets: assets, all: all}
	if err := add("index.html", "root.html", root); err != nil {
		return nil, err
	}
	notFound, err := notFoundPage(templates, root)
	return append(files, notFound), err
}

func execute(templates *template.Template, name string, data any) ([]byte, error) {
	var b bytes.Buffer
	err := templates.ExecuteTemplate(&b, name, data)
	return b.Bytes(), err
}
