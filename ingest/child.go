package ingest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"
)

// request is the first line that a child reads; the file follows.
type request struct {
	Kind   string `json:"kind"`
	Name   string `json:"name"`
	Limits Limits `json:"limits"`
}

// line is one line of a child's answer. The last one says Done: an answer
// without it comes from a child that was killed or gave up.
type line struct {
	Doc     *wireDocument `json:"doc,omitempty"`
	Problem *Problem      `json:"problem,omitempty"`
	Entry   *entry        `json:"entry,omitempty"`
	Aside   int           `json:"aside,omitempty"` // files of an archive that are none to read
	Done    bool          `json:"done,omitempty"`
}

// wireDocument is a document with what is not saved.
type wireDocument struct {
	document
	Key      string   `json:"key"`
	Line     int      `json:"line"`
	Warnings []string `json:"warnings"`
	Pages    []int    `json:"pages"`
}

// entry is a file of an archive.
type entry struct {
	Name string `json:"name"`
	Data []byte `json:"data"`
}

// answer is all that a child said.
type answer struct {
	docs     []document
	problems []Problem
	entries  []entry
	aside    int
}

// The exit codes of a child that gave up, which its parent puts into words.
const (
	exitBadRequest = 2 // also Go's own after a failed allocation or a deep recursion
	exitMemory     = 3
)

// child has a file read by another process, so that a hostile one costs a
// process and not the service. The error is only for a context that ends.
func (in *Ingester) child(ctx context.Context, kind string, f file, l Limits) (answer, error) {
	if len(in.cfg.Parser) == 0 {
		return refusal(&Problem{Code: "parser_unavailable", Message: "This program was set up without readers of PDF, office files and archives.", Hint: "Export the file as Markdown, HTML, text or CSV."}), nil
	}
	select {
	case in.children <- struct{}{}:
		defer func() { <-in.children }()
	case <-ctx.Done():
		return answer{}, ctx.Err()
	}
	head, err := json.Marshal(request{Kind: kind, Name: f.name, Limits: l})
	if err != nil {
		return answer{}, fmt.Errorf("ask a parser: %w", err)
	}
	within, cancel := context.WithTimeout(ctx, l.Wall)
	defer cancel()
	most := l.Output
	if kind == "zip" {
		most += l.Unpacked * 3 / 2 // the entries, in base64
	}
	out, said := &capped{most: most, over: cancel}, &capped{most: 8 << 10}
	cmd := exec.CommandContext(within, in.cfg.Parser[0], in.cfg.Parser[1:]...) //nolint:gosec // the command is the program itself
	cmd.Env = []string{}
	cmd.Stdin = io.MultiReader(bytes.NewReader(append(head, '\n')), bytes.NewReader(f.data))
	cmd.Stdout, cmd.Stderr = out, said
	cmd.WaitDelay = time.Second
	_ = cmd.Run() // what it means stands in the answer and in the state of the process
	if ctx.Err() != nil {
		return answer{}, ctx.Err()
	}
	a, done := understand(out.kept.Bytes())
	switch {
	case out.full:
		return refusal(overLimit("output " + decimal(uint64(most)))), nil //nolint:gosec // limits are positive
	case done:
		return a, nil
	}
	return refusal(cmdProblem(cmd, said.kept.Bytes(), within, l)), nil
}

func refusal(p *Problem) answer { return answer{problems: []Problem{*p}} }

// understand reads a child's lines, and whether it came to its end.
func understand(raw []byte) (a answer, done bool) {
	for d := json.NewDecoder(bytes.NewReader(raw)); ; {
		var l line
		if d.Decode(&l) != nil {
			return a, false
		}
		switch {
		case l.Doc != nil:
			doc := l.Doc.document
			doc.key, doc.line, doc.warnings, doc.pages = l.Doc.Key, l.Doc.Line, l.Doc.Warnings, l.Doc.Pages
			a.docs = append(a.docs, doc)
		case l.Problem != nil:
			a.problems = append(a.problems, *l.Problem)
		case l.Aside > 0:
			a.aside = l.Aside
		case l.Entry != nil:
			a.entries = append(a.entries, *l.Entry)
		case l.Done:
			return a, true
		}
	}
}

// cmdProblem tells why a child gave no whole answer.
func cmdProblem(cmd *exec.Cmd, said []byte, within context.Context, l Limits) *Problem {
	late := errors.Is(within.Err(), context.DeadlineExceeded)
	if cmd.ProcessState == nil && !late {
		return &Problem{Code: "parser_unavailable", Message: "The reader of binary files cannot be started.", Hint: "Run frontdesk doctor: its line parsers says why."}
	}
	state := cmd.ProcessState
	switch {
	case state != nil && spent(state) >= l.CPU-l.CPU/20, state != nil && state.ExitCode() < 0 && spent(state) >= l.CPU-l.CPU/4:
		return overLimit(fmt.Sprintf("CPU %g s", l.CPU.Seconds()))
	case late:
		return overLimit(fmt.Sprintf("time %g s", l.Wall.Seconds()))
	case bytes.Contains(said, []byte("stack exceeds")):
		return overLimit("nesting")
	case state.ExitCode() == exitMemory, state.ExitCode() < 0, bytes.Contains(said, []byte("out of memory")), bytes.Contains(said, []byte("cannot allocate memory")),
		bytes.Contains(said, []byte("failed to allocate")): // the last is what a child with the race detector says
		return overLimit("memory " + decimal(uint64(l.Memory))) //nolint:gosec // limits are positive
	}
	return &Problem{Code: "parser_failed", Message: "The file cannot be parsed.", Hint: "Send the file to us, please: this is our mistake."}
}

// spent is the processor time of a child. The kernel counts a busy machine's ticks
// against the limit, and kills a little before this reaches it.
func spent(state *os.ProcessState) time.Duration { return state.UserTime() + state.SystemTime() }

// capped keeps at most so many bytes. What comes after them is an error where
// over is set, and dropped where it is not.
type capped struct {
	kept bytes.Buffer
	most int64
	over func()
	full bool
}

// Write implements io.Writer.
func (c *capped) Write(p []byte) (int, error) {
	room := c.most - int64(c.kept.Len())
	if int64(len(p)) <= room {
		return c.kept.Write(p)
	}
	c.kept.Write(p[:max(room, 0)])
	if c.over == nil {
		return len(p), nil
	}
	c.full = true
	c.over()
	return 0, errors.New("the answer is too long")
}

// Probe starts a child that reads nothing, to see that it can be had.
func (in *Ingester) Probe(ctx context.Context) error {
	a, err := in.child(ctx, probeKind, file{name: "probe"}, in.cfg.Limits)
	if err == nil && len(a.problems) > 0 {
		err = fmt.Errorf("%s: %s", a.problems[0].Code, a.problems[0].Message)
	}
	return err
}
