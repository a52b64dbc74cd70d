package api

import (
	"context"
	"fmt"

	"frontdesk/knowledge"
)

type clashList struct {
	Items []knowledge.Clash `json:"items"`
}

// listClashes lists published statements that contradict each other within one
// market, channel, language and time.
func (a *API) listClashes(ctx context.Context, _ *Caller) (*bodyOf[clashList], error) {
	found, err := a.Clashes.Clashes(ctx)
	if err != nil {
		return nil, fmt.Errorf("compare articles: %w", err)
	}
	return &bodyOf[clashList]{Body: clashList{Items: orEmpty(found)}}, nil
}
