// Package storetest is the one conformance suite of the store's engines: what
// the ports of the domain promise, tried on a real database.
package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"frontdesk/bot"
	"frontdesk/bot/training"
	"frontdesk/chat"
	"frontdesk/gaps"
	"frontdesk/handoff"
	"frontdesk/ingest"
	"frontdesk/internal/auth"
	"frontdesk/internal/fault"
	"frontdesk/knowledge"
	"frontdesk/knowledge/gate"
	"frontdesk/notice"
	"frontdesk/pipeline"
	"frontdesk/shop/catalog"
	"frontdesk/store"
)

// Desk is the part of handoff.Store that the other ports do not have.
type Desk = handoff.Store

// Engine is everything that an engine does.
type Engine interface {
	pipeline.Store
	pipeline.Outbox
	Desk
	knowledge.Store
	knowledge.VectorStore
	knowledge.GistStore
	knowledge.LinkStore
	catalog.Store
	auth.Store
	training.Store
	Questions
	knowledge.GlossaryStore
	knowledge.AccordStore
	ingest.ImportStore
	ingest.ImportWork
	ingest.ImportHouse
	ingest.ImportUndo
	ingest.SourceStore
	gaps.Logs
	gaps.Store
	gaps.Shelf
	gaps.Changes
	notice.Store
	SameText(ctx context.Context, fingerprint string) ([]knowledge.Article, error)
	Lists
	Health
}

// Questions is what publishes are measured with.
type Questions interface {
	gate.Store
	SaveGolden(ctx context.Context, list []gate.Golden) error
	ChangeGolden(ctx context.Context, g gate.Golden) error
	DeleteGolden(ctx context.Context, id string) error
}

// Lists is what the console reads and the widget writes beside the ports.
type Lists interface {
	Sightings(ctx context.Context) ([]chat.Sighting, error)
	SaveSighting(ctx context.Context, s chat.Sighting) error
	Conversations(ctx context.Context, f chat.ConversationFilter) ([]chat.ConversationRow, error)
	IndexMessages(ctx context.Context, most int) (more bool, err error)
	IndexArticles(ctx context.Context, most int) (more bool, err error)
	IndexCustomers(ctx context.Context, most int) (more bool, err error)
	Customer(ctx context.Context, id string) (chat.Customer, error)
	CustomerByRef(ctx context.Context, channelID, ref string) (chat.Customer, error)
	SaveCustomer(ctx context.Context, c chat.Customer) error
	OpenByOwner(ctx context.Context) (map[chat.Owner]int, error)
	Figures(ctx context.Context, since time.Time) (chat.Figures, error)
	RateMessage(ctx context.Context, conversationID string, seq int64, helpful int) error
}

// Health is what operators ask.
type Health interface {
	Ping(ctx context.Context) error
	Check(ctx context.Context) []store.Finding
	Hints(ctx context.Context) <-chan chat.Hint
	Publish(h chat.Hint)
}

// Open gives a new, empty engine that runs until the test's end.
type Open func(t testing.TB, now func() time.Time, newID func() string) Engine

// Run tries everything on engines that open gives.
func Run(t *testing.T, open Open) {
	for _, c := range []struct {
		name string
		try  func(*testing.T, *world)
	}{
		{"receive", tryReceive}, {"reopen", tryReopen}, {"merge customer", tryMergeCustomer}, {"refused texts", tryRefusedTexts},
		{"due", tryDue}, {"load", tryLoad}, {"commit", tryCommit}, {"commit stale", tryCommitStale}, {"turns", tryTurns},
		{"acts", tryActs}, {"act beside a turn", tryActBesideTurn},
		{"apply", tryApply}, {"apply conflicts", tryApplyConflicts}, {"cases", tryCases}, {"agents", tryAgents},
		{"outbox", tryOutbox}, {"outbox stale", tryOutboxStale}, {"outbox order", tryOutboxOrder},
		{"undelivered", tryUndelivered}, {"undelivered answers", tryUndeliveredAnswers}, {"unreadable state", tryUnreadableState},
		{"articles", tryArticles}, {"article conflicts", tryArticleConflicts}, {"changes", tryChanges}, {"vectors", tryVectors}, {"gists", tryGists},
		{"releases", tryReleases}, {"several articles", trySeveralArticles}, {"due articles", tryDueArticles},
		{"article filters", tryArticleFilters}, {"vectors of old texts", tryOldTexts}, {"retired models", tryRetiredModels},
		{"nearest", tryNearest}, {"users", tryUsers}, {"user changes", tryUserChanges}, {"secrets", trySecrets}, {"purge secrets", tryPurgeSecrets}, {"one taker", tryOneTaker},
		{"conversations", tryConversations}, {"found", tryFound}, {"found customers", tryFoundCustomers}, {"customers", tryCustomers}, {"figures", tryFigures}, {"health", tryHealth},
		{"64 writers", tryManyWriters}, {"first messages at once", tryFirstMessages}, {"redelivery at once", tryRedelivery},
		{"one turn wins", tryOneTurnWins}, {"workers", tryWorkers},
		{"examples", tryExamples}, {"example changes", tryExampleChanges}, {"models", tryModels}, {"training", tryTraining},
		{"one training", tryOneTraining},
		{"golden questions", tryGolden}, {"asked questions", tryAsked}, {"glossary", tryGlossary}, {"accords", tryAccords}, {"sightings", trySightings},
		{"imports", tryImports}, {"import lease", tryImportLease}, {"one import", tryOneImport}, {"sources", trySources},
		{"feed products", tryFeedProducts}, {"links", tryLinks}, {"cases of a product", tryCasesOfProduct},
		{"ratings", tryRatings}, {"gap work", tryGapWork}, {"missed questions", tryMisses}, {"gaps by hand", tryGapChanges}, {"digests", tryDigests},
		{"notices", tryNotices}, {"one sender", tryOneSender}, {"notice settings", tryNoticeSettings}, {"same text", trySameText}, {"ended imports", tryEndedImports},
		{"take back", tryTakeBack}, {"take back drafts", tryTakeBackDrafts}, {"take back new drafts", tryTakeBackNewDrafts},
		{"take back products", tryTakeBackProducts}, {"same text twice", trySameTextTwice},
	} {
		t.Run(c.name, func(t *testing.T) { c.try(t, newWorld(t, open)) })
	}
	t.Run("random sequences", func(t *testing.T) { tryMachine(t, open) })
}

