package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"frontdesk/bot/training"
	"frontdesk/internal/fault"
	"frontdesk/store"
)

var (
	upsertIntent = "INSERT INTO shop_intents (" + store.ShopIntentColumns + ") VALUES (" + store.Placeholders("$", 1, 7) + `)
		ON CONFLICT (id) DO UPDATE SET title = excluded.title, category = excluded.category, own = excluded.own, off = excluded.off,
		updated_by = excluded.updated_by, updated_at = excluded.updated_at`

	insertExample = "INSERT INTO examples (" + store.ExampleColumns + ", text_key) VALUES (" + store.Placeholders("$", 1, 9) + `)
		ON CONFLICT (text_key) DO NOTHING`

	insertModel = "INSERT INTO models (" + store.ModelColumns + ", report, bytes, outcomes) VALUES (" + store.Placeholders("$", 1, 13) + `)
		ON CONFLICT (version) DO UPDATE SET created_at = excluded.created_at, created_by = excluded.created_by, data_hash = excluded.data_hash,
		seed = excluded.seed, figures = excluded.figures, report = excluded.report, outcomes = excluded.outcomes WHERE models.version = 0`
	insertUse = "INSERT INTO model_uses (" + store.UseColumns + ", number) VALUES (" + store.Placeholders("$", 1, 7) +
		", (SELECT coalesce(max(number), 0) + 1 FROM model_uses))"
	insertJob = "INSERT INTO training_jobs (" + store.JobColumns + ") VALUES (" + store.Placeholders("$", 1, 14) + ")"
)

const (
	selectExample = "SELECT " + store.ExampleColumns + " FROM examples"
	liveModel     = "SELECT coalesce((SELECT version FROM model_uses ORDER BY number DESC LIMIT 1), 0)"
	selectJob     = "SELECT " + store.JobColumns + " FROM training_jobs"
	lastJob       = selectJob + " ORDER BY begun_at DESC, id DESC LIMIT 1"
	// lockTraining makes what numbers models, uses and jobs wait for one another.
	lockTraining = "SELECT pg_advisory_xact_lock(hashtext('frontdesk training'))"
)

// inTurn runs do in a transaction that no other one of its kind runs beside.
func (s *Store) inTurn(ctx context.Context, do func(tx pgx.Tx) error) error {
	return pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, lockTraining); err != nil {
			return err
		}
		return do(tx)
	})
}

// ShopIntents lists all, by id.
func (s *Store) ShopIntents(ctx context.Context) ([]training.Intent, error) {
	return all(ctx, s.pool, store.ShopIntentFields, "SELECT "+store.ShopIntentColumns+" FROM shop_intents ORDER BY id")
}

// SaveIntent inserts or replaces one.
func (s *Store) SaveIntent(ctx context.Context, i training.Intent) error {
	if err := store.CheckExamples(nil, []training.Intent{i}); err != nil {
		return err
	}
	return s.exec(ctx, upsertIntent, store.ShopIntentFields(&i)...)
}

// DeleteIntent removes one. See training.IntentStore.
func (s *Store) DeleteIntent(ctx context.Context, id string) error {
	return s.inTurn(ctx, func(tx pgx.Tx) error {
		var n int
		if err := tx.QueryRow(ctx, "SELECT count(*) FROM examples WHERE intent = $1", id).Scan(&n); err != nil {
			return err
		}
		if n > 0 {
			return store.IntentHasExamples(n)
		}
		gone, err := tx.Exec(ctx, "DELETE FROM shop_intents WHERE id = $1", id)
		if err == nil && gone.RowsAffected() == 0 {
			return store.Missing("intent")
		}
		return err
	})
}

// Examples lists the newest first. See training.ExampleStore.
func (s *Store) Examples(ctx context.Context, f training.ExampleFilter) (out []training.Example, total int, err error) {
	const where = ` WHERE ($1 = '' OR strpos(text_key, $1) > 0) AND ($2 = '' OR intent = $2) AND ($3 = '' OR lang = $3)
		AND ($4 = '' OR origin = $4)`
	args := []any{store.ExampleKey(f.Text), f.Intent, f.Lang, f.Origin}
	if err := s.pool.QueryRow(ctx, "SELECT count(*) FROM examples"+where, args...).Scan(&total); err != nil {
		return nil, 0, err
	}
	out, err = all(ctx, s.pool, store.ExampleFields, selectExample+where+` AND ($5 = '' OR id < $5) ORDER BY id DESC LIMIT $6`,
		append(args, f.After, store.Limit(f.Limit, 50, 200))...)
	return out, total, err
}

// AllExamples gives every one, in order of their ids.
func (s *Store) AllExamples(ctx context.Context) ([]training.Example, error) {
	return all(ctx, s.pool, store.ExampleFields, selectExample+" ORDER BY id")
}

