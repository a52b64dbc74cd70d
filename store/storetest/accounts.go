package storetest

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"frontdesk/internal/auth"
	"frontdesk/internal/fault"
)

func tryUsers(t *testing.T, w *world) {
	li := auth.User{ID: "1", Email: "li@x.example", Name: "Li", Role: auth.RoleAgent, PasswordHash: "$argon2id$", Languages: []string{"zh"},
		Skills: []string{"vip"}, Capacity: 3, CreatedAt: start}
	w.ok(w.AddUser(t.Context(), li))
	w.ok(w.AddUser(t.Context(), auth.User{ID: "2", Email: "bo@x.example", Name: "Bo", Role: auth.RoleEditor}))
	got, err := w.User(t.Context(), "1")
	w.ok(err)
	w.got("by id", got, li)
	got, err = w.UserByEmail(t.Context(), "li@x.example")
	w.ok(err)
	w.got("by e-mail", got, li)
	all, err := w.Users(t.Context())
	w.ok(err)
	w.got("by name", []any{len(all), all[0].Name, all[0].CreatedAt}, []any{2, "Bo", start})
	w.refused(w.AddUser(t.Context(), auth.User{ID: "3", Email: "li@x.example"}), fault.Conflict, "email_taken")
	_, _, err = w.ChangeUser(t.Context(), "2", func(u *auth.User) error { u.Email = "li@x.example"; return nil })
	w.refused(err, fault.Conflict, "email_taken")
	before, after, err := w.ChangeUser(t.Context(), "1", func(u *auth.User) error {
		u.Disabled, u.Name, u.Skills, u.PasswordHash, u.ID = true, "Li Wei", []string{"vip", "topic:returns"}, "", "7"
		return nil
	})
	w.ok(err)
	w.got("before a change", before, li)
	li.Disabled, li.Name, li.Skills = true, "Li Wei", []string{"vip", "topic:returns"}
	w.got("after it", after, li)
	got, err = w.User(t.Context(), "1")
	w.ok(err)
	w.got("changed", got, li)
	_, _, err = w.ChangeUser(t.Context(), "1", func(u *auth.User) error { u.Disabled = false; return fault.New(fault.Conflict, "own_account", "") })
	w.refused(err, fault.Conflict, "own_account")
	_, _, err = w.ChangeUser(t.Context(), "9", func(*auth.User) error { return nil })
	w.refused(err, fault.NotFound, "")
	disable := func(yes bool) {
		_, _, err := w.ChangeUser(t.Context(), "1", func(u *auth.User) error { u.Disabled = yes; return nil })
		w.ok(err)
		li.Disabled = yes
	}
	disable(false)
	w.ok(w.SetPassword(t.Context(), "1", "$argon2id$2"))
	disable(false)
	li.PasswordHash = "$argon2id$2"
	got, err = w.User(t.Context(), "1")
	w.ok(err)
	w.got("with a new password", got, li)
	w.refused(w.RenewPassword(t.Context(), "1", "$argon2id$1", "$argon2id$1b"), fault.NotFound, "") // of the one before
	w.ok(w.RenewPassword(t.Context(), "1", "$argon2id$2", "$argon2id$2b"))
	li.PasswordHash = "$argon2id$2b"
	got, err = w.User(t.Context(), "1")
	w.ok(err)
	w.got("with a new hash of it", got, li)
	disable(true)
	w.refused(w.SetPassword(t.Context(), "1", "$argon2id$3"), fault.NotFound, "")
	w.refused(w.RenewPassword(t.Context(), "1", "$argon2id$2b", "$argon2id$3"), fault.NotFound, "")
	w.refused(w.SetPassword(t.Context(), "9", "$argon2id$3"), fault.NotFound, "")
	_, err = w.User(t.Context(), "9")
	w.refused(err, fault.NotFound, "")
	_, err = w.UserByEmail(t.Context(), "9")
	w.refused(err, fault.NotFound, "")
}

// Of changes to one person at once none is lost.
func tryUserChanges(t *testing.T, w *world) {
	w.ok(w.AddUser(t.Context(), auth.User{ID: "1", Email: "li@x.example", Name: "Li", Role: auth.RoleAgent}))
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			_, _, err := w.ChangeUser(t.Context(), "1", func(u *auth.User) error { u.Capacity++; return nil })
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	got, err := w.User(t.Context(), "1")
	w.ok(err)
	w.got("changes", got.Capacity, 16)
}

