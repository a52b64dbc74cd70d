package api

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"

	"frontdesk/internal/auth"
)

// roleChannel is an integration with the token of a REST channel.
const roleChannel auth.Role = "channel"

// The groups of the table.
var (
	everyone []auth.Role // no sign-in needed
	people   = []auth.Role{auth.RoleAgent, auth.RoleEditor, auth.RoleSupervisor, auth.RoleAdmin}
	desk     = []auth.Role{auth.RoleAgent, auth.RoleSupervisor, auth.RoleAdmin}
	authors  = []auth.Role{auth.RoleEditor, auth.RoleSupervisor, auth.RoleAdmin}
	importer = []auth.Role{auth.RoleEditor, auth.RoleAdmin}
	trainers = importer
	leads    = []auth.Role{auth.RoleSupervisor, auth.RoleAdmin}
	admins   = []auth.Role{auth.RoleAdmin}
	shoppers = []auth.Role{auth.RoleShopper}
	channels = []auth.Role{roleChannel}
)

// bodyKind says what a request's body is.
type bodyKind int

const (
	noBody   bodyKind = iota
	jsonBody          // at most maxJSONBody bytes, checked by checkJSON before it is bound
	formBody          // multipart, at most maxFormBody bytes
)

// Bounds of request bodies in bytes.
const (
	maxJSONBody    = 64 << 10
	maxArticleBody = 1 << 20
	maxFormBody    = 32 << 20
)

// mount hangs a route's handler into the engine and the OpenAPI document.
type mount func(a *API, op huma.Operation)

// route is one line of the table.
type route struct {
	Method, Path string
	Who          []auth.Role // empty: everyone
	Tag, Summary string
	Status       int // on success; 0 is 200
	Body         bodyKind
	MaxBody      int64 // 0: the default of Body
	Slow         bool  // counts against the address's budget of requests
	mount        mount
	tell         tell // more for the OpenAPI document than the handler's types say
}

func (r *route) allows(role auth.Role) bool { return len(r.Who) == 0 || slices.Contains(r.Who, role) }

func (r *route) maxBody() int64 {
	switch {
	case r.MaxBody > 0:
		return r.MaxBody
	case r.Body == formBody:
		return maxFormBody
	}
	return maxJSONBody
}

