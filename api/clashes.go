package api

import (
	"context"
	"fmt"
	"slices"

	"frontdesk/chat"
	"frontdesk/internal/fault"
	"frontdesk/knowledge"
)

type clashList struct {
	Items  []knowledge.Clash `json:"items"`
	Agreed []knowledge.Clash `json:"agreed" doc:"what an editor says is no contradiction"`
}

// listClashes lists published statements that contradict each other within one
// market, channel, language and time.
func (a *API) listClashes(ctx context.Context, _ *Caller) (*bodyOf[clashList], error) {
	found, err := a.Clashes.Clashes(ctx)
	if err != nil {
		return nil, fmt.Errorf("compare articles: %w", err)
	}
	list := clashList{Items: []knowledge.Clash{}, Agreed: []knowledge.Clash{}}
	for _, c := range found {
		if c.Agreed != nil {
			list.Agreed = append(list.Agreed, c)
		} else {
			list.Items = append(list.Items, c)
		}
	}
	return &bodyOf[clashList]{Body: list}, nil
}

// agreeClash keeps an editor's word that two statements go together, as long as
// neither is worded otherwise.
func (a *API) agreeClash(ctx context.Context, in *articleInput) (*nothing, error) {
	found, err := a.Clashes.Clashes(ctx)
	if err != nil {
		return nil, fmt.Errorf("compare articles: %w", err)
	}
	if !slices.ContainsFunc(found, func(c knowledge.Clash) bool { return c.ID == in.ID }) {
		return nil, fault.New(fault.NotFound, "", "There is no such contradiction: one of its texts may have changed.").Advise("Load the list again.")
	}
	if err := a.Accords.SaveAccord(ctx, knowledge.Accord{Clash: in.ID, By: in.who.user.Name, At: a.Now()}); err != nil {
		return nil, fmt.Errorf("save that %s is no contradiction: %w", in.ID, err)
	}
	a.Hub.Publish(chat.Hint{Kind: chat.HintKnowledge})
	return nil, nil
}

// reopenClash takes it back.
func (a *API) reopenClash(ctx context.Context, in *articleInput) (*nothing, error) {
	if err := a.Accords.DeleteAccord(ctx, in.ID); err != nil {
		return nil, fmt.Errorf("take back that %s is no contradiction: %w", in.ID, err)
	}
	a.Hub.Publish(chat.Hint{Kind: chat.HintKnowledge})
	return nil, nil
}
