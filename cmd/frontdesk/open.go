package main

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
)

// withApp puts the program together for one command and closes it afterwards, or
// lends the command the server that it runs in, which goes on.
func (s settings) withApp(ctx context.Context, w world, log *slog.Logger, do func(*app) error) error {
	if w.inside != nil {
		return do(w.inside)
	}
	loaded, err := s.load(w, nil)
	if err != nil {
		return err
	}
	a, err := openApp(ctx, loaded.Config, log)
	if err != nil {
		return err
	}
	return errors.Join(do(a), a.Close())
}

// withDatabase opens nothing but the database, or lends the server.
func (s settings) withDatabase(ctx context.Context, w world, do func(*app) error) error {
	if w.inside != nil {
		return do(w.inside)
	}
	loaded, err := s.load(w, nil)
	if err != nil {
		return err
	}
	a := &app{cfg: loaded.Config, log: newLog(loaded.Config.Log, w.Err)}
	if err := a.openDatabase(ctx); err != nil {
		return errors.Join(err, a.Close())
	}
	return errors.Join(do(a), a.Close())
}

// path is where a file is that somebody named at the terminal.
func (w world) path(name string) string {
	if w.Dir == "" || filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(w.Dir, name)
}
