package ingest

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// expand puts the files of archives in the place of the archives, those of
// archives in them too. What is refused is a file with its problem.
func (in *Ingester) expand(ctx context.Context, files []file) ([]file, error) {
	var out []file
	for _, f := range files {
		if f.err == nil {
			kind, problem := kindOf(f)
			if kind == "zip" && problem == nil {
				left := in.cfg.Limits.Unpacked
				inside, err := in.unpack(ctx, f, 1, &left)
				if err != nil {
					return nil, err
				}
				out = append(out, inside...)
				continue
			}
		}
		out = append(out, f)
	}
	return out, nil
}

// unpack has a child take an archive apart; left is how many bytes all that
// came out of the outermost one may still have.
func (in *Ingester) unpack(ctx context.Context, f file, depth int, left *int64) ([]file, error) {
	l := in.cfg.Limits
	if depth > l.Depth {
		f.err = rejected(path.Base(f.name), fmt.Sprintf("is nested deeper than %d archives", l.Depth))
		return []file{f}, nil
	}
	if l.Unpacked = *left; l.Unpacked <= 0 {
		f.err = rejected(path.Base(f.name), "unpacks to more than "+decimal(uint64(in.cfg.Limits.Unpacked))) //nolint:gosec // limits are positive
		return []file{f}, nil
	}
	a, err := in.child(ctx, "zip", f, l)
	if err != nil {
		return nil, err
	}
	var out []file
	for _, p := range a.problems {
		refused := f
		refused.err = &p
		out = append(out, refused)
	}
	for _, e := range a.entries {
		inner := file{key: path.Join(f.key, e.Name), name: path.Join(f.name, e.Name), data: e.Data, group: path.Join(f.group, path.Dir(e.Name))}
		*left -= int64(len(e.Data))
		if most := in.most(e.Name); int64(len(e.Data)) > most {
			inner.err = tooLarge(most)
		}
		if kind, problem := kindOf(inner); inner.err == nil && problem == nil && kind == "zip" {
			deeper, err := in.unpack(ctx, inner, depth+1, left)
			if err != nil {
				return nil, err
			}
			out = append(out, deeper...)
			continue
		}
		out = append(out, inner)
	}
	return leftAside(f, out, a.aside), nil
}

// picturesLeftOut is the warning that tells how many files are none to read.
const picturesLeftOut = "pictures_left_out n=%d"

// leftAside tells how many files of an archive or a folder are none to read, with the
// first that is; where none is, that is what is wrong with it.
func leftAside(f file, files []file, n int) []file {
	switch {
	case n == 0:
	case len(files) == 0:
		f.err = &Problem{Code: "unsupported_type", Message: "There are only pictures and the like in it.", Hint: readable}
		return []file{f}
	default:
		files[0].note = fmt.Sprintf(picturesLeftOut, n)
	}
	return files
}

// rejected is the row of an entry that is left in its archive.
func rejected(name, reason string) *Problem {
	if shown := strconv.QuoteToGraphic(name); shown != `"`+name+`"` {
		name = shown // with control characters, or what turns the direction of text
	}
	if len(name) > 200 {
		name = strings.ToValidUTF8(name[:200], "") + "…"
	}
	return &Problem{Code: "zip_entry_rejected", Message: name + " " + reason + ".", Hint: "Pack the archive anew from a plain folder of articles. The other files are taken."}
}

