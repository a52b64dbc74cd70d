package eval

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"frontdesk/bot/nlu"
	"frontdesk/ingest"
	"frontdesk/internal/auth"
	"frontdesk/internal/core"
	"frontdesk/internal/fault"
	"frontdesk/knowledge"
)

// DialogOptions say which conversation scripts to play, and on what.
type DialogOptions struct {
	Scripts  fs.FS      // *.yaml, *.yml and *.jsonl, in any folder
	Only     string     // play only scripts whose file or name holds it, without case; empty: all
	Seed     uint64     // of the demo shop; 0 is the demo's own
	Model    *nlu.Model // nil: the shipped one
	NewStore NewStore   // nil: a SQLite file in a temporary folder, deleted afterwards
	Workers  int        // scripts played at a time; 0: one a processor
}

// DialogStore is what scripts need of a database.
type DialogStore interface {
	core.Store
	ingest.Store
	knowledge.LinkStore
	AddUser(ctx context.Context, u auth.User) error
}

// NewStore opens an empty store for one script. done ends it and frees what it
// took.
type NewStore func(ctx context.Context, now func() time.Time, newID func() string) (s DialogStore, done func() error, err error)

// DialogResult tells how the scripts went.
type DialogResult struct {
	Scripts  int             `json:"scripts"`
	Passed   int             `json:"passed"`
	Turns    int             `json:"turns"` // of shoppers
	Failures []DialogFailure `json:"failures"`
}

// DialogFailure is one expectation that did not hold. A script ends with the
// first step that fails.
type DialogFailure struct {
	Script     string   `json:"script"` // its name
	File       string   `json:"file"`
	Line       int      `json:"line"` // of the step
	Turn       int      `json:"turn"` // the step's place in the script, from 1
	Expected   string   `json:"expected"`
	Seen       string   `json:"seen"`
	Transcript []string `json:"transcript"` // of the conversation so far, a message a line; with a step's last failure
}

// String is the failure for people.
func (f DialogFailure) String() string {
	return fmt.Sprintf("%s:%d: %s, step %d\n  expected %s\n  seen     %s\n    %s", f.File, f.Line, f.Script, f.Turn,
		f.Expected, strings.ReplaceAll(f.Seen, "\n", "\n           "), strings.Join(f.Transcript, "\n    "))
}

// RunDialog plays every script on a store, a shop and a clock of its own,
// through the pipeline and the desk that serve shoppers, without waiting. A
// mistake in a script is fault.Invalid with file and line; nothing is played
// then.
func RunDialog(ctx context.Context, o DialogOptions) (DialogResult, error) {
	scripts, err := readScripts(o.Scripts)
	if err != nil {
		return DialogResult{}, err
	}
	if scripts = chosen(scripts, o.Only); len(scripts) == 0 {
		return DialogResult{}, fault.New(fault.Invalid, "no_scripts", "there is no conversation script to play")
	}
	st, err := newStage(ctx, o)
	if err != nil {
		return DialogResult{}, err
	}
	plays, err := playAll(ctx, st, scripts, o.Workers)
	err = errors.Join(err, st.close())
	if err != nil {
		return DialogResult{}, err
	}
	res := DialogResult{Scripts: len(scripts), Failures: []DialogFailure{}}
	for _, p := range plays {
		res.Turns += p.turns
		if len(p.failures) == 0 {
			res.Passed++
		}
		res.Failures = append(res.Failures, p.failures...)
	}
	return res, nil
}

func chosen(all []script, only string) []script {
	only = strings.ToLower(only)
	return slices.DeleteFunc(all, func(s script) bool { return !strings.Contains(strings.ToLower(s.file+"\n"+s.Name), only) })
}

// played is how one script went.
type played struct {
	turns    int
	failures []DialogFailure
}

// playAll plays scripts side by side; the plays are in their order. The
// error is of what is no script's fault, such as a store that does not open.
func playAll(ctx context.Context, st *stage, scripts []script, workers int) ([]played, error) {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	plays, errs := make([]played, len(scripts)), make([]error, len(scripts))
	next := make(chan int)
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for i := range next {
				plays[i], errs[i] = st.play(ctx, scripts[i])
			}
		})
	}
	for i := range scripts {
		next <- i
	}
	close(next)
	wg.Wait()
	return plays, errors.Join(errs...)
}
