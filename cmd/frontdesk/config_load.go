package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
)

// defaultConfigFile is read where no other is named, if it is there.
const defaultConfigFile = "frontdesk.yaml"

// Place is where a value comes from: a line of a file, a variable, a flag, or (the
// zero value) the default.
type Place struct {
	File      string
	Line, Col int
	Env       string
	Flag      string
}

// String gives the place as people and editors read it.
func (p Place) String() string {
	switch {
	case p.Flag != "":
		return "--" + p.Flag
	case p.Env != "":
		return "environment " + p.Env
	case p.File != "":
		return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col)
	}
	return "default"
}

// Problem is one thing that is wrong with the configuration.
type Problem struct {
	Place Place
	Path  string // of the setting; empty where What names it
	What  string // what is wrong; what is expected
}

// String is one line: place, setting, what is wrong.
func (p Problem) String() string {
	if p.Path == "" {
		return fmt.Sprintf("%s %s", p.Place, p.What)
	}
	return fmt.Sprintf("%s %s: %s", p.Place, p.Path, p.What)
}

// ConfigError is every problem at once, in the order of the file.
type ConfigError struct{ Problems []Problem }

// Error gives one line a problem.
func (e *ConfigError) Error() string {
	lines := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}

// Sources is where a configuration comes from. A flag beats the environment, that
// beats the file, that beats the default.
type Sources struct {
	File  string            // path; empty: FRONTDESK_CONFIG, else frontdesk.yaml where it exists
	Env   []string          // NAME=value, as os.Environ gives them
	Flags map[string]string // by the path of the setting, such as listen
}

// Loaded is a configuration with the origin of each value.
type Loaded struct {
	Config   Config
	File     string             // that was read; empty: none
	Origins  map[string]Place   // by path; settings without one have their default
	Hidden   map[string][]Place // by path, places that an origin beats
	Warnings []string
}

// LoadConfig reads, checks and combines all sources. What is wrong is a *ConfigError
// with every problem.
func LoadConfig(src Sources) (Loaded, error) {
	l := loader{
		Loaded: Loaded{Origins: map[string]Place{}, Hidden: map[string][]Place{}},
		env:    map[string]string{},
	}
	setDefaults(reflect.ValueOf(&l.Config).Elem())
	l.readEnv(src.Env)
	if err := l.readFile(cmp.Or(src.File, l.env["FRONTDESK_CONFIG"])); err != nil {
		return Loaded{}, err
	}
	l.applyEnv()
	l.applyFlags(src.Flags)
	for _, b := range l.Config.check() {
		l.problem(l.origin(b.path), b.path, b.what)
	}
	if len(l.problems) > 0 {
		return Loaded{}, &ConfigError{Problems: l.problems}
	}
	return l.Loaded, nil
}

type loader struct {
	Loaded
	env      map[string]string
	problems []Problem
}

// problem notes one, but not two at one setting: what follows from a value that was
// refused is noise.
func (l *loader) problem(at Place, path, what string) {
	if path == "" || !slices.ContainsFunc(l.problems, func(p Problem) bool { return p.Path == path }) {
		l.problems = append(l.problems, Problem{Place: at, Path: path, What: what})
	}
}

// origin finds the place of a setting, or of the list or section that holds it.
func (l *loader) origin(path string) Place {
	for path != "" {
		if p, ok := l.Origins[path]; ok {
			return p
		}
		path = path[:max(strings.LastIndexAny(path, ".["), 0)]
	}
	return Place{File: l.File, Line: 1, Col: 1}
}

func (l *loader) readFile(name string) error {
	named := name != ""
	name = cmp.Or(name, defaultConfigFile)
	text, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) && !named {
		return nil
	}
	if err != nil {
		return usageError{fmt.Errorf("read the configuration: %w", err)}
	}
	l.File = filepath.Clean(name)
	r := yamlReader{file: l.File, places: l.Origins}
	r.read(text, &l.Config)
	l.problems = append(l.problems, r.problems...)
	l.checkMode(r.secrets)
	return nil
}

// checkMode refuses a file with secrets that every user of the machine can read.
func (l *loader) checkMode(secrets []string) {
	info, err := os.Stat(l.File)
	if err != nil || len(secrets) == 0 || runtime.GOOS == "windows" || info.Mode().Perm()&0o004 == 0 {
		return
	}
	l.problem(l.Origins[secrets[0]], secrets[0],
		fmt.Sprintf("is a secret in a file that everybody can read (mode %04o); chmod 640 %s, or set it in the environment", info.Mode().Perm(), l.File))
}

// readEnv takes over variables that have a value. A line break at the end, as files
// mounted as secrets have it, is cut off with a warning.
func (l *loader) readEnv(env []string) {
	for _, line := range env {
		name, value, _ := strings.Cut(line, "=")
		if trimmed := strings.TrimRight(value, "\r\n"); trimmed != value && l.knownEnv(name) {
			l.Warnings = append(l.Warnings, fmt.Sprintf("environment %s ends with a line break, which was cut off", name))
			value = trimmed
		}
		if value != "" {
			l.env[name] = value
		}
	}
}

func (l *loader) knownEnv(name string) bool {
	return slices.ContainsFunc(leaves(), func(f leaf) bool { return slices.Contains(f.envNames(), name) })
}

func (l *loader) applyEnv() {
	known := []string{"FRONTDESK_CONFIG", "FRONTDESK_PG_DIR"}
	config := reflect.ValueOf(&l.Config).Elem()
	for _, f := range leaves() {
		names := f.envNames()
		known = append(known, names...)
		for _, name := range slices.Backward(names) { // the strongest last
			if value, ok := l.env[name]; ok {
				l.override(f, config, value, Place{Env: name})
			}
		}
	}
	l.warnUnknown(known)
}

// warnUnknown names variables that look like ours and are not. They are no error,
// because Kubernetes makes some of its own for a service with our name.
func (l *loader) warnUnknown(known []string) {
	for _, name := range slices.Sorted(maps.Keys(l.env)) {
		if strings.HasPrefix(name, "FRONTDESK_") && !slices.Contains(known, name) &&
			!strings.HasPrefix(name, "FRONTDESK_SERVICE_") && !strings.HasPrefix(name, "FRONTDESK_PORT") {
			l.Warnings = append(l.Warnings, fmt.Sprintf("environment %s is not known%s", name, didYouMean(name, known)))
		}
	}
}

func (l *loader) applyFlags(flags map[string]string) {
	config := reflect.ValueOf(&l.Config).Elem()
	for _, f := range leaves() {
		if value, ok := flags[f.path]; ok {
			l.override(f, config, value, Place{Flag: strings.ReplaceAll(f.path, "_", "-")})
		}
	}
}

// override sets a value over what was there, and remembers whose it was.
func (l *loader) override(f leaf, config reflect.Value, value string, at Place) {
	if what := setScalar(config.FieldByIndex(f.index), f.field, value); what != "" {
		l.problem(at, f.path, what)
		return
	}
	if before, ok := l.Origins[f.path]; ok {
		l.Hidden[f.path] = append(l.Hidden[f.path], before)
	}
	l.Origins[f.path] = at
}
