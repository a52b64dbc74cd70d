package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"frontdesk/gaps"
	"frontdesk/handoff"
	"frontdesk/internal/fault"
	"frontdesk/store"
)

var (
	upsertMiss = "INSERT INTO misses (" + store.MissColumns + ") VALUES (" + store.Placeholders("$", 1, store.Count(store.MissColumns)) +
		") ON CONFLICT (conversation_id, seq) DO UPDATE SET " + store.Assignments(store.MissColumns, "conversation_id", "seq", "gap_id")
	learnGap = "INSERT INTO gaps (" + store.GapColumns + ", profile) VALUES (" + store.Placeholders("$", 1, store.Count(store.GapColumns)+1) +
		`) ON CONFLICT (id) DO UPDATE SET title = excluded.title, lang = excluded.lang, last_at = excluded.last_at, size = excluded.size,
		revision = excluded.revision, profile = excluded.profile`
	putGap = "INSERT INTO gaps (" + store.GapColumns + ", profile) VALUES (" + store.Placeholders("$", 1, store.Count(store.GapColumns)+1) +
		") ON CONFLICT (id) DO UPDATE SET " + store.Assignments(store.GapColumns+", profile", "id", "created_at")
)

// rootOf is the gap that a gap counts with.
const rootOf = "coalesce(nullif(g.into_id, ''), g.id)"

// ofGap selects a gap's misses with those of the gaps merged into it.
const ofGap = ` FROM misses m JOIN gaps g ON g.id = m.gap_id WHERE (g.id = $1 OR g.into_id = $1) AND ($2 = '' OR m.lang = $2)
	AND m.at >= $3::bigint AND m.at < $4::bigint`

// RateMessage stores what a shopper says of a bot's answer. See pipeline.Ratings.
func (s *Store) RateMessage(ctx context.Context, conversationID string, seq int64, helpful int) error {
	now := store.Micros(s.clock.Now())
	defer s.recent.Drop(conversationID)
	return pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		n, err := change(ctx, tx, "UPDATE messages SET helpful = $3::bigint WHERE conversation_id = $1 AND seq = $2::bigint AND author = 'bot' AND kind = 'text'",
			conversationID, seq, helpful)
		if err == nil && n == 0 {
			return store.Missing("answer")
		}
		if err != nil {
			return err
		}
		_, err = change(ctx, tx, "UPDATE conversations SET updated_at = greatest(updated_at, $2::bigint) WHERE id = $1", conversationID, now)
		return err
	})
}

// ChangedConversations lists by the time of change. See gaps.Logs.
func (s *Store) ChangedConversations(ctx context.Context, after gaps.Place, before time.Time, limit int) (out []gaps.Place, err error) {
	out, err = all(ctx, s.pool, store.PlaceFields, `SELECT updated_at, id FROM conversations WHERE (updated_at, id) > ($1::bigint, $2::text) AND updated_at < $3::bigint
		ORDER BY updated_at, id LIMIT $4::bigint`, store.Micros(after.At), after.ID, store.Micros(before), store.Limit(limit, 100, 1000))
	return out, err
}

// CasesOf lists a conversation's cases, oldest first.
func (s *Store) CasesOf(ctx context.Context, conversationID string) ([]handoff.Case, error) {
	return all(ctx, s.pool, store.CaseFields, selectCase+" WHERE conversation_id = $1 ORDER BY created_at, epoch", conversationID)
}

// TakeGapWork gives the right to collect. See gaps.Store.
func (s *Store) TakeGapWork(ctx context.Context, holder string, now, until time.Time) (p gaps.Place, taken bool, err error) {
	err = pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		n, err := change(ctx, tx, `UPDATE gap_work SET holder = $1, lease_until = $3::bigint WHERE name = 'collect' AND (holder = $1 OR lease_until <= $2::bigint)`,
			holder, store.Micros(now), store.Micros(until))
		if taken = n > 0; err != nil || !taken {
			return err
		}
		p, err = one(tx.QueryRow(ctx, "SELECT place_at, place_id FROM gap_work WHERE name = 'collect'"), store.PlaceFields, fault.ErrNotFound)
		return err
	})
	return p, taken, err
}

