package postgres

import (
	"errors"
	"strings"
	"testing"

	"frontdesk/internal/fault"
)

// Every server that would break a promise is refused with what to do about it.
func TestE5_Refuse(t *testing.T) {
	good := server{version: 170011, versionName: "17.11", vector: "0.8.0", fsync: "on", synchronousCommit: "on", fullPageWrites: "on"}
	for _, c := range []struct {
		name   string
		change func(*server)
		unsafe bool
		code   string // empty: accepted
		advice string
	}{
		{name: "good", change: func(*server) {}},
		{name: "newer", change: func(s *server) { s.version, s.vector = 190000, "1.0.1" }},
		{name: "old", change: func(s *server) { s.version, s.versionName = 140009, "14.9" }, code: "database_too_old", advice: "Upgrade"},
		{name: "no pgvector", change: func(s *server) { s.vector = "" }, code: "no_pgvector", advice: "postgresql-17-pgvector"},
		{name: "old pgvector", change: func(s *server) { s.vector = "0.7.4" }, code: "no_pgvector", advice: "postgresql-17-pgvector"},
		{name: "a standby", change: func(s *server) { s.readOnly = true }, code: "database_read_only", advice: "primary"},
		{name: "fsync", change: func(s *server) { s.fsync = "off" }, code: "unsafe_durability", advice: "allow_unsafe_durability=true"},
		{name: "asynchronous", change: func(s *server) { s.synchronousCommit = "off" }, code: "unsafe_durability", advice: "allow_unsafe_durability=true"},
		{name: "torn pages", change: func(s *server) { s.fullPageWrites = "off" }, code: "unsafe_durability", advice: "allow_unsafe_durability=true"},
		{name: "fsync, allowed", change: func(s *server) { s.fsync = "off" }, unsafe: true},
		{name: "local commit is durable here", change: func(s *server) { s.synchronousCommit = "local" }},
	} {
		s := good
		c.change(&s)
		err := s.refuse(c.unsafe)
		if c.code == "" {
			if err != nil {
				t.Errorf("%s: %v", c.name, err)
			}
			continue
		}
		var f *fault.Error
		if !errors.As(err, &f) || f.Code != c.code || !strings.Contains(f.Hint, c.advice) {
			t.Errorf("%s: got %v", c.name, err)
		}
	}
}
