package main

import (
	"context"
	"time"

	"frontdesk/gaps"
	"frontdesk/internal/wording"
)

// How often conversations are looked at for missed questions, and whether a digest
// is to be made.
const (
	gapTick        = 5 * time.Second
	digestTick     = time.Hour
	nearlyAnswered = 0.25 // P(an article answers) from which it nearly did
)

// questions reads questions as the bot does.
func (a *app) questions() gaps.Reader {
	return gaps.Reader{Read: a.core.Engine.ReadNamed, Concepts: a.core.Engine.Concepts, Now: time.Now}
}

// collectGaps keeps missed questions and gaps current until ctx ends.
func (a *app) collectGaps(ctx context.Context) error {
	return a.collector().Run(ctx, gapTick)
}

func (a *app) collector() *gaps.Collector {
	return gaps.NewCollector(a.db, a.db, gaps.CollectorConfig{Read: a.questions(), Holder: newID(), Now: time.Now, NewID: newID, Log: a.log})
}

// board is what editors see of the gaps.
func (a *app) board() *gaps.Board {
	return gaps.NewBoard(a.db, gaps.BoardConfig{
		Read: a.questions(), Now: time.Now, NewID: newID, Typical: a.cfg.Handoff.HandleTime, Lang: wording.Fallback, Near: nearlyAnswered,
	})
}
