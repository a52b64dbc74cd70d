package store

import (
	"frontdesk/bot"
	"frontdesk/chat"
	"frontdesk/handoff"
	"frontdesk/internal/auth"
	"frontdesk/knowledge"
	"frontdesk/pipeline"
)

// The columns of each table that hold a domain value, in the order of the
// function of fields beside them.
const (
	CustomerColumns     = "id, channel_id, ref, name, email, phone, lang, market, shop_id, tier, verified, created_at"
	ConversationColumns = "id, customer_id, channel_id, owner, status, agent_id, epoch, version, last_seq, episode, episode_seq, " +
		"lang, market, state, outcome, rating, preview, preview_by, waiting_since, created_at, updated_at"
	MessageColumns = "id, conversation_id, seq, epoch, author, author_id, author_name, kind, event, text, lang, " +
		"blocks, quick_replies, sources, payload, external_id, at"
	// Helpful is written apart, once the shopper says so; what became of a delivery
	// stands in the outbox.
	ReadMessageColumns = MessageColumns + ", helpful, coalesce((SELECT o.state FROM outbox o WHERE " + undelivered +
		" AND o.conversation_id = messages.conversation_id AND o.seq = messages.seq LIMIT 1), '') AS delivery"
	undelivered = "o.state IN ('failed', 'unknown')" // outbox o, as its index outbox_undelivered has it
	CaseColumns = "id, conversation_id, epoch, state, version, reason, priority, skills, widened, packet, offered_to, last_rejecter, " +
		"agent_id, target, replied, queued_at, deadline, deadline_action, outcome, created_at, updated_at, accepted_at, product"
	TurnColumns    = "conversation_id, in_seq, from_seq, to_seq, action, reason, detail, intent, confidence, case_id, owner, trace, at"
	ArticleColumns = "id, key, title, body, locale, markets, internal, questions, intents, url, status, source, content_hash, " +
		"version, revision, updated_by, created_at, updated_at, published_at, negative, channels, valid_from, valid_until, owner, " +
		"verify_by, verified_at, reminded_at, translation_of, translated_release, release, working, review, remarks, holds, " +
		"publish_at, publish_by, publish_note, text_version"
	ReleaseColumns = "article_id, number, copy, body, made_by, made_at, note, restored, gate"
	LinkColumns    = "article_id, kind, ref, state, evidence, made_by, made_at"
	EntryColumns   = "source, id, title, hash, data, read_at, gone"
	PassageColumns = "id, article_id, ord, heading, text"
	UserColumns    = "id, email, name, role, password_hash, languages, skills, capacity, disabled, created_at"
	SecretColumns  = "id, hash, kind, subject, label, role, created_at, expires_at, used_at"
	ActColumns     = "id, name, args, seq, result, begun_at, finished_at"
	AgentColumns   = "id, name, languages, skills, capacity, availability, seen_at, last_case_at"
)

// CustomerFields are the fields of CustomerColumns.
func CustomerFields(c *chat.Customer) []any {
	return []any{&c.ID, &c.ChannelID, &c.Ref, &c.Name, &c.Email, &c.Phone, &c.Lang, &c.Market, &c.ShopID, &c.Tier,
		&c.Verified, micros{&c.CreatedAt}}
}

// ConversationFields are the fields of ConversationColumns.
func ConversationFields(c *chat.Conversation) []any {
	return []any{&c.ID, &c.CustomerID, &c.ChannelID, &c.Owner, &c.Status, &c.AgentID, &c.Epoch, &c.Version, &c.LastSeq,
		&c.Episode, &c.EpisodeSeq, &c.Lang, &c.Market, raw{&c.State}, structured{&c.Outcome}, &c.Rating, &c.Preview,
		&c.PreviewBy, micros{&c.WaitingSince}, micros{&c.CreatedAt}, micros{&c.UpdatedAt}}
}

// MessageFields are the fields of MessageColumns.
func MessageFields(m *chat.Message) []any {
	return []any{&m.ID, &m.ConversationID, &m.Seq, &m.Epoch, &m.Author, &m.AuthorID, &m.AuthorName, &m.Kind, &m.Event,
		&m.Text, &m.Lang, structured{&m.Blocks}, structured{&m.QuickReplies}, structured{&m.Sources}, &m.Payload,
		&m.ExternalID, micros{&m.At}}
}

// ReadMessageFields are the fields of ReadMessageColumns.
func ReadMessageFields(m *chat.Message) []any {
	return append(MessageFields(m), &m.Helpful, &m.Delivery)
}

// CaseFields are the fields of CaseColumns.
func CaseFields(c *handoff.Case) []any {
	return []any{&c.ID, &c.ConversationID, &c.Epoch, &c.State, &c.Version, structured{&c.Reason}, &c.Priority,
		list{&c.Skills}, &c.Widened, structured{&c.Packet}, &c.OfferedTo, &c.LastRejecter, &c.AgentID, &c.Target,
		&c.Replied, micros{&c.QueuedAt}, micros{&c.Deadline}, &c.DeadlineAction, structured{&c.Outcome},
		micros{&c.CreatedAt}, micros{&c.UpdatedAt}, micros{&c.AcceptedAt}, &c.Product}
}

// TurnFields are the fields of TurnColumns.
func TurnFields(r *pipeline.Record) []any {
	return []any{&r.ConversationID, &r.InSeq, &r.FromSeq, &r.ToSeq, &r.Action, &r.Reason, &r.Detail, &r.Intent,
		&r.Confidence, &r.CaseID, &r.Owner, raw{&r.Trace}, micros{&r.At}}
}

