package codec

import (
	"go/parser"
	"go/token"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The table in State's documentation says what a Conn does, in both roles and by every
// path to a state.
func TestStateDiagram(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "conn_state.go", nil, parser.ParseComments)
	require.NoError(t, err)
	var drawn []string
	for line := range strings.Lines(file.Comments[0].Text()) {
		if strings.HasPrefix(line, "\t") {
			drawn = append(drawn, strings.TrimRight(line[1:], "\n"))
		}
	}
	assert.Equal(t, strings.Join(drawDiagram(t), "\n"), strings.Join(drawn, "\n"))
}

// drawDiagram draws the table from the behaviour of Conns.
func drawDiagram(t *testing.T) (lines []string) {
	columns := []string{"Open", "Sent", "Passed", "Failed", "Ended"}
	widths := []int{19, 21, 15, 14, 14, 0}
	draw := func(name string, cell func(column string) string) {
		line := ""
		for i, text := range append([]string{name}, columns...) {
			if i > 0 {
				text = cell(text)
			}
			line += text + strings.Repeat(" ", max(1, widths[i]-len(text)))
		}
		lines = append(lines, strings.TrimRight(line, " "))
	}
	// of asks every Conn in a column's state, in both roles; their answers must agree.
	of := func(ask func(c *Conn, role Role) string) func(column string) string {
		return func(column string) string {
			answer := ""
			for _, st := range connStates() {
				for _, role := range []Role{Client, Server} {
					if st.column != column {
						continue
					}
					c := newConn(t, role, Limits{})
					st.reach(t, c, role)
					sent(t, c)
					require.Equal(t, column, columnOf(c), st.name)
					got := ask(c, role)
					require.True(t, answer == "" || got == answer, "%s: %q and %q", st.name, answer, got)
					answer = got
				}
			}
			return answer
		}
	}

	draw("", func(column string) string { return column })
	draw("State", of(func(c *Conn, _ Role) string { return c.State().String() }))
	draw("who ends transport", func(column string) string {
		ends := map[Role]bool{}
		of(func(c *Conn, role Role) string {
			before, asked := ends[role]
			ends[role] = c.ShouldCloseTransport()
			require.True(t, !asked || before == ends[role], column)
			return "-"
		})(column)
		switch {
		case ends[Client] && ends[Server]:
			return "both"
		case ends[Server]:
			return "server"
		case ends[Client]:
			return "client"
		}
		return "-"
	})
	for _, in := range connInputs() {
		draw(in.name, of(func(c *Conn, role Role) string { return cellOf(t, in, c, role) }))
	}
	return lines
}

// cellOf returns the cell for the outcome of an input.
func cellOf(t *testing.T, in tableInput, c *Conn, role Role) string {
	before := columnOf(c)
	event, err := in.do(t, c, role)
	var words []string
	switch {
	case err == Misuse(SendAfterClose):
		words = append(words, "refused")
	case err != nil:
		words = append(words, RuleOf(err).Name())
	case event.kind != EventNone:
		words = append(words, event.kind.String())
	}
	for _, frame := range sent(t, c) {
		name, _, _ := strings.Cut(frame, " ")
		words = append(words, "+"+strings.TrimSuffix(name, "+"))
	}
	if after := columnOf(c); after != before {
		words = append(words, ">"+after)
	}
	if len(words) == 0 {
		return "-"
	}
	return strings.Join(words, " ")
}

// §5.4: a fragmented message in both directions changes these cells of the table's first
// column and no others.
func TestStateDiagramInsideMessages(t *testing.T) {
	changed := map[string]string{
		"message comes": "fail +close >Failed",
		"Send":          FrameMessageInterleaved.Name(),
		"SendFragment":  FrameMessageInterleaved.Name(),
	}
	for _, role := range []Role{Client, Server} {
		for _, in := range connInputs() {
			want, ok := changed[in.name]
			if !ok {
				want = cellOf(t, in, newConn(t, role, Limits{}), role)
			}
			c := newConn(t, role, Limits{})
			require.NoError(t, c.SendFragment(OpBinary, false, []byte("a")))
			require.Empty(t, receive(t, c, frame(role, Header{Opcode: OpBinary}, "b")))
			c.Wrote(len(c.Output()))
			require.Equal(t, want, cellOf(t, in, c, role), "%v, %s", role, in.name)
		}
	}
}

// columnOf returns the column for a connection's state.
func columnOf(c *Conn) string {
	switch {
	case c.ended:
		return "Ended"
	case c.failed:
		return "Failed"
	case c.closeSent && c.closeReceived:
		return "Passed"
	case c.closeSent:
		return "Sent"
	case c.closeReceived:
		return "a Close frame without its answer"
	}
	return "Open"
}
