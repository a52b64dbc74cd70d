package sqlite

import (
	"context"
	"fmt"
	"time"

	"frontdesk/gaps"
	"frontdesk/handoff"
	"frontdesk/internal/fault"
	"frontdesk/store"
)

var (
	upsertMiss = "INSERT INTO misses (" + store.MissColumns + ") VALUES (" + store.Placeholders("?", 1, store.Count(store.MissColumns)) +
		") ON CONFLICT (conversation_id, seq) DO UPDATE SET " + store.Assignments(store.MissColumns, "conversation_id", "seq", "gap_id")
	learnGap = "INSERT INTO gaps (" + store.GapColumns + ", profile) VALUES (" + store.Placeholders("?", 1, store.Count(store.GapColumns)+1) +
		`) ON CONFLICT (id) DO UPDATE SET title = excluded.title, lang = excluded.lang, last_at = excluded.last_at, size = excluded.size,
		revision = excluded.revision, profile = excluded.profile`
	putGap = "INSERT INTO gaps (" + store.GapColumns + ", profile) VALUES (" + store.Placeholders("?", 1, store.Count(store.GapColumns)+1) +
		") ON CONFLICT (id) DO UPDATE SET " + store.Assignments(store.GapColumns+", profile", "id", "created_at")
)

// rootOf is the gap that a gap counts with.
const rootOf = "coalesce(nullif(g.into_id, ''), g.id)"

// ofGap selects a gap's misses with those of the gaps merged into it.
const ofGap = ` FROM misses m JOIN gaps g ON g.id = m.gap_id WHERE (g.id = ?1 OR g.into_id = ?1) AND (?2 = '' OR m.lang = ?2)
	AND m.at >= ?3 + 0 AND m.at < ?4 + 0`

// RateMessage stores what a shopper says of a bot's answer. See pipeline.Ratings.
func (s *Store) RateMessage(ctx context.Context, conversationID string, seq int64, helpful int) error {
	now := store.Micros(s.clock.Now())
	return s.write(ctx, func(ctx context.Context, q *session) error {
		q.after(func() { s.recent.Drop(conversationID) })
		n, err := q.change(ctx, "UPDATE messages SET helpful = ?3 + 0 WHERE conversation_id = ?1 AND seq = ?2 + 0 AND author = 'bot' AND kind = 'text'",
			conversationID, seq, helpful)
		if err == nil && n == 0 {
			return store.Missing("answer")
		}
		if err != nil {
			return err
		}
		return q.exec(ctx, "UPDATE conversations SET updated_at = max(updated_at, ?2 + 0) WHERE id = ?1", conversationID, now)
	})
}

// ChangedConversations lists by the time of change. See gaps.Logs.
func (s *Store) ChangedConversations(ctx context.Context, after gaps.Place, before time.Time, limit int) (out []gaps.Place, err error) {
	err = s.read(ctx, func(ctx context.Context, q *session) (err error) {
		out, err = all(ctx, q, store.PlaceFields, `SELECT updated_at, id FROM conversations WHERE (updated_at, id) > (?1 + 0, ?2) AND updated_at < ?3 + 0
			ORDER BY updated_at, id LIMIT ?4 + 0`, store.Micros(after.At), after.ID, store.Micros(before), store.Limit(limit, 100, 1000))
		return err
	})
	return out, err
}

// CasesOf lists a conversation's cases, oldest first.
func (s *Store) CasesOf(ctx context.Context, conversationID string) ([]handoff.Case, error) {
	return s.cases(ctx, selectCase+" WHERE conversation_id = ?1 ORDER BY created_at, epoch", conversationID)
}

// TakeGapWork gives the right to collect. See gaps.Store.
func (s *Store) TakeGapWork(ctx context.Context, holder string, now, until time.Time) (p gaps.Place, taken bool, err error) {
	err = s.write(ctx, func(ctx context.Context, q *session) error {
		n, err := q.change(ctx, `UPDATE gap_work SET holder = ?1, lease_until = ?3 + 0 WHERE name = 'collect' AND (holder = ?1 OR lease_until <= ?2 + 0)`,
			holder, store.Micros(now), store.Micros(until))
		if taken = n > 0; err != nil || !taken {
			return err
		}
		p, err = one(q.row(ctx, "SELECT place_at, place_id FROM gap_work WHERE name = 'collect'"), store.PlaceFields, fault.ErrNotFound)
		return err
	})
	return p, taken, err
}

