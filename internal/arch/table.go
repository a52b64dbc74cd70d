package arch

import (
	"fmt"
	"strings"
)

// everything stands in a row for every other area.
const everything = "*"

// area is a row of the architecture: a folder with all beneath it that has no row of
// its own, and the areas that its code may import beside itself.
type area struct {
	name string
	what string // for docs/architecture.md
	may  []string
}

// table is the architecture. A new edge needs a decision record in docs/adr; it is
// drawn into docs/architecture.md by Markdown.
var table = []area{
	{"chat", "the shared vocabulary: message, conversation, customer, owner", nil},
	{"shop", "the commerce port (orders, products, returns) and its back ends", []string{"internal/fault"}},
	{"shop/catalog", "the products of feeds, served as a shop's own", []string{"shop", "knowledge/text", "knowledge/dictionary", "knowledge/lexical", "internal/fault"}},
	{"knowledge/text", "text analysis", nil},
	{"knowledge/dictionary", "what things in shops are called in 28 languages", []string{"knowledge/text"}},
	{"knowledge/lexical", "BM25 in memory", nil},
	{"knowledge/vector", "nearest neighbours in memory", nil},
	{"knowledge/wordvec", "vectors of texts from a file of word vectors", []string{"knowledge/text", "internal/fault"}},
	{"knowledge", "articles, passages, retrieval", []string{"internal/machine", "internal/sieve", "knowledge/text", "knowledge/dictionary", "knowledge/lexical", "knowledge/vector", "internal/fault"}},
	{"bot/nlu", "intent, language, emotion, entities: pure, no I/O", nil},
	{"bot/training", "the shop's own intents: examples, training, comparing, putting to use", []string{"bot/nlu", "internal/fault"}},
	{"bot/flows", "the dialog flows as data", []string{"internal/machine", "internal/fault"}},
	{"bot", "reading and deciding", []string{"bot/nlu", "bot/flows", "knowledge", "knowledge/dictionary", "chat", "shop", "internal/machine", "internal/sieve", "internal/wording", "internal/fault"}},
	{"handoff", "cases, packet, ranking, desk", []string{"chat", "internal/machine", "internal/wording", "internal/fault"}},
	{"gaps", "what shoppers ask and nobody has written, and what it costs", []string{"bot", "bot/nlu", "chat", "handoff", "pipeline", "knowledge", "knowledge/text", "internal/fault"}},
	{"ingest", "sources, parsers, review, publish", []string{"knowledge", "shop", "shop/catalog", "internal/egress", "internal/mask", "internal/fault"}},
	{"notice", "what the shop's own people are told, by mail and webhook", []string{"gaps", "ingest", "knowledge", "internal/auth", "internal/callback", "internal/egress", "internal/mask", "internal/fault"}},
	{"pipeline", "a message's way in and out", []string{"bot", "bot/nlu", "handoff", "chat", "internal/mask", "internal/wording", "internal/fault"}},
	{"store", "SQLite and PostgreSQL behind the domain's ports", []string{"chat", "shop", "shop/catalog", "knowledge", "bot", "bot/training", "handoff", "gaps", "ingest", "notice", "pipeline", "internal/auth", "internal/fault"}},
	{"channel", "the channel port and one package a channel", []string{"chat", "internal/callback", "internal/mask", "internal/fault"}},
	{"eval/metrics", "measures of quality", nil},
	{"eval/plot", "charts as SVG", nil},
	{"eval", "runners and conversation scripts", []string{"eval/metrics", "eval/plot", "bot", "bot/nlu", "bot/training", "bot/flows", "knowledge", "knowledge/text", "knowledge/lexical", "knowledge/vector", "ingest", "pipeline", "handoff", "gaps", "chat", "shop", "shop/catalog", "store", "internal/core", "internal/auth", "internal/wording", "internal/fault"}},
	{"api", "all of gin: routes, socket, console, OpenAPI", []string{"pipeline", "ingest", "handoff", "gaps", "notice", "knowledge", "bot", "bot/training", "chat", "shop", "channel", "web", "internal/auth", "internal/mask", "internal/wording", "internal/fault"}},
	{"web", "widget and console, embedded", nil},
	{"cmd", "the only place that knows everything", []string{everything}},
	{"internal/fault", "the domain's failures", nil},
	{"internal/wording", "fixed sentences in the customers' languages", nil},
	{"internal/mask", "masking for logs and for the store", nil},
	{"internal/egress", "connections to the outside that cannot be led inside", nil},
	{"internal/callback", "signed requests to the shop's addresses, and what answers mean", []string{"internal/fault"}},
	{"internal/machine", "checked transition tables over looplab/fsm", []string{"internal/fault"}},
	{"internal/sieve", "regular expressions that pass over texts in which they find nothing", nil},
	{"internal/auth", "passwords, tokens, roles, signed identities", []string{"internal/fault"}},
	{"internal/llm", "language models over go-openai", []string{"internal/mask", "internal/fault"}},
	{"internal/core", "the domain put together, for cmd and eval", []string{"bot", "bot/nlu", "bot/flows", "chat", "handoff", "knowledge", "pipeline", "shop", "internal/wording", "internal/fault"}},
	{"internal/arch", "this table", nil},
	{"internal/testkit", "fakes that speak the vendors' protocols", []string{"chat", "knowledge", "shop", "internal/fault"}},
}

// testsMay lists what test files of every area may import beside their row: the real
// stores over mocks, the catalogue of feeds, the people they keep, the domain put together, the fakes, and the
// demo shop.
var testsMay = []string{"store", "shop/catalog", "internal/auth", "internal/core", "internal/testkit", "shop/demo"}

// exclusive lists libraries that one area alone may know, tests included.
var exclusive = []struct{ library, owner string }{
	{"github.com/gin-gonic/gin", "api"},
	{"github.com/danielgtaylor/huma", "api"},
	{"github.com/jackc/pgx", "store/postgres"},
	{"github.com/pgvector/pgvector-go", "store/postgres"},
	{"modernc.org/sqlite", "store/sqlite"},
	{"github.com/sashabaranov/go-openai", "internal/llm"},
	{"github.com/looplab/fsm", "internal/machine"},
	{"github.com/wneessen/go-mail", "notice/mail"},
}

// vague are package names that say nothing about what a package holds.
var vague = []string{"util", "utils", "common", "types", "models", "helpers", "manager", "service", "misc", "shared", "base"}

// Markdown draws the table for docs/architecture.md.
func Markdown() string {
	var b strings.Builder
	b.WriteString("| package | what it holds | may import |\n|---|---|---|\n")
	for _, a := range table {
		may := strings.Join(a.may, ", ")
		switch may {
		case "":
			may = "nothing of ours"
		case everything:
			may = "everything"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", a.name, a.what, may)
	}
	return b.String()
}
