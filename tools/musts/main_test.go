package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A text in the layout of an RFC: a table of contents, pages, requirements that are cut
// by line ends and page ends, and some that must not be counted.
const text = `Nobody                                                         A. Author


Table of Contents

   4.  Doors  . . . . . . . . . . . . . . . . . . . . . . . . . . .  1
   5.  Windows  . . . . . . . . . . . . . . . . . . . . . . . . . .  2

3.  Walls

   Walls MUST stand.

4.  Doors

   A door MUST open, and it MUST
   NOT creak.  It must shut, too; it SHOULD be painted.

4.1.  Handles

   1.  A handle is REQUIRED.  It MUST



Author                       Informational                      [Page 1]
` + "\f" + `
RFC 9999                     Doors                        November 2026


   NOT come off.

   4.1.  A number that begins no section

5.  Windows

   Windows SHALL let in light and SHALL NOT let in rain.
            ; 1 pane in length, MUST be of glass

6.  Roofs

   Roofs MUST hold.
`

const good = `section	ordinal	keyword	binds	paraphrase	answers	terms
4	1	MUST	door	opens	rule:door.open	entrance
4	2	MUST NOT	door	is silent	reason: nobody hears it	noise
4	1	must	door	shuts	reason: nobody opens it	shut
4.1	1	REQUIRED	door	has a handle	test:codec.TestHandle/sub	grip, handle
4.1	2	MUST NOT	handle	stays on	rule:door.handle; test:codec.TestHandle	grip
4.1	1	item	handle	is there	test:codec.TestHandle	numbered grip
5	1	SHALL	window	is transparent	rule:window	light, pane
5	2	SHALL NOT	window	is tight	rule:window	rain
5	3	MUST	window	is made of glass	rule:window	glass
`

func TestReadRFC(t *testing.T) {
	musts, err := readRFC(strings.NewReader(text))
	require.NoError(t, err)
	assert.Equal(t, []must{
		{15, "4", 1, "MUST"},
		{15, "4", 2, "MUST NOT"},
		{16, "4", 1, "must"},
		{20, "4.1", 1, "item"},
		{20, "4.1", 1, "REQUIRED"},
		{20, "4.1", 2, "MUST NOT"},
		{35, "5", 1, "SHALL"},
		{35, "5", 2, "SHALL NOT"},
		{36, "5", 3, "MUST"},
	}, musts)

	_, err = readRFC(strings.NewReader("4.  Nothing\n\n   It may be.\n"))
	assert.Error(t, err)
}

func TestReadIndex(t *testing.T) {
	rows, err := readIndex(strings.NewReader(good))
	require.NoError(t, err)
	require.Len(t, rows, 9)
	assert.Equal(t, row{6, "4.1", 2, "MUST NOT", "handle", "stays on",
		[]answer{{"rule", "door.handle"}, {"test", "codec.TestHandle"}}, "grip"}, rows[4])

	for _, broken := range []string{"4\t1\tMUST\n", "4\tone\tMUST\tx\ty\trule:z\tw\n", "4\t1\tMUST\tx\ty\t\tw\n"} {
		_, err := readIndex(strings.NewReader("section\tordinal\tkeyword\tbinds\tparaphrase\tanswers\tterms\n" + broken))
		assert.ErrorContains(t, err, "line 2", broken)
	}
}

func TestCompare(t *testing.T) {
	musts, err := readRFC(strings.NewReader(text))
	require.NoError(t, err)
	for _, tt := range []struct {
		name, old, new string
		want           []string
	}{
		{"the same", "", "", nil},
		{"a row is missing", "4.1\t2\tMUST NOT", "4.1\t3\tMUST NOT", []string{
			"rfc.txt:20: §4.1 number 2 (MUST NOT) has no row",
			indexPath + ":6: §4.1 has no requirement number 3",
		}},
		{"a row too many, of a section that has none", "5\t3\tMUST", "5.1\t1\tMUST", []string{
			"rfc.txt:36: §5 number 3 (MUST) has no row",
			indexPath + ":10: §5.1 has no requirement number 1",
		}},
		{"a row twice", "5\t3\tMUST", "5\t2\tSHALL NOT", []string{
			indexPath + ":10: §5 number 2 appears twice, first in line 9",
			"rfc.txt:36: §5 number 3 (MUST) has no row",
		}},
		{"an item that the RFC does not have", "4.1\t1\titem", "4.1\t2\titem", []string{
			indexPath + ":7: §4.1 has no item number 2",
		}},
		{"a lower-case must that the RFC does not have", "4\t1\tmust", "4\t2\tmust", []string{
			indexPath + ":4: §4 has no must number 2",
		}},
		{"a different keyword", "4\t2\tMUST NOT", "4\t2\tMUST", []string{
			indexPath + ":3: §4 number 2 is MUST, but MUST NOT in rfc.txt:15",
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			rows, err := readIndex(strings.NewReader(strings.Replace(good, tt.old, tt.new, 1)))
			require.NoError(t, err)
			assert.Equal(t, tt.want, compare(rows, musts, "rfc.txt"))
		})
	}
}

