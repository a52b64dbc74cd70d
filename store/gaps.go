package store

import (
	"database/sql/driver"
	"fmt"
	"slices"
	"strings"
	"time"

	"frontdesk/gaps"
	"frontdesk/internal/fault"
)

// The columns of what was missed, in the order of the functions of fields beside
// them.
const (
	GapColumns  = "id, title, lang, state, note, into_id, by_hand, article_id, linked_at, changed_by, created_at, last_at, size, version, revision"
	MissColumns = "conversation_id, seq, gap_id, cause, asked, also, lang, market, channel_id, at, handoffs, waited, handled, open, case_id, " +
		"outcome, replies_from, replies_to, near_article, near_title, near_p"
	DigestColumns = "week, made_at, body"
)

// GapFields are the fields of GapColumns.
func GapFields(g *gaps.Gap) []any {
	return []any{&g.ID, &g.Title, &g.Lang, &g.State, &g.Note, &g.Into, &g.ByHand, &g.ArticleID, micros{&g.LinkedAt}, &g.ChangedBy,
		micros{&g.CreatedAt}, micros{&g.LastAt}, &g.Size, &g.Version, &g.Revision}
}

// WholeGapFields are the fields of GapColumns and then profile.
func WholeGapFields(g *gaps.Gap) []any { return append(GapFields(g), structured{&g.Profile}) }

// MissFields are the fields of MissColumns.
func MissFields(m *gaps.Miss) []any {
	return []any{&m.ConversationID, &m.Seq, &m.GapID, &m.Cause, structured{&m.Asked}, list{&m.Also}, &m.Asked.Lang, &m.Market, &m.ChannelID,
		micros{&m.At}, &m.Cost.Handoffs, lasting{&m.Cost.Waited}, lasting{&m.Cost.Handled}, &m.Cost.Open, &m.CaseID, &m.Outcome,
		&m.RepliesFrom, &m.RepliesTo, &m.Near.ArticleID, &m.Near.Title, &m.Near.P}
}

// GapRow is a line of the list with the totals of all that the filter selects.
type GapRow struct {
	gaps.Line
	Totals gaps.Totals
	langs  string
}

// GapRowFields are the fields of GapColumns, then of the row: how many, how many
// before, handoffs, waited, handled, open, languages; then of the totals: gaps,
// misses, handoffs, waited, handled, open, handoffs whose handling is known.
func GapRowFields(r *GapRow) []any {
	c, t := &r.Cost, &r.Totals
	return append(GapFields(&r.Gap), &r.Count, &r.Before, &c.Handoffs, lasting{&c.Waited}, lasting{&c.Handled}, &c.Open, &r.langs,
		&t.Gaps, &t.Misses, &t.Cost.Handoffs, lasting{&t.Cost.Waited}, lasting{&t.Cost.Handled}, &t.Cost.Open, &t.Known)
}

// GapRows takes the rows of a list apart.
func GapRows(rows []GapRow) (out []gaps.Line, total gaps.Totals) {
	for _, r := range rows {
		r.Langs = strings.Split(r.langs, ",")
		slices.Sort(r.Langs)
		r.Langs = slices.Compact(r.Langs)
		out, total = append(out, r.Line), r.Totals
	}
	return out, total
}

// BucketFields are a week's number, a language, how many, handoffs, waited, handled
// and open.
func BucketFields(b *gaps.Bucket) []any {
	return []any{week{&b.Week}, &b.Lang, &b.Count, &b.Cost.Handoffs, lasting{&b.Cost.Waited}, lasting{&b.Cost.Handled}, &b.Cost.Open}
}

// NearFields are an article's id and title, the mean probability and how many.
func NearFields(n *gaps.NearCount) []any { return []any{&n.ArticleID, &n.Title, &n.P, &n.Count} }

// DigestFields are the fields of DigestColumns.
func DigestFields(d *gaps.Digest) []any {
	return []any{micros{&d.Week}, micros{&d.MadeAt}, structured{&d.Body}}
}

// PlaceFields are the time and the id of a place in the logs.
func PlaceFields(p *gaps.Place) []any { return []any{micros{&p.At}, &p.ID} }

// CheckFound refuses what cannot be stored.
func CheckFound(b gaps.Batch) error {
	for _, f := range b.Found {
		for _, m := range f.Misses {
			if m.GapID == "" || m.ConversationID != f.ConversationID {
				return fault.New(fault.Invalid, "", "A missed question needs its gap and its conversation.").At("gap")
			}
			if err := CheckText("asked", append(m.Also, m.Asked.Text, m.Near.Title)...); err != nil {
				return err
			}
		}
	}
	return nil
}

// GapConflict is the fault for a gap that was changed since it was read.
func GapConflict(id string, stored int64) error {
	return fault.New(fault.Conflict, "version_conflict", "The gap was changed by somebody else.").
		With("gap", id).With("version", stored).Advise("Load it again and repeat the change.")
}

// lasting maps a duration to microseconds.
type lasting struct{ d *time.Duration }

func (l lasting) Value() (driver.Value, error) { return l.d.Microseconds(), nil }

func (l lasting) Scan(src any) error {
	n, ok := src.(int64)
	if !ok {
		return fmt.Errorf("a duration is stored as %T", src)
	}
	*l.d = time.Duration(n) * time.Microsecond
	return nil
}

// Weeks begin on Monday: WeekMicros after, and MondayMicros before, 1970.
const (
	WeekMicros   = 7 * 24 * 3600 * 1_000_000
	MondayMicros = 3 * 24 * 3600 * 1_000_000
)

// week maps the number of a week.
type week struct{ t *time.Time }

func (w week) Scan(src any) error {
	n, ok := src.(int64)
	if !ok {
		return fmt.Errorf("a week is numbered by %T", src)
	}
	*w.t = At(n*WeekMicros - MondayMicros)
	return nil
}

// Window is the time that a list of gaps is about, and that of equal length before,
// in microseconds.
type Window struct{ Earlier, Since, Before int64 }

// WindowOf is the window from a time on; a zero end is that of all times.
func WindowOf(since, before time.Time) Window {
	w := Window{Since: Micros(since), Before: Micros(before)}
	if w.Before == 0 {
		w.Before = 1 << 62
		w.Earlier = w.Since
		return w
	}
	w.Earlier = max(0, w.Since-(w.Before-w.Since))
	return w
}