// routes is the table role × route. Nothing else decides who may call what.
func (a *API) routes() []route {
	const (
		get, post, put, patch, del = http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete
	)
	return []route{
		{Method: post, Path: "/v1/messages", Who: channels, Tag: "channel", Summary: "Post a shopper's message", Status: 202, Body: jsonBody, mount: handle(a.postMessage), tell: tellAnswer},
		{Method: put, Path: "/v1/conversations/{id}/messages/{seq}/helpful", Who: channels, Tag: "channel", Summary: "Say whether a bot's answer helped the shopper", Status: 204, Body: jsonBody, mount: handle(a.rateAnswer)},

		{Method: post, Path: visitsPath, Who: everyone, Tag: "widget", Summary: "Begin or resume a visit", Body: jsonBody, Slow: true, mount: handle(a.beginVisit)},
		{Method: get, Path: "/v1/widget/socket", Who: everyone, Tag: "widget", Summary: "The visitor's WebSocket", Status: 101, Slow: true, mount: raw(a.widgetSocket), tell: tellQuery("site", "the site's public key", true)},
		{Method: get, Path: "/v1/widget/events", Who: shoppers, Tag: "widget", Summary: "The visitor's frames as server-sent events", Slow: true, mount: raw(a.widgetEvents), tell: tellEvents},
		{Method: post, Path: "/v1/widget/frames", Who: shoppers, Tag: "widget", Summary: "Send one frame without a socket", Body: jsonBody, MaxBody: maxFrameBytes, Slow: true, mount: raw(a.postFrame), tell: tellFrame},

		{Method: post, Path: "/v1/session", Who: everyone, Tag: "session", Summary: "Sign in", Body: jsonBody, Slow: true, mount: handle(a.signIn)},
		{Method: get, Path: "/v1/session", Who: people, Tag: "session", Summary: "Who am I", mount: handle(a.whoAmI)},
		{Method: del, Path: "/v1/session", Who: people, Tag: "session", Summary: "Sign out", Status: 204, mount: handle(a.signOut)},
		{Method: post, Path: "/v1/session/password", Who: people, Tag: "session", Summary: "Set my password", Body: jsonBody, Status: 204, mount: handle(a.setPassword)},

		{Method: get, Path: "/v1/conversations", Who: desk, Tag: "conversations", Summary: "List conversations", mount: handle(a.listConversations)},
		{Method: get, Path: "/v1/conversations/{id}", Who: desk, Tag: "conversations", Summary: "One conversation with all that an agent needs", mount: handle(a.getConversation)},
		{Method: get, Path: "/v1/conversations/{id}/messages", Who: slices.Concat(desk, channels), Tag: "conversations", Summary: "Messages after a place in the log", mount: handle(a.getMessages)},
		{Method: get, Path: "/v1/conversations/{id}/turns", Who: desk, Tag: "conversations", Summary: "Why the bot said what it said", mount: handle(a.getTurns)},
		{Method: post, Path: "/v1/conversations/{id}/takeover", Who: desk, Tag: "conversations", Summary: "Take over", mount: handle(a.takeover)},
		{Method: post, Path: "/v1/conversations/{id}/messages", Who: desk, Tag: "conversations", Summary: "Reply, or leave a note", Status: 201, Body: jsonBody, mount: handle(a.reply)},
		{Method: post, Path: "/v1/conversations/{id}/typing", Who: desk, Tag: "conversations", Summary: "I am typing", Status: 204, Body: jsonBody, mount: handle(a.agentTyping)},
		{Method: post, Path: "/v1/conversations/{id}/transfer", Who: desk, Tag: "conversations", Summary: "Back to the queue, aimed", Body: jsonBody, mount: handle(a.transfer)},
		{Method: post, Path: "/v1/conversations/{id}/resolve", Who: desk, Tag: "conversations", Summary: "Close with an outcome", Body: jsonBody, mount: handle(a.resolve)},
		{Method: post, Path: "/v1/conversations/{id}/return", Who: desk, Tag: "conversations", Summary: "Hand back to the bot", Body: jsonBody, mount: handle(a.returnToBot)},

		{Method: get, Path: "/v1/handoffs", Who: desk, Tag: "handoffs", Summary: "The queue and what is in service", mount: handle(a.listHandoffs)},
		{Method: post, Path: "/v1/handoffs/{id}/accept", Who: desk, Tag: "handoffs", Summary: "Accept an offer", mount: handle(a.acceptHandoff)},
		{Method: post, Path: "/v1/handoffs/{id}/reject", Who: desk, Tag: "handoffs", Summary: "Decline an offer", Status: 204, mount: handle(a.rejectHandoff)},

		{Method: get, Path: "/v1/agents", Who: desk, Tag: "agents", Summary: "Who is there", mount: handle(a.listAgents)},
		{Method: put, Path: "/v1/agents/me/availability", Who: desk, Tag: "agents", Summary: "I am here, busy or away", Status: 204, Body: jsonBody, mount: handle(a.setAvailability)},

		{Method: get, Path: "/v1/setup", Who: admins, Tag: "people", Summary: "How far the installation is", mount: handle(a.setup)},
		{Method: get, Path: "/v1/notices", Who: people, Tag: "notices", Summary: "What I was told, and whether it arrived", mount: handle(a.listNotices)},
		{Method: get, Path: "/v1/notices/settings", Who: people, Tag: "notices", Summary: "What I am told", mount: handle(a.noticeSettings)},
		{Method: put, Path: "/v1/notices/settings", Who: people, Tag: "notices", Summary: "Choose what I am told", Body: jsonBody, mount: handle(a.saveNoticeSettings)},
		{Method: post, Path: "/v1/notices/test", Who: people, Tag: "notices", Summary: "Send me a test", Status: 204, mount: handle(a.testNotice)},
		{Method: post, Path: "/v1/notices/{id}/retry", Who: admins, Tag: "notices", Summary: "Send a notice again that was given up", mount: handle(a.retryNotice)},

		{Method: get, Path: "/v1/users", Who: admins, Tag: "people", Summary: "List people", mount: handle(a.listUsers)},
		{Method: post, Path: "/v1/users", Who: admins, Tag: "people", Summary: "Add a person", Status: 201, Body: jsonBody, mount: handle(a.addUser)},
		{Method: patch, Path: "/v1/users/{id}", Who: admins, Tag: "people", Summary: "Change a person", Body: jsonBody, mount: handle(a.changeUser)},
		{Method: get, Path: "/v1/tokens", Who: admins, Tag: "people", Summary: "List API tokens", mount: handle(a.listTokens)},
		{Method: post, Path: "/v1/tokens", Who: admins, Tag: "people", Summary: "Make an API token", Status: 201, Body: jsonBody, mount: handle(a.addToken)},
		{Method: del, Path: "/v1/tokens/{id}", Who: admins, Tag: "people", Summary: "Revoke an API token", Status: 204, mount: handle(a.revokeToken)},

		{Method: get, Path: "/v1/articles", Who: people, Tag: "knowledge", Summary: "List articles", mount: handle(a.listArticles)},
		{Method: post, Path: "/v1/articles", Who: authors, Tag: "knowledge", Summary: "Write an article", Status: 201, Body: jsonBody, MaxBody: maxArticleBody, mount: handle(a.addArticle)},
		{Method: get, Path: "/v1/articles/{id}", Who: people, Tag: "knowledge", Summary: "Read an article", mount: handle(a.getArticle)},
		{Method: put, Path: "/v1/articles/{id}", Who: authors, Tag: "knowledge", Summary: "Change an article", Body: jsonBody, MaxBody: maxArticleBody, mount: handle(a.changeArticle)},
		{Method: del, Path: "/v1/articles/{id}", Who: authors, Tag: "knowledge", Summary: "Archive an article", Status: 204, mount: handle(a.archiveArticle)},
		{Method: post, Path: "/v1/articles/{id}/submit", Who: authors, Tag: "knowledge", Summary: "Ask for a review", Body: jsonBody, mount: handle(a.submitArticle)},
		{Method: post, Path: "/v1/articles/{id}/review", Who: authors, Tag: "knowledge", Summary: "Approve, reject or comment", Body: jsonBody, mount: handle(a.reviewArticle)},
		{Method: post, Path: "/v1/articles/{id}/publish", Who: authors, Tag: "knowledge", Summary: "Show an article to shoppers, now or later", Body: jsonBody, mount: handle(a.publishArticle)},
		{Method: post, Path: "/v1/articles/{id}/unschedule", Who: authors, Tag: "knowledge", Summary: "Take a scheduled publish back", Body: jsonBody, mount: handle(a.unscheduleArticle)},
		{Method: post, Path: "/v1/articles/{id}/unpublish", Who: authors, Tag: "knowledge", Summary: "Hide an article from shoppers", Body: jsonBody, mount: handle(a.unpublishArticle)},
		{Method: post, Path: "/v1/articles/{id}/restore", Who: authors, Tag: "knowledge", Summary: "Bring an archived article back as a draft", Body: jsonBody, mount: handle(a.restoreArticle)},
		{Method: post, Path: "/v1/articles/{id}/rollback", Who: authors, Tag: "knowledge", Summary: "Publish an earlier release again", Body: jsonBody, mount: handle(a.rollbackArticle)},
		{Method: post, Path: "/v1/articles/{id}/holds", Who: authors, Tag: "knowledge", Summary: "Approve a finding that holds the text", Body: jsonBody, mount: handle(a.approveHold)},
		{Method: post, Path: "/v1/articles/{id}/verify", Who: authors, Tag: "knowledge", Summary: "Say that an article still holds", Body: jsonBody, mount: handle(a.verifyArticle)},
		{Method: get, Path: "/v1/articles/{id}/releases", Who: people, Tag: "knowledge", Summary: "List an article's releases", mount: handle(a.listReleases)},
		{Method: get, Path: "/v1/articles/{id}/releases/{number}", Who: people, Tag: "knowledge", Summary: "Read a release", mount: handle(a.getRelease)},
		{Method: get, Path: "/v1/articles/{id}/diff", Who: people, Tag: "knowledge", Summary: "Compare two editions of an article", mount: handle(a.diffArticle)},
		{Method: get, Path: "/v1/articles/{id}/translations", Who: people, Tag: "knowledge", Summary: "List an article's original and its translations", mount: handle(a.listTranslations)},
		{Method: get, Path: "/v1/articles/{id}/links", Who: people, Tag: "knowledge", Summary: "List the products and categories that an article speaks of", mount: handle(a.listLinks)},
		{Method: put, Path: "/v1/articles/{id}/links", Who: authors, Tag: "knowledge", Summary: "Confirm, add or remove a link", Body: jsonBody, mount: handle(a.decideLink)},
		{Method: get, Path: "/v1/products", Who: people, Tag: "catalogue", Summary: "Search products", mount: handle(a.listProducts)},
		{Method: get, Path: "/v1/products/{id}", Who: people, Tag: "catalogue", Summary: "A product with its facts, its articles and earlier cases", mount: handle(a.getProduct)},
		{Method: post, Path: "/v1/articles/bulk", Who: authors, Tag: "knowledge", Summary: "Do one thing to several articles, all or none", Body: jsonBody, mount: handle(a.changeArticles)},
		{Method: post, Path: "/v1/gate", Who: authors, Tag: "knowledge", Summary: "What publishing articles would change of the answers", Body: jsonBody, mount: raw(a.checkGate), tell: tellGate},
		{Method: get, Path: "/v1/golden", Who: people, Tag: "knowledge", Summary: "List golden questions", mount: handle(a.listGolden)},
		{Method: post, Path: "/v1/golden", Who: authors, Tag: "knowledge", Summary: "Add a golden question", Status: 201, Body: jsonBody, mount: handle(a.addGolden)},
		{Method: put, Path: "/v1/golden/{id}", Who: authors, Tag: "knowledge", Summary: "Change a golden question", Body: jsonBody, mount: handle(a.changeGolden)},
		{Method: del, Path: "/v1/golden/{id}", Who: authors, Tag: "knowledge", Summary: "Delete a golden question", Status: 204, mount: handle(a.deleteGolden)},
		{Method: post, Path: "/v1/golden/import", Who: authors, Tag: "knowledge", Summary: "Import golden questions from a CSV file", Body: formBody, mount: raw(a.importGolden), tell: tellList},
		{Method: get, Path: "/v1/golden/export", Who: people, Tag: "knowledge", Summary: "All golden questions as CSV", mount: raw(a.exportGolden), tell: tellCSV},
		{Method: get, Path: "/v1/glossary", Who: people, Tag: "knowledge", Summary: "List the glossary", mount: handle(a.listTerms)},
		{Method: post, Path: "/v1/glossary", Who: authors, Tag: "knowledge", Summary: "Add a term", Status: 201, Body: jsonBody, mount: handle(a.addTerm)},
		{Method: put, Path: "/v1/glossary/{id}", Who: authors, Tag: "knowledge", Summary: "Change a term", Body: jsonBody, mount: handle(a.changeTerm)},
		{Method: del, Path: "/v1/glossary/{id}", Who: authors, Tag: "knowledge", Summary: "Delete a term", Status: 204, mount: handle(a.deleteTerm)},
		{Method: post, Path: "/v1/glossary/import", Who: authors, Tag: "knowledge", Summary: "Import terms from a CSV file", Body: formBody, mount: raw(a.importTerms), tell: tellList},
		{Method: get, Path: "/v1/glossary/export", Who: people, Tag: "knowledge", Summary: "The glossary as CSV", mount: raw(a.exportTerms), tell: tellCSV},

		{Method: get, Path: "/v1/imports", Who: importer, Tag: "imports", Summary: "List imports", mount: handle(a.listImports)},
		{Method: post, Path: "/v1/imports", Who: importer, Tag: "imports", Summary: "Import files", Status: 202, Body: formBody, mount: raw(a.addImport), tell: tellImport},
		{Method: post, Path: "/v1/imports/preview", Who: importer, Tag: "imports", Summary: "Show what files would become", Body: formBody, mount: raw(a.previewImport), tell: tellPreview},
		{Method: post, Path: "/v1/imports/address", Who: importer, Tag: "imports", Summary: "Import a page", Status: 202, Body: jsonBody, mount: handle(a.importAddress)},
		{Method: get, Path: "/v1/imports/{id}", Who: importer, Tag: "imports", Summary: "How far an import is", mount: handle(a.getImport)},
		{Method: get, Path: "/v1/imports/{id}/rows", Who: importer, Tag: "imports", Summary: "What became of each file and article", mount: handle(a.listImportRows)},
		{Method: post, Path: "/v1/imports/{id}/takeback", Who: importer, Tag: "imports", Summary: "Bring the articles and products of an import to where they were before it", mount: handle(a.takeBackImport)},
		{Method: post, Path: "/v1/imports/{id}/cancel", Who: importer, Tag: "imports", Summary: "End an import; what it has taken in stays", mount: handle(a.cancelImport)},
		{Method: post, Path: "/v1/imports/{id}/retry", Who: importer, Tag: "imports", Summary: "Go on with an import that failed or was cancelled", mount: handle(a.retryImport)},
		{Method: post, Path: "/v1/imports/{id}/removal", Who: importer, Tag: "imports", Summary: "Decide on articles that a source has lost", Body: jsonBody, mount: handle(a.decideRemoval)},
		{Method: get, Path: "/v1/sources", Who: importer, Tag: "imports", Summary: "List sources", mount: handle(a.listSources)},
		{Method: post, Path: "/v1/sources", Who: importer, Tag: "imports", Summary: "Add a source", Status: 201, Body: jsonBody, mount: handle(a.addSource)},
		{Method: post, Path: "/v1/sources/preview", Who: importer, Tag: "imports", Summary: "Read the first pages of a source, store nothing", Body: jsonBody, mount: handle(a.trySource)},
		{Method: get, Path: "/v1/sources/{id}", Who: importer, Tag: "imports", Summary: "One source", mount: handle(a.getSource)},
		{Method: put, Path: "/v1/sources/{id}", Who: importer, Tag: "imports", Summary: "Change a source", Body: jsonBody, mount: handle(a.changeSource)},
		{Method: del, Path: "/v1/sources/{id}", Who: importer, Tag: "imports", Summary: "Forget a source", Status: 204, mount: handle(a.deleteSource)},
		{Method: post, Path: "/v1/sources/{id}/run", Who: importer, Tag: "imports", Summary: "Read a source now", Status: 202, mount: handle(a.runSource)},
		{Method: get, Path: "/v1/sources/{id}/pages", Who: importer, Tag: "imports", Summary: "What is known of a source's pages", mount: handle(a.listSourcePages)},

		{Method: get, Path: "/v1/knowledge/conflicts", Who: people, Tag: "knowledge", Summary: "List published statements that contradict each other", mount: handle(a.listClashes)},
		{Method: put, Path: "/v1/knowledge/conflicts/{id}/accord", Who: authors, Tag: "knowledge", Summary: "Say that two statements do not contradict each other", Status: 204, mount: handle(a.agreeClash)},
		{Method: del, Path: "/v1/knowledge/conflicts/{id}/accord", Who: authors, Tag: "knowledge", Summary: "Take that back", Status: 204, mount: handle(a.reopenClash)},
		{Method: post, Path: "/v1/test", Who: people, Tag: "knowledge", Summary: "What would be answered, and why", Body: jsonBody, mount: handle(a.tryQuestion)},

		{Method: get, Path: "/v1/gaps", Who: authors, Tag: "gaps", Summary: "List what shoppers ask and nobody has written, dearest first", mount: handle(a.listGaps)},
		{Method: get, Path: "/v1/gaps/{id}", Who: authors, Tag: "gaps", Summary: "One gap with its questions, weeks and effect", mount: handle(a.getGap)},
		{Method: get, Path: "/v1/gaps/{id}/proposal", Who: authors, Tag: "gaps", Summary: "A draft from what agents replied, with its sources", mount: handle(a.proposeDraft)},
		{Method: post, Path: "/v1/gaps/{id}/draft", Who: authors, Tag: "gaps", Summary: "Write the draft of an article for a gap", Status: 201, Body: jsonBody, MaxBody: maxArticleBody, mount: handle(a.draftForGap)},
		{Method: post, Path: "/v1/gaps/{id}/link", Who: authors, Tag: "gaps", Summary: "Say which article closes a gap", Body: jsonBody, mount: handle(a.linkGap)},
		{Method: post, Path: "/v1/gaps/{id}/dismiss", Who: authors, Tag: "gaps", Summary: "Want no article for a gap", Body: jsonBody, mount: handle(a.dismissGap)},
		{Method: post, Path: "/v1/gaps/{id}/reopen", Who: authors, Tag: "gaps", Summary: "Take a dismissal back", Body: jsonBody, mount: handle(a.reopenGap)},
		{Method: post, Path: "/v1/gaps/{id}/merge", Who: authors, Tag: "gaps", Summary: "Let a gap count with another one, or take that back", Body: jsonBody, mount: handle(a.mergeGap)},
		{Method: post, Path: "/v1/gaps/{id}/split", Who: authors, Tag: "gaps", Summary: "Take questions out into a gap of their own", Body: jsonBody, mount: handle(a.splitGap)},
		{Method: get, Path: "/v1/digest", Who: authors, Tag: "gaps", Summary: "What a week was like for the content team", mount: handle(a.getDigest)},

		{Method: get, Path: "/v1/training", Who: trainers, Tag: "training", Summary: "What serves and what is under way", mount: handle(a.getTraining)},
		{Method: post, Path: "/v1/training", Who: trainers, Tag: "training", Summary: "Train a model", Status: 202, Body: jsonBody, mount: handle(a.startTraining)},
		{Method: del, Path: "/v1/training", Who: trainers, Tag: "training", Summary: "Cancel the training under way", Status: 204, mount: handle(a.cancelTraining)},
		{Method: get, Path: "/v1/training/intents", Who: trainers, Tag: "training", Summary: "List intents with their examples by language", mount: handle(a.listIntents)},
		{Method: post, Path: "/v1/training/intents", Who: trainers, Tag: "training", Summary: "Add an intent of the shop's own", Status: 201, Body: jsonBody, mount: handle(a.addIntent)},
		{Method: put, Path: "/v1/training/intents/{id}", Who: trainers, Tag: "training", Summary: "Rename an intent, or switch one off or on", Body: jsonBody, mount: handle(a.changeIntent)},
		{Method: del, Path: "/v1/training/intents/{id}", Who: trainers, Tag: "training", Summary: "Remove an own intent without examples", Status: 204, mount: handle(a.deleteIntent)},
		{Method: get, Path: "/v1/training/examples", Who: trainers, Tag: "training", Summary: "List examples", mount: handle(a.listExamples)},
		{Method: post, Path: "/v1/training/examples", Who: trainers, Tag: "training", Summary: "Teach a message", Status: 201, Body: jsonBody, mount: handle(a.addExample)},
		{Method: put, Path: "/v1/training/examples/{id}", Who: trainers, Tag: "training", Summary: "Correct an example", Body: jsonBody, mount: handle(a.changeExample)},
		{Method: del, Path: "/v1/training/examples/{id}", Who: trainers, Tag: "training", Summary: "Delete an example", mount: handle(a.deleteExample)},
		{Method: post, Path: "/v1/training/examples/import", Who: trainers, Tag: "training", Summary: "Import examples from a CSV file", Body: formBody, mount: raw(a.importExamples), tell: tellExamples},
		{Method: get, Path: "/v1/training/models", Who: trainers, Tag: "training", Summary: "List models", mount: handle(a.listModels)},
		{Method: get, Path: "/v1/training/models/{version}/report", Who: trainers, Tag: "training", Summary: "A model's figures, confusions and warnings", mount: handle(a.getReport)},
		{Method: get, Path: "/v1/training/models/{version}/comparison", Who: trainers, Tag: "training", Summary: "Compare a model with the live one", mount: handle(a.compareModel)},
		{Method: post, Path: "/v1/training/models/{version}/use", Who: trainers, Tag: "training", Summary: "Put a model to use", Body: jsonBody, mount: handle(a.useModel)},

		{Method: get, Path: "/v1/stats", Who: leads, Tag: "figures", Summary: "How it goes today", mount: handle(a.stats)},
		{Method: get, Path: "/v1/console/socket", Who: desk, Tag: "console", Summary: "The console's WebSocket", Status: 101, mount: raw(a.consoleSocket)},

		{Method: get, Path: "/healthz", Who: everyone, Tag: "operation", Summary: "The process lives", mount: handle(a.healthz)},
		{Method: get, Path: "/readyz", Who: everyone, Tag: "operation", Summary: "Everything it needs works", mount: handle(a.readyz)},
		{Method: get, Path: "/openapi.json", Who: everyone, Tag: "operation", Summary: "This description", mount: raw(a.openAPI), tell: tellDocument},
	}
}

