package ingest

import "context"

func (j *job) readSource(ctx context.Context) error { return nil }

// StartDue x.
func (q *Queue) StartDue(ctx context.Context) error { return nil }
