package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// fakeTool puts a shell script in the place of one of PostgreSQL's programs.
func fakeTool(t *testing.T, name, script string) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
}

// With PostgreSQL a copy gets its name when it is whole, nobody else may read it, and
// the password is no argument.
func TestBackupOfPostgres(t *testing.T) {
	const address = "--database=postgres://desk:hunter2hunter2@db.example:5432/shop"
	dir := t.TempDir()
	file := filepath.Join(dir, "desk.dump")
	backup := func() (code int, out string) {
		w, said := quietWorld()
		code = run(t.Context(), []string{"backup", address, file}, w)
		return code, said.String()
	}
	fakeTool(t, "pg_dump", `echo "PGDMP $* $PGPASSWORD"`)
	if code, out := backup(); code != 0 {
		t.Fatalf("exit %d: %s", code, out)
	}
	const want = "PGDMP --dbname=postgres://desk@db.example:5432/shop --format=custom --no-owner hunter2hunter2\n"
	if got, err := os.ReadFile(file); err != nil || string(got) != want {
		t.Errorf("copy %q, %v; want %q", got, err, want)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("copy: %v, %v; want mode 0600", info, err)
	}

	fakeTool(t, "pg_dump", `echo PGDMP half; echo "error: server version mismatch" >&2; exit 1`)
	if code, out := backup(); code != 1 || !strings.Contains(out, "older than the server") || strings.Contains(out, "hunter2") {
		t.Errorf("a failure: exit %d: %s", code, out)
	}
	if got, err := os.ReadFile(file); err != nil || string(got) != want {
		t.Errorf("after a failure the older copy is %q, %v", got, err)
	}
	if left, err := filepath.Glob(filepath.Join(dir, "*")); err != nil || len(left) != 1 {
		t.Errorf("after a failure there are %v, %v", left, err)
	}

	if err := os.WriteFile(file, []byte("letters to my aunt"), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, out := backup(); code != 2 || !strings.Contains(out, "no copy of a PostgreSQL database") {
		t.Errorf("over another file: exit %d: %s", code, out)
	}
	w, said := quietWorld()
	if code := run(t.Context(), []string{"restore", address, file}, w); code != 2 || !strings.Contains(said.String(), "no copy of a PostgreSQL database") {
		t.Errorf("restore of another file: exit %d: %s", code, said)
	}
}