// tester is what a test and a step of a random sequence have in common.
type tester interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
	Context() context.Context
}

// world is an engine with a clock that the test moves.
type world struct {
	t tester
	Engine
	clock *clock
	ids   atomic.Int64
}

// Start is when every test begins.
var start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func newWorld(t testing.TB, open Open) *world {
	w := &world{t: t, clock: &clock{now: start}}
	w.Engine = open(t, w.clock.Now, w.id)
	return w
}

// id gives ids that sort by time, as UUIDv7 does.
func (w *world) id() string { return fmt.Sprintf("id-%012d", w.ids.Add(1)) }

type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) pass(d time.Duration) time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	return c.now
}

// got checks a value against what is wanted; empty and nil lists are equal.
func (w *world) got(what string, got, want any) {
	w.t.Helper()
	if d := cmp.Diff(want, got, cmpopts.EquateEmpty(), cmpopts.IgnoreUnexported(gaps.Asked{})); d != "" {
		w.t.Fatalf("%s (-want +got):\n%s", what, d)
	}
}

// ok stops the test on an error.
func (w *world) ok(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// refused wants an error of a kind and code; an empty code is any.
func (w *world) refused(err error, kind fault.Code, code string) {
	w.t.Helper()
	if !errors.Is(err, &fault.Error{Kind: kind, Code: code}) {
		w.t.Fatalf("got error %v, want %s %s", err, kind, code)
	}
}

// say receives a message of a customer of the channel "web".
func (w *world) say(ref, externalID, text string) pipeline.Receipt {
	w.t.Helper()
	r, err := w.Receive(w.t.Context(), inbound(ref, externalID, text), w.clock.Now())
	w.ok(err)
	return r
}

func inbound(ref, externalID, text string) chat.Inbound {
	return chat.Inbound{ChannelID: "web", Customer: chat.Customer{Ref: ref}, Message: chat.Message{Text: text, ExternalID: externalID}}
}

// answer is a turn of the bot on a conversation as it was read.
func answer(c chat.Conversation, inSeq int64, text string) pipeline.Turn {
	c.WaitingSince = time.Time{}
	return pipeline.Turn{
		InSeq:  inSeq,
		Change: handoff.Change{Conversation: c, Messages: []chat.Message{{Author: chat.Bot, Text: text}}, Push: true},
		Record: pipeline.Record{Action: bot.Answer, Reason: "knowledge", Intent: "returns", Confidence: 0.9, Trace: []byte(`{"steps":[]}`)},
	}
}

// transfer is a turn of the bot that fetches a person.
func transfer(c chat.Conversation, inSeq int64, caseID string) pipeline.Turn {
	c.Owner, c.Status, c.Epoch = chat.OwnerQueue, chat.StatusHandoffPending, c.Epoch+1
	return pipeline.Turn{
		InSeq: inSeq,
		Change: handoff.Change{
			Conversation: c, Push: true,
			Messages: []chat.Message{{Author: chat.Bot, Text: "I am fetching somebody."}},
			Case:     &handoff.Case{ID: caseID, ConversationID: c.ID, Epoch: c.Epoch, State: handoff.Queued, Priority: 40, Skills: []string{"lang:de"}},
		},
		Record: pipeline.Record{Action: bot.Handoff, Reason: "customer_request"},
	}
}

// takeOver is an agent's acceptance of a case.
func takeOver(c chat.Conversation, k handoff.Case, agentID string) handoff.Change {
	c.Owner, c.Status, c.AgentID, c.Epoch = chat.OwnerHuman, chat.StatusHumanActive, agentID, c.Epoch+1
	k.State, k.AgentID, k.OfferedTo = handoff.InService, agentID, ""
	return handoff.Change{Conversation: c, Case: &k, Push: true,
		Messages: []chat.Message{{Author: chat.System, Kind: chat.KindEvent, Event: "agent_joined", Text: "Li joined"}}}
}

// finish closes a conversation and completes its case.
func finish(c chat.Conversation, k handoff.Case) handoff.Change {
	c.Owner, c.Status, c.Epoch = chat.OwnerNone, chat.StatusClosed, c.Epoch+1
	c.Outcome = &chat.Outcome{Code: "solved", At: start}
	c.Episode, c.EpisodeSeq = c.Episode+1, c.LastSeq
	k.State, k.Outcome, k.Deadline = handoff.Completed, c.Outcome, time.Time{}
	return handoff.Change{Conversation: c, Case: &k}
}

// served brings a new conversation to an agent and gives both.
func (w *world) served(ref, agentID string) (chat.Conversation, handoff.Case) {
	w.t.Helper()
	r := w.say(ref, ref+"-1", "a person please")
	a, err := w.Commit(w.t.Context(), transfer(r.Conversation, 1, "case-"+ref))
	w.ok(err)
	a, err = w.Apply(w.t.Context(), takeOver(a.Conversation, *a.Case, agentID))
	w.ok(err)
	return a.Conversation, *a.Case
}
