package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"

	"frontdesk/store/sqlite"
)

// backupCmd writes a copy of everything.
type backupCmd struct {
	settings
	File string `arg:"" help:"Where the copy goes."`
}

// Run copies the database while it is in use, to a file that appears only when
// it is complete.
func (c backupCmd) Run(ctx context.Context, w world) error {
	loaded, err := c.load(w, nil)
	if err != nil {
		return err
	}
	if loaded.Config.Database != "" {
		err = postgresTool(ctx, w, "pg_dump", "--format=custom", "--no-owner", "--file="+c.File, loaded.Config.Database)
	} else {
		err = backupSQLite(ctx, loaded.Config.Data, c.File)
	}
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	fmt.Fprintln(w.Out, "saved", c.File)
	return nil
}

// backupSQLite copies the database by a connection of its own that only reads:
// the server may be at work.
func backupSQLite(ctx context.Context, dir, file string) error {
	if _, err := os.Stat(filepath.Join(dir, sqlite.FileName)); err != nil {
		return usageError{fmt.Errorf("there is no database in %s", dir)}
	}
	return sqlite.Copy(ctx, dir, file)
}

// postgresTool runs one of PostgreSQL's own programs.
func postgresTool(ctx context.Context, w world, name string, args ...string) error {
	path, err := exec.LookPath(name)
	if err != nil {
		return fmt.Errorf("%s is not installed; it comes with PostgreSQL's client programs", name)
	}
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Stdout, cmd.Stderr = w.Err, w.Err
	return cmd.Run()
}

// restoreCmd puts a copy back.
type restoreCmd struct {
	settings
	File string `arg:"" help:"The copy."`
}

// Run restores into an empty place only: what is there is never overwritten.
func (c restoreCmd) Run(ctx context.Context, w world) error {
	loaded, err := c.load(w, nil)
	if err != nil {
		return err
	}
	cfg := loaded.Config
	if _, err := os.Stat(c.File); err != nil {
		return usageError{err}
	}
	if cfg.Database != "" {
		return postgresTool(ctx, w, "pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", "--dbname="+cfg.Database, c.File)
	}
	to := filepath.Join(cfg.Data, sqlite.FileName)
	if _, err := os.Stat(to); !errors.Is(err, os.ErrNotExist) {
		return usageError{fmt.Errorf("%s is there already; move it away or name an empty folder with --data", to)}
	}
	if err := copyFile(c.File, to); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	a := &app{cfg: cfg, log: slog.New(slog.DiscardHandler)} // opening it brings its schema up to date and proves that it is a database
	if err := a.openDatabase(ctx); err != nil {
		return errors.Join(fmt.Errorf("%s is no backup of frontdesk: %w", c.File, err), os.Remove(to))
	}
	if err := a.Close(); err != nil {
		return err
	}
	fmt.Fprintln(w.Out, "restored", to)
	return nil
}

func copyFile(from, to string) error {
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return err
	}
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}
