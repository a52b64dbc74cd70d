package knowledge

import (
	"slices"
	"time"

	"frontdesk/internal/fault"
	"frontdesk/internal/machine"
)

// The events of an article's life.
const (
	eventEdit      = "edit"
	eventSubmit    = "submit"
	eventApprove   = "approve"
	eventReject    = "reject"
	eventPublish   = "publish"
	eventUnpublish = "unpublish"
	eventArchive   = "archive"
	eventRestore   = "restore"
)

// remarksKept is how many remarks an article keeps, the newest ones.
const remarksKept = 100

// Life is the table of an article's states. A published article keeps serving
// while its working copy is edited and reviewed: those steps lead back to it.
func Life() machine.Table {
	draft, review, published, archived := string(Draft), string(InReview), string(Published), string(Archived)
	return machine.Table{
		Name: "article", Initial: draft, Terminal: []string{archived},
		Edges: []machine.Edge{
			{Event: eventEdit, From: []string{draft, review}, To: draft},
			{Event: eventEdit, From: []string{published}, To: published},
			{Event: eventSubmit, From: []string{draft}, To: review},
			{Event: eventSubmit, From: []string{published}, To: published},
			{Event: eventApprove, From: []string{review}, To: review},
			{Event: eventApprove, From: []string{published}, To: published},
			{Event: eventReject, From: []string{review}, To: draft},
			{Event: eventReject, From: []string{published}, To: published},
			{Event: eventPublish, From: []string{draft, review, published}, To: published},
			{Event: eventUnpublish, From: []string{published}, To: draft},
			{Event: eventArchive, From: []string{draft, review, published, archived}, To: archived},
			{Event: eventRestore, From: []string{archived}, To: draft},
		},
	}
}

// Step is who does something to an article, and when.
type Step struct {
	By   string
	At   time.Time
	Text string // a comment or a note; may be empty
}

// step moves an article along the table.
func (a Article) step(event string, s Step) (Article, error) {
	to, err := Life().Step(string(a.Status), event)
	if err != nil {
		return a, err
	}
	a.Status, a.UpdatedBy, a.UpdatedAt = ArticleStatus(to), s.By, s.At
	return a, nil
}

// Edit puts a text in the place of the draft, or of the working copy where the
// article is published. What was found out about the former text (its review,
// its holds, its schedule) does not hold for another one.
func (a Article) Edit(c Copy, s Step) (Article, error) {
	same := a.Latest().Equal(c)
	out, err := a.step(eventEdit, s)
	if err != nil {
		return a, err
	}
	if same {
		out.Status = a.Status
		return out, nil
	}
	out.Review, out.Holds = "", nil
	out = out.unscheduled()
	if out.Status != Published {
		return out.With(c), nil
	}
	out.Working = &c
	if c.Equal(out.Copy()) {
		out.Working = nil
	}
	return out, nil
}

// Submit asks for a review.
func (a Article) Submit(s Step) (Article, error) {
	if a.Status == Published && a.Working == nil {
		return a, nothingToReview()
	}
	return a.reviewed(eventSubmit, Asked, s)
}

// Approve says that the text may be published.
func (a Article) Approve(s Step) (Article, error) {
	if a.Review != Asked {
		return a, nothingToReview()
	}
	return a.reviewed(eventApprove, Approved, s)
}

// Reject gives the text back to its author. A comment is required: the author
// must know what to change.
func (a Article) Reject(s Step) (Article, error) {
	if a.Review != Asked && a.Review != Approved {
		return a, nothingToReview()
	}
	if s.Text == "" {
		return a, fault.New(fault.Invalid, "comment_missing", "Say what has to change.").At("comment")
	}
	out, err := a.reviewed(eventReject, Rejected, s)
	return out.unscheduled(), err
}

func nothingToReview() error {
	return fault.New(fault.Conflict, "nothing_to_review", "There is no text that waits for a review.")
}

func (a Article) reviewed(event string, v Verdict, s Step) (Article, error) {
	out, err := a.step(event, s)
	if err != nil {
		return a, err
	}
	out.Review = v
	return out.remark(v, s), nil
}

// Comment adds a remark that decides nothing.
func (a Article) Comment(s Step) Article { return a.remark("", s) }

func (a Article) remark(v Verdict, s Step) Article {
	a.Remarks = append(slices.Clone(a.Remarks), Remark{By: s.By, At: s.At, Verdict: v, Text: s.Text})
	a.Remarks = a.Remarks[max(0, len(a.Remarks)-remarksKept):]
	return a
}

// Publish makes the draft or the working copy what readers see.
func (a Article) Publish(s Step) (Article, error) {
	if a.Held() {
		return a, HeldFault(a)
	}
	out, err := a.step(eventPublish, s)
	if err != nil {
		return a, err
	}
	if out.Working != nil {
		out = out.With(*out.Working)
		out.Working = nil
	}
	out.Review, out.Holds, out.PublishedAt = "", nil, s.At
	return out.unscheduled(), nil
}