// The command, in a small repository of its own.
func TestRun(t *testing.T) {
	dir := t.TempDir()
	for name, content := range map[string]string{
		indexPath: good,
		"rfc.txt": text,
		"codec/rule_table.go": `package codec
const DoorHandle Rule = 1
var rules = [...]struct{ name string; section Section }{
	0: {name: "none"},
	DoorHandle: {"door.handle", Section{1, "2"}},
}`,
		"codec/handle.go": "package codec\n\nfunc handle() Rule { return DoorHandle }\n\n" +
			"// It opens (RFC 1 §4.1, §4.1;\n// §4.1) and shuts (RFC 6455 §4.1.1).\nfunc open() {}\n",
		"codec/handle_test.go": "package codec\n\nvar broken = []Rule{DoorHandle}\n\nfunc TestHandle(t *T) { println(broken) }\n",
	} {
		name = filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o777))
		require.NoError(t, os.WriteFile(name, []byte(content), 0o666))
	}
	t.Chdir(filepath.Join(dir, "codec"))
	for _, tt := range []struct {
		args []string
		want string
		fail string
	}{
		{nil, "§4: 6 requirements; 2 answered by rules, 2 by tests only, 2 not for this code\n" +
			"§5: 3 requirements; 3 answered by rules, 0 by tests only, 0 not for this code\n" +
			"§7: 0 requirements; 0 answered by rules, 0 by tests only, 0 not for this code\n" +
			"§8: 0 requirements; 0 answered by rules, 0 by tests only, 0 not for this code\n", ""},
		{[]string{"-rfc", filepath.Join(dir, "rfc.txt")}, "7 requirements in rfc.txt, each with its row\n", ""},
		{[]string{"-section", "4.1", "-tests"}, "§4.1 number 1, REQUIRED, binds door: has a handle\n" +
			"    test codec.TestHandle/sub\n" +
			"        in codec/handle_test.go:5\n" +
			"§4.1 number 2, MUST NOT, binds handle: stays on\n" +
			"    rule door.handle\n" +
			"        checked in codec/handle.go:3\n" +
			"        tested in codec/handle_test.go:5 (codec.TestHandle)\n" +
			"    test codec.TestHandle\n" +
			"        in codec/handle_test.go:5\n" +
			"§4.1 item 1, binds handle: is there\n" +
			"    test codec.TestHandle\n" +
			"        in codec/handle_test.go:5\n" +
			"§4.1 is named in\n" +
			"    codec/handle.go:6: §4.1) and shuts (RFC 6455 §4.1.1).\n", ""},
		{[]string{"-section", "4.1"}, "§4.1 number 1, REQUIRED, binds door: has a handle\n" +
			"    answered by tests only: -tests prints them\n" +
			"§4.1 number 2, MUST NOT, binds handle: stays on\n" +
			"    rule door.handle\n" +
			"        checked in codec/handle.go:3\n" +
			"§4.1 item 1, binds handle: is there\n" +
			"    answered by tests only: -tests prints them\n" +
			"§4.1 is named in\n" +
			"    codec/handle.go:6: §4.1) and shuts (RFC 6455 §4.1.1).\n", ""},
		{[]string{"-find", "Pane light"}, "§5 number 1, SHALL, binds window: is transparent\n" +
			"    rule window\n", ""},
		{[]string{"-find", "noise"}, "§4 number 2, MUST NOT, binds door: is silent\n" +
			"    reason nobody hears it\n", ""},
		{[]string{"-find", "door.handle grip", "-tests"}, "§4.1 number 2, MUST NOT, binds handle: stays on\n" +
			"    rule door.handle\n" +
			"        checked in codec/handle.go:3\n" +
			"        tested in codec/handle_test.go:5 (codec.TestHandle)\n" +
			"    test codec.TestHandle\n" +
			"        in codec/handle_test.go:5\n", ""},
		{[]string{"-find", "light chimney"}, "", `no row has the words "light chimney"`},
		{[]string{"-section", "4.1.1"}, "§4.1.1 is named in\n    codec/handle.go:6: §4.1) and shuts (RFC 6455 §4.1.1).\n", ""},
		{[]string{"-section", "7"}, "", "no row and no comment is about §7"},
		{[]string{"-rfc", filepath.Join(dir, "codec", "rule_table.go")}, "", "is this the plain text"},
		{[]string{"what"}, "", `unexpected argument "what"`},
	} {
		var out bytes.Buffer
		err := run(tt.args, &out)
		assert.Equal(t, tt.want, out.String(), tt.args)
		if tt.fail == "" {
			assert.NoError(t, err, tt.args)
		} else {
			assert.ErrorContains(t, err, tt.fail)
		}
	}

	require.NoError(t, os.WriteFile(filepath.Join(dir, "rfc.txt"), []byte(text+"\n7.  Cellars\n\n   Cellars MUST be dry.\n"), 0o666))
	var out bytes.Buffer
	assert.EqualError(t, run([]string{"-rfc", filepath.Join(dir, "rfc.txt")}, &out), "1 differences")
	assert.Equal(t, "rfc.txt:44: §7 number 1 (MUST) has no row\n", out.String())
}