// ExampleCounts counts by intent and language.
func (s *Store) ExampleCounts(ctx context.Context) ([]training.Count, error) {
	fields := func(c *training.Count) []any { return []any{&c.Intent, &c.Lang, &c.N} }
	return all(ctx, s.pool, fields, "SELECT intent, lang, count(*) FROM examples GROUP BY intent, lang ORDER BY intent, lang")
}

// AddExamples stores examples and new intents. See training.ExampleStore.
func (s *Store) AddExamples(ctx context.Context, list []training.Example, intents []training.Intent) (added int, err error) {
	if err := store.CheckExamples(list, intents); err != nil {
		return 0, err
	}
	err = s.inTurn(ctx, func(tx pgx.Tx) error {
		b := &pgx.Batch{}
		for i := range intents {
			b.Queue(upsertIntent, store.ShopIntentFields(&intents[i])...)
		}
		keys := make([]string, len(list))
		for i := range list {
			keys[i] = store.ExampleKey(list[i].Text)
			b.Queue(insertExample, append(store.ExampleFields(&list[i]), keys[i])...)
		}
		results := tx.SendBatch(ctx, b)
		for i := range b.Len() {
			tag, err := results.Exec()
			if err != nil {
				return errors.Join(err, results.Close())
			}
			if i >= len(intents) {
				added += int(tag.RowsAffected())
			}
		}
		if err := results.Close(); err != nil || added == len(list) {
			return err
		}
		there, err := all(ctx, tx, store.ExampleFields, selectExample+" WHERE text_key = ANY ($1) ORDER BY id", keys)
		if err != nil {
			return err
		}
		return store.Collision(there, list)
	})
	if err != nil {
		return 0, err
	}
	return added, nil
}

// ChangeExample replaces text, intent and language. See training.ExampleStore.
func (s *Store) ChangeExample(ctx context.Context, e training.Example) (out training.Example, err error) {
	if err := store.CheckExamples([]training.Example{e}, nil); err != nil {
		return out, err
	}
	err = s.inTurn(ctx, func(tx pgx.Tx) (err error) {
		key := store.ExampleKey(e.Text)
		there, err := one(tx.QueryRow(ctx, selectExample+" WHERE text_key = $1 AND id <> $2", key, e.ID), store.ExampleFields, fault.ErrNotFound)
		if err == nil {
			return training.OtherIntent(there)
		}
		if !errors.Is(err, fault.ErrNotFound) {
			return err
		}
		out, err = one(tx.QueryRow(ctx, "UPDATE examples SET text = $2, intent = $3, lang = $4, text_key = $5 WHERE id = $1 RETURNING "+store.ExampleColumns,
			e.ID, e.Text, e.Intent, e.Lang, key), store.ExampleFields, store.Missing("example"))
		return err
	})
	return out, err
}

// DeleteExample gives what it has deleted; fault.NotFound.
func (s *Store) DeleteExample(ctx context.Context, id string) (training.Example, error) {
	return one(s.pool.QueryRow(ctx, "DELETE FROM examples WHERE id = $1 RETURNING "+store.ExampleColumns, id), store.ExampleFields, store.Missing("example"))
}

// Models lists the newest first.
func (s *Store) Models(ctx context.Context) ([]training.Model, error) {
	return all(ctx, s.pool, store.ModelFields, "SELECT "+store.ModelColumns+" FROM models ORDER BY version DESC")
}

// ModelReport loads a model with its report; fault.NotFound.
func (s *Store) ModelReport(ctx context.Context, version int64) (training.Model, training.Report, error) {
	a, err := one(s.pool.QueryRow(ctx, "SELECT "+store.ModelColumns+", report FROM models WHERE version = $1", version),
		store.ReportedModelFields, store.Missing("model"))
	return a.Model, a.Report, err
}

// Artefact loads everything of a model; fault.NotFound.
func (s *Store) Artefact(ctx context.Context, version int64) (training.Artefact, error) {
	return one(s.pool.QueryRow(ctx, "SELECT "+store.ModelColumns+", report, bytes, outcomes FROM models WHERE version = $1", version),
		store.ArtefactFields, store.Missing("model"))
}

// SaveModel stores a model under the next version. See training.ModelStore.
func (s *Store) SaveModel(ctx context.Context, a training.Artefact) (version int64, err error) {
	err = s.inTurn(ctx, func(tx pgx.Tx) error {
		if err := tx.QueryRow(ctx, "SELECT coalesce(max(version), 0) + 1 FROM models").Scan(&version); err != nil {
			return err
		}
		a.Version, a.Kept = version, true
		if _, err := tx.Exec(ctx, insertModel, store.ArtefactFields(&a)...); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `UPDATE models SET bytes = '', outcomes = '', kept = false WHERE kept AND version > 0 AND version <> (`+liveModel+`)
			AND version NOT IN (SELECT version FROM models ORDER BY version DESC LIMIT $1)`, training.KeptModels)
		return err
	})
	return version, err
}

