package machine

import (
	"fmt"
	"slices"
	"strings"
)

// Mermaid draws the table as a Mermaid state diagram, without a code fence. The
// drawing depends only on the table: edges stand in the table's order, and events
// that share both ends share an arrow, so that a drawing kept in docs/ can be
// compared with the table byte by byte.
func (t Table) Mermaid() string {
	var b strings.Builder
	b.WriteString("stateDiagram-v2\n")
	fmt.Fprintf(&b, "    [*] --> %s\n", mermaidID(t.Initial))
	for _, a := range t.arrows() {
		fmt.Fprintf(&b, "    %s --> %s: %s\n", mermaidID(a.from), mermaidID(a.to), strings.Join(a.events, ", "))
	}
	for _, s := range t.Terminal {
		fmt.Fprintf(&b, "    %s --> [*]\n", mermaidID(s))
	}
	return b.String()
}

type arrow struct {
	from, to string
	events   []string
}

func (t Table) arrows() []arrow {
	var arrows []arrow
	for _, e := range t.Edges {
		for _, from := range e.From {
			i := slices.IndexFunc(arrows, func(a arrow) bool { return a.from == from && a.to == e.To })
			if i < 0 {
				arrows = append(arrows, arrow{from: from, to: e.To})
				i = len(arrows) - 1
			}
			arrows[i].events = append(arrows[i].events, e.Event)
		}
	}
	return arrows
}

// mermaidID makes a state's name safe where Mermaid expects an identifier.
func mermaidID(state string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '_':
			return r
		}
		return '_'
	}, state)
}
