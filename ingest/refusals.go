package ingest

import "fmt"

// mostRefusals is how many bad rows of a file are told one by one: who has more has to mend
// what made the file, not its rows.
const mostRefusals = 1000

// refusals are what is wrong with the rows of a file, the first of them one by one.
type refusals struct {
	told []Problem
	more int
}

func (r *refusals) add(p Problem) {
	if len(r.told) == mostRefusals {
		r.more++
		return
	}
	r.told = append(r.told, p)
}

func (r *refusals) any() bool { return len(r.told) > 0 }

// all lists them, with how many are not told one by one.
func (r *refusals) all() []Problem {
	if r.more == 0 {
		return r.told
	}
	return append(r.told, Problem{Code: "more_bad_rows", Message: fmt.Sprintf("%d more rows are bad.", r.more), Hint: "Correct those that are named, and what made them, then load the file again."})
}