// SaveBaseline stores what is measured of the shipped model.
func (s *Store) SaveBaseline(ctx context.Context, a training.Artefact) error {
	a.Version, a.Kept = training.Shipped, false
	return s.exec(ctx, insertModel, store.ArtefactFields(&a)...)
}

// LiveModel is the version that serves.
func (s *Store) LiveModel(ctx context.Context) (version int64, err error) {
	err = s.pool.QueryRow(ctx, liveModel).Scan(&version)
	return version, err
}

// UseModel records a use. See training.LiveStore.
func (s *Store) UseModel(ctx context.Context, u training.Use) error {
	if err := store.CheckText("reason", u.Reason, u.By); err != nil {
		return err
	}
	return s.inTurn(ctx, func(tx pgx.Tx) error {
		var live int64
		if err := tx.QueryRow(ctx, liveModel).Scan(&live); err != nil {
			return err
		}
		if live != u.Previous {
			return training.LiveChanged(live)
		}
		_, err := tx.Exec(ctx, insertUse, store.UseFields(&u)...)
		return err
	})
}

// Uses lists the newest first.
func (s *Store) Uses(ctx context.Context, limit int) ([]training.Use, error) {
	return all(ctx, s.pool, store.UseFields, "SELECT "+store.UseColumns+" FROM model_uses ORDER BY number DESC LIMIT $1", limit)
}

// BeginTraining stores a job that begins. See training.JobStore.
func (s *Store) BeginTraining(ctx context.Context, j training.Job) error {
	if err := store.CheckText("note", j.Note, j.By); err != nil {
		return err
	}
	return s.inTurn(ctx, func(tx pgx.Tx) error {
		running, err := one(tx.QueryRow(ctx, selectJob+" WHERE ended_at = 0"), store.JobFields, fault.ErrNotFound)
		switch {
		case errors.Is(err, fault.ErrNotFound):
		case err != nil:
			return err
		case running.LeaseUntil.After(s.clock.Now()):
			return training.TrainingRuns(running)
		default:
			if err := endJob(ctx, tx, training.Interrupted(running)); err != nil {
				return err
			}
		}
		_, err = tx.Exec(ctx, insertJob, store.JobFields(&j)...)
		return err
	})
}

// KeepTraining stores progress. See training.JobStore.
func (s *Store) KeepTraining(ctx context.Context, j training.Job) (training.Job, error) {
	return one(s.pool.QueryRow(ctx, `UPDATE training_jobs SET stage = $2, done = $3, total = $4, lease_until = $5 WHERE id = $1 AND ended_at = 0
		RETURNING `+store.JobColumns, j.ID, j.Stage, j.Done, j.Total, store.Micros(j.LeaseUntil)), store.JobFields, fault.ErrStale)
}

// EndTraining stores how a job ended; fault.Stale where it runs no more.
func (s *Store) EndTraining(ctx context.Context, j training.Job) error {
	return s.inTurn(ctx, func(tx pgx.Tx) error { return endJob(ctx, tx, j) })
}

func endJob(ctx context.Context, tx pgx.Tx, j training.Job) error {
	n, err := tx.Exec(ctx, `UPDATE training_jobs SET ended_at = $2, stage = $3, done = $4, total = $5, code = $6, error = $7, version = $8
		WHERE id = $1 AND ended_at = 0`, j.ID, store.Micros(j.EndedAt), j.Stage, j.Done, j.Total, j.Code, j.Error, j.Version)
	if err == nil && n.RowsAffected() == 0 {
		return fault.ErrStale
	}
	return err
}

// CancelTraining asks the running job to end; fault.NotFound without one.
func (s *Store) CancelTraining(ctx context.Context) error {
	n, err := s.pool.Exec(ctx, "UPDATE training_jobs SET cancelled = true WHERE ended_at = 0 AND lease_until > $1", store.Micros(s.clock.Now()))
	if err == nil && n.RowsAffected() == 0 {
		return store.Missing("training")
	}
	return err
}

// LastTraining is the job that runs or ran last. See training.JobStore.
func (s *Store) LastTraining(ctx context.Context) (training.Job, error) {
	j, err := one(s.pool.QueryRow(ctx, lastJob), store.JobFields, fault.ErrNotFound)
	switch {
	case errors.Is(err, fault.ErrNotFound):
		return training.Job{}, nil
	case err == nil && j.Running() && !j.LeaseUntil.After(s.clock.Now()):
		return training.Interrupted(j), nil
	}
	return j, err
}
