package ingest

import "frontdesk/knowledge"

// Outcome is what became of a file or of a row of it.
type Outcome string

// The outcomes.
const (
	Added     Outcome = "added"
	Changed   Outcome = "changed"
	Unchanged Outcome = "unchanged"
	Removed   Outcome = "removed" // archived or no longer served, since its source has it no more
	Missing   Outcome = "missing" // a product that its feed has no more, and that is still served
	Refused   Outcome = "refused"
	Held      Outcome = "held" // waits until somebody has looked at what was found in it
)

// Problem says why something was refused.
type Problem struct {
	Code    string `json:"code,omitempty"` // stable, for example empty_file
	Message string `json:"message,omitempty"`
	Hint    string `json:"hint,omitempty"` // what to do about it
	Line    int    `json:"line,omitempty"` // from 1; 0 for the whole file
	Column  int    `json:"column,omitempty"`
	Place   string `json:"place,omitempty"` // of a PDF: the page, for example "p. 3"
}

// Row is one article, or one thing that was refused.
type Row struct {
	N        int      `json:"n,omitempty"` // its number in the report of an import, from 1
	Key      string   `json:"key"`         // of a product: its id
	File     string   `json:"file,omitempty"`
	Outcome  Outcome  `json:"outcome"`
	Article  string   `json:"article,omitempty"` // id
	Title    string   `json:"title,omitempty"`
	Passages int      `json:"passages,omitempty"` // how many were made; 0 if unchanged
	Warnings []string `json:"warnings,omitempty"`
	Problem
	Was       string           `json:"-"` // the article's state before; empty: it was not there
	Release   int64            `json:"-"` // its newest release before; 0: none
	Published bool             `json:"-"` // the import made a release
	Former    *Former          `json:"-"` // the draft that the import replaced; nil: none
	Holds     []knowledge.Hold `json:"-"` // what somebody has to look at; the article keeps it
}

// Former is a text that no release has: a draft as it was before an import.
type Former struct {
	knowledge.Copy
	Holds []knowledge.Hold `json:"holds,omitempty"`
}

// Report is what a run did, in the order in which it did it.
type Report struct {
	Rows []Row `json:"rows"`
}

// Count is how many rows had an outcome.
func (r Report) Count(o Outcome) int {
	n := 0
	for _, row := range r.Rows {
		if row.Outcome == o {
			n++
		}
	}
	return n
}

// refused is the row of a file, or of a row of it, that was not taken.
func (f file) refused(p Problem) Row {
	return Row{Key: f.key, File: f.name, Outcome: Refused, Problem: p}
}
