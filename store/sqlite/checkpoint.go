package sqlite

import (
	"context"
	"time"
)

const (
	// checkpointEvery is how often the log is copied back into the database.
	checkpointEvery = time.Second
	// longLog is from how many pages on (of 4 KiB) the log should begin anew.
	longLog = 4096
)

// checkpoints copies the log back into the database beside the writer, until ctx
// ends. Left to itself SQLite does so within a commit, every 1,000 pages, which
// whoever waits for that commit feels. A failure is no loss: the log has
// everything, and the next round tries again.
func (s *Store) checkpoints(ctx context.Context) error {
	work := context.WithoutCancel(ctx) // a checkpoint that has begun is finished
	q, err := newSession(work, s.readDB)
	if err != nil {
		return err
	}
	defer func() { _ = q.close() }() // Close reports what matters
	tick := time.NewTicker(checkpointEvery)
	defer tick.Stop()
	for seen := int64(0); ; {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		commits := s.commits.Load()
		if commits == seen {
			continue
		}
		seen = commits
		if pages, err := q.checkpoint(work); err == nil && pages > longLog {
			s.logIsLong.Store(true)
		}
	}
}

// checkpoint copies what it can without making anybody wait, and tells how many
// pages the log has. The log begins anew with the first write that finds all of
// it copied: under load that takes one by the writer itself, which has little
// left to copy.
func (q *session) checkpoint(ctx context.Context) (pages int, err error) {
	var busy, copied int
	err = q.row(ctx, "PRAGMA wal_checkpoint(PASSIVE)").Scan(&busy, &pages, &copied)
	return pages, err
}
