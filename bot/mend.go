package bot

import (
	"context"

	"frontdesk/knowledge"
)

// mended searches once more where typing errors were mended and nothing sure was
// found: the mended question may be read with a surer intent than the one with the
// errors. It is searched as it was written, so that a word that was bent into
// another counts no more than before.
func (b *Bot) mended(ctx context.Context, t *turn, q knowledge.Query, res knowledge.Result) (knowledge.Result, error) {
	if q.Article != "" || t.payload != "" || res.Query == q.Text || len(res.Hits) == 0 || res.Hits[0].P >= b.cfg.AnswerThreshold {
		return res, nil
	}
	whole := b.Understander.Read(res.Query, []string{t.lang})
	if whole.Accept <= t.read.Accept || len(whole.Intents) == 0 {
		return res, nil
	}
	mean(&q, whole)
	again, err := b.retrieve(ctx, t, q)
	if err != nil || len(again.Hits) == 0 || again.Hits[0].P <= res.Hits[0].P {
		return res, err
	}
	t.read.takeOf(whole)
	t.step("mend", "done", "", map[string]any{"question": res.Query, "intent": whole.Intents[0].Intent, "accept": whole.Accept})
	return again, nil
}
