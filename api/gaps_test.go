package api_test

import (
	"net/http"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/gaps"
	"frontdesk/internal/auth"
	"frontdesk/store/sqlite"
)

// reader reads questions without a model.
var reader = gaps.Reader{
	Read: func(text string, prior []string, _ time.Time) bot.Reading {
		return bot.Reading{Text: text, Lang: prior[0], LangP: 1}
	},
	Concepts: func(string, string) []string { return nil }, Now: time.Now,
}

func (w *world) board(db *sqlite.Store) *gaps.Board {
	return gaps.NewBoard(db, gaps.BoardConfig{Read: reader, Now: time.Now, NewID: newID, Typical: 5 * time.Minute, Lang: "en", Near: 0.25})
}

// missedGap stores a gap with a question of a conversation of the REST channel.
func (w *world) missedGap(id, question string) {
	w.t.Helper()
	ctx := w.t.Context()
	got := w.do(req{"POST", "/v1/messages", `{"id":"` + id + `-1","text":"` + question + `","customer":"` + id + `"}`, bearer(restToken)})
	conv := str(got.json["conversation"])
	now := time.Now()
	if _, mine, err := w.store.TakeGapWork(ctx, "test", now, now.Add(time.Hour)); err != nil || !mine {
		w.t.Fatal("gap work is not to be had: ", err)
	}
	asked := gaps.Asked{Text: question, Lang: "en"}
	must(w.t, w.store.SaveFound(ctx, "test", gaps.Batch{
		Gaps: []gaps.Gap{{ID: id, Title: question, Lang: "en", State: gaps.Open, CreatedAt: now, LastAt: now, Size: 1, Profile: gaps.Profile{Exemplars: []gaps.Asked{asked}}}},
		Found: []gaps.Found{{ConversationID: conv, Misses: []gaps.Miss{{
			ConversationID: conv, Seq: 1, GapID: id, Cause: gaps.NoAnswer, Asked: asked, ChannelID: "rest", At: now, Cost: gaps.Cost{Handoffs: 1, Handled: time.Minute},
		}}}},
	}))
}

func TestGaps(t *testing.T) {
	w := newWorld(t)
	_, editor := w.person(auth.RoleEditor, "Mara")
	w.missedGap("gap-a", "Do you gift wrap?")
	w.missedGap("gap-b", "Is it vegan?")
	do := func(method, path string, body any) answer { return w.do(req{method, path, body, editor}) }

	list := do("GET", "/v1/gaps", nil).want(t, 200, "")
	if n := len(list.json["items"].([]any)); n != 2 || list.at("total", "misses") != 2.0 {
		t.Fatalf("list: %s", list.raw)
	}
	do("GET", "/v1/gaps?state=closed", nil).want(t, 422, "invalid_field")
	do("GET", "/v1/gaps/none", nil).want(t, 404, "not_found")
	one := do("GET", "/v1/gaps/gap-a", nil).want(t, 200, "")
	if one.at("gap", "title") != "Do you gift wrap?" || one.json["count"] != 1.0 || one.json["effect"] != nil || one.json["nearly"] != false {
		t.Fatalf("detail: %s", one.raw)
	}

	// A dismissal is remembered, and can be taken back by who has seen it.
	do("POST", "/v1/gaps/gap-b/dismiss", `{"version":0,"note":"We sell no food."}`).want(t, 200, "")
	do("POST", "/v1/gaps/gap-b/reopen", `{"version":0}`).want(t, 412, "version_conflict")
	if got := do("GET", "/v1/gaps?state=dismissed", nil).want(t, 200, ""); got.at("total", "gaps") != 1.0 {
		t.Fatalf("dismissed: %s", got.raw)
	}
	do("POST", "/v1/gaps/gap-b/reopen", `{"version":1}`).want(t, 200, "")

	do("POST", "/v1/gaps/gap-b/merge", `{"version":2,"into":"gap-b"}`).want(t, 422, "same_gap")
	do("POST", "/v1/gaps/gap-b/merge", `{"version":2,"into":"gap-a"}`).want(t, 200, "")
	if got := do("GET", "/v1/gaps/gap-a", nil).want(t, 200, ""); got.json["count"] != 2.0 || len(got.json["merged"].([]any)) != 1 {
		t.Fatalf("merged: %s", got.raw)
	}
	do("POST", "/v1/gaps/gap-b/merge", `{"version":3}`).want(t, 200, "")
	do("POST", "/v1/gaps/gap-a/split", `{"version":0,"questions":[{"conversation":"none","seq":1}]}`).want(t, 422, "nothing_to_split")

	// The draft is the editor's, once.
	proposal := do("GET", "/v1/gaps/gap-a/proposal", nil).want(t, 200, "")
	if proposal.json["body"] != "" || proposal.json["title"] != "Do you gift wrap?" {
		t.Fatalf("proposal: %s", proposal.raw)
	}
	do("POST", "/v1/gaps/gap-a/draft", `{"version":0,"title":"Gift wrap","body":" ","locale":"en"}`).want(t, 422, "empty_article")
	body := `{"version":0,"title":"Gift wrap","body":"Yes, for 4 EUR.","locale":"en","questions":["Do you gift wrap?"]}`
	made := do("POST", "/v1/gaps/gap-a/draft", body).want(t, 201, "")
	if made.at("article", "status") != "draft" || made.at("gap", "article") != made.at("article", "id") {
		t.Fatalf("draft: %s", made.raw)
	}
	do("POST", "/v1/gaps/gap-a/draft", body).want(t, 412, "version_conflict")

	id := str(made.at("article", "id"))
	do("POST", "/v1/articles/"+id+"/publish", `{"version":1}`).want(t, 200, "")
	after := do("GET", "/v1/gaps/gap-a", nil).want(t, 200, "")
	if after.at("effect", "verdict") != "too_few" || after.at("effect", "before", "count") != 1.0 {
		t.Fatalf("effect: %s", after.raw)
	}
	do("POST", "/v1/gaps/gap-a/link", `{"version":1,"article":"none"}`).want(t, 404, "not_found")

	digest := do("GET", "/v1/digest", nil).want(t, 200, "")
	if n := len(digest.at("digest", "body", "top").([]any)); n != 2 {
		t.Fatalf("digest: %s", digest.raw)
	}
	do("GET", "/v1/digest?week=monday", nil).want(t, 422, "invalid_field")
}

func TestRateAnswer(t *testing.T) {
	w := newWorld(t)
	patient := bearer(restToken)
	patient["Prefer"] = "wait=5"
	got := w.do(req{"POST", "/v1/messages", `{"id":"r-1","text":"hello","customer":"r1"}`, patient}).want(t, http.StatusOK, "")
	conv := "/v1/conversations/" + str(got.json["conversation"])
	rate := func(seq, body, token string) answer {
		return w.do(req{"PUT", conv + "/messages/" + seq + "/helpful", body, bearer(token)})
	}
	rate("2", `{"helpful":false}`, restToken).want(t, 204, "")
	log := w.do(req{"GET", conv + "/messages", nil, bearer(restToken)}).want(t, 200, "")
	if h := dig(log.json["messages"].([]any)[1], "helpful"); h != -1.0 {
		t.Errorf("helpful: %v", h)
	}
	rate("1", `{"helpful":true}`, restToken).want(t, 404, "not_found")
	rate("2", `{"helpful":true}`, otherToken).want(t, 404, "not_found")
	rate("2", `{}`, restToken).want(t, 422, "invalid_field")
	rate("0", `{"helpful":true}`, restToken).want(t, 422, "invalid_field")
}
