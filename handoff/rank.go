package handoff

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Candidate is one agent for one case: whether they may take it, how well they
// fit, and why.
type Candidate struct {
	Agent    Agent
	Eligible bool
	Score    float64 // higher is better; comparable within one Rank only
	Why      []string
}

// Remembered is how long earlier cases of a customer count: they stand in the
// packet, and who served one is preferred.
const Remembered = 72 * time.Hour

// The weights of Rank's score. Skill fit outweighs a free seat, a free seat
// outweighs having waited: a wrong agent costs a transfer, a busy one minutes.
const (
	weightSkill = 3.0 // of the case's optional skills, the share that the agent has
	weightKnows = 2.0
	weightLoad  = 1.5 // free share of capacity
	weightIdle  = 1.0 // saturates after an hour without a new case: fairness
)

// Rank orders the agents for a case and says why for each of them. It is pure.
// First come those who may take it, by score; then the others with what
// excludes them. Hard filters: available, seen lately, below capacity, speaks
// the customer's language and has the needed skills unless these were widened,
// did not reject it last, and is its target where a transfer named one.
func Rank(c Case, agents []Agent, now time.Time) []Candidate {
	out := make([]Candidate, 0, len(agents))
	for _, a := range agents {
		out = append(out, candidate(c, a, now))
	}
	slices.SortStableFunc(out, func(x, y Candidate) int {
		switch {
		case x.Eligible != y.Eligible:
			if x.Eligible {
				return -1
			}
			return 1
		case x.Score != y.Score:
			if x.Score > y.Score {
				return -1
			}
			return 1
		}
		return strings.Compare(x.Agent.ID, y.Agent.ID)
	})
	return out
}

func candidate(c Case, a Agent, now time.Time) Candidate {
	r := Candidate{Agent: a}
	if out := excluded(c, a); out != "" {
		r.Why = []string{out}
		return r
	}
	r.Eligible = true
	add := func(weight, fit float64, format string, args ...any) {
		if fit > 0 {
			r.Score += weight * fit
			r.Why = append(r.Why, fmt.Sprintf(format, args...))
		}
	}
	have, want := skillFit(c, a)
	if want > 0 {
		add(weightSkill, float64(have)/float64(want), "has %d of %d skills", have, want)
	}
	if at := knows(c, a, now); !at.IsZero() {
		add(weightKnows, 1, "served this customer on %s", at.UTC().Format(time.DateOnly))
	}
	add(weightLoad, 1-float64(a.Load)/float64(max(1, a.Capacity)), "has %d of %d places taken", a.Load, a.Capacity)
	idle := time.Hour
	if !a.LastCaseAt.IsZero() {
		idle = min(max(0, now.Sub(a.LastCaseAt)), time.Hour)
	}
	add(weightIdle, idle.Hours(), "no new case for %s", idle.Round(time.Minute))
	return r
}

// excluded says why an agent may not take a case; empty when they may.
func excluded(c Case, a Agent) string {
	if agent, ok := strings.CutPrefix(c.Target, "agent:"); ok && agent != a.ID && c.Widened == 0 {
		return "transferred to somebody else"
	}
	switch {
	case a.Availability != Online:
		return "is " + string(a.Availability)
	case a.Load >= a.Capacity:
		return fmt.Sprintf("is full (%d of %d)", a.Load, a.Capacity)
	case c.LastRejecter == a.ID:
		return "was the last to reject or miss it"
	}
	for _, s := range c.Skills {
		lang, isLang := strings.CutPrefix(s, "lang:")
		switch {
		case isLang && c.Widened < 2 && len(a.Languages) > 0 && !slices.Contains(a.Languages, lang): // who names none is asked for all
			return "does not speak " + lang
		case !isLang && c.Widened < 1 && !slices.Contains(a.Skills, s) && !takesAll(c, a, s):
			return "lacks " + s
		}
	}
	return ""
}

// takesAll: whoever was given no topic of their own takes every topic, so that
// a team without specialists lets nobody wait for one. A transfer to a skill
// means those who have it.
func takesAll(c Case, a Agent, skill string) bool {
	isTopic := func(s string) bool { return strings.HasPrefix(s, "topic:") }
	return isTopic(skill) && !strings.HasPrefix(c.Target, "skill:") && !slices.ContainsFunc(a.Skills, isTopic)
}

// skillFit counts the case's skills that the agent has, languages included.
func skillFit(c Case, a Agent) (have, want int) {
	for _, s := range c.Skills {
		want++
		lang, isLang := strings.CutPrefix(s, "lang:")
		if isLang && slices.Contains(a.Languages, lang) || !isLang && slices.Contains(a.Skills, s) {
			have++
		}
	}
	return have, want
}

func knows(c Case, a Agent, now time.Time) time.Time {
	for _, p := range c.Packet.PreviousCases {
		if p.Agent == a.ID && now.Sub(p.At) <= Remembered {
			return p.At
		}
	}
	return time.Time{}
}
