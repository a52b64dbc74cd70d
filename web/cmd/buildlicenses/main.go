// Command buildlicenses writes web/licenses.txt: this program's notice and the
// licenses of everything that is compiled into it or into its pages. It runs in the
// repository's folder, with the Go modules fetched and web/node_modules installed:
//
//	go run ./web/cmd/buildlicenses
package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
)

const target = "web/licenses.txt"

// piece is a module or package of others.
type piece struct{ name, version, dir string }

func (p piece) String() string { return strings.TrimSpace(p.name + " " + p.version) }

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "buildlicenses:", err)
		os.Exit(1)
	}
}

func run() error {
	modules, err := goModules()
	if err != nil {
		return err
	}
	packages, err := npmPackages()
	if err != nil {
		return err
	}
	notice, err := os.ReadFile("NOTICE")
	if err != nil {
		return err
	}
	out := bytes.NewBuffer(notice)
	if err := write(out, slices.Concat(modules, packages)); err != nil {
		return err
	}
	return os.WriteFile(target, out.Bytes(), 0o644) //nolint:gosec // for everybody to read
}

// goModules are the modules that the program has on any system it is built for, and
// Go itself.
func goModules() ([]piece, error) {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return nil, fmt.Errorf("ask where Go is: %w", err)
	}
	list := []piece{{name: "Go", version: runtime.Version(), dir: strings.TrimSpace(string(root))}}
	for _, system := range []string{"linux", "darwin", "windows"} {
		c := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}} {{.Dir}}{{end}}{{end}}", "./cmd/frontdesk")
		c.Env, c.Stderr = append(os.Environ(), "GOOS="+system, "CGO_ENABLED=0"), os.Stderr
		out, err := c.Output()
		if err != nil {
			return nil, fmt.Errorf("list the modules: %w", err)
		}
		for line := range strings.Lines(string(out)) {
			if f := strings.Fields(line); len(f) == 3 {
				list = append(list, piece{f[0], f[1], f[2]})
			}
		}
	}
	return ordered(list), nil
}

// typesOnly are packages of which nothing is left in the pages.
var typesOnly = regexp.MustCompile(`^(typescript|csstype|@types/.*)$`)

// npmPackages are those that pages depend on. Some of them are used in building only;
// naming them does no harm.
func npmPackages() ([]piece, error) {
	data, err := os.ReadFile("web/package-lock.json")
	if err != nil {
		return nil, err
	}
	var lock struct {
		Packages map[string]struct {
			Version   string
			Dev, Link bool
		}
	}
	if err := json.Unmarshal(data, &lock); err != nil {
		return nil, fmt.Errorf("read web/package-lock.json: %w", err)
	}
	var list []piece
	for path, p := range lock.Packages {
		i := strings.LastIndex(path, "node_modules/")
		if i < 0 || p.Dev || p.Link {
			continue
		}
		if name := path[i+len("node_modules/"):]; !typesOnly.MatchString(name) {
			list = append(list, piece{name, p.Version, filepath.Join("web", path)})
		}
	}
	return ordered(list), nil
}

func ordered(list []piece) []piece {
	slices.SortFunc(list, func(a, b piece) int { return cmp.Compare(a.String(), b.String()) })
	return slices.CompactFunc(list, func(a, b piece) bool { return a.String() == b.String() })
}

// write adds each different text once, with the names of all that it is for.
func write(out *bytes.Buffer, pieces []piece) error {
	var texts []string
	names := map[string][]string{}
	for _, p := range pieces {
		text, err := license(p.dir)
		if err != nil {
			return fmt.Errorf("%s: %w", p, err)
		}
		if names[text] == nil {
			texts = append(texts, text)
		}
		names[text] = append(names[text], p.String())
	}
	for _, text := range texts {
		fmt.Fprintf(out, "\n%s\n%s\n\n%s\n", strings.Repeat("=", 80), strings.Join(names[text], "\n"), text)
	}
	return nil
}

var legal = regexp.MustCompile(`(?i)^(licen[sc]e|copying|notice|copyright)(\.md|\.txt)?$`)

// license is what the folder says of its license, its notices too. Spaces at the ends
// of lines differ between copies of the same text.
func license(dir string) (string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return "", err
	}
	var parts []string
	for _, e := range entries {
		if e.IsDir() || !legal.MatchString(e.Name()) {
			continue
		}
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			return "", err
		}
		lines := strings.Split(strings.ReplaceAll(string(data), "\r\n", "\n"), "\n")
		for i, l := range lines {
			lines[i] = strings.TrimRight(l, " \t\f")
		}
		parts = append(parts, strings.Trim(strings.Join(lines, "\n"), "\n"))
	}
	if len(parts) == 0 {
		return declared(dir)
	}
	return strings.Join(parts, "\n\n"), nil
}

// declared is for packages without a file of their own: what their description says.
func declared(dir string) (string, error) {
	data, err := os.ReadFile(filepath.Join(dir, "package.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return "", errors.New("no license was found")
	}
	var p struct {
		License string
		Author  any
	}
	if err := errors.Join(err, json.Unmarshal(data, &p)); err != nil || p.License == "" {
		return "", fmt.Errorf("no license was found (%w)", err)
	}
	return fmt.Sprintf("License: %s (https://spdx.org/licenses/%s.html), as its package.json says.", p.License, p.License), nil
}
