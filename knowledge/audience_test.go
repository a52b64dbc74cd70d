package knowledge

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// What admits articles one by one and what admits their audiences is the same.
func TestAudiencesAdmitAsArticlesDo(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	now := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	b, err := New(NewMemory(), Config{Groups: map[string][]string{"eu": {"DE", "FR"}}, Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	some := func(of ...string) (out []string) {
		for _, s := range of {
			if rng.IntN(3) == 0 {
				out = append(out, s)
			}
		}
		return out
	}
	moment := func() time.Time {
		if rng.IntN(2) == 0 {
			return time.Time{}
		}
		return now.Add(time.Duration(rng.IntN(5)-2) * time.Hour)
	}
	articles := make([]Article, 300)
	numbers := make([]uint32, len(articles))
	for i := range articles {
		articles[i] = Article{
			ID: fmt.Sprint(i), Internal: rng.IntN(4) == 0, Markets: some("DE", "US", "eu", "*"), Channels: some("web", "email:de"),
			ValidFrom: moment(), ValidUntil: moment(),
		}
		numbers[i] = b.audiences.number(&articles[i])
	}
	for _, market := range []string{"", "de", "US", "JP"} {
		for _, channel := range []string{"", "web", "email:de", "email:fr"} {
			for flags := range 8 {
				s := Scope{Market: market, Channel: channel, Internal: flags&1 != 0, Wide: flags&2 != 0, anyMarket: flags&4 != 0}
				admitted := b.admitted(s)
				for i := range articles {
					if got, want := admitted(numbers[i]), b.admits(s, &articles[i]); got != want {
						t.Fatalf("%+v in %+v: its audience %v, itself %v", articles[i], s, got, want)
					}
				}
			}
		}
	}
}
