package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"frontdesk/internal/fault"
	"frontdesk/store"
)

// Copy writes a consistent copy of the database in dir to path, also while
// another process has it open: it only reads. See Store.Backup.
func Copy(ctx context.Context, dir, path string) error {
	return (&Store{dir: dir}).Backup(ctx, path)
}

// Backup writes a consistent copy of the database to the path while it is in
// use. The copy is complete and on the disk before it gets its name; an
// existing file there is replaced, but for a database of frontdesk's that is in
// its place: whoever has it open would go on with a file without a name.
func (s *Store) Backup(ctx context.Context, path string) error {
	if err := s.mayBackUpTo(path); err != nil {
		return err
	}
	partial := path + ".partial"
	if err := removeIfThere(partial); err != nil {
		return err
	}
	db, err := sql.Open("sqlite", s.dsn(false))
	if err != nil {
		return err
	}
	defer db.Close()
	if err := private(partial); err != nil { // VACUUM INTO fills an empty file
		return err
	}
	if _, err := db.ExecContext(ctx, "VACUUM INTO ?", partial); err != nil {
		return errors.Join(fmt.Errorf("write %s: %w", partial, err), removeIfThere(partial))
	}
	if err := errors.Join(syncFile(partial), os.Rename(partial, path)); err != nil {
		return errors.Join(err, removeIfThere(partial))
	}
	return syncFolder(filepath.Dir(path))
}

// mayBackUpTo refuses a path that is none for a copy.
func (s *Store) mayBackUpTo(path string) error {
	if path == "" {
		return fault.New(fault.Invalid, "bad_path", "The copy has no name.").Advise("Name a file.")
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil
	case err != nil:
		return err
	case info.IsDir():
		return fault.New(fault.Invalid, "bad_path", "%s is a folder.", path).Advise("Name a file in it.")
	}
	own, err := filepath.Glob(filepath.Join(s.dir, "frontdesk.*"))
	if err != nil {
		return err
	}
	inPlace := slices.ContainsFunc(own, func(name string) bool { return sameFile(name, info) })
	if strings.HasPrefix(filepath.Base(path), FileName) { // of another installation
		_, err := os.Stat(filepath.Join(filepath.Dir(path), lockName))
		inPlace = inPlace || err == nil
	}
	if inPlace {
		return fault.New(fault.Invalid, "bad_path", "%s is a database in its place, not a copy.", path).Advise("Give the copy a path outside of the data folder.")
	}
	return nil
}

func sameFile(name string, as os.FileInfo) bool {
	info, err := os.Stat(name)
	return err == nil && os.SameFile(info, as)
}

// restoring is the folder in the data folder where a copy is looked at before it
// gets its name.
const restoring = "restoring"

// Restore puts a copy that Backup made into the folder, which must have no
// database yet, and brings its schema up to date. What is no such copy, is damaged
// or is newer than this program is refused, and nothing stays.
func Restore(ctx context.Context, copied, dir string, o Options) (err error) {
	lock, err := takeFolder(dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.Close()) }()
	to := filepath.Join(dir, FileName)
	if _, err := os.Lstat(to); !errors.Is(err, os.ErrNotExist) {
		return fault.New(fault.Conflict, "database_there", "%s is there already.", to).Advise("Move it away, or name an empty folder with --data.")
	}
	beside := filepath.Join(dir, restoring)
	if err := os.RemoveAll(beside); err != nil { // of a restore that was killed
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(beside)) }()
	if err := os.Mkdir(beside, 0o700); err != nil {
		return err
	}
	proven := filepath.Join(beside, FileName)
	if err := copyFile(ctx, copied, proven); err != nil {
		return fmt.Errorf("copy %s: %w", copied, err)
	}
	if err := prove(ctx, copied, beside, o); err != nil {
		return err
	}
	if err := errors.Join(syncFile(proven), os.Rename(proven, to)); err != nil {
		return err
	}
	return syncFolder(dir)
}

// prove opens what was copied as a database of frontdesk's, and reads all of it.
func prove(ctx context.Context, copied, dir string, o Options) error {
	none := func(err error) error {
		return fault.New(fault.Invalid, "no_backup", "%s is no whole backup of frontdesk.", copied).Advise("Restore another one.").Cause(err)
	}
	if err := isOurs(ctx, filepath.Join(dir, FileName)); err != nil {
		return none(err)
	}
	s, err := Open(ctx, dir, o)
	if err != nil {
		if f := new(fault.Error); errors.As(err, &f) { // a schema that is newer than the program
			return err
		}
		return none(err)
	}
	var damage error
	for _, f := range s.Check(ctx) {
		if f.Level == store.Fail && (f.Code == "file" || f.Code == "database") {
			damage = errors.Join(damage, errors.New(f.Message))
		}
	}
	if damage != nil {
		return errors.Join(none(damage), s.Close())
	}
	return s.Close()
}

// isOurs tells whether a file has frontdesk's tables: opening anything else, an
// empty file too, would make them.
func isOurs(ctx context.Context, path string) error {
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: filepath.ToSlash(path)}).EscapedPath()+"?mode=ro")
	if err != nil {
		return err
	}
	defer db.Close()
	var found int
	if err := db.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_master WHERE name IN ('goose_db_version', 'conversations', 'messages')").Scan(&found); err != nil {
		return err
	}
	if found != 3 {
		return errors.New("it has none of frontdesk's tables")
	}
	return nil
}

// copyFile copies until ctx ends. The copy is its owner's alone.
func copyFile(ctx context.Context, from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, reading{ctx, in})
	return errors.Join(err, out.Close())
}

// reading ends with ctx.
type reading struct {
	ctx context.Context
	r   io.Reader
}

func (r reading) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.r.Read(p)
}

func removeIfThere(path string) error {
	if err := os.Remove(path); !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