// mountRoutes hangs the table into the engine.
func (a *API) mountRoutes() error {
	table := a.routes()
	for i := range table {
		r := &table[i]
		if r.Status == 0 {
			r.Status = http.StatusOK
		}
		key := r.Method + " " + ginPath(r.Path)
		if a.table[key] != nil {
			return fmt.Errorf("route %s is in the table twice", key)
		}
		a.table[key] = r
		op := a.operation(r)
		if r.tell != nil {
			r.tell(a, &op)
		}
		r.mount(a, op)
	}
	a.docs.OpenAPI().Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"session": {Type: "apiKey", In: "cookie", Name: sessionCookie, Description: "People who have signed in; writing needs the header X-Requested-With: frontdesk."},
		"token":   {Type: "http", Scheme: "bearer", Description: "An API token, a channel's token or a visitor's token."},
	}
	a.documentProblems()
	return nil
}

func (a *API) operation(r *route) huma.Operation {
	op := huma.Operation{
		OperationID: strings.ToLower(r.Method) + strings.NewReplacer("/", "-", "{", "", "}", "", ".", "-").Replace(r.Path),
		Method:      r.Method, Path: r.Path, Summary: r.Summary, Tags: []string{r.Tag}, DefaultStatus: r.Status,
		MaxBodyBytes: -1, BodyReadTimeout: -1, // checkBody has read it, within its bounds
	}
	if len(r.Who) > 0 {
		names := make([]string, len(r.Who))
		for i, role := range r.Who {
			names[i] = string(role)
		}
		op.Description = "For: " + strings.Join(names, ", ") + "."
		op.Security = []map[string][]string{{"token": {}}}
		if slices.ContainsFunc(people, r.allows) {
			op.Security = append(op.Security, map[string][]string{"session": {}})
		}
	}
	return op
}

