// Package flows holds the dialog flows as data: what to collect, look up,
// confirm and do, and what to say: in English with the flow, in the other
// languages in lang, a file each. Flows are checked where they are loaded;
// running them is the bot's.
package flows

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"frontdesk/internal/machine"
)

//go:embed *.yaml lang/*.yaml
var shipped embed.FS

// Kind says what a node does.
type Kind string

// The kinds of nodes.
const (
	Collect Kind = "collect" // needs a slot; passed when it is filled
	Lookup  Kind = "lookup"  // reads from the shop; leaves by the code of what it found
	Confirm Kind = "confirm" // needs an explicit yes
	Act     Kind = "act"     // writes to the shop; leaves by the code of the result
	End     Kind = "end"     // says its text; the flow is over
	Human   Kind = "human"   // hands off with what was collected
)

// Events that every flow knows.
const (
	EventFilled = "filled"
	EventYes    = "yes"
	EventNo     = "no"
	EventOK     = "ok"
	EventHuman  = "human" // out of every node
	EventStop   = "stop"  // out of every node
	EventElse   = "else"  // of a lookup or an act: any other code
)

// The two ends that every flow has.
const (
	NodeHuman   = "human"
	NodeStopped = "stopped"
)

// Flow is one dialog.
type Flow struct {
	ID      string                       `yaml:"id"`
	Version int                          `yaml:"version"`
	Intents []string                     `yaml:"intents"` // that start it
	Named   bool                         `yaml:"named"`   // only where the order is known that it is about; else the intents are questions
	Topic   string                       `yaml:"topic"`   // the skill for its handoffs, for example topic:returns
	Start   string                       `yaml:"start"`
	Slots   map[string]Slot              `yaml:"slots"`
	Nodes   map[string]Node              `yaml:"nodes"`
	Texts   map[string]map[string]string `yaml:"texts"` // key, language, sentence
	table   machine.Table
	file    string
}

// Slot is a piece of information.
type Slot struct {
	Entity  []string `yaml:"entity"`  // kinds of entities that fill it, anywhere in the flow
	Type    string   `yaml:"type"`    // choice, address, text; empty: the entity's value
	Choices string   `yaml:"choices"` // reasons, or the list that a lookup offers
	Auto    bool     `yaml:"auto"`    // a single choice is taken without asking
}

// Node is one step.
type Node struct {
	Kind   Kind              `yaml:"kind"`
	Slot   string            `yaml:"slot"`
	Skip   string            `yaml:"skip"`   // verified: passed for verified customers
	Action string            `yaml:"action"` // of a lookup or an act
	Say    string            `yaml:"say"`    // key of the text
	Retry  string            `yaml:"retry"`  // key of the text when the answer did not fit
	Card   string            `yaml:"card"`   // order: show the order with the text
	Reason string            `yaml:"reason"` // of a human node: the handoff's reason code
	Clear  []string          `yaml:"clear"`  // slots to forget when leaving by another event than ok, filled and yes
	On     map[string]string `yaml:"on"`     // event, next node
}

// Set is all flows by id. It never changes after it is loaded.
type Set struct {
	flows    map[string]*Flow
	byIntent map[string]*Flow
	named    map[string]*Flow // likewise, of those that need a known order
}

// Load reads and checks the shipped flows for the languages that the shop has
// enabled, once for each choice of languages.
func Load(languages []string) (*Set, error) {
	languages = slices.Clone(languages)
	set, _ := loaded.LoadOrStore(strings.Join(languages, " "), sync.OnceValues(func() (*Set, error) { return LoadFS(shipped, languages) }))
	return set.(func() (*Set, error))()
}

var loaded sync.Map // functions by languages

// LoadFS reads and checks the flows of a file system; every mistake of every
// file is reported at once.
func LoadFS(fsys fs.FS, languages []string) (*Set, error) {
	names, err := fs.Glob(fsys, "*.yaml")
	if err != nil {
		return nil, fmt.Errorf("list flows: %w", err)
	}
	s := &Set{flows: map[string]*Flow{}, byIntent: map[string]*Flow{}, named: map[string]*Flow{}}
	var errs error
	for _, name := range names {
		f, err := read(fsys, name)
		if err == nil {
			err = s.add(f)
		}
		if err != nil {
			errs = errors.Join(errs, fmt.Errorf("flows/%s: %w", name, err))
		}
	}
	if errs == nil { // else sentences of a flow that could not be read would be mistakes
		errs = s.translate(fsys)
	}
	for _, f := range s.All() {
		if err := f.check(languages); err != nil {
			errs = errors.Join(errs, fmt.Errorf("flows/%s: %w", f.file, err))
		}
	}
	return s, errs
}

func read(fsys fs.FS, name string) (*Flow, error) {
	file, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	f := &Flow{file: name}
	dec := yaml.NewDecoder(file)
	dec.KnownFields(true)
	if err := dec.Decode(f); err != nil {
		return nil, err
	}
	f.table = f.buildTable()
	return f, nil
}

func (s *Set) add(f *Flow) error {
	if s.flows[f.ID] != nil {
		return fmt.Errorf("flow %q exists already", f.ID)
	}
	s.flows[f.ID] = f
	starts := s.byIntent
	if f.Named {
		starts = s.named
	}
	for _, in := range f.Intents {
		for _, other := range []*Flow{s.byIntent[in], s.named[in]} {
			if other != nil {
				return fmt.Errorf("intent %q starts %q already", in, other.ID)
			}
		}
		starts[in] = f
	}
	return nil
}

// Flow finds a flow by id; nil where there is none.
func (s *Set) Flow(id string) *Flow { return s.flows[id] }

// ForIntent finds the flow that an intent starts; nil where there is none.
func (s *Set) ForIntent(intent string) *Flow { return s.byIntent[intent] }

// ForOrder finds the flow that an intent starts where it is known which order it
// is about; nil where there is none.
func (s *Set) ForOrder(intent string) *Flow { return s.named[intent] }

// All lists the flows by id.
func (s *Set) All() []*Flow {
	var out []*Flow
	for _, f := range s.flows {
		out = append(out, f)
	}
	slices.SortFunc(out, func(a, b *Flow) int { return strings.Compare(a.ID, b.ID) })
	return out
}

// Table is the flow as a checked transition table.
func (f *Flow) Table() machine.Table { return f.table }

// Next is where an event leads from a node. An event that the node does not
// name leaves a lookup or an act by "else".
func (f *Flow) Next(node, event string) (string, error) {
	if !f.table.Can(node, event) && f.table.Can(node, EventElse) {
		event = EventElse
	}
	return f.table.Step(node, event)
}

// Text gives a sentence of the flow, English where the language lacks it.
func (f *Flow) Text(lang, key string) string {
	t := f.Texts[key]
	if s := t[lang]; s != "" {
		return s
	}
	return t["en"]
}
