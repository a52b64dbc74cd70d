package nlu

import "frontdesk/bot/nlu/entity"

// Entity is a span of the text with its normal form.
type Entity = entity.Entity

// EntityQuery is a message with what is known about it.
type EntityQuery = entity.Query

// Gazetteer finds the products of a catalogue in messages.
type Gazetteer = entity.Gazetteer

// Emotion is the mood of a message.
type Emotion struct {
	Label  string  `json:"label"` // anger, disgust, fear, joy, sadness, surprise, neutral
	P      float64 `json:"p"`
	Anger  float64 `json:"anger,omitempty"` // P(anger) and P(disgust): who is both is no less angry
	Urgent bool    `json:"urgent,omitempty"`
}