// GapsSince lists gaps with their profiles in the order of their last change.
func (s *Store) GapsSince(ctx context.Context, after int64, limit int) (out []gaps.Gap, err error) {
	err = s.read(ctx, func(ctx context.Context, q *session) (err error) {
		out, err = all(ctx, q, store.WholeGapFields, "SELECT "+store.GapColumns+", profile FROM gaps WHERE revision > ?1 + 0 ORDER BY revision LIMIT ?2 + 0",
			after, store.Limit(limit, 500, 10_000))
		return err
	})
	return out, err
}

// GapsOf gives the gap of each miss of a conversation.
func (s *Store) GapsOf(ctx context.Context, conversationID string) (map[int64]string, error) {
	out := map[int64]string{}
	err := s.look(ctx, func(ctx context.Context, q *session) error {
		return q.each(ctx, func(row scanner) error {
			var seq int64
			var id string
			err := row.Scan(&seq, &id)
			out[seq] = id
			return err
		}, "SELECT seq, gap_id FROM misses WHERE conversation_id = ?1", conversationID)
	})
	return out, err
}

// SaveFound writes what was found. See gaps.Store.
func (s *Store) SaveFound(ctx context.Context, holder string, b gaps.Batch) error {
	if err := store.CheckFound(b); err != nil {
		return err
	}
	return s.write(ctx, func(ctx context.Context, q *session) error {
		n, err := q.change(ctx, "UPDATE gap_work SET place_at = ?2 + 0, place_id = ?3 WHERE name = 'collect' AND holder = ?1", holder, store.Micros(b.To.At), b.To.ID)
		if err == nil && n == 0 {
			return fault.ErrStale
		}
		if err != nil {
			return err
		}
		for _, g := range b.Gaps {
			if err := nextGap(ctx, q, &g); err != nil {
				return err
			}
			if err := q.exec(ctx, learnGap, store.WholeGapFields(&g)...); err != nil {
				return err
			}
		}
		for _, f := range b.Found {
			if err := replaceFound(ctx, q, f); err != nil {
				return fmt.Errorf("conversation %s: %w", f.ConversationID, err)
			}
		}
		return nil
	})
}

// nextGap gives a gap the next revision.
func nextGap(ctx context.Context, q *session, g *gaps.Gap) error {
	return q.row(ctx, "UPDATE counters SET value = value + 1 WHERE name = 'gaps' RETURNING value").Scan(&g.Revision)
}

func replaceFound(ctx context.Context, q *session, f gaps.Found) error {
	stored, err := all(ctx, q, func(n *int64) []any { return []any{n} }, "SELECT seq FROM misses WHERE conversation_id = ?1", f.ConversationID)
	if err != nil {
		return err
	}
	found := map[int64]bool{}
	for _, m := range f.Misses {
		found[m.Seq] = true
		if err := q.exec(ctx, upsertMiss, store.MissFields(&m)...); err != nil {
			return err
		}
	}
	for _, seq := range stored {
		if found[seq] {
			continue
		}
		if err := q.exec(ctx, "DELETE FROM misses WHERE conversation_id = ?1 AND seq = ?2 + 0", f.ConversationID, seq); err != nil {
			return err
		}
	}
	if err := q.exec(ctx, "DELETE FROM gap_answers WHERE conversation_id = ?1", f.ConversationID); err != nil {
		return err
	}
	for _, a := range f.Answered {
		if err := q.exec(ctx, `INSERT INTO gap_answers (gap_id, conversation_id, seq, at) SELECT id, ?2, ?3 + 0, ?4 + 0 FROM gaps
			WHERE article_id = ?1 AND article_id <> '' ON CONFLICT DO NOTHING`, a.ArticleID, a.ConversationID, a.Seq, store.Micros(a.At)); err != nil {
			return err
		}
	}
	return nil
}