// What has expired goes, whatever it opened; the rest stays.
func tryPurgeSecrets(t *testing.T, w *world) {
	for _, s := range []auth.Secret{
		{ID: "1", Hash: []byte("a"), Kind: auth.SecretVisitor, ExpiresAt: start},
		{ID: "2", Hash: []byte("b"), Kind: auth.SecretVisitor, ExpiresAt: start.Add(time.Microsecond)},
		{ID: "3", Hash: []byte("c"), Kind: auth.SecretVisitor},
		{ID: "4", Hash: []byte("d"), Kind: auth.SecretLink, ExpiresAt: start.Add(-time.Hour)},
	} {
		w.ok(w.AddSecret(t.Context(), s))
	}
	w.ok(w.PurgeSecrets(t.Context(), start))
	ids := func(k auth.SecretKind) (out []string) {
		list, err := w.Secrets(t.Context(), k, "")
		w.ok(err)
		for _, s := range list {
			out = append(out, s.ID)
		}
		return out
	}
	w.got("visitors", ids(auth.SecretVisitor), []string{"2", "3"})
	w.got("links", ids(auth.SecretLink), []string(nil))
}

func trySecrets(t *testing.T, w *world) {
	session := auth.Secret{ID: "s1", Hash: []byte{0, 1, 255}, Kind: auth.SecretSession, Subject: "li", CreatedAt: start, ExpiresAt: start.Add(time.Hour)}
	token := auth.Secret{ID: "s2", Hash: []byte{0, 1, 255}, Kind: auth.SecretAPI, Subject: "li", Label: "ERP sync", Role: auth.RoleEditor, CreatedAt: start}
	for _, s := range []auth.Secret{session, token} {
		w.ok(w.AddSecret(t.Context(), s))
	}
	if err := w.AddSecret(t.Context(), auth.Secret{ID: "s3", Hash: token.Hash, Kind: token.Kind}); err == nil {
		t.Fatal("the same secret was stored twice")
	}
	for _, c := range []struct {
		name string
		kind auth.SecretKind
		hash []byte
		at   time.Duration
		want string
	}{
		{"session", auth.SecretSession, session.Hash, 0, "s1"}, {"just before its end", auth.SecretSession, session.Hash, time.Hour - 1000, "s1"},
		{"expired", auth.SecretSession, session.Hash, time.Hour, ""}, {"for ever", auth.SecretAPI, token.Hash, 1e6 * time.Hour, "s2"},
		{"another kind", auth.SecretLink, token.Hash, 0, ""}, {"another hash", auth.SecretAPI, []byte{0, 1}, 0, ""},
	} {
		got, err := w.Secret(t.Context(), c.kind, c.hash, start.Add(c.at))
		if c.want == "" {
			w.refused(err, fault.NotFound, "")
			continue
		}
		w.ok(err)
		w.got(c.name, got.ID, c.want)
	}
	w.ok(w.TouchSecret(t.Context(), "s2", start.Add(time.Minute)))
	token.UsedAt = start.Add(time.Minute)
	list, err := w.Secrets(t.Context(), auth.SecretAPI, "")
	w.ok(err)
	w.got("of all subjects", list, []auth.Secret{token})
	list, err = w.Secrets(t.Context(), auth.SecretAPI, "bo")
	w.ok(err)
	w.got("of another subject", len(list), 0)
	w.ok(w.RevokeSecret(t.Context(), "s2"))
	w.ok(w.RevokeSecret(t.Context(), "s2"))
	w.ok(w.RevokeSubject(t.Context(), auth.SecretAPI, "li"))
	got, err := w.Secret(t.Context(), auth.SecretSession, session.Hash, start)
	w.ok(err)
	w.got("another kind stays", got, session)
	w.ok(w.RevokeSubject(t.Context(), auth.SecretSession, "li"))
	_, err = w.Secret(t.Context(), auth.SecretSession, session.Hash, start)
	w.refused(err, fault.NotFound, "")
}

// A one-time link opens once, however many press it.
func tryOneTaker(t *testing.T, w *world) {
	w.ok(w.AddSecret(t.Context(), auth.Secret{ID: "old", Hash: []byte("old"), Kind: auth.SecretLink, Subject: "li", ExpiresAt: start}))
	_, err := w.TakeSecret(t.Context(), auth.SecretLink, []byte("old"), start)
	w.refused(err, fault.NotFound, "")
	w.ok(w.AddSecret(t.Context(), auth.Secret{ID: "link", Hash: []byte("h"), Kind: auth.SecretLink, Subject: "li"}))
	var wg sync.WaitGroup
	var taken atomic.Int64
	for range 16 {
		wg.Go(func() {
			if s, err := w.TakeSecret(t.Context(), auth.SecretLink, []byte("h"), start); err == nil && s.Subject == "li" {
				taken.Add(1)
			}
		})
	}
	wg.Wait()
	w.got("takers", taken.Load(), int64(1))
}