// GapsSince lists gaps with their profiles in the order of their last change.
func (s *Store) GapsSince(ctx context.Context, after int64, limit int) (out []gaps.Gap, err error) {
	out, err = all(ctx, s.pool, store.WholeGapFields, "SELECT "+store.GapColumns+", profile FROM gaps WHERE revision > $1::bigint ORDER BY revision LIMIT $2::bigint",
		after, store.Limit(limit, 500, 10_000))
	return out, err
}

// GapsOf gives the gap of each miss of a conversation.
func (s *Store) GapsOf(ctx context.Context, conversationID string) (map[int64]string, error) {
	out := map[int64]string{}
	rows, err := s.pool.Query(ctx, "SELECT seq, gap_id FROM misses WHERE conversation_id = $1", conversationID)
	if err != nil {
		return nil, err
	}
	var seq int64
	var id string
	_, err = pgx.ForEachRow(rows, []any{&seq, &id}, func() error {
		out[seq] = id
		return nil
	})
	return out, err
}

// SaveFound writes what was found. See gaps.Store.
func (s *Store) SaveFound(ctx context.Context, holder string, b gaps.Batch) error {
	if err := store.CheckFound(b); err != nil {
		return err
	}
	return pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		n, err := change(ctx, tx, "UPDATE gap_work SET place_at = $2::bigint, place_id = $3 WHERE name = 'collect' AND holder = $1", holder, store.Micros(b.To.At), b.To.ID)
		if err == nil && n == 0 {
			return fault.ErrStale
		}
		if err != nil {
			return err
		}
		for _, g := range b.Gaps {
			if err := nextGap(ctx, tx, &g); err != nil {
				return err
			}
			if _, err := change(ctx, tx, learnGap, store.WholeGapFields(&g)...); err != nil {
				return err
			}
		}
		for _, f := range b.Found {
			if err := replaceFound(ctx, tx, f); err != nil {
				return fmt.Errorf("conversation %s: %w", f.ConversationID, err)
			}
		}
		return nil
	})
}

// nextGap gives a gap the next revision.
func nextGap(ctx context.Context, tx pgx.Tx, g *gaps.Gap) error {
	return tx.QueryRow(ctx, "UPDATE counters SET value = value + 1 WHERE name = 'gaps' RETURNING value").Scan(&g.Revision)
}

func replaceFound(ctx context.Context, tx pgx.Tx, f gaps.Found) error {
	stored, err := all(ctx, tx, func(n *int64) []any { return []any{n} }, "SELECT seq FROM misses WHERE conversation_id = $1", f.ConversationID)
	if err != nil {
		return err
	}
	found := map[int64]bool{}
	for _, m := range f.Misses {
		found[m.Seq] = true
		if _, err := change(ctx, tx, upsertMiss, store.MissFields(&m)...); err != nil {
			return err
		}
	}
	for _, seq := range stored {
		if found[seq] {
			continue
		}
		if _, err := change(ctx, tx, "DELETE FROM misses WHERE conversation_id = $1 AND seq = $2::bigint", f.ConversationID, seq); err != nil {
			return err
		}
	}
	if _, err := change(ctx, tx, "DELETE FROM gap_answers WHERE conversation_id = $1", f.ConversationID); err != nil {
		return err
	}
	for _, a := range f.Answered {
		if _, err := change(ctx, tx, `INSERT INTO gap_answers (gap_id, conversation_id, seq, at) SELECT id, $2, $3::bigint, $4::bigint FROM gaps
			WHERE article_id = $1 AND article_id <> '' ON CONFLICT DO NOTHING`, a.ArticleID, a.ConversationID, a.Seq, store.Micros(a.At)); err != nil {
			return err
		}
	}
	return nil
}