// HeldFault is the refusal of a text that somebody has to look at first.
func HeldFault(a Article) error {
	open := []Hold{}
	for _, h := range a.Holds {
		if h.ApprovedBy == "" {
			open = append(open, h)
		}
	}
	return fault.New(fault.Conflict, "held", "%q is held until somebody has approved what was found in it.", a.Latest().Title).
		With("article", a.ID).With("holds", open).Advise("Look at each finding; approve it, or change the text.")
}

// Schedule has the article published at a later time.
func (a Article) Schedule(at time.Time, s Step) (Article, error) {
	if !at.After(s.At) {
		return a, fault.New(fault.Invalid, "not_in_future", "The time to publish has passed.").At("at")
	}
	if a.Held() {
		return a, HeldFault(a)
	}
	if !Life().Can(string(a.Status), eventPublish) || a.Status == Published && a.Working == nil {
		return a, fault.New(fault.Conflict, "nothing_to_publish", "There is no text that could be published.")
	}
	a.PublishAt, a.PublishBy, a.PublishNote, a.UpdatedBy, a.UpdatedAt = at, s.By, s.Text, s.By, s.At
	return a, nil
}

// Unschedule takes a schedule back.
func (a Article) Unschedule(s Step) Article {
	a.UpdatedBy, a.UpdatedAt = s.By, s.At
	return a.unscheduled()
}

func (a Article) unscheduled() Article {
	a.PublishAt, a.PublishBy, a.PublishNote = time.Time{}, "", ""
	return a
}

// Unpublish takes the article from the readers; the working copy, if there is
// one, becomes the draft.
func (a Article) Unpublish(s Step) (Article, error) {
	out, err := a.step(eventUnpublish, s)
	if err != nil {
		return a, err
	}
	return out.asDraft(), nil
}

// Archive takes the article away from lists and answers.
func (a Article) Archive(s Step) (Article, error) {
	out, err := a.step(eventArchive, s)
	return out.unscheduled(), err
}

// Restore brings an archived article back as a draft.
func (a Article) Restore(s Step) (Article, error) {
	out, err := a.step(eventRestore, s)
	if err != nil {
		return a, err
	}
	return out.asDraft(), nil
}

func (a Article) asDraft() Article {
	if a.Working != nil {
		a = a.With(*a.Working)
		a.Working = nil
	}
	return a.unscheduled()
}

// Verify notes that the article still holds, and when to look again (zero:
// never).
func (a Article) Verify(next time.Time, s Step) Article {
	a.VerifiedAt, a.VerifyBy, a.RemindedAt, a.UpdatedBy, a.UpdatedAt = s.At, next, time.Time{}, s.By, s.At
	return a
}

// ApproveHold notes that somebody has looked at a hold; fault.NotFound.
func (a Article) ApproveHold(i int, s Step) (Article, error) {
	if i < 0 || i >= len(a.Holds) {
		return a, fault.New(fault.NotFound, "", "The article has no such hold.")
	}
	a.Holds = slices.Clone(a.Holds)
	a.Holds[i].ApprovedBy, a.Holds[i].ApprovedAt = s.By, s.At
	a.UpdatedBy, a.UpdatedAt = s.By, s.At
	return a, nil
}

// BeingEdited is the code of an import that waits for somebody's working copy.
const BeingEdited = "being_edited"

// Import is what a source does to an article: it publishes the text, or keeps
// it as a draft. With holds that nobody has approved the text waits, and what
// serves goes on serving. The working copy of somebody who edits a published
// article meanwhile is kept; a text with holds has to be in its place, and is
// refused with fault.Conflict and the code BeingEdited. A working copy with
// holds is an earlier import's, and gives way.
func (a Article) Import(c Copy, draft bool, holds []Hold, s Step) (Article, error) {
	if a.Status == "" || a.Status == Archived {
		a.Status = Draft
	}
	waits := slices.ContainsFunc(holds, func(h Hold) bool { return h.ApprovedBy == "" })
	if a.Status == Published && a.Working != nil && len(a.Holds) == 0 {
		if waits {
			return a, fault.New(fault.Conflict, BeingEdited, "The new text has to be looked at, and somebody is editing %q.", a.Title)
		}
		return a.Bring(c, s)
	}
	out, err := a.Edit(c, s)
	if err != nil {
		return a, err
	}
	out.Holds = holds
	if waits || draft && out.Status != Published {
		return out, nil
	}
	return out.Publish(s)
}

// Bring publishes a text that comes from elsewhere, such as an earlier release,
// and leaves a working copy, its review and its holds what they are. A draft is
// replaced.
func (a Article) Bring(c Copy, s Step) (Article, error) {
	out, err := a.step(eventPublish, s)
	if err != nil {
		return a, err
	}
	out.PublishedAt = s.At
	if a.Status != Published {
		out.Review, out.Holds = "", nil
		out = out.unscheduled()
	}
	return out.With(c), nil
}
