package postgres

import (
	"context"
	"crypto/rand"
	"fmt"
	neturl "net/url"
	"strings"

	"github.com/jackc/pgx/v5"

	"frontdesk/internal/fault"
)

// Scratch makes an empty database beside that of url, for measuring, and gives
// its address. drop deletes it. fault.Invalid where the user may not make one.
func Scratch(ctx context.Context, url string) (address string, drop func(context.Context) error, err error) {
	cfg, err := pgx.ParseConfig(url)
	if err != nil {
		return "", nil, fault.New(fault.Invalid, "database_url", "The database's address cannot be read.").
			Advise("Write it as postgres://user:password@host:5432/name.").Cause(err)
	}
	conn, err := pgx.ConnectConfig(ctx, cfg)
	if err != nil {
		return "", nil, fault.New(fault.Unavailable, "database_unavailable", "The database does not answer.").Cause(err)
	}
	defer conn.Close(context.WithoutCancel(ctx))
	name := "frontdesk_eval_" + strings.ToLower(rand.Text())
	if _, err := conn.Exec(ctx, "CREATE DATABASE "+name); err != nil {
		return "", nil, fault.New(fault.Invalid, "database_rights", "A database for measuring cannot be made on this server.").
			Advise("Use a user with the right CREATEDB.").Cause(err)
	}
	drop = func(ctx context.Context) error {
		conn, err := pgx.ConnectConfig(ctx, cfg)
		if err != nil {
			return fmt.Errorf("drop the database %s: %w", name, err)
		}
		defer conn.Close(ctx)
		_, err = conn.Exec(ctx, "DROP DATABASE "+name+" WITH (FORCE)")
		return err
	}
	return elsewhere(url, name), drop, nil
}

// elsewhere is an address with another database's name.
func elsewhere(url, name string) string {
	if u, err := neturl.Parse(url); err == nil && u.Scheme != "" {
		u.Path = "/" + name
		return u.String()
	}
	return url + " dbname=" + name // key=value form: the last one counts
}
