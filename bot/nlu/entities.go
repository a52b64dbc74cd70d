package nlu

import (
	"time"

	"frontdesk/bot/nlu/entity"
)

// The kinds of entities, as Entity.Kind; package entity says what their values
// are.
const (
	OrderNumber    = entity.OrderNumber
	TrackingNumber = entity.TrackingNumber
	Email          = entity.Email
	Phone          = entity.Phone
	URL            = entity.URL
	Money          = entity.Money
	Postcode       = entity.Postcode
	Street         = entity.Street
	HouseNumber    = entity.HouseNumber
	City           = entity.City
	Country        = entity.Country
	Date           = entity.Date
	Period         = entity.Period
	SKU            = entity.SKU
	Quantity       = entity.Quantity
	Product        = entity.Product
)

// placeholder is the token that stands for an entity in the features: the
// number itself says nothing about what the shopper wants.
func placeholder(kind string) string {
	switch kind {
	case OrderNumber, TrackingNumber:
		return "<order>"
	case Money:
		return "<money>"
	}
	return "<" + kind + ">"
}

// Entities finds what a message names, in order and without overlap. lang helps
// with words such as "tomorrow"; ref is the message's time, in the shopper's
// zone, that such words count from.
func (a *Analyzer) Entities(text, lang string, ref time.Time) []Entity {
	return a.FindEntities(entity.Query{Text: text, Lang: lang, Now: ref})
}

// FindEntities finds what a message names, with all that is known about it.
func (a *Analyzer) FindEntities(q entity.Query) []Entity { return a.entities.Find(q) }

// Counts gives the numbers of a text that may say how many of something are meant.
func (a *Analyzer) Counts(q entity.Query) []int { return a.entities.Counts(q) }

// span is a placeholder's place in normalised text.
type span struct {
	start, end int
	kind       string
}
