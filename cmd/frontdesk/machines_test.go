package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"frontdesk/bot/flows"
	"frontdesk/handoff"
	"frontdesk/internal/machine"
	"frontdesk/internal/wording"
	"frontdesk/knowledge"
)

// TestMachinesDocument keeps docs/machines.md, the drawings of every transition
// table, current.
func TestMachinesDocument(t *testing.T) {
	want := machinesDocument(t)
	file := filepath.Join("..", "..", "docs", "machines.md")
	if *update {
		if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("%s is not current: make docs", file)
	}
}

func machinesDocument(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("# The state machines\n\n<!-- Written by: make docs. Do not edit. -->\n\n" +
		"Each is a table (`internal/machine`) that is checked when it is loaded. An event that a state does not have is refused with the events that it has.\n")
	draw := func(title, from string, table machine.Table) {
		if err := table.Check(); err != nil {
			t.Error(err)
		}
		fmt.Fprintf(&b, "\n## %s\n\n%s\n\n```mermaid\n%s```\n", title, from, table.Mermaid())
	}
	draw("Conversation", "Who speaks, and whether anybody must (`handoff.Conversations`).", handoff.Conversations())
	draw("Handoff", "One need of a human, from the request to its outcome (`handoff.Cases`).", handoff.Cases())
	draw("Article", "From the draft to the archive; a published article is edited and reviewed while it serves (`knowledge.Life`).", knowledge.Life())
	set, err := flows.Load(wording.Languages())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range set.All() {
		draw("Flow "+f.ID, fmt.Sprintf("`bot/flows/%s.yaml`", f.ID), f.Table())
	}
	return b.String()
}
