package knowledge

import (
	"slices"
	"strings"
	"time"
)

// Copy is what readers see of an article, and so what a release keeps.
type Copy struct {
	Title             string    `json:"title"`
	Body              string    `json:"body"` // Markdown
	Locale            string    `json:"locale"`
	Markets           []string  `json:"markets"`
	Internal          bool      `json:"internal"`
	Questions         []string  `json:"questions"`
	Negative          []string  `json:"negative"`
	Intents           []string  `json:"intents"`
	URL               string    `json:"url,omitempty"`
	Channels          []string  `json:"channels"`
	ValidFrom         time.Time `json:"valid_from,omitzero"`
	ValidUntil        time.Time `json:"valid_until,omitzero"`
	TranslatedRelease int64     `json:"translated_release,omitempty"`
}

// Copy gives what readers see, or would see, of the article.
func (a Article) Copy() Copy {
	return Copy{
		Title: a.Title, Body: a.Body, Locale: a.Locale, Markets: a.Markets, Internal: a.Internal, Questions: a.Questions,
		Negative: a.Negative, Intents: a.Intents, URL: a.URL, Channels: a.Channels, ValidFrom: a.ValidFrom,
		ValidUntil: a.ValidUntil, TranslatedRelease: a.TranslatedRelease,
	}
}

// With gives the article with another copy in its place.
func (a Article) With(c Copy) Article {
	a.Title, a.Body, a.Locale, a.Markets, a.Internal = c.Title, c.Body, c.Locale, c.Markets, c.Internal
	a.Questions, a.Negative, a.Intents, a.URL, a.Channels = c.Questions, c.Negative, c.Intents, c.URL, c.Channels
	a.ValidFrom, a.ValidUntil, a.TranslatedRelease = c.ValidFrom, c.ValidUntil, c.TranslatedRelease
	return a
}

// Latest is the copy that an author works on: the working copy where there is
// one.
func (a Article) Latest() Copy {
	if a.Working != nil {
		return *a.Working
	}
	return a.Copy()
}

// Equal tells whether two copies read the same.
func (c Copy) Equal(o Copy) bool {
	return c.Title == o.Title && c.Body == o.Body && c.Locale == o.Locale && c.Internal == o.Internal && c.URL == o.URL &&
		slices.Equal(c.Markets, o.Markets) && slices.Equal(c.Questions, o.Questions) && slices.Equal(c.Negative, o.Negative) &&
		slices.Equal(c.Intents, o.Intents) && slices.Equal(c.Channels, o.Channels) && c.ValidFrom.Equal(o.ValidFrom) &&
		c.ValidUntil.Equal(o.ValidUntil) && c.TranslatedRelease == o.TranslatedRelease
}

// Hold is a reason why a text must not be published before a person has looked
// at it.
type Hold struct {
	Code       string    `json:"code"`    // stable, for example contains_secret
	Place      string    `json:"place"`   // where it stands, for people: a line, a page
	Excerpt    string    `json:"excerpt"` // what stands there; a secret is masked
	ApprovedBy string    `json:"approved_by,omitempty"`
	ApprovedAt time.Time `json:"approved_at,omitzero"`
}

// Held tells whether a hold is open.
func (a Article) Held() bool {
	return slices.ContainsFunc(a.Holds, func(h Hold) bool { return h.ApprovedBy == "" })
}

// Verdict is what a review has come to.
type Verdict string

// The verdicts. Remark is no verdict: it is a comment that decides nothing.
const (
	Asked    Verdict = "asked"
	Approved Verdict = "approved"
	Rejected Verdict = "rejected"
)

// Remark is one step of a review.
type Remark struct {
	By      string    `json:"by"`
	At      time.Time `json:"at"`
	Verdict Verdict   `json:"verdict,omitempty"` // empty: a comment only
	Text    string    `json:"text,omitempty"`
}

// Release is what a publish makes: the article as shoppers got it. It never
// changes.
type Release struct {
	ArticleID string    `json:"article"`
	Number    int64     `json:"number"` // from 1
	Copy      Copy      `json:"copy"`
	By        string    `json:"by,omitempty"`
	At        time.Time `json:"at"`
	Note      string    `json:"note,omitempty"`
	From      int64     `json:"from,omitempty"` // the release that was brought back; 0: none

	Gate *GateResult `json:"gate,omitempty"` // what was found before; nil: nothing was checked
}

// GateResult is what was found out before a publish about the answers after it;
// see package knowledge/gate.
type GateResult struct {
	Golden          int      `json:"golden"`  // golden questions that were asked
	Real            int      `json:"real"`    // questions of shoppers that were asked
	Changed         int      `json:"changed"` // questions that are answered otherwise
	PrecisionBefore float64  `json:"precision_before"`
	PrecisionAfter  float64  `json:"precision_after"`
	CoverageBefore  float64  `json:"coverage_before"`
	CoverageAfter   float64  `json:"coverage_after"`
	Worse           []string `json:"worse,omitempty"`  // codes of what was worse
	Reason          string   `json:"reason,omitempty"` // why it was published although something was worse
}

// Saving is one article of a transaction, with the passages of what serves.
type Saving struct {
	Article  Article
	Passages []Passage
	Note     string // of the release, if one is made
	From     int64  // the release that is brought back; 0: none

	Gate *GateResult // kept in the release; nil: nothing was checked
}

// NewRelease tells whether saving a over old shows readers another copy.
func NewRelease(old, a Article) bool {
	return a.Status == Published && (old.Status != Published || old.Release == 0 || !old.Copy().Equal(a.Copy()))
}

// ValidAt tells whether the article may be quoted at a moment.
func (a Article) ValidAt(t time.Time) bool {
	return !t.Before(a.ValidFrom) && (a.ValidUntil.IsZero() || t.Before(a.ValidUntil))
}

// Overdue tells whether nobody has verified the article in time.
func (a Article) Overdue(now time.Time) bool { return !a.VerifyBy.IsZero() && !now.Before(a.VerifyBy) }

// on tells whether the article is for a channel: named whole or by its kind,
// which is what stands before the colon.
func (a Article) on(channel string) bool {
	if channel == "" || len(a.Channels) == 0 {
		return true
	}
	kind, _, _ := strings.Cut(channel, ":")
	return slices.ContainsFunc(a.Channels, func(c string) bool { return strings.EqualFold(c, channel) || strings.EqualFold(c, kind) })
}
