package api_test

import (
	"fmt"
	"testing"

	"frontdesk/api"
	"frontdesk/internal/auth"
)

func TestB13SpoofedAddresses(t *testing.T) {
	spoofAs := func(w *world, n int, form string) (limited bool) {
		for i := range n {
			a := w.do(req{"POST", "/v1/session", `{"email":"a@b.example","password":"wrong wrong"}`, map[string]string{
				"X-Forwarded-For": fmt.Sprintf(form, i), "X-Real-IP": fmt.Sprintf(form, i), "X-User-ID": "admin",
			}})
			limited = limited || a.status == 429
		}
		return limited
	}
	spoof := func(w *world, n int) bool { return spoofAs(w, n, "10.0.0.%d") }
	if !spoof(newWorld(t), 8) {
		t.Error("spoofed addresses got around the wait")
	}
	trusted := newWorld(t, func(c *api.Config) { c.TrustedProxies = []string{"127.0.0.1"} })
	if spoof(trusted, 8) {
		t.Error("a trusted proxy's clients were taken for one")
	}
	if !spoofAs(trusted, 8, "2001:db8:1:2::%d") {
		t.Error("somebody with a network of IPv6 got around the wait")
	}
	if spoofAs(trusted, 8, "2001:db8:2:%d::1") {
		t.Error("different networks of IPv6 were taken for one")
	}
	w := newWorld(t)
	w.do(req{"GET", "/v1/users", nil, map[string]string{"X-User-ID": "1", "X-Forwarded-User": "admin"}}).want(t, 401, "unauthenticated")
}

func TestB17GuessingWaits(t *testing.T) {
	w := newWorld(t, func(c *api.Config) { c.TrustedProxies = []string{"127.0.0.1"} })
	u := w.user(auth.RoleAgent, "Li")
	hash, err := auth.NewHasher(auth.Params{MemoryKiB: 64, Time: 1, Threads: 1, AtOnce: 1}, zeros{}).Hash(testPassword)
	must(t, err)
	must(t, w.store.SetPassword(t.Context(), u.ID, hash))
	try := func(from, password string) answer {
		return w.do(req{"POST", "/v1/session", map[string]any{"email": u.Email, "password": password}, map[string]string{"X-Forwarded-For": from}})
	}
	statuses := map[int]int{}
	for range 20 {
		a := try("10.0.0.9", "not the password")
		statuses[a.status]++
		if a.status == 429 && (a.header.Get("Retry-After") == "" || a.json["retry_after_ms"] == nil) {
			t.Fatalf("how long to wait? %s", a.raw)
		}
	}
	if statuses[401] != 5 || statuses[429] != 15 {
		t.Errorf("20 wrong passwords: %v", statuses)
	}
	try("10.0.0.7", testPassword).want(t, 200, "") // the victim, from elsewhere

	answers := make(chan answer, 30) // many at once are many tries
	for range cap(answers) {
		go func() { answers <- try("10.0.0.8", "not the password") }()
	}
	wrong := 0
	for range cap(answers) {
		if a := <-answers; a.status == 401 {
			wrong++
		}
	}
	if wrong != 5 {
		t.Errorf("of 30 wrong passwords at once %d were looked at", wrong)
	}
}

type zeros struct{}
