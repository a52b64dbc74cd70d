// Package machine holds transition tables as data, checks them, and steps
// through them with looplab/fsm.
//
// looplab/fsm is used as a transition table only: no callbacks and no metadata.
// As shipped it accepts a duplicate edge silently (the last one wins), drops a
// misspelt callback silently, and leaves the state moved when a callback fails.
// Everything it would accept and we would regret is refused by [Table.Check],
// and everything that happens on a transition is decided outside of it. An fsm
// is built for each step, which costs microseconds, and only the state's name is
// stored.
package machine

import (
	"context"
	"errors"
	"slices"

	"github.com/looplab/fsm"

	"frontdesk/internal/fault"
)

// CodeIllegalTransition is the stable code of a step that the table does not have.
const CodeIllegalTransition = "illegal_transition"

// CodeUnknownState is the stable code of a step from a state outside the table:
// what was stored belongs to another table or another version of it.
const CodeUnknownState = "unknown_state"

// Edge says that Event leads from every state of From to the state To.
// An edge from a state to itself is allowed: the event is heard and changes
// nothing.
type Edge struct {
	Event string
	From  []string
	To    string
}

// Table is a state machine as data. The zero value has no states; fill the
// fields, and run [Table.Check] once where the table is loaded.
type Table struct {
	Name     string   // what the table is called in errors and drawings
	Initial  string   // where everything starts
	Terminal []string // where it may end; a terminal state may have ways out (a reopened conversation)
	Edges    []Edge
}

// Step gives the state that event leads to from the state from. It is pure:
// same table, state and event, same answer. An event that the table does not
// have in that state is a fault of kind Conflict and code illegal_transition,
// with from, event and allowed (sorted, never nil) as members. A state that the
// table does not know is a fault of kind Internal and code unknown_state.
func (t Table) Step(from, event string) (string, error) {
	if !t.has(from) {
		return "", fault.New(fault.Internal, CodeUnknownState, "%s has no state %q", t.Name, from)
	}
	m := fsm.NewFSM(from, t.edges(event), nil)
	err := m.Event(context.Background(), event)
	if errors.As(err, new(fsm.NoTransitionError)) {
		return from, nil // an edge from a state to itself: looplab/fsm calls it an error, we do not
	}
	if err != nil {
		return "", t.illegal(from, event, err)
	}
	return m.Current(), nil
}

// Can tells whether event leads anywhere from the state from.
func (t Table) Can(from, event string) bool {
	return slices.Contains(t.Allowed(from), event)
}

// Allowed lists the events that the state from answers to, sorted, never nil.
func (t Table) Allowed(from string) []string {
	events := []string{}
	for _, e := range t.Edges {
		if slices.Contains(e.From, from) {
			events = append(events, e.Event)
		}
	}
	slices.Sort(events)
	return slices.Compact(events)
}

// States lists every state the table names, sorted.
func (t Table) States() []string {
	states := slices.Clone(t.Terminal)
	if t.Initial != "" {
		states = append(states, t.Initial)
	}
	for _, e := range t.Edges {
		states = append(states, e.To)
		states = append(states, e.From...)
	}
	slices.Sort(states)
	return slices.Compact(states)
}

// IsTerminal tells whether the table may end in state.
func (t Table) IsTerminal(state string) bool { return slices.Contains(t.Terminal, state) }

func (t Table) has(state string) bool {
	if state == t.Initial || t.IsTerminal(state) {
		return true
	}
	return slices.ContainsFunc(t.Edges, func(e Edge) bool {
		return e.To == state || slices.Contains(e.From, state)
	})
}

// edges are those of one event: no other can be taken in a step.
func (t Table) edges(event string) fsm.Events {
	var events fsm.Events
	for _, e := range t.Edges {
		if e.Event == event {
			events = append(events, fsm.EventDesc{Name: e.Event, Src: e.From, Dst: e.To})
		}
	}
	return events
}

func (t Table) illegal(from, event string, cause error) error {
	return fault.New(fault.Conflict, CodeIllegalTransition, "%s: %q is not possible in %q", t.Name, event, from).
		With("from", from).
		With("event", event).
		With("allowed", t.Allowed(from)).
		Cause(cause)
}
