package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"strings"

	"frontdesk/internal/fault"
	"frontdesk/store/postgres"
)

// dumpMark begins every copy that pg_dump writes in its own format.
const dumpMark = "PGDMP"

// backupPostgres has pg_dump write a copy, which gets its name when it is complete: an
// older copy stays until then, and a failure leaves it.
func backupPostgres(ctx context.Context, w world, database, file string) error {
	switch info, err := os.Stat(file); {
	case errors.Is(err, os.ErrNotExist):
	case err != nil:
		return usageError{err}
	case info.IsDir():
		return usageError{fmt.Errorf("%s is a folder; name a file in it", file)}
	case info.Size() > 0 && !isDump(file):
		return usageError{fmt.Errorf("%s is there and no copy of a PostgreSQL database; name another file", file)}
	}
	partial := file + ".partial"
	part, err := os.OpenFile(partial, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600) // nobody else reads what shoppers wrote
	if err != nil {
		return usageError{err}
	}
	err = errors.Join(postgresTool{out: part, err: w.Err}.run(ctx, "pg_dump", database, "--format=custom", "--no-owner"), part.Sync(), part.Close())
	if err == nil {
		err = os.Rename(partial, file)
	}
	if err != nil {
		return errors.Join(err, os.Remove(partial))
	}
	return nil
}

// restorePostgres has pg_restore fill an empty database, in one transaction.
func restorePostgres(ctx context.Context, w world, database, file string) error {
	if !isDump(file) {
		return usageError{fmt.Errorf("%s is no copy of a PostgreSQL database; one of SQLite is restored into a folder: without database, with --data", file)}
	}
	if err := postgres.Vacant(ctx, database); err != nil {
		if f := new(fault.Error); errors.As(err, &f) && f.Kind != fault.Unavailable {
			return usageError{advised(err)}
		}
		return advised(err)
	}
	copied, err := os.Open(file)
	if err != nil {
		return usageError{err}
	}
	defer copied.Close()
	return postgresTool{in: copied, out: w.Err, err: w.Err}.run(ctx, "pg_restore", database, "--no-owner", "--exit-on-error", "--single-transaction")
}

func isDump(file string) bool {
	f, err := os.Open(file)
	if err != nil {
		return false
	}
	defer f.Close()
	head := make([]byte, len(dumpMark))
	_, err = io.ReadFull(f, head)
	return err == nil && string(head) == dumpMark
}

// postgresTool is how one of PostgreSQL's own programs is run. Copies go in and out by
// its standard streams, so that it may stand in a container.
type postgresTool struct {
	in       io.Reader
	out, err io.Writer
}

// run runs a program on a database. The password goes by the environment: everybody on
// the machine reads arguments.
func (t postgresTool) run(ctx context.Context, name, database string, args ...string) error {
	path, err := exec.LookPath(name)
	if err != nil {
		return fmt.Errorf("%s is not installed; it comes with PostgreSQL's client programs", name)
	}
	address, err := url.Parse(database)
	if err != nil {
		return usageError{errors.New("the database's address cannot be read")}
	}
	env := append(os.Environ(), "LC_ALL=C")
	if password, there := address.User.Password(); there {
		env = append(env, "PGPASSWORD="+password)
		address.User = url.User(address.User.Username())
	}
	var said bytes.Buffer
	cmd := exec.CommandContext(ctx, path, append([]string{"--dbname=" + address.String()}, args...)...)
	cmd.Env, cmd.Stdin, cmd.Stdout, cmd.Stderr = env, t.in, t.out, io.MultiWriter(t.err, &said)
	err = cmd.Run()
	if err != nil && strings.Contains(said.String(), "version mismatch") {
		return fmt.Errorf("%s is older than the server; put the server's own version first, such as PATH=/usr/lib/postgresql/17/bin:$PATH", path)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}
