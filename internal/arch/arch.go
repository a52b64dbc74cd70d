// Package arch holds the architecture as a table and finds every import that leaves
// it. It parses the files and asks no build tool, so that nothing cached can hide a
// violation and files of every build tag and system are seen.
package arch

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
)

const module = "frontdesk"

// Violation is one place that leaves the architecture.
type Violation struct {
	File string // path inside the module
	What string // a sentence
}

// String puts the file first, as compilers do.
func (v Violation) String() string { return v.File + ": " + v.What }

// Check reads every Go file of a module's tree and lists what leaves the tables of
// this package, in the order of the files. The count of files read is given so that
// a caller can tell an empty tree from a clean one.
func Check(tree fs.FS) (found []Violation, files int, err error) {
	err = fs.WalkDir(tree, ".", func(name string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir() && skipped(e.Name()):
			return fs.SkipDir
		case e.IsDir() || !strings.HasSuffix(name, ".go"):
			return nil
		}
		text, err := fs.ReadFile(tree, name)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, text, parser.SkipObjectResolution|parser.ParseComments)
		if err != nil {
			return fmt.Errorf("parse %s: %w", name, err)
		}
		files++
		for _, what := range slices.Concat(imports(name, file), manners(name, text, file)) {
			found = append(found, Violation{File: name, What: what})
		}
		return nil
	})
	return found, files, err
}

// skipped are folders without code of ours.
func skipped(dir string) bool {
	return dir == "node_modules" || dir == "testdata" || dir == "vendor" || len(dir) > 1 && strings.HasPrefix(dir, ".")
}

func imports(name string, file *ast.File) (what []string) {
	from, known := areaOf(path.Dir(name))
	if !known {
		return []string{fmt.Sprintf("package %s stands nowhere in the architecture: add it to the table of internal/arch and to docs/adr", path.Dir(name))}
	}
	test := strings.HasSuffix(name, "_test.go")
	for _, spec := range file.Imports {
		target, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue // the parser has refused it already
		}
		if ours, ok := strings.CutPrefix(target, module+"/"); ok {
			if s := inner(from, ours, test); s != "" {
				what = append(what, s)
			}
		} else if s := outer(path.Dir(name), target); s != "" {
			what = append(what, s)
		}
	}
	return what
}

// inner judges an import of a package of ours.
func inner(from area, target string, test bool) string {
	to, known := areaOf(target)
	switch {
	case !known:
		return fmt.Sprintf("imports %s, which stands nowhere in the architecture", target)
	case to.name == from.name, slices.Contains(from.may, to.name), slices.Contains(from.may, everything):
		return ""
	case test && slices.ContainsFunc(testsMay, func(p string) bool { return within(target, p) }):
		return ""
	}
	return fmt.Sprintf("%s may not import %s", from.name, to.name)
}

// outer judges an import of somebody else's package.
func outer(dir, target string) string {
	for _, e := range exclusive {
		if within(target, e.library) && !within(dir, e.owner) {
			return fmt.Sprintf("only %s may import %s", e.owner, e.library)
		}
	}
	return ""
}

// areaOf finds the row of the table with the longest name that holds dir.
func areaOf(dir string) (best area, known bool) {
	for _, a := range table {
		if within(dir, a.name) && len(a.name) >= len(best.name) {
			best, known = a, true
		}
	}
	return best, known
}

// within tells whether a package path is parent or lies beneath it.
func within(dir, parent string) bool {
	return dir == parent || strings.HasPrefix(dir, parent+"/")
}

// maxLines bounds a source file; tests and generated files may be longer.
const maxLines = 500

// manners judges what a file may be called, how long it may be, and that nothing
// runs before main asks for it.
func manners(name string, text []byte, file *ast.File) (what []string) {
	if slices.Contains(vague, file.Name.Name) {
		what = append(what, fmt.Sprintf("package %s says nothing: name it for what it holds", file.Name.Name))
	}
	if strings.HasSuffix(name, "_test.go") || ast.IsGenerated(file) {
		return what
	}
	if lines := strings.Count(string(text), "\n"); lines > maxLines {
		what = append(what, fmt.Sprintf("%d lines; at most %d", lines, maxLines))
	}
	for _, d := range file.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
			what = append(what, "has an init function: let main build what is needed")
		}
	}
	return what
}
