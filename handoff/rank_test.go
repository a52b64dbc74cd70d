package handoff_test

import (
	"strings"
	"testing"
	"time"

	"frontdesk/handoff"
)

func contains(s, part string) bool { return strings.Contains(s, part) }

// free is an agent who may take anything in English.
func free(id string) handoff.Agent {
	return handoff.Agent{ID: id, Languages: []string{"en"}, Capacity: 2, Availability: handoff.Online, LastCaseAt: t0.Add(-time.Hour)}
}

func with(a handoff.Agent, change func(*handoff.Agent)) handoff.Agent {
	change(&a)
	return a
}

func TestRankWhoMay(t *testing.T) {
	c := handoff.Case{Skills: []string{"topic:returns", "lang:de"}}
	fits := with(free("fits"), func(a *handoff.Agent) { a.Languages, a.Skills = []string{"de"}, []string{"topic:returns"} })
	for _, row := range []struct {
		name  string
		agent handoff.Agent
		set   func(*handoff.Case)
		why   string // part of what excludes; empty: eligible
	}{
		{"fits", fits, nil, ""},
		{"busy", with(fits, func(a *handoff.Agent) { a.Availability = handoff.Busy }), nil, "is busy"},
		{"away", with(fits, func(a *handoff.Agent) { a.Availability = handoff.Away }), nil, "is away"},
		{"full", with(fits, func(a *handoff.Agent) { a.Load = 2 }), nil, "is full (2 of 2)"},
		{"another language", with(fits, func(a *handoff.Agent) { a.Languages = []string{"en"} }), nil, "does not speak de"},
		{"another topic", with(fits, func(a *handoff.Agent) { a.Skills = []string{"topic:payment"} }), nil, "lacks topic:returns"},
		{"another topic, widened once", with(fits, func(a *handoff.Agent) { a.Skills = []string{"topic:payment"} }), func(c *handoff.Case) { c.Widened = 1 }, ""},
		{"no topic of their own takes all", with(fits, func(a *handoff.Agent) { a.Skills = []string{"vip"} }), nil, ""},
		{"no topic, transferred to a skill", with(fits, func(a *handoff.Agent) { a.Skills = nil }), func(c *handoff.Case) { c.Target = "skill:topic:returns" }, "lacks topic:returns"},
		{"no other skill", fits, func(c *handoff.Case) { c.Skills = []string{"vip"} }, "lacks vip"},
		{"no language of their own", with(fits, func(a *handoff.Agent) { a.Languages = nil }), nil, ""},
		{"another language, widened once", with(fits, func(a *handoff.Agent) { a.Languages = []string{"en"} }), func(c *handoff.Case) { c.Widened = 1 }, "does not speak de"},
		{"another language, widened twice", with(fits, func(a *handoff.Agent) { a.Languages = []string{"en"} }), func(c *handoff.Case) { c.Widened = 2 }, ""},
		{"rejected it", fits, func(c *handoff.Case) { c.LastRejecter = "fits" }, "last to reject"},
		{"transferred to them", fits, func(c *handoff.Case) { c.Target = "agent:fits" }, ""},
		{"transferred to another", fits, func(c *handoff.Case) { c.Target = "agent:li" }, "transferred to somebody else"},
		{"transferred to another, widened", fits, func(c *handoff.Case) { c.Target, c.Widened = "agent:li", 1 }, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			c := c
			if row.set != nil {
				row.set(&c)
			}
			got := handoff.Rank(c, []handoff.Agent{row.agent}, t0)[0]
			if got.Eligible != (row.why == "") || !contains(strings.Join(got.Why, "; "), row.why) {
				t.Errorf("eligible %v because %q, want %q", got.Eligible, got.Why, row.why)
			}
			if len(got.Why) == 0 {
				t.Error("no reason is given")
			}
		})
	}
}

func TestRankWhoFirst(t *testing.T) {
	plain := handoff.Case{Skills: []string{"lang:en"}}
	for _, row := range []struct {
		name          string
		c             handoff.Case
		first, second handoff.Agent
	}{
		{"who has the topic, once skills are widened", handoff.Case{Skills: []string{"topic:returns", "lang:en"}, Widened: 1},
			with(free("z"), func(a *handoff.Agent) { a.Skills, a.Load = []string{"topic:returns"}, 1 }), free("a")},
		{"who knows the customer", handoff.Case{Packet: handoff.Packet{PreviousCases: []handoff.PreviousCase{{Agent: "z", At: t0.Add(-time.Hour)}}}},
			with(free("z"), func(a *handoff.Agent) { a.Load = 1 }), free("a")},
		{"whom nobody remembers after 72 hours is like others", handoff.Case{Packet: handoff.Packet{PreviousCases: []handoff.PreviousCase{{Agent: "z", At: t0.Add(-73 * time.Hour)}}}},
			free("a"), free("z")},
		{"who has more room", plain, free("z"), with(free("a"), func(a *handoff.Agent) { a.Load = 1 })},
		{"who waits longer", plain, free("z"), with(free("a"), func(a *handoff.Agent) { a.LastCaseAt = t0.Add(-time.Minute) })},
		{"who never had a case", plain, with(free("z"), func(a *handoff.Agent) { a.LastCaseAt = time.Time{} }),
			with(free("a"), func(a *handoff.Agent) { a.LastCaseAt = t0.Add(-30 * time.Minute) })},
		{"equal ones by id", plain, free("a"), free("z")},
		{"who may, before who may not", plain, with(free("z"), func(a *handoff.Agent) { a.Load = 1 }),
			with(free("a"), func(a *handoff.Agent) { a.Availability = handoff.Away })},
	} {
		t.Run(row.name, func(t *testing.T) {
			for _, order := range [][]handoff.Agent{{row.first, row.second}, {row.second, row.first}} {
				got := handoff.Rank(row.c, order, t0)
				if got[0].Agent.ID != row.first.ID {
					t.Errorf("%s (%.2f, %v) before %s (%.2f, %v)", got[0].Agent.ID, got[0].Score, got[0].Why, got[1].Agent.ID, got[1].Score, got[1].Why)
				}
			}
		})
	}
}
