package browser

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// A link of a megabyte, whatever its contents, is read and drawn within bounds, or is
// refused in a sentence; after that the page still responds to a press.
func TestLinksOfAnyKind(t *testing.T) {
	p := open(t, serveFolder(t, siteFolder(t))+"en/labs/frame/", view{})
	p.eventually(`document.querySelector('frame-builder[live]')`)
	const large = "00000000000f4236" // 999,990 bytes
	for name, of := range map[string]struct {
		fragment string // in JavaScript
		bytes    int    // number of bytes shown; 0: the link is refused
	}{
		"frames":                {`'#v1/c/' + '8000'.repeat(490000)`, 980000},
		"pings":                 {`'#v1/c/' + '898000000000'.repeat(160000)`, 960000},
		"fragments":             {`'#v1/c/01810000000061' + '00810000000061'.repeat(130000)`, 910007},
		"one text":              {`'#v1/s/817f` + large + `' + '61'.repeat(999990)`, 1000000},
		"line ends":             {`'#v1/s/817f` + large + `' + '0a'.repeat(999990)`, 1000000},
		"marks on nothing":      {`'#v1/s/817f` + large + `' + 'cc80'.repeat(499995)`, 1000000},
		"from right to left":    {`'#v1/s/817f` + large + `' + 'e280ae'.repeat(333330)`, 1000000},
		"no text":               {`'#v1/s/817f` + large + `' + 'ff'.repeat(999990)`, 1000000},
		"no text at its end":    {`'#v1/s/817f` + large + `' + '61'.repeat(999989) + 'ff'`, 1000000},
		"masked":                {`'#v1/c/82ff` + large + `01020304' + '61'.repeat(999990)`, 1000004},
		"half a message":        {`'#v1/s/827f0000000000ffffff' + '00'.repeat(999990)`, 1000000},
		"nothing but zeros":     {`'#v1/s/deflate/c17f` + large + `' + '00'.repeat(999990)`, 1000000},
		"stored blocks":         {`'#v1/s/deflate/c17f` + large + `' + '000000ffff'.repeat(199998)`, 1000000},
		"short matches":         {`'#v1/s/deflate/c17f` + large + `' + '4a04'.repeat(499995)`, 1000000},
		"escapes":               {`'#v1/s/' + '%38%30%30%30'.repeat(80000)`, 160000},
		"spaces":                {`'#v1/s/' + '%20'.repeat(600000) + '8100'`, 2},
		"no digits":             {`'#v1/s/' + 'zz'.repeat(1000000)`, 0},
		"no digit at its end":   {`'#v1/s/' + '61'.repeat(1000000) + 'z'`, 0},
		"half escapes":          {`'#v1/s/' + '%38%3'.repeat(330000)`, 0},
		"half a byte":           {`'#v1/s/' + '0'.repeat(1000001)`, 0},
		"another version":       {`'#v9/s/' + '80'.repeat(1000000)`, 0},
		"nothing after a slash": {`'#v1/' + '/'.repeat(1000000)`, 0},
	} {
		eval[bool](p, `(document.querySelectorAll('.notice').forEach((n) => n.remove()), document.querySelector('frame-builder').store.change({ bytes: Uint8Array.of(0x81, 0) }), true)`)
		eval[bool](p, "(location.hash = "+of.fragment+", true)")
		shown := func() int { return eval[int](p, "document.querySelector('frame-builder').store.state.bytes.length") }
		if of.bytes > 0 {
			p.wait(func() bool { return shown() == of.bytes }, "%s: not shown", name)
		} else {
			p.wait(func() bool { return eval[bool](p, "document.querySelector('.notice') !== null") }, "%s: not said", name)
			assert.Equal(t, 2, shown(), "%s: what was there stays", name)
			assert.Less(t, eval[int](p, "document.querySelector('.notice').textContent.length"), 600, "%s: what is said", name)
		}
		assert.Less(t, eval[int](p, "document.querySelectorAll('frame-builder *').length"), 1500, "%s: elements", name)
		assert.Less(t, eval[int](p, "document.querySelector('frame-builder').innerText.length"), 20_000, "%s: characters", name)
	}
	// The page still works, whichever link came last.
	eval[bool](p, "(location.hash = '#v1/s/8100', true)")
	p.find("button", "FIN 1, byte 0, bit 7")
}