// Gaps lists by cost. See gaps.Shelf. The index misses_gap has all that is added
// up, in the order in which it is.
func (s *Store) Gaps(ctx context.Context, f gaps.Filter) (out []gaps.Line, total gaps.Totals, err error) {
	w := store.WindowOf(f.Since, f.Before)
	query := `WITH leaf AS (
			SELECT gap_id, count(*) FILTER (WHERE at >= $2::bigint) AS n, count(*) FILTER (WHERE at < $2::bigint) AS earlier,
			coalesce(sum(handoffs) FILTER (WHERE at >= $2::bigint), 0)::bigint AS handoffs,
			coalesce(sum(waited) FILTER (WHERE at >= $2::bigint), 0)::bigint AS waited,
			coalesce(sum(handled) FILTER (WHERE at >= $2::bigint), 0)::bigint AS handled,
			coalesce(sum(open) FILTER (WHERE at >= $2::bigint), 0)::bigint AS open,
			string_agg(DISTINCT lang, ',') AS langs
			FROM misses WHERE at >= $1::bigint AND at < $3::bigint GROUP BY gap_id),
		counted AS (SELECT ` + rootOf + ` AS root, sum(n)::bigint AS n, sum(earlier)::bigint AS earlier, sum(handoffs)::bigint AS handoffs, sum(waited)::bigint AS waited,
			sum(handled)::bigint AS handled, sum(open)::bigint AS open, string_agg(langs, ',') AS langs FROM leaf JOIN gaps g ON g.id = leaf.gap_id GROUP BY 1)
		SELECT ` + gapColumns + `, n, earlier, handoffs, waited, handled, open, langs, count(*) OVER (), (sum(n) OVER ())::bigint, (sum(handoffs) OVER ())::bigint,
			(sum(waited) OVER ())::bigint, (sum(handled) OVER ())::bigint, (sum(open) OVER ())::bigint, (sum(handoffs - open) OVER ())::bigint
		FROM counted JOIN gaps g ON g.id = counted.root
		WHERE n > 0 AND ($4 = '' OR g.state = $4) AND ($5 = '' OR strpos(',' || langs || ',', ',' || $5 || ',') > 0)
		ORDER BY handled + open * coalesce((SELECT sum(handled) / nullif(sum(handoffs - open), 0) FROM leaf), $6::bigint) DESC, handoffs DESC, n DESC, g.id LIMIT $7::bigint OFFSET $8::bigint`
	rows, err := all(ctx, s.pool, store.GapRowFields, query, w.Earlier, w.Since, w.Before, f.State, f.Lang, f.Typical.Microseconds(),
		store.Limit(f.Limit, 50, 200), f.Offset)
	out, total = store.GapRows(rows)
	return out, total, err
}

var gapColumns = store.Qualify("g", store.GapColumns)

// Gap loads one; fault.NotFound.
func (s *Store) Gap(ctx context.Context, id string) (g gaps.Gap, err error) {
	g, err = one(s.pool.QueryRow(ctx, "SELECT "+store.GapColumns+", profile FROM gaps WHERE id = $1", id), store.WholeGapFields, store.Missing("gap"))
	return g, err
}

// Misses lists a gap's, newest first. See gaps.Shelf.
func (s *Store) Misses(ctx context.Context, f gaps.MissFilter) (out []gaps.Miss, err error) {
	w := store.WindowOf(f.Since, f.Before)
	out, err = all(ctx, s.pool, store.MissFields, "SELECT "+store.Qualify("m", store.MissColumns)+ofGap+
		" AND (NOT $5::boolean OR m.replies_to > 0) ORDER BY m.at DESC, m.conversation_id, m.seq LIMIT $6::bigint",
		f.GapID, f.Lang, w.Since, w.Before, f.With, store.Limit(f.Limit, 50, 500))
	return out, err
}

// GapWeeks counts by week and language.
func (s *Store) GapWeeks(ctx context.Context, f gaps.MissFilter) (out []gaps.Bucket, err error) {
	w := store.WindowOf(f.Since, f.Before)
	out, err = all(ctx, s.pool, store.BucketFields, fmt.Sprintf(`SELECT (m.at + %d) / %d, m.lang, count(*), sum(m.handoffs)::bigint, sum(m.waited)::bigint, sum(m.handled)::bigint,
		sum(m.open)::bigint%s GROUP BY 1, 2 ORDER BY 1, 2`, store.MondayMicros, store.WeekMicros, ofGap), f.GapID, f.Lang, w.Since, w.Before)
	return out, err
}