// readZip takes an archive apart, in the child. Names and sizes are those of
// its directory; what an entry really unpacks to is counted as well.
func readZip(data []byte, l Limits, say func(line) error) error {
	p, err := openPack(data, l)
	if err != nil {
		return say(line{Problem: malformed("zip", "The archive is cut off or damaged.")})
	}
	if locked(p.files) {
		return say(line{Problem: passwordProtected()})
	}
	files := p.files
	if len(files) > l.Entries {
		problem := rejected(entryName(files[l.Entries]), fmt.Sprintf("and %d more come after the first %d entries", len(files)-l.Entries-1, l.Entries))
		if err := say(line{Problem: problem}); err != nil {
			return err
		}
		files = files[:l.Entries]
	}
	aside := 0
	seen := make(map[string]string) // the name that came first, by the name in one case
	for _, f := range files {
		name := entryName(f)
		if f.FileInfo().IsDir() || unseenName(name) {
			continue
		}
		if beside(name) {
			aside++
			continue
		}
		l := line{}
		if reason := p.refuses(f, name, seen); reason != "" {
			l.Problem = rejected(name, reason)
		} else if content, reason := p.unpackEntry(f); reason != "" {
			l.Problem = rejected(name, reason)
		} else {
			l.Entry = &entry{Name: path.Clean(name), Data: content}
		}
		if err := say(l); err != nil {
			return err
		}
	}
	return say(line{Aside: aside})
}

// locked says whether an archive opens with a password only: not one of its
// files can be read.
func locked(files []*zip.File) bool {
	n := 0
	for _, f := range files {
		switch {
		case f.FileInfo().IsDir():
		case !encrypted(f):
			return false
		default:
			n++
		}
	}
	return n > 0
}

// entryName is the name of an entry with forward slashes, in UTF-8: archives
// made by Chinese versions of Windows have theirs in GB 18030.
func entryName(f *zip.File) string {
	name := f.Name
	if !utf8.ValidString(name) {
		if s, err := simplifiedchinese.GB18030.NewDecoder().String(name); err == nil {
			name = s
		}
	}
	return strings.ReplaceAll(strings.ToValidUTF8(name, "�"), `\`, "/")
}

// unseenName says whether a name is of what systems leave in archives: folders
// and files that begin with a dot, resource forks.
func unseenName(name string) bool {
	for p := range strings.SplitSeq(name, "/") {
		if p == "__MACOSX" || strings.HasPrefix(p, ".") && p != "." && p != ".." {
			return true
		}
	}
	return false
}

// refuses says why an entry is not unpacked; empty if it may be.
func (p *pack) refuses(f *zip.File, name string, seen map[string]string) string {
	parts := strings.Split(name, "/")
	for _, part := range parts {
		if part == ".." {
			return "leads out of the archive"
		}
	}
	if strings.HasPrefix(name, "/") || len(name) > 1 && name[1] == ':' {
		return "is an absolute path"
	}
	switch mode := f.Mode(); {
	case mode&fs.ModeSymlink != 0:
		return "is a symbolic link"
	case !mode.IsRegular():
		return "is no regular file"
	case encrypted(f):
		return "opens with a password only"
	case f.Method != zip.Store && f.Method != zip.Deflate:
		return fmt.Sprintf("is packed by method %d, which is not read", f.Method)
	case f.UncompressedSize64 > megabyte && f.UncompressedSize64/max(1, f.CompressedSize64) > uint64(p.limits.Ratio): //nolint:gosec // limits are positive
		return fmt.Sprintf("unpacks to %d times its size, more than %d", f.UncompressedSize64/max(1, f.CompressedSize64), p.limits.Ratio)
	case strings.ContainsRune(name, 0) || len(name) > 1000:
		return "has no name for a file"
	}
	folded := cases.Fold().String(path.Clean(name))
	first, twice := seen[folded]
	switch {
	case twice && first == path.Clean(name):
		return "is there twice: the first is taken"
	case twice:
		return "differs from " + first + " only in case"
	}
	seen[folded] = path.Clean(name)
	return ""
}

// unpackEntry reads an entry, or says why it cannot be.
func (p *pack) unpackEntry(f *zip.File) ([]byte, string) {
	most := p.limits.Unpacked
	tooMuch := "makes the archive unpack to more than " + decimal(uint64(most)) //nolint:gosec // limits are positive
	if int64(min(f.UncompressedSize64, 1<<62)) > most-p.spent {                 //nolint:gosec // within the limits of int64
		return nil, tooMuch
	}
	content, err := p.read(f)
	switch {
	case errors.Is(err, errUnpacked):
		p.spent -= int64(len(content)) // the others may still fit
		return nil, tooMuch
	case err != nil:
		return nil, "is damaged"
	}
	return content, ""
}
