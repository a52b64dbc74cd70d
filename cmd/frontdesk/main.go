// Command frontdesk is the AI front desk for online shops: one binary that
// serves the widget, the console and the API, and the tools to look after it.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"slices"
	"syscall"
	"time"
	_ "time/tzdata" // schedules name time zones, also where the system knows none

	"github.com/alecthomas/kong"
)

// version is the commit that this program was built from, with its day.
var version = builtFrom(debug.ReadBuildInfo())

func builtFrom(build *debug.BuildInfo, ok bool) string {
	if !ok {
		return "unknown"
	}
	said := map[string]string{}
	for _, s := range build.Settings {
		said[s.Key] = s.Value
	}
	commit, at := said["vcs.revision"], said["vcs.time"]
	if len(commit) < 12 || len(at) < len(time.DateOnly) {
		return "unknown" // built outside of its repository
	}
	changed := ""
	if said["vcs.modified"] == "true" {
		changed = " with changes"
	}
	return at[:len(time.DateOnly)] + " " + commit[:12] + changed
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // whoever asks twice does not want to wait for what is under way
	code := run(ctx, os.Args[1:], world{Env: os.Environ(), In: os.Stdin, Out: os.Stdout, Err: os.Stderr})
	stop()
	os.Exit(code)
}

// world is what a command may touch of its surroundings.
type world struct {
	Env []string
	In  io.Reader
	Out io.Writer
	Err io.Writer
	Dir string // where paths begin that are not absolute; empty: where the process runs

	inside *app // the server that runs the command; nil for a process of its own
}

// settings are the flags that every command which opens the data understands.
type settings struct {
	ConfigFile string `name:"config" short:"c" help:"YAML file with the settings (default: frontdesk.yaml, if it is there)." placeholder:"FILE"`
	Data       string `help:"Folder of the SQLite database." placeholder:"DIR"`
	Database   string `help:"postgres://… for PostgreSQL with pgvector." placeholder:"URL"`
	Demo       bool   `help:"Use the demo shop."`
}

// load reads the configuration; more are the command's own flags by path.
func (s settings) load(w world, more map[string]string) (Loaded, error) {
	flags := map[string]string{}
	for k, v := range more {
		if v != "" {
			flags[k] = v
		}
	}
	if s.Data != "" {
		flags["data"] = s.Data
	}
	if s.Database != "" {
		flags["database"] = s.Database
	}
	if s.Demo {
		flags["demo"] = "true"
	}
	loaded, err := LoadConfig(Sources{File: s.ConfigFile, Env: w.Env, Flags: flags})
	if err != nil {
		return loaded, err
	}
	for _, warning := range loaded.Warnings {
		fmt.Fprintln(w.Err, "warning:", warning)
	}
	return loaded, nil
}

type cli struct {
	Serve    serveCmd    `cmd:"" help:"Serve the widget, the console and the API."`
	Chat     chatCmd     `cmd:"" help:"Talk to the bot in the terminal."`
	Ingest   ingestCmd   `cmd:"" help:"Load articles from files, folders and pages."`
	Source   sourceCmd   `cmd:"" help:"Look after web pages that are read again and again."`
	Search   searchCmd   `cmd:"" help:"Search the articles as the bot does."`
	Gaps     gapsCmd     `cmd:"" help:"What shoppers ask and nobody has written, and what it costs."`
	Gate     gateCmd     `cmd:"" help:"Tell what a publish would change of the answers; golden questions."`
	Glossary glossaryCmd `cmd:"" help:"The shop's own words: synonyms and names in other languages."`
	Train    trainCmd    `cmd:"" help:"Teach the bot the shop's own intents."`
	Eval     evalCmd     `cmd:"" help:"Measure the engines on labelled data."`
	Notify   notifyCmd   `cmd:"" help:"What the shop's own people are told."`
	Config   configCmd   `cmd:"" help:"Show the settings in force and where each comes from."`
	Doctor   doctorCmd   `cmd:"" help:"Check storage, search, model, time and disk."`
	User     userCmd     `cmd:"" help:"Add people who sign in, and list them."`
	Backup   backupCmd   `cmd:"" help:"Write a copy of everything while it is in use."`
	Restore  restoreCmd  `cmd:"" help:"Put a copy back into an empty place."`
	Version  versionCmd  `cmd:"" help:"Print the version."`
	Licenses licensesCmd `cmd:"" help:"Print this program's notice and the licenses of what is in it."`

	ParseFile parseFileCmd `cmd:"" hidden:"" help:"Read one file of a binary format (used by ingest)."`
}

type versionCmd struct{}

func (versionCmd) Run(_ context.Context, w world) error {
	fmt.Fprintln(w.Out, "frontdesk", version)
	return nil
}

// usageError is bad input of the person at the terminal: exit code 2.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

// run does one command. It returns 0, 1 when the command failed, 2 when it was
// asked wrongly.
func run(ctx context.Context, args []string, w world) int {
	var c cli
	exited := -1
	parser, err := kong.New(&c, kong.Name("frontdesk"),
		kong.Description("The AI front desk for online shops that sell across borders."),
		kong.Writers(w.Out, w.Err), kong.Exit(func(code int) { exited = code }),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(w))
	if err != nil {
		fmt.Fprintln(w.Err, "frontdesk:", err)
		return 1
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	if args[0] == "help" { // as people type it
		args = append(slices.Clone(args[1:]), "--help")
	}
	k, err := parser.Parse(args)
	if exited >= 0 {
		return exited
	}
	if err != nil {
		fmt.Fprintln(w.Err, "frontdesk:", err)
		return 2
	}
	if w.inside != nil && !runsInside(k.Command()) {
		fmt.Fprintln(w.Err, "frontdesk: the server runs no such command")
		return 2
	}
	err = k.Run()
	if dir, busy := usedFolder(err); busy && w.inside == nil && runsInside(k.Command()) {
		if !takesInput(k.Command()) {
			w.In = nil
		}
		if code, answered := askServer(ctx, dir, args, w); answered {
			return code
		}
	}
	var config *ConfigError
	var usage usageError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &config):
		fmt.Fprintln(w.Err, err)
		return 2
	case errors.As(err, &usage):
		fmt.Fprintln(w.Err, "frontdesk:", err)
		return 2
	case ctx.Err() != nil && errors.Is(err, context.Canceled):
		if k.Command() == "serve" { // asked to stop before it was ready
			return 0
		}
		err = errStopped
	}
	fmt.Fprintln(w.Err, "frontdesk:", err)
	return 1
}