// Gaps lists by cost. See gaps.Shelf. The index misses_gap has all that is added
// up, in the order in which it is. The plus keeps the other index away.
func (s *Store) Gaps(ctx context.Context, f gaps.Filter) (out []gaps.Line, total gaps.Totals, err error) {
	w := store.WindowOf(f.Since, f.Before)
	query := `WITH leaf AS (
			SELECT gap_id, count(*) FILTER (WHERE at >= ?2 + 0) AS n, count(*) FILTER (WHERE at < ?2 + 0) AS earlier,
			coalesce(sum(handoffs) FILTER (WHERE at >= ?2 + 0), 0) AS handoffs,
			coalesce(sum(waited) FILTER (WHERE at >= ?2 + 0), 0) AS waited,
			coalesce(sum(handled) FILTER (WHERE at >= ?2 + 0), 0) AS handled,
			coalesce(sum(open) FILTER (WHERE at >= ?2 + 0), 0) AS open,
			group_concat(DISTINCT lang) AS langs
			FROM misses WHERE +at >= ?1 + 0 AND +at < ?3 + 0 GROUP BY gap_id),
		counted AS (SELECT ` + rootOf + ` AS root, sum(n) AS n, sum(earlier) AS earlier, sum(handoffs) AS handoffs, sum(waited) AS waited,
			sum(handled) AS handled, sum(open) AS open, group_concat(langs) AS langs FROM leaf JOIN gaps g ON g.id = leaf.gap_id GROUP BY 1)
		SELECT ` + gapColumns + `, n, earlier, handoffs, waited, handled, open, langs, count(*) OVER (), sum(n) OVER (), sum(handoffs) OVER (),
			sum(waited) OVER (), sum(handled) OVER (), sum(open) OVER (), sum(handoffs - open) OVER ()
		FROM counted JOIN gaps g ON g.id = counted.root
		WHERE n > 0 AND (?4 = '' OR g.state = ?4) AND (?5 = '' OR instr(',' || langs || ',', ',' || ?5 || ',') > 0)
		ORDER BY handled + open * coalesce((SELECT sum(handled) / nullif(sum(handoffs - open), 0) FROM leaf), ?6 + 0) DESC, handoffs DESC, n DESC, g.id LIMIT ?7 + 0 OFFSET ?8 + 0`
	err = s.read(ctx, func(ctx context.Context, q *session) error {
		rows, err := all(ctx, q, store.GapRowFields, query, w.Earlier, w.Since, w.Before, f.State, f.Lang, f.Typical.Microseconds(),
			store.Limit(f.Limit, 50, 200), f.Offset)
		out, total = store.GapRows(rows)
		return err
	})
	return out, total, err
}

var gapColumns = store.Qualify("g", store.GapColumns)

// Gap loads one; fault.NotFound.
func (s *Store) Gap(ctx context.Context, id string) (g gaps.Gap, err error) {
	err = s.look(ctx, func(ctx context.Context, q *session) (err error) {
		g, err = one(q.row(ctx, "SELECT "+store.GapColumns+", profile FROM gaps WHERE id = ?1", id), store.WholeGapFields, store.Missing("gap"))
		return err
	})
	return g, err
}

// Misses lists a gap's, newest first. See gaps.Shelf.
func (s *Store) Misses(ctx context.Context, f gaps.MissFilter) (out []gaps.Miss, err error) {
	w := store.WindowOf(f.Since, f.Before)
	err = s.read(ctx, func(ctx context.Context, q *session) (err error) {
		out, err = all(ctx, q, store.MissFields, "SELECT "+store.Qualify("m", store.MissColumns)+ofGap+
			" AND (NOT ?5 OR m.replies_to > 0) ORDER BY m.at DESC, m.conversation_id, m.seq LIMIT ?6 + 0",
			f.GapID, f.Lang, w.Since, w.Before, f.With, store.Limit(f.Limit, 50, 500))
		return err
	})
	return out, err
}

// GapWeeks counts by week and language.
func (s *Store) GapWeeks(ctx context.Context, f gaps.MissFilter) (out []gaps.Bucket, err error) {
	w := store.WindowOf(f.Since, f.Before)
	err = s.read(ctx, func(ctx context.Context, q *session) (err error) {
		out, err = all(ctx, q, store.BucketFields, fmt.Sprintf(`SELECT (m.at + %d) / %d, m.lang, count(*), sum(m.handoffs), sum(m.waited), sum(m.handled),
			sum(m.open)%s GROUP BY 1, 2 ORDER BY 1, 2`, store.MondayMicros, store.WeekMicros, ofGap), f.GapID, f.Lang, w.Since, w.Before)
		return err
	})
	return out, err
}