// GapNear counts the articles that came nearest.
func (s *Store) GapNear(ctx context.Context, f gaps.MissFilter) (out []gaps.NearCount, err error) {
	w := store.WindowOf(f.Since, f.Before)
	out, err = all(ctx, s.pool, store.NearFields, "SELECT m.near_article, max(m.near_title), avg(m.near_p), count(*)"+ofGap+
		" AND m.near_article <> '' GROUP BY 1 ORDER BY 4 DESC, 3 DESC, 1 LIMIT 5", f.GapID, f.Lang, w.Since, w.Before)
	return out, err
}

// GapAnswered counts what the gap's article answered since.
func (s *Store) GapAnswered(ctx context.Context, gapID string, since time.Time) (n int, err error) {
	err = s.pool.QueryRow(ctx, "SELECT count(*) FROM gap_answers WHERE gap_id = $1 AND at >= $2::bigint", gapID, store.Micros(since)).Scan(&n)
	return n, err
}

// ChangeGaps writes what editors change. See gaps.Changes.
func (s *Store) ChangeGaps(ctx context.Context, changed []gaps.Gap, move []gaps.Ref) (out []gaps.Gap, err error) {
	err = pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		out = nil
		for _, g := range changed {
			var stored int64
			// The counter's row is taken first: changes wait for one another.
			if err := nextGap(ctx, tx, &g); err != nil {
				return err
			}
			if err := tx.QueryRow(ctx, "SELECT coalesce((SELECT version FROM gaps WHERE id = $1), 0)", g.ID).Scan(&stored); err != nil {
				return err
			}
			if stored != g.Version {
				return store.GapConflict(g.ID, stored)
			}
			g.Version++
			if _, err := change(ctx, tx, putGap, store.WholeGapFields(&g)...); err != nil {
				return err
			}
			if g.Into != "" {
				if _, err := change(ctx, tx, "UPDATE gaps SET into_id = $2 WHERE into_id = $1", g.ID, g.Into); err != nil {
					return err
				}
			}
			out = append(out, g)
		}
		for _, m := range move {
			n, err := change(ctx, tx, "UPDATE misses SET gap_id = $3 WHERE conversation_id = $1 AND seq = $2::bigint", m.ConversationID, m.Seq, changed[0].ID)
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
	return s.listGaps(ctx, " WHERE into_id = $1 ORDER BY id LIMIT $2::bigint", id, 1000)
}

// LinkedGaps lists the gaps that articles were written for, newest link first.
func (s *Store) LinkedGaps(ctx context.Context, limit int) ([]gaps.Gap, error) {
	return s.listGaps(ctx, " WHERE article_id <> '' AND into_id = '' ORDER BY linked_at DESC, id LIMIT $1::bigint", store.Limit(limit, 50, 1000))
}

func (s *Store) listGaps(ctx context.Context, where string, args ...any) (out []gaps.Gap, err error) {
	out, err = all(ctx, s.pool, store.GapFields, "SELECT "+store.GapColumns+" FROM gaps"+where, args...)
	return out, err
}

// SaveDigest keeps a week's digest once.
func (s *Store) SaveDigest(ctx context.Context, d gaps.Digest) (saved bool, err error) {
	err = pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		n, err := change(ctx, tx, "INSERT INTO gap_digests ("+store.DigestColumns+") VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", store.DigestFields(&d)...)
		saved = n > 0
		return err
	})
	return saved, err
}

// Digests lists the newest first.
func (s *Store) Digests(ctx context.Context, limit int) (out []gaps.Digest, err error) {
	out, err = all(ctx, s.pool, store.DigestFields, "SELECT "+store.DigestColumns+" FROM gap_digests ORDER BY week DESC LIMIT $1::bigint", store.Limit(limit, 10, 200))
	return out, err
}

// change runs a statement and gives the number of rows that it changed.
func change(ctx context.Context, tx pgx.Tx, query string, args ...any) (int64, error) {
	done, err := tx.Exec(ctx, query, args...)
	return done.RowsAffected(), err
}
