package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"frontdesk/internal/fault"
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
		err = backupPostgres(ctx, w, loaded.Config.Database, c.File)
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
	err := sqlite.Copy(ctx, dir, file)
	if f := new(fault.Error); errors.As(err, &f) && f.Kind == fault.Invalid {
		return usageError{advised(err)}
	}
	return err
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
	switch info, err := os.Stat(c.File); {
	case err != nil:
		return usageError{err}
	case info.IsDir():
		return usageError{fmt.Errorf("%s is a folder; name the file that backup has written", c.File)}
	}
	if cfg.Database != "" {
		if err := restorePostgres(ctx, w, cfg.Database, c.File); err != nil {
			return fmt.Errorf("restore: %w", err)
		}
		fmt.Fprintln(w.Out, "restored", c.File)
		return nil
	}
	err = sqlite.Restore(ctx, c.File, cfg.Data, sqlite.Options{Now: time.Now, NewID: newID})
	var f *fault.Error
	switch {
	case errors.As(err, &f) && f.Code != "data_folder_in_use":
		return usageError{fmt.Errorf("restore: %w", advised(err))}
	case err != nil:
		return fmt.Errorf("restore: %w", advised(err))
	}
	fmt.Fprintln(w.Out, "restored", filepath.Join(cfg.Data, sqlite.FileName))
	return nil
}
