package eval

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"frontdesk/bot"
	"frontdesk/chat"
	"frontdesk/pipeline"
)

// transcript is the conversation so far, for people, notes and drafts included.
func (w *world) transcript(ctx context.Context) []string {
	all, err := w.store.Messages(ctx, w.threads[w.ref], 0, 1000)
	if err != nil {
		return []string{err.Error()}
	}
	recs, err := w.store.Turns(ctx, w.threads[w.ref], 0)
	if err != nil {
		return []string{err.Error()}
	}
	out := []string{}
	for _, m := range all {
		line := fmt.Sprintf("%d %s: %s", m.Seq, m.Author, strings.ReplaceAll(m.Text, "\n", " / "))
		if m.Kind != chat.KindText {
			line += " (" + strings.TrimSpace(string(m.Kind)+" "+m.Event) + ")"
		}
		for _, q := range m.QuickReplies {
			line += " [" + q.Title + "]"
		}
		out = append(out, line)
		for _, r := range recs {
			if r.ToSeq == m.Seq && m.Author == chat.Bot {
				out = append(out, "  why: "+why(r))
			}
		}
	}
	return out
}

func why(r pipeline.Record) string {
	var t trace
	if err := json.Unmarshal(r.Trace, &t); err != nil {
		return err.Error()
	}
	intents := []string{}
	for _, s := range t.Reading.Intents[:min(3, len(t.Reading.Intents))] {
		intents = append(intents, fmt.Sprintf("%s %.2f", s.Intent, s.P))
	}
	return fmt.Sprintf("%s %s %.2f, read as %s: %s%s", r.Action, r.Reason, r.Confidence, t.Reading.Lang, strings.Join(intents, ", "), bestHit(t.Steps))
}

// bestHit names the best passage of a trace.
func bestHit(steps []bot.Step) string {
	for _, s := range steps {
		hits, _ := s.Data["hits"].([]any)
		if len(hits) == 0 {
			continue
		}
		h, _ := hits[0].(map[string]any)
		return fmt.Sprintf("; best passage %v › %v %.2f", h["title"], h["heading"], h["p"])
	}
	return ""
}
