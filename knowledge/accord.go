package knowledge

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Accord is an editor's word that two statements do not contradict each other.
type Accord struct {
	Clash string    `json:"-"` // Clash.ID: as soon as one of the texts changes, it is the id of nothing
	By    string    `json:"by,omitempty"`
	At    time.Time `json:"at"`
}

// Accords has what editors said of clashes; see [AccordStore].
type Accords interface {
	// Accords gives all, in order of their clashes.
	Accords(ctx context.Context) ([]Accord, error)
}

// AccordStore keeps accords.
type AccordStore interface {
	Accords
	// SaveAccord keeps one in place of an earlier one of the same clash.
	SaveAccord(ctx context.Context, a Accord) error
	// DeleteAccord removes that of a clash; fault.NotFound.
	DeleteAccord(ctx context.Context, clash string) error
}

// clashID tells two statements from all others by their articles and words, in
// whichever order they come.
func clashID(x, y Statement) string {
	both := []string{x.Article + "\x00" + x.Text, y.Article + "\x00" + y.Text}
	slices.Sort(both)
	sum := sha256.Sum256([]byte(strings.Join(both, "\x00")))
	return hex.EncodeToString(sum[:16])
}

// accords are what editors said, by clash.
type accords map[string]Accord

// refreshAccords takes over what editors said.
func (b *Base) refreshAccords(ctx context.Context) error {
	if b.cfg.Accords == nil {
		return nil
	}
	b.agreeing.Lock() // so that who reads last writes last
	defer b.agreeing.Unlock()
	list, err := b.cfg.Accords.Accords(ctx)
	if err != nil {
		return fmt.Errorf("read which statements agree: %w", err)
	}
	all := make(accords, len(list))
	for _, a := range list {
		all[a.Clash] = a
	}
	b.mu.Lock()
	b.accords = all
	b.mu.Unlock()
	return nil
}

// listed gives clashes as people see them: each once, with what an editor said of
// it, and of two articles that answer one question differently nothing else that
// stands between them. Those of questions come first.
func (of accords) listed(found []Clash) []Clash {
	out := []Clash{}
	seen, asked := make(map[string]bool), make(map[[2]string]bool)
	for _, c := range found {
		said, agreed := of[c.ID]
		pair := [2]string{c.A.Article, c.B.Article}
		if seen[c.ID] || !agreed && asked[pair] {
			continue
		}
		seen[c.ID] = true
		if agreed {
			c.Agreed = &said
		} else if c.Kind == "answers" {
			asked[pair] = true
		}
		out = append(out, c)
	}
	return out
}
