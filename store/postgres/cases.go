package postgres

import (
	"context"
	"time"

	"frontdesk/handoff"
	"frontdesk/store"
)

const (
	selectCase = "SELECT " + store.CaseColumns + " FROM cases"
	openStates = "state IN ('requested', 'queued', 'offered', 'in_service', 'deferred')"
)

// Case loads one; fault.NotFound.
func (s *Store) Case(ctx context.Context, id string) (handoff.Case, error) {
	return one(s.pool.QueryRow(ctx, selectCase+" WHERE id = $1", id), store.CaseFields, store.Missing("case"))
}

// Cases lists what a filter selects. See handoff.CaseFilter.
func (s *Store) Cases(ctx context.Context, f handoff.CaseFilter) ([]handoff.Case, error) {
	where := openStates
	args := []any{f.AgentID, f.ConversationID, f.CustomerID, store.Micros(f.Since), store.Limit(f.Limit, 200, 10_000), f.Product}
	if len(f.States) > 0 {
		where = "state = ANY ($7)"
		args = append(args, f.States)
	}
	order := "priority DESC, queued_at, created_at, id"
	if f.Newest {
		order = "created_at DESC, id DESC"
	}
	return all(ctx, s.pool, store.CaseFields, selectCase+" WHERE "+where+`
		AND ($1 = '' OR agent_id = $1 OR offered_to = $1) AND ($2 = '' OR conversation_id = $2)
		AND ($3 = '' OR conversation_id IN (SELECT id FROM conversations WHERE customer_id = $3)) AND created_at >= $4 AND ($6 = '' OR product = $6)
		ORDER BY `+order+" LIMIT $5", args...)
}

// DueCases gives open cases whose deadline is not after now, the most overdue
// first.
func (s *Store) DueCases(ctx context.Context, now time.Time, limit int) ([]handoff.Case, error) {
	return all(ctx, s.pool, store.CaseFields, selectCase+" WHERE "+openStates+` AND deadline > 0 AND deadline <= $1
		ORDER BY deadline, id LIMIT $2`, store.Micros(now), store.Limit(limit, 200, 10_000))
}

// CasePosition is where a conversation stands among those who wait. See
// handoff.CaseReader.
func (s *Store) CasePosition(ctx context.Context, conversationID string) (position int, err error) {
	err = s.pool.QueryRow(ctx, `SELECT count(*) FROM (SELECT priority, queued_at, created_at, id FROM cases WHERE conversation_id = $1
			AND `+openStates+` AND state IN ('queued', 'offered')) mine
		JOIN cases k ON k.`+openStates+` AND k.state IN ('queued', 'offered') AND (k.priority > mine.priority
			OR k.priority = mine.priority AND (k.queued_at, k.created_at, k.id) <= (mine.queued_at, mine.created_at, mine.id))`,
		conversationID).Scan(&position)
	return position, err
}

// selectAgents counts among the open cases only, which have an index.
const selectAgents = "SELECT " + store.AgentColumns + `,
	(SELECT count(*) FROM cases c WHERE c.` + openStates + ` AND (c.state = 'offered' AND c.offered_to = u.id
		OR c.state = 'in_service' AND c.agent_id = u.id))
	FROM users u WHERE role IN ('agent', 'supervisor', 'admin') AND NOT disabled ORDER BY name, id`

// Agents lists everyone who may take cases, with their load, by name.
func (s *Store) Agents(ctx context.Context) ([]handoff.Agent, error) {
	return all(ctx, s.pool, store.LoadedAgentFields, selectAgents)
}

// SetPresence stores an agent's availability and that they were seen; an empty
// availability is only a heartbeat. fault.NotFound for nobody.
func (s *Store) SetPresence(ctx context.Context, agentID string, a handoff.Availability, at time.Time) error {
	tag, err := s.pool.Exec(ctx, `UPDATE users SET availability = CASE WHEN $2::text = '' THEN availability ELSE $2 END,
		seen_at = greatest(seen_at, $3) WHERE id = $1`, agentID, a, store.Micros(at))
	if err == nil && tag.RowsAffected() == 0 {
		return store.Missing("agent")
	}
	return err
}

// MarkAway makes an agent away who has not been seen since. See handoff.Roster.
func (s *Store) MarkAway(ctx context.Context, agentID string, seen time.Time) (bool, error) {
	tag, err := s.pool.Exec(ctx, "UPDATE users SET availability = 'away' WHERE id = $1 AND seen_at <= $2 AND availability IN ('online', 'busy')",
		agentID, store.Micros(seen))
	return tag.RowsAffected() > 0, err
}
