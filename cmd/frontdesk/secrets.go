package main

import (
	"context"
	"time"
)

// purgeEvery is how often expired secrets are deleted.
const purgeEvery = time.Hour

// purgeSecrets deletes expired secrets until ctx ends: each visitor who came once
// leaves one behind.
func (a *app) purgeSecrets(ctx context.Context) error {
	tick := time.NewTicker(purgeEvery)
	defer tick.Stop()
	for {
		if err := a.db.PurgeSecrets(ctx, time.Now()); err != nil && ctx.Err() == nil {
			a.log.Error("expired secrets not deleted", "err", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}
