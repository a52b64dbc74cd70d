package main

import (
	"context"
	"testing"
	"time"

	"frontdesk/internal/auth"
	"frontdesk/store/sqlite"
	"frontdesk/store/sqlite/sqlitetest"
)

// A new installation prints a link for its first admin, again until somebody has a
// password, and never beside an admin who was added by name.
func TestFirstAdmin(t *testing.T) {
	for name, c := range map[string]struct {
		users []auth.User
		want  bool
	}{
		"nobody":                 {nil, true},
		"the same, started anew": {[]auth.User{{ID: "1", Email: "admin@localhost", Role: auth.RoleAdmin}}, true},
		"an agent was added":     {[]auth.User{{ID: "1", Email: "ana@shop.example", Role: auth.RoleAgent}}, true},
		"an admin was added":     {[]auth.User{{ID: "1", Email: "you@shop.example", Role: auth.RoleAdmin}}, false},
		"somebody has signed in": {[]auth.User{{ID: "1", Email: "admin@localhost", Role: auth.RoleAdmin, PasswordHash: "x"}}, false},
	} {
		t.Run(name, func(t *testing.T) {
			db, err := sqlite.Open(t.Context(), sqlitetest.Dir(t), sqlite.Options{Now: time.Now, NewID: newID})
			if err != nil {
				t.Fatal(err)
			}
			ctx, stop := context.WithCancel(t.Context())
			ended := make(chan error, 1)
			go func() { ended <- db.Run(ctx) }()
			defer func() {
				stop()
				if err := <-ended; err != nil {
					t.Error(err)
				}
				if err := db.Close(); err != nil {
					t.Error(err)
				}
			}()
			for _, u := range c.users {
				u.Capacity, u.CreatedAt = 1, time.Now()
				if err := db.AddUser(t.Context(), u); err != nil {
					t.Fatal(err)
				}
			}
			link, err := firstAdmin(t.Context(), db, "https://help.shop.example")
			if err != nil || (link != "") != c.want {
				t.Errorf("link %q, %v; want one: %t", link, err, c.want)
			}
			again, err := db.Users(t.Context())
			if want := len(c.users); err != nil || !c.want && len(again) != want {
				t.Errorf("%d people, %v; want %d", len(again), err, want)
			}
		})
	}
}
