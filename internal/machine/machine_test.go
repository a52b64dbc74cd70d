package machine_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"frontdesk/internal/fault"
	"frontdesk/internal/machine"
)

func refund() machine.Table {
	return machine.Table{
		Name: "refund", Initial: "order", Terminal: []string{"done", "human"},
		Edges: []machine.Edge{
			{Event: "filled", From: []string{"order"}, To: "confirm"},
			{Event: "unclear", From: []string{"order"}, To: "order"},
			{Event: "yes", From: []string{"confirm"}, To: "done"},
			{Event: "no", From: []string{"confirm"}, To: "order"},
			{Event: "human", From: []string{"order", "confirm"}, To: "human"},
		},
	}
}

func TestStep(t *testing.T) {
	for _, c := range []struct{ from, event, want string }{
		{"order", "filled", "confirm"},
		{"order", "unclear", "order"}, // an edge to itself is a step, not an error
		{"confirm", "no", "order"},
		{"confirm", "human", "human"},
	} {
		got, err := refund().Step(c.from, c.event)
		if err != nil || got != c.want {
			t.Errorf("Step(%s, %s) = %q, %v; want %q", c.from, c.event, got, err, c.want)
		}
	}
}

func TestStepRefuses(t *testing.T) {
	for _, c := range []struct {
		from, event string
		kind        fault.Code
		code        string
		allowed     []string
	}{
		{"order", "yes", fault.Conflict, machine.CodeIllegalTransition, []string{"filled", "human", "unclear"}},
		{"order", "misspelt", fault.Conflict, machine.CodeIllegalTransition, []string{"filled", "human", "unclear"}},
		{"done", "yes", fault.Conflict, machine.CodeIllegalTransition, []string{}},
		{"limbo", "yes", fault.Internal, machine.CodeUnknownState, nil},
	} {
		_, err := refund().Step(c.from, c.event)
		var f *fault.Error
		if !errors.As(err, &f) || f.Kind != c.kind || f.Code != c.code {
			t.Errorf("Step(%s, %s) = %v; want a fault %s/%s", c.from, c.event, err, c.kind, c.code)
			continue
		}
		if c.allowed == nil {
			continue
		}
		want := map[string]any{"from": c.from, "event": c.event, "allowed": c.allowed}
		if d := cmp.Diff(want, f.Meta); d != "" {
			t.Errorf("Step(%s, %s) meta: %s", c.from, c.event, d)
		}
	}
}

func TestCheck(t *testing.T) {
	edge := func(event, from, to string) machine.Edge {
		return machine.Edge{Event: event, From: []string{from}, To: to}
	}
	with := func(change func(*machine.Table)) machine.Table {
		table := refund()
		change(&table)
		return table
	}
	add := func(edges ...machine.Edge) machine.Table {
		return with(func(t *machine.Table) { t.Edges = append(t.Edges, edges...) })
	}
	for _, c := range []struct {
		name  string
		table machine.Table
		want  []string // a part of each mistake; none: the table is fine
	}{
		{"fine", refund(), nil},
		{"duplicate edge", add(edge("yes", "confirm", "order")), []string{`two edges for "yes" from "confirm"`}},
		{"dead end", add(edge("photo", "order", "ask_photo")), []string{`"ask_photo" has no way out`}},
		{"unreachable", add(edge("on", "island", "done")), []string{`"island" cannot be reached`}},
		{"trap", add(edge("spin", "order", "a"), edge("x", "a", "b"), edge("y", "b", "a")), []string{`"a" can never come to an end`, `"b" can never`}},
		{"only itself", add(edge("spin", "order", "a"), edge("x", "a", "a")), []string{`"a" can never come to an end`}},
		{"terminal with a way out", add(edge("reopen", "done", "order")), nil},
		{"terminal nobody reaches", with(func(t *machine.Table) { t.Terminal = append(t.Terminal, "lost") }), []string{`"lost" cannot be reached`}},
		{"no initial", with(func(t *machine.Table) { t.Initial = "" }), []string{"no initial state"}},
		{"no name", with(func(t *machine.Table) { t.Name = "" }), []string{"no name"}},
		{"unnamed event", add(edge("", "order", "done")), []string{"edge 6 needs an event"}},
		{"edge from nowhere", add(machine.Edge{Event: "x", To: "done"}), []string{"edge 6 needs"}},
		{"two mistakes at once", add(edge("yes", "confirm", "done"), edge("x", "order", "end")), []string{"two edges", "no way out"}},
		{"no terminal, a circle", machine.Table{Name: "c", Initial: "a", Edges: []machine.Edge{edge("x", "a", "b"), edge("y", "b", "a")}}, nil},
	} {
		err := c.table.Check()
		if len(c.want) == 0 {
			if err != nil {
				t.Errorf("%s: %v; want nothing", c.name, err)
			}
			continue
		}
		lines := strings.Split(fmt.Sprint(err), "\n")
		if len(lines) != len(c.want) {
			t.Errorf("%s: %d mistakes, want %d:\n%v", c.name, len(lines), len(c.want), err)
			continue
		}
		for i, part := range c.want {
			if !strings.Contains(lines[i], part) {
				t.Errorf("%s: %q does not say %q", c.name, lines[i], part)
			}
		}
	}
}

