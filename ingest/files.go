package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// maxFiles is how many files of one folder are read.
const maxFiles = 20000

// file is one thing to parse: a file, an upload or a page.
type file struct {
	key   string // stable place in the source
	name  string // as people know it
	data  []byte
	kind  string // media type that a server named; empty for files
	url   string // of a page
	err   *Problem
	note  string                    // a warning for the first article of it
	group string                    // folders above it inside the source, for the locale
	load  func() ([]byte, *Problem) // reads data; nil where it is at hand
}

// loaded is the file with its content. Files of a folder are read one at a time.
func (f file) loaded() file {
	if f.load != nil && f.err == nil {
		f.data, f.err = f.load()
		f.load = nil
	}
	return f
}

// held is a file whose content is at hand.
func (in *Ingester) held(name string, data []byte) file {
	f := file{key: keyOf(name), name: name, data: data}
	if most := in.most(name); int64(len(data)) > most {
		f.err = tooLarge(most)
	}
	return f
}

// open reads what a target names, and the name of the source that it is.
func (in *Ingester) open(ctx context.Context, target string) ([]file, string) {
	if strings.HasPrefix(target, "http://") || strings.HasPrefix(target, "https://") {
		return []file{in.fetch(ctx, target)}, target
	}
	at := target
	if in.cfg.Dir != "" && !filepath.IsAbs(target) {
		at = filepath.Join(in.cfg.Dir, target)
	}
	info, err := os.Stat(at)
	switch {
	case err != nil:
		return []file{{key: keyOf(target), name: target, err: unreadable(err)}}, keyOf(target)
	case info.IsDir():
		root := filepath.Base(filepath.Clean(at))
		if abs, err := filepath.Abs(at); err == nil {
			root = filepath.Base(abs)
		}
		return in.walk(os.DirFS(at), root), root
	}
	f := file{key: keyOf(target), name: target, group: path.Dir(filepath.ToSlash(target))}
	f.load = func() ([]byte, *Problem) {
		return in.readFile(func() (fs.File, error) { return os.Open(at) }, target)
	}
	return []file{f}, f.key
}

// walk lists every visible file of a tree. Links are not followed.
func (in *Ingester) walk(tree fs.FS, root string) []file {
	var files []file
	aside := 0
	err := fs.WalkDir(tree, ".", func(p string, d fs.DirEntry, err error) error {
		f := file{key: path.Join(root, p), name: path.Join(root, p), group: path.Dir(p)}
		switch {
		case err != nil:
			f.err = unreadable(err)
			files = append(files, f)
			return nil
		case p != "." && strings.HasPrefix(d.Name(), "."):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir() || !d.Type().IsRegular():
			return nil
		case beside(p):
			aside++
			return nil
		case len(files) >= maxFiles:
			f.err = &Problem{Code: "too_many_files", Message: "The folder has more files than are read at once.", Hint: "Ingest its subfolders one by one."}
			files = append(files, f)
			return fs.SkipAll
		}
		f.load = func() ([]byte, *Problem) { return in.readFile(func() (fs.File, error) { return tree.Open(p) }, f.name) }
		files = append(files, f)
		return nil
	})
	if err != nil {
		files = append(files, file{key: root, name: root, err: unreadable(err)})
	}
	return leftAside(file{key: root, name: root}, files, aside)
}

func (in *Ingester) readFile(open func() (fs.File, error), name string) ([]byte, *Problem) {
	r, err := open()
	if err != nil {
		return nil, unreadable(err)
	}
	defer r.Close()
	return in.read(r, in.most(name))
}

// most is how large a file may be: those of formats that carry pictures and
// fonts may be larger than texts.
func (in *Ingester) most(name string) int64 {
	switch kind := kinds[strings.ToLower(path.Ext(name))]; {
	case binary[kind], kind == "html":
		return max(in.cfg.Limits.File, in.cfg.MaxBytes)
	case kind == "csv", kind == "json": // of products; a table of questions is held to MaxBytes later
		return max(maxFeedBytes, in.cfg.MaxBytes)
	}
	return in.cfg.MaxBytes
}

// read takes all of a file of at most so many bytes.
func (in *Ingester) read(r io.Reader, most int64) ([]byte, *Problem) {
	data, err := io.ReadAll(io.LimitReader(r, most+1))
	switch {
	case err != nil:
		return nil, unreadable(err)
	case int64(len(data)) > most:
		return nil, tooLarge(most)
	}
	return data, nil
}

func tooLarge(most int64) *Problem {
	return &Problem{Code: "too_large", Message: "The file is larger than " + bytesForPeople(most) + ".", Hint: "Split it, or take out embedded pictures."}
}

func unreadable(err error) *Problem {
	p := &Problem{Code: "unreadable_file", Message: "The file cannot be read.", Hint: "Check that it exists and that the program may read it."}
	if errors.Is(err, fs.ErrNotExist) {
		p.Code, p.Message, p.Hint = "not_found", "There is no such file or folder.", "Check the path."
	}
	return p
}

// keyOf makes a key of a path: relative paths stay as they are, so that a file
// has the same key whether it or its folder was named; of others the name.
func keyOf(p string) string {
	p = path.Clean(filepath.ToSlash(p))
	if path.IsAbs(p) || strings.HasPrefix(p, "..") || filepath.VolumeName(p) != "" {
		return path.Base(p)
	}
	return p
}

func bytesForPeople(n int64) string {
	switch {
	case n >= 1<<20:
		return fmt.Sprintf("%.3g MiB", float64(n)/(1<<20))
	case n >= 1<<10:
		return fmt.Sprintf("%.3g KiB", float64(n)/(1<<10))
	}
	return fmt.Sprintf("%d bytes", n)
}
