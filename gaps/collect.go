package gaps

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"frontdesk/chat"
	"frontdesk/internal/fault"
)

// What a collector takes at a time, and how it waits.
const (
	readAtOnce   = 100 // conversations
	loadAtOnce   = 500 // gaps
	settleAfter  = 2 * time.Second
	leaseFor     = 2 * time.Minute
	maxMessages  = 2000 // of a conversation that are looked at, the newest
	mostAtATime  = 500  // batches a tick
	rememberDays = 400  // logs that are older are not read at the first start
	restFor      = 50   // times what a tick took
	mostRest     = time.Minute
)

// CollectorConfig is how a Collector is set up. All are required.
type CollectorConfig struct {
	Read   Reader
	Holder string // names this process among its replicas
	Now    func() time.Time
	NewID  func() string
	Log    *slog.Logger
}

// Collector reads what changed in the conversations and keeps misses and gaps
// current. Any number of replicas may run one: the store gives one of them the right
// to work. What it keeps in memory is bounded, see [Grouper].
type Collector struct {
	logs     Logs
	store    Store
	cfg      CollectorConfig
	grouper  *Grouper
	revision int64
	versions map[string]int64
}

// NewCollector makes one.
func NewCollector(logs Logs, store Store, cfg CollectorConfig) *Collector {
	c := &Collector{logs: logs, store: store, cfg: cfg}
	c.forget()
	return c
}

func (c *Collector) forget() {
	c.grouper, c.revision, c.versions = NewGrouper(c.cfg.NewID), 0, map[string]int64{}
}

// Run ticks every so often until ctx ends. What fails is logged and tried again.
// Shoppers come first: while there is so much to read that it would take more than
// a small share of the time, it looks less often, and reads a conversation that goes
// on once for several turns.
func (c *Collector) Run(ctx context.Context, every time.Duration) error {
	for {
		began := c.cfg.Now()
		if _, err := c.Tick(ctx); err != nil && ctx.Err() == nil && !errors.Is(err, fault.ErrStale) {
			c.cfg.Log.Error("missed questions", "err", err)
		}
		rest := time.NewTimer(max(every, min(restFor*c.cfg.Now().Sub(began), mostRest)))
		select {
		case <-ctx.Done():
			rest.Stop()
			return nil
		case <-rest.C:
		}
	}
}

// Tick reads what has changed, if no other replica does, and gives how many
// conversations it read.
func (c *Collector) Tick(ctx context.Context) (read int, err error) {
	for range mostAtATime {
		now := c.cfg.Now().UTC()
		place, mine, err := c.store.TakeGapWork(ctx, c.cfg.Holder, now, now.Add(leaseFor))
		if err != nil || !mine {
			return read, err
		}
		if oldest := now.AddDate(0, 0, -rememberDays); place.At.Before(oldest) {
			place = Place{At: oldest}
		}
		// What another process is about to commit may bear a time that has passed.
		changed, err := c.logs.ChangedConversations(ctx, place, now.Add(-settleAfter), readAtOnce)
		if err != nil {
			return read, fmt.Errorf("look for changed conversations: %w", err)
		}
		if len(changed) == 0 {
			return read, nil
		}
		if err := c.batch(ctx, changed); err != nil {
			c.forget() // what was learnt from it is not stored
			return read, err
		}
		if read += len(changed); len(changed) < readAtOnce {
			return read, nil
		}
	}
	return read, nil
}

// batch takes conversations that changed.
func (c *Collector) batch(ctx context.Context, changed []Place) error {
	if err := c.load(ctx); err != nil {
		return err
	}
	b := Batch{To: changed[len(changed)-1]}
	for _, place := range changed {
		l, err := c.log(ctx, place.ID)
		if err != nil {
			return fmt.Errorf("read conversation %s: %w", place.ID, err)
		}
		f := Examine(l, c.cfg.Read)
		known, err := c.store.GapsOf(ctx, place.ID)
		if err != nil {
			return fmt.Errorf("gaps of conversation %s: %w", place.ID, err)
		}
		for i := range f.Misses {
			m := &f.Misses[i]
			if m.GapID = known[m.Seq]; m.GapID == "" {
				m.GapID = c.grouper.Assign(m.Asked, m.At)
			}
		}
		b.Found = append(b.Found, f)
	}
	b.Gaps = c.grouper.Changed()
	if err := c.store.SaveFound(ctx, c.cfg.Holder, b); err != nil {
		return fmt.Errorf("save missed questions: %w", err)
	}
	for _, g := range b.Gaps {
		c.versions[g.ID] = g.Version // a change by hand raises it
	}
	return nil
}

// load takes over what editors and other replicas have changed. Where an editor
// changed a gap, everything is read anew: that is rare, and a split takes questions
// out of a gap.
func (c *Collector) load(ctx context.Context) error {
	for {
		changed, err := c.store.GapsSince(ctx, c.revision, loadAtOnce)
		if err != nil {
			return fmt.Errorf("load gaps: %w", err)
		}
		for _, g := range changed {
			if v, known := c.versions[g.ID]; known && v != g.Version {
				c.forget()
				return c.load(ctx)
			}
		}
		for _, g := range changed {
			c.versions[g.ID], c.revision = g.Version, g.Revision
		}
		c.grouper.Load(changed)
		if len(changed) < loadAtOnce {
			return nil
		}
	}
}

// log reads a conversation whole.
func (c *Collector) log(ctx context.Context, id string) (l Log, err error) {
	if l.Conversation, err = c.logs.Conversation(ctx, id); err != nil {
		return l, err
	}
	from := max(0, l.Conversation.LastSeq-maxMessages)
	if l.Messages, err = c.logs.Messages(ctx, id, from, maxMessages); err != nil {
		return l, err
	}
	if l.Turns, err = c.logs.Turns(ctx, id, from); err != nil {
		return l, err
	}
	if handedOff(l.Messages) {
		l.Cases, err = c.logs.CasesOf(ctx, id)
	}
	return l, err
}

// handedOff tells whether a person was ever called: each case leaves an event.
func handedOff(log []chat.Message) bool {
	for _, m := range log {
		if m.Kind == chat.KindEvent {
			return true
		}
	}
	return false
}