func TestMermaid(t *testing.T) {
	table := refund()
	table.Edges = append(table.Edges, machine.Edge{Event: "ok", From: []string{"confirm"}, To: "done"})
	want := `stateDiagram-v2
    [*] --> order
    order --> confirm: filled
    order --> order: unclear
    confirm --> done: yes, ok
    confirm --> order: no
    order --> human: human
    confirm --> human: human
    done --> [*]
    human --> [*]
`
	if d := cmp.Diff(want, table.Mermaid()); d != "" {
		t.Error(d)
	}
}

// model is the naive machine that the table is held against: state → event → state.
type model map[string]map[string]string

func drawTable(t *rapid.T) (machine.Table, model) {
	names := []string{"a", "b", "c", "d", "e"}
	events := []string{"w", "x", "y", "z"}
	table, m := machine.Table{Name: "drawn", Initial: "a"}, model{"a": {}}
	for range rapid.IntRange(1, 12).Draw(t, "edges") {
		from := rapid.SampledFrom(names).Draw(t, "from")
		event := rapid.SampledFrom(events).Draw(t, "event")
		to := rapid.SampledFrom(names).Draw(t, "to")
		if m[from] == nil {
			m[from] = map[string]string{}
		}
		if _, taken := m[from][event]; taken {
			continue // Check refuses it, and a model has no answer to it
		}
		if m[to] == nil {
			m[to] = map[string]string{}
		}
		m[from][event] = to
		table.Edges = append(table.Edges, machine.Edge{Event: event, From: []string{from}, To: to})
	}
	for _, s := range slices.Sorted(maps.Keys(m)) {
		if rapid.Bool().Draw(t, "terminal "+s) {
			table.Terminal = append(table.Terminal, s)
		}
	}
	return table, m
}

func TestStepAgainstModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table, m := drawTable(t)
		state := table.Initial
		for range 20 {
			event := rapid.SampledFrom([]string{"w", "x", "y", "z", "unknown"}).Draw(t, "event")
			want, ok := m[state][event]
			got, err := table.Step(state, event)
			if ok != (err == nil) || got != want || table.Can(state, event) != ok {
				t.Fatalf("Step(%s, %s) = %q, %v; model says %q, %v", state, event, got, err, want, ok)
			}
			if ok {
				state = got
			}
		}
		if d := cmp.Diff(slices.Sorted(maps.Keys(m)), table.States()); d != "" {
			t.Fatalf("states: %s", d)
		}
	})
}

// TestCheckAgainstModel walks every path of the model by brute force, and asks of
// Check only what those walks show.
func TestCheckAgainstModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table, m := drawTable(t)
		reaches := func(from string) map[string]bool {
			seen := map[string]bool{from: true}
			for range m { // as many rounds as states is enough for a fixed point
				for s := range seen {
					for _, to := range m[s] {
						seen[to] = true
					}
				}
			}
			return seen
		}
		var want int
		for s := range m {
			ends := slices.ContainsFunc(table.Terminal, func(e string) bool { return reaches(s)[e] })
			terminal := slices.Contains(table.Terminal, s)
			if !reaches("a")[s] || !terminal && len(m[s]) == 0 || !terminal && len(table.Terminal) > 0 && !ends {
				want++
			}
		}
		var got int
		if err := table.Check(); err != nil {
			got = len(strings.Split(err.Error(), "\n"))
		}
		if got != want {
			t.Fatalf("Check found %d mistakes, the model %d:\n%v\n%+v", got, want, table.Check(), table)
		}
	})
}

func BenchmarkStep(b *testing.B) {
	table := refund()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := table.Step("confirm", "yes"); err != nil {
			b.Fatal(err)
		}
	}
}
