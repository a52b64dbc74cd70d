package machine

import (
	"errors"
	"fmt"
	"slices"
)

// Check refuses a table that looplab/fsm would silently accept. It returns every
// mistake at once, joined, in a stable order, or nil:
//
//   - the table has no name, no initial state, or an edge or state without a name;
//   - duplicate edge: one state answers one event twice;
//   - unreachable state: nothing leads there from the initial state;
//   - dead end: a state that is not terminal and from which nothing leads out;
//   - trap: a state that is not terminal, has ways out, and yet can never come to
//     a terminal state (only where the table has terminal states).
func (t Table) Check() error {
	if errs := t.checkNames(); errs != nil {
		return errors.Join(errs...) // the graph of a table with unnamed parts means nothing
	}
	errs := t.checkDuplicates()
	out := t.successors()
	reached := closure(out, []string{t.Initial})
	ending := closure(t.predecessors(), t.Terminal)
	for _, s := range t.States() {
		switch {
		case !reached[s]:
			errs = append(errs, fmt.Errorf("%s: state %q cannot be reached from %q", t.Name, s, t.Initial))
		case t.IsTerminal(s):
		case len(out[s]) == 0:
			errs = append(errs, fmt.Errorf("%s: state %q has no way out", t.Name, s))
		case len(t.Terminal) > 0 && !ending[s]:
			errs = append(errs, fmt.Errorf("%s: state %q can never come to an end", t.Name, s))
		}
	}
	return errors.Join(errs...)
}

func (t Table) checkNames() (errs []error) {
	if t.Name == "" {
		errs = append(errs, errors.New("a table has no name"))
	}
	if t.Initial == "" {
		errs = append(errs, fmt.Errorf("%s: no initial state", t.Name))
	}
	for i, e := range t.Edges {
		if e.Event == "" || e.To == "" || len(e.From) == 0 || slices.Contains(e.From, "") {
			errs = append(errs, fmt.Errorf("%s: edge %d needs an event, a state to come from and a state to go to", t.Name, i+1))
		}
	}
	if slices.Contains(t.Terminal, "") {
		errs = append(errs, fmt.Errorf("%s: a terminal state has no name", t.Name))
	}
	return errs
}

func (t Table) checkDuplicates() (errs []error) {
	type key struct{ event, from string }
	seen := map[key]bool{}
	for _, e := range t.Edges {
		for _, from := range e.From {
			k := key{e.Event, from}
			if seen[k] {
				errs = append(errs, fmt.Errorf("%s: two edges for %q from %q", t.Name, e.Event, from))
			}
			seen[k] = true
		}
	}
	return errs
}

func (t Table) successors() map[string][]string {
	next := map[string][]string{}
	for _, e := range t.Edges {
		for _, from := range e.From {
			next[from] = append(next[from], e.To)
		}
	}
	return next
}

func (t Table) predecessors() map[string][]string {
	prev := map[string][]string{}
	for _, e := range t.Edges {
		prev[e.To] = append(prev[e.To], e.From...)
	}
	return prev
}

// closure is every state that the starts come to by following next, themselves
// included.
func closure(next map[string][]string, starts []string) map[string]bool {
	seen := map[string]bool{}
	todo := slices.Clone(starts)
	for len(todo) > 0 {
		s := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if seen[s] {
			continue
		}
		seen[s] = true
		todo = append(todo, next[s]...)
	}
	return seen
}
