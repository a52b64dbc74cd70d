package nlu

import "frontdesk/bot/nlu/entity"

// Entity is a span of the text with its normal form.
type Entity = entity.Entity

// Emotion is the mood of a message.
type Emotion struct {
	Label  string  `json:"label"` // anger, disgust, fear, joy, sadness, surprise, neutral
	P      float64 `json:"p"`
	Urgent bool    `json:"urgent,omitempty"`
}