func ginPath(path string) string {
	return strings.NewReplacer("{", ":", "}", "").Replace(path)
}

// handle mounts a typed handler: huma binds and validates its input, and its
// failures become problem documents.
func handle[I, O any](h func(ctx context.Context, in *I) (*O, error)) mount {
	return func(a *API, op huma.Operation) {
		huma.Register(a.docs, op, func(ctx context.Context, in *I) (*O, error) {
			out, err := h(ctx, in)
			if err != nil {
				return nil, problemOf(err, "")
			}
			return out, nil
		})
	}
}

// raw mounts a plain gin handler and describes it without types.
func raw(h gin.HandlerFunc) mount {
	return func(a *API, op huma.Operation) {
		if op.Responses == nil {
			op.Responses = map[string]*huma.Response{fmt.Sprint(op.DefaultStatus): {Description: op.Summary}}
		}
		op.Responses["default"] = problems(a)
		a.engine.Handle(op.Method, ginPath(op.Path), h)
		a.docs.OpenAPI().AddOperation(&op)
	}
}

// documentProblems replaces the failure schema of the OpenAPI document.
func (a *API) documentProblems() {
	schemas := a.docs.OpenAPI().Components.Schemas
	if _, ok := schemas.Map()["ErrorModel"]; ok {
		problem := huma.SchemaFromType(schemas, typeOfProblem)
		problem.AdditionalProperties = true
		schemas.Map()["ErrorModel"] = problem
	}
}

// Caller is who makes a request; the input of every handler embeds it.
type Caller struct {
	who     principal
	address string
	lang    string // in which they read, of the desk's languages; empty: they did not say
}

// Resolve takes over who the guard found. It implements huma.Resolver.
func (c *Caller) Resolve(ctx huma.Context) []error {
	g := humagin.Unwrap(ctx)
	c.who, c.address, c.lang = callerOf(g), neighbour(g), deskLanguage(ctx.Header("Accept-Language"))
	return nil
}

// Access is one line of the table as others may read it.
type Access struct {
	Method, Path string
	Who          []auth.Role // empty: everyone
	Status       int         // on success
}

// Routes is the table role × route.
func (a *API) Routes() []Access {
	var out []Access
	for _, r := range a.routes() {
		setInt(&r.Status, http.StatusOK)
		out = append(out, Access{Method: r.Method, Path: r.Path, Who: r.Who, Status: r.Status})
	}
	return out
}
