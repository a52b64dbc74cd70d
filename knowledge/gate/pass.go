package gate

import (
	"context"
	"slices"

	"frontdesk/internal/fault"
	"frontdesk/knowledge"
)

// Pass gives the savings as they may be stored, each with what was found. A
// publish that makes answers worse is refused with fault.Conflict and the code
// gate_failed where the mode is Block and no reason is given. A gate that itself
// fails stops no publish: it is logged, and the releases say that nothing was
// checked.
func (g *Gate) Pass(ctx context.Context, savings []knowledge.Saving, reason string) ([]knowledge.Saving, error) {
	return g.pass(ctx, savings, reason, g.mostReal())
}

// batchQuestions is how many real questions are asked of each batch of an import. A
// large one has a hundred batches, and each question costs about 5 ms of a core.
// These are enough for a share: a loss of 2 % is 6 of them.
const batchQuestions = 300

// PassBatch is Pass for one batch of many, as an import publishes them: it asks all
// golden questions, but fewer real ones.
func (g *Gate) PassBatch(ctx context.Context, savings []knowledge.Saving) ([]knowledge.Saving, error) {
	return g.pass(ctx, savings, "", min(g.mostReal(), batchQuestions))
}

func (g *Gate) mostReal() int {
	if g == nil {
		return 0
	}
	return g.cfg.Most
}

func (g *Gate) pass(ctx context.Context, savings []knowledge.Saving, reason string, most int) ([]knowledge.Saving, error) {
	if g == nil || g.cfg.Mode == Off || len(savings) == 0 {
		return savings, nil
	}
	r, err := g.check(ctx, savings, nil, most)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		g.log.Error("a publish could not be checked", "err", err)
		return savings, nil
	}
	if len(r.Worse) > 0 && g.cfg.Mode == Block && reason == "" {
		return nil, Refusal(r)
	}
	if r.Golden.Questions+r.Real.Questions == 0 {
		return savings, nil
	}
	found := r.found()
	if len(r.Worse) > 0 {
		found.Reason = reason
	}
	out := slices.Clone(savings)
	for i := range out {
		out[i].Gate = found
		if a := out[i].Article; found.Reason != "" {
			out[i].Article = a.Comment(knowledge.Step{By: a.UpdatedBy, At: a.UpdatedAt, Text: "Published although answers get worse (" + r.Summary() + ") " + reason})
		}
	}
	return out, nil
}

// Refusal is the fault for a publish that makes answers worse.
func Refusal(r Report) *fault.Error {
	return fault.New(fault.Conflict, "gate_failed", "Publishing this would make answers worse: %s", r.Summary()).
		With("report", r).Advise("Look at the answers that change. Change the text, or publish all the same and give a reason.")
}