// ArticleFields are the fields of ArticleColumns.
func ArticleFields(a *knowledge.Article) []any {
	return []any{&a.ID, &a.Key, &a.Title, &a.Body, &a.Locale, list{&a.Markets}, &a.Internal, list{&a.Questions},
		list{&a.Intents}, &a.URL, &a.Status, &a.Source, &a.ContentHash, &a.Version, &a.Revision, &a.UpdatedBy,
		micros{&a.CreatedAt}, micros{&a.UpdatedAt}, micros{&a.PublishedAt}, list{&a.Negative}, list{&a.Channels},
		micros{&a.ValidFrom}, micros{&a.ValidUntil}, &a.Owner, micros{&a.VerifyBy}, micros{&a.VerifiedAt}, micros{&a.RemindedAt},
		&a.TranslationOf, &a.TranslatedRelease, &a.Release, structured{&a.Working}, &a.Review, structured{&a.Remarks},
		structured{&a.Holds}, micros{&a.PublishAt}, &a.PublishBy, &a.PublishNote, &a.TextVersion}
}

// StaleColumn tells of an article whether it translates an older release; it
// follows ArticleColumns where articles are read.
const StaleColumn = "(translation_of <> '' AND EXISTS (SELECT 1 FROM articles original WHERE original.id = articles.translation_of" +
	" AND original.release > articles.translated_release))"

// ReadArticleFields are the fields of ArticleColumns and then of StaleColumn.
func ReadArticleFields(a *knowledge.Article) []any { return append(ArticleFields(a), &a.Stale) }

// ReleaseFields are the fields of ReleaseColumns. The body stands apart, so that
// lists need not read it.
func ReleaseFields(r *knowledge.Release) []any {
	return []any{&r.ArticleID, &r.Number, bodiless{&r.Copy}, &r.Copy.Body, &r.By, micros{&r.At}, &r.Note, &r.From, structured{&r.Gate}}
}

// PassageFields are the fields of PassageColumns.
func PassageFields(p *knowledge.Passage) []any {
	return []any{&p.ID, &p.ArticleID, &p.Ord, &p.Heading, &p.Text}
}

// UserFields are the fields of UserColumns.
func UserFields(u *auth.User) []any {
	return []any{&u.ID, &u.Email, &u.Name, &u.Role, &u.PasswordHash, list{&u.Languages}, list{&u.Skills}, &u.Capacity,
		&u.Disabled, micros{&u.CreatedAt}}
}

// SecretFields are the fields of SecretColumns.
func SecretFields(s *auth.Secret) []any {
	return []any{&s.ID, &s.Hash, &s.Kind, &s.Subject, &s.Label, &s.Role, micros{&s.CreatedAt}, micros{&s.ExpiresAt},
		micros{&s.UsedAt}}
}

// AgentFields are the fields of AgentColumns.
func AgentFields(a *handoff.Agent) []any {
	return []any{&a.ID, &a.Name, list{&a.Languages}, list{&a.Skills}, &a.Capacity, &a.Availability, micros{&a.SeenAt},
		micros{&a.LastCaseAt}}
}

// ActArgs are an act's arguments as they are written.
func ActArgs(a *bot.Act) any { return structured{&a.Args} }

// ActResult is a result as it is written.
func ActResult(r *bot.ActResult) any { return structured{r} }

// ScanAct reads a row of ActColumns. A result that was stored says so by the
// time it came, since a failure without a code is an empty value too.
func ScanAct(scan func(dest ...any) error) (bot.ActRecord, error) {
	var (
		a               bot.ActRecord
		result          bot.ActResult
		begun, finished int64
	)
	err := scan(&a.Act.ID, &a.Act.Name, structured{&a.Act.Args}, &a.Act.Seq, structured{&result}, &begun, &finished)
	if err != nil {
		return a, err
	}
	a.At = At(begun)
	if finished != 0 {
		a.Result, a.At = &result, At(finished)
	}
	return a, nil
}

// UndeliveredColumn tells of conversation c in a list what chat.ConversationRow does.
const UndeliveredColumn = "coalesce((SELECT o.state FROM outbox o WHERE " + undelivered + ` AND o.conversation_id = c.id
	AND NOT EXISTS (SELECT 1 FROM messages since WHERE since.conversation_id = c.id AND since.seq > o.seq AND since.at > o.settled_at
		AND since.author IN ('bot', 'agent') AND since.kind = 'text') ORDER BY o.seq DESC LIMIT 1), '')`

// HitColumns are the message m that a search found, if it found one.
const HitColumns = "coalesce(m.seq, 0), coalesce(m.author, ''), coalesce(m.kind, ''), coalesce(m.text, ''), coalesce(m.at, 0)"

// NoHit stands for HitColumns where nothing was searched for.
const NoHit = "0, '', '', '', 0"

// ConversationRowFields are the fields of ConversationColumns, then of
// CustomerColumns, UndeliveredColumn and HitColumns.
func ConversationRowFields(r *chat.ConversationRow) []any {
	fields := append(ConversationFields(&r.Conversation), CustomerFields(&r.Customer)...)
	return append(fields, &r.Undelivered, &r.Hit.Seq, &r.Hit.Author, &r.Hit.Kind, &r.Hit.Text, micros{&r.Hit.At})
}

// LoadedAgentFields are the fields of AgentColumns and then the load.
func LoadedAgentFields(a *handoff.Agent) []any { return append(AgentFields(a), &a.Load) }

// OutgoingFields are the fields of an outbox row: id, attempts, whether it was
// claimed before and never settled, the customer's ref, the channel, whether it
// is stale, and then those of MessageColumns.
func OutgoingFields(o *pipeline.Outgoing) []any {
	return append([]any{&o.ID, &o.Attempts, &o.Unsettled, &o.To, &o.ChannelID, &o.Stale}, MessageFields(&o.Message)...)
}
