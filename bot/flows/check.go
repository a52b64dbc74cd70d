package flows

import (
	"errors"
	"fmt"
	"slices"
	"sort"

	"frontdesk/internal/machine"
)

// buildTable makes the transition table: the named edges, and from every node
// that is not an end the ways to a person and out.
func (f *Flow) buildTable() machine.Table {
	t := machine.Table{Name: f.ID, Initial: f.Start, Terminal: []string{NodeHuman, NodeStopped}}
	var asks []string
	for _, name := range f.nodeNames() {
		n := f.Nodes[name]
		if n.Kind == End || n.Kind == Human {
			t.Terminal = append(t.Terminal, name)
			continue
		}
		asks = append(asks, name)
		for _, ev := range sortedKeys(n.On) {
			t.Edges = append(t.Edges, machine.Edge{Event: ev, From: []string{name}, To: n.On[ev]})
		}
	}
	t.Edges = append(t.Edges,
		machine.Edge{Event: EventHuman, From: asks, To: NodeHuman},
		machine.Edge{Event: EventStop, From: asks, To: NodeStopped})
	return t
}

func (f *Flow) nodeNames() []string { return sortedKeys(f.Nodes) }

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

// check refuses a flow that could leave a shopper stuck or speechless.
func (f *Flow) check(languages []string) error {
	errs := f.table.Check()
	fail := func(format string, args ...any) { errs = errors.Join(errs, fmt.Errorf(format, args...)) }
	if len(f.Intents) == 0 {
		fail("no intent starts it")
	}
	if f.Version < 1 {
		fail("version must be 1 or more")
	}
	for _, name := range f.nodeNames() {
		for _, err := range f.checkNode(f.Nodes[name]) {
			fail("node %q %w", name, err)
		}
	}
	for _, key := range sortedKeys(f.Texts) {
		for _, lang := range languages {
			if f.Texts[key][lang] == "" {
				fail("text %q has no %q", key, lang)
			}
		}
	}
	return errs
}

func (f *Flow) checkNode(n Node) (errs []error) {
	fail := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	for _, key := range []string{n.Say, n.Retry} {
		if key != "" && f.Texts[key] == nil {
			fail("says %q, which no text defines", key)
		}
	}
	need := func(ok bool, what string) {
		if !ok {
			fail("needs %s", what)
		}
	}
	switch n.Kind {
	case Collect:
		need(n.Say != "" && n.On[EventFilled] != "", "a text and a way on when filled")
		if _, ok := f.Slots[n.Slot]; !ok {
			fail("collects %q, which is no slot", n.Slot)
		}
	case Confirm:
		need(n.Say != "" && n.On[EventYes] != "" && n.On[EventNo] != "", "a text and the ways yes and no")
	case Lookup, Act:
		need(n.Action != "" && n.On[EventOK] != "" && n.On[EventElse] != "", "an action and the ways ok and else")
	case End:
		need(n.Say != "", "a text")
	case Human:
		need(n.Reason != "", "a reason")
	default:
		fail("has the unknown kind %q", n.Kind)
	}
	if n.Kind == Act && !f.confirmedBefore() {
		fail("writes, but the flow confirms nothing")
	}
	return errs
}

// confirmedBefore tells whether every way into an act node comes from a
// confirmation.
func (f *Flow) confirmedBefore() bool {
	for _, n := range f.Nodes {
		for ev, to := range n.On {
			if f.Nodes[to].Kind == Act && (n.Kind != Confirm || ev != EventYes) {
				return false
			}
		}
	}
	return slices.ContainsFunc(f.nodeNames(), func(k string) bool { return f.Nodes[k].Kind == Confirm })
}