// GapNear counts the articles that came nearest.
func (s *Store) GapNear(ctx context.Context, f gaps.MissFilter) (out []gaps.NearCount, err error) {
	w := store.WindowOf(f.Since, f.Before)
	err = s.read(ctx, func(ctx context.Context, q *session) (err error) {
		out, err = all(ctx, q, store.NearFields, "SELECT m.near_article, max(m.near_title), avg(m.near_p), count(*)"+ofGap+
			" AND m.near_article <> '' GROUP BY 1 ORDER BY 4 DESC, 3 DESC, 1 LIMIT 5", f.GapID, f.Lang, w.Since, w.Before)
		return err
	})
	return out, err
}

// GapAnswered counts what the gap's article answered since.
func (s *Store) GapAnswered(ctx context.Context, gapID string, since time.Time) (n int, err error) {
	err = s.look(ctx, func(ctx context.Context, q *session) error {
		return q.row(ctx, "SELECT count(*) FROM gap_answers WHERE gap_id = ?1 AND at >= ?2 + 0", gapID, store.Micros(since)).Scan(&n)
	})
	return n, err
}

// ChangeGaps writes what editors change. See gaps.Changes.
func (s *Store) ChangeGaps(ctx context.Context, changed []gaps.Gap, move []gaps.Ref) (out []gaps.Gap, err error) {
	err = s.write(ctx, func(ctx context.Context, q *session) error {
		out = nil
		for _, g := range changed {
			var stored int64
			if err := nextGap(ctx, q, &g); err != nil {
				return err
			}
			if err := q.row(ctx, "SELECT coalesce((SELECT version FROM gaps WHERE id = ?1), 0)", g.ID).Scan(&stored); err != nil {
				return err
			}
			if stored != g.Version {
				return store.GapConflict(g.ID, stored)
			}
			g.Version++
			if err := q.exec(ctx, putGap, store.WholeGapFields(&g)...); err != nil {
				return err
			}
			if g.Into != "" {
				if err := q.exec(ctx, "UPDATE gaps SET into_id = ?2 WHERE into_id = ?1", g.ID, g.Into); err != nil {
					return err
				}
			}
			out = append(out, g)
		}
		for _, m := range move {
			n, err := q.change(ctx, "UPDATE misses SET gap_id = ?3 WHERE conversation_id = ?1 AND seq = ?2 + 0", m.ConversationID, m.Seq, changed[0].ID)
			if err == nil && n == 0 {
				return store.Missing("missed question")
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}

// MergedInto lists the gaps that count with one.
func (s *Store) MergedInto(ctx context.Context, id string) ([]gaps.Gap, error) {
	return s.listGaps(ctx, " WHERE into_id = ?1 ORDER BY id LIMIT ?2 + 0", id, 1000)
}

// LinkedGaps lists the gaps that articles were written for, newest link first.
func (s *Store) LinkedGaps(ctx context.Context, limit int) ([]gaps.Gap, error) {
	return s.listGaps(ctx, " WHERE article_id <> '' AND into_id = '' ORDER BY linked_at DESC, id LIMIT ?1 + 0", store.Limit(limit, 50, 1000))
}

func (s *Store) listGaps(ctx context.Context, where string, args ...any) (out []gaps.Gap, err error) {
	err = s.read(ctx, func(ctx context.Context, q *session) (err error) {
		out, err = all(ctx, q, store.GapFields, "SELECT "+store.GapColumns+" FROM gaps"+where, args...)
		return err
	})
	return out, err
}

// SaveDigest keeps a week's digest once.
func (s *Store) SaveDigest(ctx context.Context, d gaps.Digest) (saved bool, err error) {
	err = s.write(ctx, func(ctx context.Context, q *session) error {
		n, err := q.change(ctx, "INSERT INTO gap_digests ("+store.DigestColumns+") VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING", store.DigestFields(&d)...)
		saved = n > 0
		return err
	})
	return saved, err
}

// Digests lists the newest first.
func (s *Store) Digests(ctx context.Context, limit int) (out []gaps.Digest, err error) {
	err = s.read(ctx, func(ctx context.Context, q *session) (err error) {
		out, err = all(ctx, q, store.DigestFields, "SELECT "+store.DigestColumns+" FROM gap_digests ORDER BY week DESC LIMIT ?1 + 0", store.Limit(limit, 10, 200))
		return err
	})
	return out, err
}
